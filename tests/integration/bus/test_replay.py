"""Projections are what the events say: made anew they are the same byte for byte, in whatever order the events came."""

import threading
import time

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from services.common.bus import load_topics
from services.common.bus.topics import read_by
from services.common.consumers import Worker
from services.common.replaying import MadeMore, Projections, replay
from services.portal import projections
from tests.integration.bus.story import DIRECTORY, tell_all

pytestmark = pytest.mark.xdist_group("full")

SAID = Projections(projections.TOPICS, projections.ONCE)


def put_on_the_bus(buses, told):
    for owner in sorted({load_topics()[record.topic].owner for record in told.records}):
        producer = buses.of(owner).producer()
        producer.send([record for record in told.records if load_topics()[record.topic].owner == owner])
        producer.close()


def consume_all(portal, buses, group):
    """As the worker does, until nothing is behind."""
    bus = buses.of("portal")
    consumer = bus.consumer(group("portal"), read_by("portal"))
    worker = Worker(portal.handlers, consumer, bus.producer())
    thread = threading.Thread(target=worker.run)
    thread.start()
    watching, until = bus.consumer(consumer._group, read_by("portal")), time.monotonic() + 300
    while sum(watching.lag().values()) and time.monotonic() < until:
        time.sleep(0.1)
    worker.stop()
    thread.join(60)
    assert sum(watching.lag().values()) == 0
    watching.close()


@pytest.fixture
def told(portal, buses, group):
    """One county's story, heard by the portal; what other tests left on the bus is there too."""
    portal.empty()
    story = tell_all()
    put_on_the_bus(buses, story)
    consume_all(portal, buses, group)
    return story


def test_a_replay_makes_the_same_projections_from_nothing_but_events(portal, buses, told):
    before = portal.snapshot()
    messages = portal.rows("select * from message")
    assert all(len(before[table]) > 0 for table in ("tenant", "grant_", "task", "honour", "case_place", "figure"))
    with portal.admin() as admin:
        admin.execute("update honour set standing = 'revoked'")
        admin.execute("update figure set value = value + 1")
        admin.execute("delete from task")
        admin.execute("insert into case_place select 'strange', id, honour, level, year, union_unit_id, stage, status,"
                      " is_recommended, is_forwarded, moved_at from case_place")  # fmt: skip
        admin.execute("update message set read_at = now()")
    assert portal.snapshot() != before

    done = replay(portal.handlers, buses.of("portal"), SAID, read_by("portal"))

    assert portal.snapshot() == before
    assert done.rebuilt >= len(told.records) - 1
    assert done.repeated >= 1
    assert done.caught_up == 0
    assert [each for each in done.failed if told.county in each] == []
    after = portal.rows("select * from message")
    assert len(after) == len(messages) > 0
    assert portal.rows("select count(*) from message where read_at is null") == [(0,)]


def test_a_replay_catches_up_what_was_missed_and_the_worker_does_not_do_it_again(portal, buses, told, group):
    missed = tell_all()
    put_on_the_bus(buses, missed)

    done = replay(portal.handlers, buses.of("portal"), SAID, read_by("portal"))

    assert done.caught_up == 1
    stands = portal.snapshot()
    assert [line for line in stands["tenant"] if missed.county in line] != []
    consume_all(portal, buses, group)
    assert portal.snapshot() == stands


def test_while_a_replay_runs_no_event_is_taken_and_readers_see_what_stood(portal, buses, told):
    before = portal.snapshot(told.county)
    with portal.admin() as other:
        other.autocommit = False
        other.execute("select pg_advisory_xact_lock_shared(hashtextextended('consuming', 0))")
        thread = threading.Thread(target=replay, args=(portal.handlers, buses.of("portal"), SAID, read_by("portal")))
        thread.start()
        thread.join(1.0)
        assert thread.is_alive()
        assert portal.snapshot(told.county) == before
        other.rollback()
    thread.join(120)
    assert not thread.is_alive()
    assert portal.snapshot(told.county) == before


def test_a_handler_that_does_more_than_project_is_not_replayed_as_a_projection(portal, buses, told, monkeypatch):
    type_ = "pioneer.identity.v1.TenantChanged"
    message_type, handler, whose = portal.handlers._by_type[type_]

    def tells(session, event, said):
        handler(session, event, said)
        session.info.setdefault("outbox", []).append(object())

    monkeypatch.setitem(portal.handlers._by_type, type_, (message_type, tells, whose))
    before = portal.snapshot()

    with pytest.raises(MadeMore, match=type_):
        replay(portal.handlers, buses.of("portal"), SAID, read_by("portal"))

    assert portal.snapshot() == before


def deliver(portal, records):
    """As a worker does that begins again behind what it cannot use yet."""
    waiting = list(records)
    for _round in range(len(records)):
        late = []
        for record in waiting:
            try:
                portal.handlers.handle(record)
            except (LookupError, DBAPIError):
                late.append(record)
        waiting = late
    assert waiting == []


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.generate],  # making a failure smaller takes longer than reading it
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(order=st.randoms(use_true_random=False), repeats=st.integers(0, 12))
def test_doubled_delayed_and_shuffled_events_end_in_the_same_state(portal, order, repeats):
    records = tell_all().records
    portal.empty()
    deliver(portal, records)
    in_order = portal.snapshot()
    assert all(len(in_order[table]) > 0 for table in ("tenant", "grant_", "task", "honour", "case_place", "figure"))

    mixed = [*records, *order.choices(records, k=repeats)]
    order.shuffle(mixed)
    portal.empty()
    deliver(portal, mixed)

    assert portal.snapshot() == in_order
    assert portal.rows("select count(*) from message") == [(1,)]


def test_an_older_fact_brought_back_late_undoes_no_newer_one(portal):
    portal.empty()
    records = [record for record in tell_all().records if record.topic == DIRECTORY]
    renamed = [record for record in records if record.headers["ce_type"].endswith("OrgUnitChanged")]
    deliver(portal, [record for record in records if record is not renamed[0]])

    assert portal.handlers.handle(renamed[0]) == "handled"

    assert portal.rows("select name from org_unit") == [("新安镇工会联合会",)]


def test_the_function_empties_exactly_what_is_said_to_be_a_projection(portal):
    emptied = portal.rows("select tablename from pg_policies where policyname = 'rebuilt'")

    assert {name for (name,) in emptied} == set(projections.TABLES)
