"""What a newcomer is told where a tool is missing: one line, with what to do."""

import subprocess

from tests.live import ROOT


def make(tmp_path, python):
    command = ["make", "--silent", "run", f"VENV={tmp_path / 'venv'}", f"PYTHON={python}"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    return ended.returncode, [line for line in ended.stdout.splitlines() if line]


def a_program(tmp_path, script):
    file = tmp_path / "python"
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o700)
    return file


def test_a_missing_python_is_told_with_what_to_install(tmp_path):
    status, lines = make(tmp_path, tmp_path / "nowhere")

    assert status != 0
    assert lines == [
        "没有 Python：请安装 3.11 或更新的版本，或指明它在哪里"
        " / Python is missing: install 3.11 or newer, or say make PYTHON=/path/to/python3"
    ]


def test_an_old_python_is_told_with_its_version(tmp_path):
    old = a_program(tmp_path, 'case "$1" in --version) echo Python 3.9.2 ;; *) exit 1 ;; esac')

    status, lines = make(tmp_path, old)

    assert status != 0
    assert lines == [
        "要 Python 3.11 或更新的版本，现在是 / Python 3.11 or newer is needed, this is Python 3.9.2: make PYTHON=python3.11"
    ]


def test_a_python_that_makes_no_environment_is_told_with_what_to_install(tmp_path):
    status, lines = make(tmp_path, a_program(tmp_path, '[ "$1" = -c ]'))

    assert status != 0
    assert lines == ["建不了虚拟环境 / could not make a virtual environment; on Debian: apt-get install python3-venv"]
