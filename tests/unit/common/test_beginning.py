"""`make new-service`: what it lays is what the services have, and where they are listed it stands."""

import ast
import shutil
from pathlib import Path

import pytest

from services.cli.beginning import FRAME, begin, lay_frame

ROOT = Path(__file__).parents[3]
LISTS = ("services/embedded/__init__.py", "pyproject.toml", "proto/topics.yaml")


@pytest.fixture
def copy(tmp_path):
    for name in LISTS:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_a_service_is_laid_and_enlisted(copy):
    written = begin("lodgings", "住宿", copy)

    home = copy / "services" / "lodgings"
    assert (home / "migrations" / "versions" / "0001_lodgings.py").exists()
    assert 'lay_ground(op.get_bind(), "lodgings")' in (home / "migrations/versions/0001_lodgings.py").read_text()
    assert len(written) == len(list(FRAME.rglob("*.txt"))) + 4
    said = {name: (copy / name).read_text(encoding="utf-8") for name in LISTS}
    assert '"lodgings", "portal")' in said["services/embedded/__init__.py"]
    assert said["pyproject.toml"].count('"services.lodgings"') == 2
    assert "lodgings.worklist:" in said["proto/topics.yaml"]
    assert "lodgings, " in said["proto/topics.yaml"].split("applications.cases")[0]


def test_what_is_laid_is_python_and_names_itself_throughout(tmp_path):
    for file in lay_frame("lodgings", "住宿", tmp_path):
        text = file.read_text(encoding="utf-8")
        assert "@name@" not in text
        assert "@title@" not in text
        if file.suffix == ".py":
            ast.parse(text)


@pytest.mark.parametrize("name", ["Lodgings", "lo", "two words", "a-b", ""])
def test_a_name_that_is_no_noun_is_refused(copy, name):
    with pytest.raises(ValueError, match="one English noun"):
        begin(name, "住宿", copy)


def test_a_service_is_begun_once(copy):
    begin("lodgings", "住宿", copy)

    with pytest.raises(ValueError, match="there is such a service"):
        begin("lodgings", "住宿", copy)
