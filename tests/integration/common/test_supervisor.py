"""What keeps the processes of a deployment running: starts again, holds, gives up in words, stops, leaves nobody behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.native.children import Child, until
from deploy.native.supervisor import NotReady, Supervisor

WAIT_SECONDS = 60
STANDS = "import time; print('stands', flush=True); time.sleep(600)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, lambda *_: None); print('stands', flush=True); time.sleep(600)"
)


@pytest.fixture
def supervisor(tmp_path):
    made = Supervisor(tmp_path)
    made.start()
    yield made
    made.stop()
    made.close()


def a_child(supervisor, code=STANDS, name="one", grace=10.0):
    log = supervisor.log_of(name)
    return Child(name, [sys.executable, "-c", code], lambda: "stands" in log.read_text(), grace_seconds=grace)


def is_running(pid):
    status = Path(f"/proc/{pid}/status")
    try:
        return "zombie" not in status.read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_what_is_killed_is_started_again_under_another_id(supervisor):
    supervisor.add(a_child(supervisor))
    supervisor.wait_ready(["one"])
    before = supervisor.pid_of("one")

    os.kill(before, signal.SIGKILL)

    assert until(lambda: supervisor.pid_of("one") not in (0, before), WAIT_SECONDS)
    assert supervisor.deaths() == {"one": 1}
    pid = int((supervisor.folder / "run" / "one.pid").read_text())
    assert pid == supervisor.pid_of("one")


def test_what_is_held_stays_down_until_it_is_let_up(supervisor):
    supervisor.add(a_child(supervisor))
    supervisor.wait_ready(["one"])
    hold = supervisor.folder / "run" / "one.hold"
    hold.touch()
    os.kill(supervisor.pid_of("one"), signal.SIGKILL)

    assert not until(lambda: supervisor.deaths()["one"] == 1 and supervisor.pid_of("one") != 0, 2.0)

    hold.unlink()
    assert until(lambda: supervisor.pid_of("one") != 0, WAIT_SECONDS)


def test_what_never_stands_is_given_up_with_the_end_of_its_log(supervisor):
    supervisor.add(a_child(supervisor, code="raise SystemExit('the port is taken')"))

    with pytest.raises(NotReady, match="the port is taken"):
        supervisor.wait_ready(["one"], seconds=WAIT_SECONDS)


def test_a_program_that_is_not_there_is_named(supervisor, tmp_path):
    supervisor.add(Child("one", [str(tmp_path / "nowhere")], lambda: False))

    with pytest.raises(NotReady, match="nowhere"):
        supervisor.wait_ready(["one"], seconds=WAIT_SECONDS)


@pytest.mark.parametrize("code", [STANDS, STUBBORN], ids=["obedient", "stubborn"])
def test_stopping_leaves_nobody(supervisor, code):
    supervisor.add(a_child(supervisor, code=code, grace=1.0))
    supervisor.wait_ready(["one"])
    pid = supervisor.pid_of("one")

    supervisor.stop()

    assert supervisor.pid_of("one") == 0
    assert not is_running(pid)
    assert not (supervisor.folder / "run" / "one.pid").exists()


def test_what_a_killed_program_had_started_goes_with_it(supervisor, tmp_path):
    """As nginx's worker, which would keep the port."""
    code = (
        "import subprocess, sys; from pathlib import Path;"
        f" child = subprocess.Popen([sys.executable, '-c', {STANDS!r}]);"
        f" Path({str(tmp_path / 'child')!r}).write_text(str(child.pid)); child.wait()"
    )
    supervisor.add(a_child(supervisor, code=code))
    supervisor.wait_ready(["one"])
    grandchild = int((tmp_path / "child").read_text())

    os.kill(supervisor.pid_of("one"), signal.SIGKILL)

    assert until(lambda: not is_running(grandchild), WAIT_SECONDS)


def test_who_loses_the_supervisor_ends_too(tmp_path):
    told = f"""
import sys, time
from pathlib import Path
from deploy.native.children import Child
from deploy.native.supervisor import Supervisor
made = Supervisor(Path({str(tmp_path)!r})); made.start()
made.add(Child('one', [sys.executable, '-c', {STANDS!r}], lambda: 'stands' in made.log_of('one').read_text()))
made.wait_ready(['one']); print(made.pid_of('one'), flush=True); time.sleep(600)
"""
    path = os.pathsep.join(sys.path)
    parent = subprocess.Popen(
        [sys.executable, "-c", told], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path}
    )
    pid = int(parent.stdout.readline())

    parent.kill()
    parent.wait(WAIT_SECONDS)

    assert until(lambda: not is_running(pid), WAIT_SECONDS)
