"""The contracts between services: stubs as generated, files as buf wants them, changes that only add, topics with owners."""

import ast
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from services.cli.protos import generate
from services.common.bus import load_topics
from services.common.bus.topics import read_by
from services.embedded import SERVICES

ROOT = Path(__file__).parents[2]
BUF = Path(sys.executable).with_name("buf")


def files_of(folder):
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in folder.rglob("*.py*")
        if "__pycache__" not in path.parts and path.name != "__init__.py"
    }


def test_the_committed_stubs_are_the_generated_ones(tmp_path):
    """A changed .proto without `make protos` fails here."""
    generate(tmp_path)

    fresh, committed = files_of(tmp_path), files_of(ROOT / "proto" / "gen")
    assert sorted(committed) == sorted(fresh)
    assert [name for name in fresh if fresh[name] != committed[name]] == []


def buf(*words, cwd=ROOT):
    return subprocess.run([BUF, *words], cwd=cwd, capture_output=True, text=True, timeout=60)


def test_buf_finds_nothing_to_complain_of():
    found = buf("lint")

    assert (found.returncode, found.stdout) == (0, "")


@pytest.fixture
def changed(tmp_path):
    """A copy of the contracts to spoil, beside the contracts as they are."""
    for name in ("before", "after"):
        shutil.copytree(ROOT / "proto" / "pioneer", tmp_path / name / "proto" / "pioneer")
        shutil.copy(ROOT / "buf.yaml", tmp_path / name / "buf.yaml")
    return tmp_path


def breaking(changed):
    return buf("breaking", "--against", str(changed / "before"), cwd=changed / "after")


def edit(changed, was, becomes):
    path = changed / "after" / "proto" / "pioneer" / "applications" / "v1" / "events.proto"
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, becomes, 1), encoding="utf-8")


def test_a_change_that_only_adds_passes_the_gate(changed):
    edit(changed, "message ApplicationMoved {", "message ApplicationMoved {\n  string remark = 99;")

    found = breaking(changed)
    assert (found.returncode, found.stdout) == (0, "")


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("  string programme = 2;\n", ""),
        ("string programme = 2;", "bytes programme = 2;"),
        ("string programme = 2;", "string programme = 98;"),
        ("message ApplicationMoved {", "message ApplicationWent {"),
        ("string programme = 2;", "string program = 2;"),
    ],
    ids=["a field gone", "another type", "another number", "a message renamed", "a field renamed"],
)
def test_a_change_that_breaks_readers_does_not_pass(changed, was, becomes):
    edit(changed, was, becomes)

    assert breaking(changed).returncode != 0


def test_every_topic_has_an_owner_readers_and_a_package_that_are_there():
    for topic in load_topics().values():
        assert topic.owner in SERVICES
        assert set(topic.readers) <= set(SERVICES)
        assert topic.readers, f"{topic.name}: nobody reads it"
        assert topic.partitions > 0
        folder = ROOT / "proto" / Path(*topic.package.split("."))
        assert (folder / "events.proto").is_file(), topic.package


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_names_only_topics_of_its_own(service):
    """What is told is told on a topic of the teller: another's name in its code is a mistake."""
    named = {
        (str(path.relative_to(ROOT)), node.value)
        for path in (ROOT / "services" / service).rglob("*.py")
        if path.name != "projections.py"  # says what is read
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in load_topics()
    }

    assert {(path, topic) for path, topic in named if load_topics()[topic].owner != service} == set()


@pytest.mark.parametrize("service", SERVICES)
def test_every_message_a_service_handles_can_reach_it(service):
    """A handler for an event of a topic that the service does not read would wait for ever."""
    handlers = import_module(f"services.{service}.consumers").handlers
    packages = {load_topics()[name].package for name in read_by(service)}

    handled = {name.rpartition(".")[0] for name in handlers._by_type}
    assert handled <= packages
    assert bool(handled) == bool(packages)


@pytest.mark.xdist_group("deployment")
@pytest.mark.parametrize("service", SERVICES)
def test_all_that_the_story_told_went_on_the_teller_s_topics_in_their_package(played, service):
    told = played.rows(service, "select distinct topic, type from outbox")

    for each in told:
        topic = load_topics()[each["topic"]]
        assert (topic.owner, topic.package) == (service, each["type"].rpartition(".")[0])
    # The portal tells nothing; contests have no part in this story, but may have in another that was played before.
    assert bool(told) or service in ("competitions", "portal")
