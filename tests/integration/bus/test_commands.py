"""`pioneer events …` as an operator calls it: a process of its own, told by the environment where things are."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from services.cli.events import app
from services.common.bus import connect
from services.common.bus.topics import dead_letters_of
from services.common.operator import as_environment
from services.embedded.cluster import BUS
from tests.integration.bus.portal_copy import NAME
from tests.integration.bus.story import tell_all

pytestmark = pytest.mark.xdist_group("full")


@pytest.fixture
def pioneer(portal, services, cluster):
    """Runs the command for the portal's copy, on the embedded bus."""
    told = services.parts("portal").settings.model_copy(
        update={
            "database_url": cluster.alchemy_url(NAME, "pioneer_portal"),
            "worker_database_url": cluster.url(NAME, "pioneer_portal_worker"),
            "bus_url": cluster.url(BUS, "pioneer_portal"),
        }
    )
    environment = {**os.environ, **as_environment(told), "COLUMNS": "200"}

    def run(*words):
        command = [sys.executable, "-m", "services.cli.main", *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, env=environment)

    return run


@pytest.fixture
def dead_letter(portal, ground):
    """An event of the portal's that was laid aside, and would work by now."""
    portal.empty()
    records = tell_all().records
    for record in records:
        if record.headers["ce_type"].endswith("TenantChanged"):
            portal.handlers.handle(record)
    was = next(record for record in records if record.headers["ce_type"].endswith("PersonChanged"))
    headers = {**was.headers, "dead_topic": was.topic, "dead_error": "RuntimeError('磁盘已满')", "dead_offset": "0"}
    producer = connect(ground.bus_url("portal")).producer()
    producer.send([replace(was, topic=dead_letters_of("portal").name, headers=headers)])
    producer.close()
    return was


def test_dead_letters_are_listed_brought_back_and_gone(pioneer, portal, dead_letter):
    listed = pioneer("events", "dead", "portal")

    assert (listed.returncode, dead_letter.headers["ce_id"] in listed.stdout) == (1, True), listed.stderr
    assert "RuntimeError('磁盘已满')" in listed.stdout

    brought_back = pioneer("events", "redrive", "portal")

    assert "portal: 1 条已处理 / handled" in brought_back.stdout, brought_back.stderr
    assert portal.rows("select name from person") == [("张素",)]
    after = pioneer("events", "dead", "portal")
    assert dead_letter.headers["ce_id"] not in after.stdout


def test_a_replay_says_what_it_did(pioneer, portal, dead_letter):
    done = pioneer("events", "replay", "--to", "portal")

    assert "条重建投影 / rebuilt projections" in done.stdout, done.stderr
    # What lies among the dead letters only is on no topic that a replay reads.
    assert dead_letter.key not in str(portal.rows("select id from person"))


def test_a_service_that_copies_nothing_has_nothing_to_replay(pioneer):
    done = pioneer("events", "replay", "--to", "identity")

    assert (done.returncode, done.stdout) == (0, "identity: 没有投影 / keeps no projections\n"), done.stderr


def test_a_database_that_is_away_ends_a_command_in_words(services):
    nowhere = {"database_url": "postgresql+psycopg://nobody@127.0.0.1:1/nothing"}
    told = as_environment(services.parts("identity").settings.model_copy(update=nowhere))
    command = [sys.executable, "-m", "services.cli.main", "tenants", "list"]

    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, env={**os.environ, **told})

    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert done.stderr.startswith('identity: connection failed: connection to server at "127.0.0.1"')


@pytest.mark.parametrize("words", [("redrive", "nobody"), ("replay", "--to", "nobody"), ("dead", "nobody")])
def test_an_unknown_service_is_named(words):
    done = CliRunner().invoke(app, words)

    assert done.exit_code == 2
    assert "没有这个服务 / no such service: nobody" in done.stderr


@pytest.mark.parametrize(
    ("command", "chinese", "english"),
    [
        ("dead", "列出等待处理的死信", "list the dead letters"),
        ("redrive", "把死信重新处理一遍", "handle dead letters again"),
        ("replay", "从头重读事件", "re-read events from the"),
    ],
)
def test_help_is_in_both_languages(command, chinese, english):
    said = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).stdout

    assert chinese in said
    assert english in said
