"""Rules 2 and 3: told with the transaction, delivered at least once and in order, in effect once."""

import threading
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest
from pioneer.assessment.v1 import events_pb2 as assessment
from pioneer.worklist.v1 import events_pb2 as worklist
from sqlalchemy import text

from services.common import outbox
from services.common.bus import Record
from services.common.bus.postgres import PostgresBus
from services.common.consumers import Forged, Handlers, NotYet, Together, Worker, envelope
from services.common.relay import Relay
from tests.factories import a_code

NOW = datetime(2025, 10, 1, tzinfo=UTC)
TOPIC = "applications.worklist"


def closed(task_id):
    return worklist.TaskClosed(task_id=task_id, done_by_subject="s-1", outcome="done")


def tell(ground, tenant, key, message):
    with ground.db.transaction(tenant) as session:
        outbox.tell(session, TOPIC, key, message, at=NOW)


def relay_all(ground):
    producer = PostgresBus(ground.bus_url("applications")).producer()
    relay = Relay("applications", ground.worker_url, producer)
    with psycopg.connect(ground.worker_url, autocommit=True) as connection:
        while relay.relay_once(connection):
            pass
    producer.close()


def received(ground, group, topics, tenant):
    consumer = PostgresBus(ground.bus_url(group)).consumer(group, topics)
    records = []
    while batch := consumer.poll(0.2):
        for record in batch:
            consumer.commit(record)
        records += [record for record in batch if record.headers["ce_tenant"] == tenant]
    consumer.close()
    return records


def test_events_of_a_key_arrive_in_the_order_told_with_their_envelope(ground):
    tenant, key = a_code(), str(uuid4())
    for number in range(5):
        tell(ground, tenant, key, worklist.TaskClosed(task_id=key, outcome=str(number)))
    relay_all(ground)

    records = received(ground, "portal", [TOPIC], tenant)

    assert [worklist.TaskClosed.FromString(r.body).outcome for r in records] == ["0", "1", "2", "3", "4"]
    event = envelope(records[0])
    assert (event.tenant, event.type, event.source) == (tenant, "pioneer.worklist.v1.TaskClosed", "applications")


def test_a_refused_use_case_tells_nothing(ground):
    tenant = a_code()
    with pytest.raises(ZeroDivisionError), ground.db.transaction(tenant) as session:
        outbox.tell(session, TOPIC, "k", closed("k"), at=NOW)
        raise ZeroDivisionError
    relay_all(ground)

    assert received(ground, "portal", [TOPIC], tenant) == []


def test_an_event_that_comes_twice_has_its_effect_once(ground):
    tenant = a_code()
    handlers = Handlers("applications", ground.db)

    @handlers.on(assessment.AssessmentCompleted)
    def count(session, event, message):
        session.execute(text("insert into thing values (:t, 1, 'x')"), {"t": event.tenant})

    record = a_record(tenant)
    assert handlers.handle(record) == "handled"
    assert handlers.handle(record) == "duplicate"

    with ground.db.read(tenant) as session:
        assert session.scalar(text("select count(*) from thing")) == 1


def test_a_handler_that_fails_leaves_nothing_and_may_be_tried_again(ground):
    tenant, attempts = a_code(), []
    handlers = Handlers("applications", ground.db)

    @handlers.on(assessment.AssessmentCompleted)
    def fail_once(session, event, message):
        attempts.append(1)
        session.execute(text("insert into thing values (:t, 1, 'x')"), {"t": event.tenant})
        if len(attempts) == 1:
            raise RuntimeError("first time")

    record = a_record(tenant)
    with pytest.raises(RuntimeError):
        handlers.handle(record)
    assert handlers.handle(record) == "handled"


def test_of_two_that_come_in_one_batch_the_second_is_a_duplicate(ground):
    tenant, seen = a_code(), []
    handlers = Handlers("applications", ground.db)

    @handlers.on(assessment.AssessmentCompleted)
    def note(session, event, message):
        seen.append(event.id)

    first, other = (handlers.understand(a_record(tenant)) for _ in range(2))
    with ground.db.transaction(tenant) as session:
        outcomes = handlers.carry_out(session, first, other, first)

    assert (outcomes, seen) == (["handled", "handled", "duplicate"], [first.event.id, other.event.id])
    with ground.db.transaction(tenant) as session:
        assert handlers.carry_out(session, other) == ["duplicate"]


def test_neighbours_of_one_cause_may_be_taken_as_one(ground):
    tenant, taken = a_code(), []
    handlers = Handlers("applications", ground.db)

    def note(session, told):
        taken.append([event.id for event, _message in told])

    handlers.on(assessment.AssessmentCompleted)(Together(note))
    cause = "00-" + "1" * 32 + "-" + "2" * 16 + "-01"
    calls = [handlers.understand(a_record(tenant)) for _ in range(4)]
    calls[3] = replace(calls[3], traceparent=cause)
    first, second, third, apart = (call.event.id for call in calls)

    with ground.db.transaction(tenant) as session:
        outcomes = handlers.carry_out(session, calls[0], calls[1], calls[0], calls[2], calls[3])

    assert outcomes == ["handled", "handled", "duplicate", "handled", "handled"]
    assert taken == [[first, second, third], [apart]]


def test_a_consumer_that_waits_is_woken_by_what_comes(ground):
    """It looks once, then waits: what it brings home it can only have by the producer's notice."""
    tenant, key = a_code(), str(uuid4())
    consumer = PostgresBus(ground.bus_url("portal")).consumer("portal", [TOPIC])
    while batch := consumer.poll(0.2):
        consumer.commit(*batch)
    brought = []
    waiting = threading.Thread(target=lambda: brought.extend(consumer.poll(120.0)))
    waiting.start()
    tell(ground, tenant, key, closed(key))
    relay_all(ground)
    waiting.join(150.0)
    consumer.close()

    assert [record.key for record in brought if record.headers["ce_tenant"] == tenant] == [key]
    consumer.close()


def test_the_relay_is_hinted_at_where_something_was_told_and_only_there(ground):
    tenant, hints = a_code(), []
    ground.db.after_commit(lambda: hints.append(1))

    with ground.db.transaction(tenant) as session:
        session.execute(text("insert into thing values (:t, 1, 'x')"), {"t": tenant})
    assert hints == []

    tell(ground, tenant, "k", closed("k"))
    assert hints == [1]


def a_record(
    tenant, *, topic="assessment.results", source="assessment", type_="pioneer.assessment.v1.AssessmentCompleted"
):
    headers = {
        "ce_id": str(uuid4()),
        "ce_type": type_,
        "ce_source": f"/pioneer/{source}",
        "ce_tenant": tenant,
        "ce_time": NOW.isoformat(),
        "ce_subject": "k",
    }
    return Record(topic, "k", headers, assessment.AssessmentCompleted(assessment_id="k").SerializeToString())


@pytest.mark.parametrize(
    "forged",
    [
        {"source": "portal"},
        {"topic": "identity.directory"},
        {"type_": "pioneer.identity.v1.GrantChanged"},
        {"topic": "no.such.topic"},
    ],
)
def test_an_event_not_from_the_owner_of_its_topic_is_forged(forged):
    with pytest.raises(Forged):
        envelope(a_record("x", **forged))


def test_a_service_cannot_write_a_topic_it_does_not_own(ground):
    producer = PostgresBus(ground.bus_url("portal")).producer()

    with pytest.raises(PermissionError):
        producer.send([a_record("x")])


def test_poison_goes_to_the_dead_letters_and_what_follows_goes_on(ground):
    tenant = a_code()
    handlers = Handlers("applications", ground.db)

    @handlers.on(assessment.AssessmentCompleted)
    def refuse(session, event, message):
        raise RuntimeError("poison")

    bus = PostgresBus(ground.bus_url("applications"))
    worker = Worker(handlers, bus.consumer("applications", ["assessment.results"]), bus.producer())
    worker._settle(a_record(tenant))
    worker._producer.close()

    dead = received(ground, "applications", ["applications.dead"], tenant)
    assert [r.headers["dead_error"] for r in dead] == ["RuntimeError('poison')"]
    assert dead[0].headers["dead_topic"] == "assessment.results"


def test_two_consumers_of_a_group_never_hold_the_same_partition(ground):
    tenant = a_code()
    for number in range(20):
        tell(ground, tenant, f"key{number}", closed(f"key{number}"))
    relay_all(ground)
    first = PostgresBus(ground.bus_url("portal")).consumer("portal", [TOPIC])
    second = PostgresBus(ground.bus_url("portal")).consumer("portal", [TOPIC])

    seen = [r for r in first.poll(0.2, 500) if r.headers["ce_tenant"] == tenant]
    also = second.poll(0.2, 500)
    first.close()
    taken_over = [r for _ in range(30) for r in second.poll(0.2, 500) if r.headers["ce_tenant"] == tenant][:20]
    second.close()

    assert (len(seen), also) == (20, [])
    assert len(taken_over) == 20


def test_one_poison_among_neighbours_is_buried_alone(ground):
    tenant = a_code()
    handlers = Handlers("applications", ground.db)

    @handlers.on(assessment.AssessmentCompleted)
    def keep(session, event, message):
        if message.assessment_id == "poison":
            raise RuntimeError("poison")
        values = {"t": event.tenant, "id": int(message.assessment_id)}
        session.execute(text("insert into thing values (:t, :id, 'x')"), values)

    bus = PostgresBus(ground.bus_url("applications"))
    worker = Worker(handlers, bus.consumer("applications", ["assessment.results"]), bus.producer())
    worker._settle_all([replace(a_record(tenant), body=a_body(id_)) for id_ in ("1", "poison", "2")])
    worker._producer.close()

    with ground.db.read(tenant) as session:
        assert session.scalars(text("select id from thing order by id")).all() == [1, 2]
    assert len(received(ground, "applications", ["applications.dead"], tenant)) == 1


def test_what_another_topic_may_yet_tell_is_waited_for_once_and_then_laid_aside(ground):
    tenant, attempts = a_code(), []
    handlers = Handlers("applications", ground.db)

    @handlers.on(assessment.AssessmentCompleted)
    def keep(session, event, message):
        attempts.append(message.assessment_id)
        if message.assessment_id == "never" or attempts.count("1") <= Worker.ATTEMPTS:
            raise LookupError("not heard of yet")
        session.execute(text("insert into thing values (:t, 1, 'x')"), {"t": event.tenant})

    bus = PostgresBus(ground.bus_url("applications"))
    worker = Worker(handlers, bus.consumer("applications", ["assessment.results"]), bus.producer())
    late, never = (replace(a_record(tenant), body=a_body(id_)) for id_ in ("1", "never"))
    for record in (late, never):
        with pytest.raises(NotYet):
            worker._settle_all([record])
        worker._settle_all([record])
    worker._producer.close()

    with ground.db.read(tenant) as session:
        assert session.scalar(text("select count(*) from thing")) == 1
    dead = received(ground, "applications", ["applications.dead"], tenant)
    assert [record.headers["ce_id"] for record in dead] == [never.headers["ce_id"]]


def a_body(id_):
    return assessment.AssessmentCompleted(assessment_id=id_).SerializeToString()
