"""The press: a worst document costs itself, never the site."""

import os
import signal
import threading
import time

import psutil
import pytest

from services.common import refusals
from services.common.documents.press import Press
from services.common.errors import Unavailable

assert refusals  # registered by its import
# Ends after some years: typst stops a loop only where it is plainly without end.
ENDLESS = "#for a in range(1000000) { for b in range(1000000) { let c = calc.pow(b, 2) + a } }\n"
PATIENCE_SECONDS = 60.0


@pytest.fixture
def a_press():
    made = []

    def start(**limits):
        made.append(Press(**limits))
        return made[-1]

    yield start
    for each in made:
        each.close()


@pytest.fixture
def sheet(tmp_path):
    def written(source):
        file = tmp_path / "sheet.typ"
        file.write_text(source, encoding="utf-8")
        return file, tmp_path, {}, []

    return written


def until(condition):
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_documents_are_set_by_one_child_process(a_press, sheet):
    press = a_press()
    first = press.set(*sheet("一"))
    child = press.pid

    assert first.startswith(b"%PDF-")
    assert press.set(*sheet("一")) == first
    assert press.pid == child != os.getpid()


def test_nothing_is_started_before_the_first_document(a_press):
    assert a_press().pid is None


def test_an_endless_document_is_given_up_and_the_next_one_printed(a_press, sheet):
    press = a_press(seconds=3.0)
    press.set(*sheet("一"))

    with pytest.raises(Unavailable) as refused:
        press.set(*sheet(ENDLESS))

    assert (refused.value.code, refused.value.facts) == ("printing_slow", {"seconds": "3"})
    assert "3 秒内没有排成" in refused.value.says
    assert press.pid is None
    assert press.set(*sheet("二")).startswith(b"%PDF-")


def test_a_crash_is_refused_and_the_next_one_printed(a_press, sheet):
    press = a_press()
    press.set(*sheet("一"))
    child = press.pid
    refused = []

    def print_endless():
        try:
            press.set(*sheet(ENDLESS))
        except Unavailable as said:
            refused.append(said.code)

    printing = threading.Thread(target=print_endless)
    before = psutil.Process(child).cpu_times().user
    printing.start()
    until(lambda: psutil.Process(child).cpu_times().user > before + 0.2)
    os.kill(child, signal.SIGKILL)
    printing.join(PATIENCE_SECONDS)

    assert refused == ["printing_failed"]
    assert press.set(*sheet("二")).startswith(b"%PDF-")


def test_a_faulty_template_is_refused_and_the_child_goes_on(a_press, sheet):
    press = a_press()
    press.set(*sheet("一"))
    child = press.pid

    with pytest.raises(Unavailable) as refused:
        press.set(*sheet("#no_such_function()"))

    assert refused.value.code == "printing_failed"
    assert press.pid == child


def test_an_idle_child_ends_and_printing_starts_another(a_press, sheet):
    press = a_press(idle_seconds=0.3)
    first = press.set(*sheet("一"))
    until(lambda: press.pid is None)

    assert press.set(*sheet("一")) == first


def test_a_child_whose_press_is_gone_ends(a_press, sheet):
    press = a_press()
    press.set(*sheet("一"))
    child = press._child
    child.stdin.close()

    assert child.wait(PATIENCE_SECONDS) == 0
