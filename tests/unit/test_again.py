"""What `make again` plays: whole files, each once, and nothing where too much failed."""

import json
from pathlib import Path

import pytest

from tests import again


def test_a_file_is_played_whole_and_once() -> None:
    failed = {"tests/b.py::test_one@group": True, "tests/a.py::test[1]": True, "tests/b.py::test_two": True}
    assert again.files_of(failed) == ["tests/a.py", "tests/b.py"]


@pytest.mark.parametrize("files", [0, again.FILES_AT_MOST + 1])
def test_nothing_or_too_much_stays_red(files: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noted = tmp_path / "lastfailed"
    noted.write_text(json.dumps({f"tests/no_such_{each}.py::test": True for each in range(files)}), encoding="utf-8")
    monkeypatch.setattr(again, "FAILED", noted)
    assert again.main() == 1


def test_no_note_is_no_second_chance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(again, "FAILED", tmp_path / "none")
    assert again.main() == 1
