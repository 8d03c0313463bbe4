"""Rules 2 and 3 on both buses: order per key, at least once, nothing lost when consumers come and go, nobody's topic but one's own."""

import threading
import time
from uuid import uuid4

import psycopg
import pytest
from pioneer.worklist.v1 import events_pb2 as worklist

from services.common import outbox, trace
from services.common.bus import Record, connect
from services.common.consumers import envelope
from services.common.relay import Relay
from tests.factories import a_code
from tests.integration.common.test_events import NOW

pytestmark = pytest.mark.xdist_group("full")

TOPIC = "applications.worklist"


def a_record(key, body=b"", tenant="t", topic=TOPIC):
    return Record(topic, key, {"ce_id": str(uuid4()), "ce_tenant": tenant}, body)


def received(consumer, tenant, count, seconds=240.0, commit=True):
    """The next `count` records of the tenant; those of other tests go by."""
    found, until = [], time.monotonic() + seconds
    while len(found) < count and time.monotonic() < until:
        batch = consumer.poll(0.5)
        found += [record for record in batch if record.headers["ce_tenant"] == tenant]
        if commit:
            consumer.commit(*last_of(batch))
    return found


def last_of(batch):
    return {(record.topic, record.partition): record for record in batch}.values()


def relay_all(ground, producer):
    relay = Relay("applications", ground.worker_url, producer)
    with psycopg.connect(ground.worker_url, autocommit=True) as connection:
        while relay.relay_once(connection):
            pass


def test_what_was_told_arrives_in_order_per_key_with_envelope_and_trace(buses, ground, group):
    tenant, keys = a_code(), ["k1", "k2", "k3"]
    with trace.span("told", "applications"):
        told_in = trace.trace_id()
        for number in range(10):
            with ground.db.transaction(tenant) as session:
                for key in keys:
                    outbox.tell(
                        session,
                        TOPIC,
                        key,
                        worklist.TaskClosed(task_id=key, outcome=str(number), done_by_subject="人"),
                        at=NOW,
                    )
    producer = buses.of("applications").producer()
    relay_all(ground, producer)
    producer.close()

    consumer = buses.of("portal").consumer(group("portal"), [TOPIC])
    records = received(consumer, tenant, 30)
    consumer.close()

    said = [worklist.TaskClosed.FromString(record.body) for record in records]
    for key in keys:
        assert [each.outcome for each in said if each.task_id == key] == [str(number) for number in range(10)]
    event = envelope(records[0])
    assert (event.tenant, event.type, event.source, event.at) == (
        tenant,
        "pioneer.worklist.v1.TaskClosed",
        "applications",
        NOW,
    )
    assert {record.headers["traceparent"][3:35] for record in records} == {told_in}
    assert len({record.headers["traceparent"] for record in records}) == 30  # each was published by itself
    assert records[0].headers["ce_subject"] == records[0].key


def test_what_was_not_committed_comes_again_and_what_was_does_not(buses, group):
    tenant, name = a_code(), group("portal")
    producer = buses.of("applications").producer()
    producer.send([a_record("key", b"%d" % number, tenant) for number in range(4)])
    producer.close()

    first = buses.of("portal").consumer(name, [TOPIC])
    seen = received(first, tenant, 4, commit=False)
    first.commit(seen[1])
    first.close()
    second = buses.of("portal").consumer(name, [TOPIC])
    again = received(second, tenant, 2)
    second.close()

    assert [record.body for record in seen] == [b"0", b"1", b"2", b"3"]
    assert [record.body for record in again] == [b"2", b"3"]


def test_a_group_knows_how_far_behind_it_is(buses, group):
    tenant = a_code()
    producer = buses.of("applications").producer()
    consumer = buses.of("portal").consumer(group("portal"), [TOPIC])
    producer.send([a_record("key", b"1", tenant)])
    before = sum(consumer.lag().values())
    producer.send([a_record("key", b"%d" % number, tenant) for number in range(3)])
    producer.close()

    assert sum(consumer.lag().values()) == before + 3
    received(consumer, tenant, 4)

    assert consumer.lag() == {TOPIC: 0}
    place = next(each for each in consumer.standing() if each.end)
    assert (place.topic, place.position, place.behind) == (TOPIC, place.end, 0)
    consumer.close()


def test_consumers_may_join_and_leave_and_nothing_is_lost_or_out_of_order(buses, group):
    tenant, name = a_code(), group("portal")
    keys = [f"key{number}" for number in range(12)]
    seen: list[tuple[str, int]] = []
    crew = [Crew(buses.of("portal").consumer(name, [TOPIC]), tenant, seen) for _ in range(3)]
    producer, sent = buses.of("applications").producer(), 0

    def send_until(who, heard):
        """Keep talking until that one has heard so much more."""
        nonlocal sent
        goal, until = who.heard + heard, time.monotonic() + 240
        while who.heard < goal and time.monotonic() < until:
            producer.send([a_record(key, b"%d" % sent, tenant) for key in keys])
            sent += 1
            time.sleep(0.02)
        assert who.heard >= goal

    crew[0].start()
    send_until(crew[0], 20)
    crew[1].start()
    if buses.kind == "kafka":  # the embedded bus leaves partitions where they are while their holder lives
        send_until(crew[1], 20)
    crew[0].leave()
    send_until(crew[1], 20)
    crew[2].start()
    crew[1].leave()
    send_until(crew[2], 20)
    producer.close()
    until = time.monotonic() + 240
    while time.monotonic() < until and len(set(seen)) < len(keys) * sent:
        time.sleep(0.1)
    crew[2].leave()

    for key in keys:
        assert list(dict.fromkeys(number for of, number in seen if of == key)) == list(range(sent)), key


class Crew(threading.Thread):
    """One of a group: notes what it hears, commits it, leaves when told."""

    def __init__(self, consumer, tenant, seen):
        super().__init__()
        self.heard = 0
        self._consumer, self._tenant, self._seen, self._end = consumer, tenant, seen, threading.Event()

    def run(self):
        while not self._end.is_set():
            batch = self._consumer.poll(0.2, limit=10)
            mine = [(r.key, int(r.body)) for r in batch if r.headers["ce_tenant"] == self._tenant]
            self._seen.extend(mine)
            self.heard += len(mine)
            self._consumer.commit(*last_of(batch))
        self._consumer.close()

    def leave(self):
        self._end.set()
        self.join(180)
        assert not self.is_alive()


def test_history_gives_everything_from_the_beginning_and_moves_no_position(buses, group):
    tenant, name = a_code(), group("portal")
    producer = buses.of("applications").producer()
    producer.send([a_record(f"key{number % 5}", b"%d" % number, tenant) for number in range(20)])
    producer.close()

    bus = buses.of("portal")
    twice = [[r for r in bus.history([TOPIC]) if r.headers["ce_tenant"] == tenant] for _ in range(2)]

    assert twice[0] == twice[1]
    for key in range(5):
        assert [int(r.body) for r in twice[0] if r.key == f"key{key}"] == list(range(key, 20, 5))
    consumer = bus.consumer(name, [TOPIC])
    assert len(received(consumer, tenant, 20)) == 20
    consumer.close()


@pytest.mark.parametrize("service", ["portal", "identity", "assessment"])
def test_a_service_cannot_write_a_topic_of_another(buses, service):
    producer = buses.of(service).producer()

    with pytest.raises(PermissionError, match=TOPIC):
        producer.send([a_record("key")])
    producer.close()


def test_nobody_writes_the_dead_letters_of_another(buses):
    producer = buses.of("applications").producer()

    with pytest.raises(PermissionError, match="portal.dead"):
        producer.send([a_record("key", topic="portal.dead")])
    producer.close()


def test_a_topic_that_is_not_in_the_registry_is_refused(buses):
    producer = buses.of("applications").producer()

    with pytest.raises((LookupError, PermissionError), match="no.such.topic"):
        producer.send([a_record("key", topic="no.such.topic")])
    producer.close()


def test_a_service_cannot_commit_for_another_s_group(buses, group):
    tenant = a_code()
    producer = buses.of("applications").producer()
    producer.send([a_record("key", b"1", tenant)])
    producer.close()
    consumer = buses.of("applications").consumer(group("portal"), ["applications.dossiers"])

    with pytest.raises((PermissionError, psycopg.errors.InsufficientPrivilege)):
        consumer.commit(Record("applications.dossiers", "key", {}, b"", partition=0, offset=0))
        consumer.poll(1.0)
    consumer.close()


def test_a_wrong_password_is_told(kafka):
    url = kafka.url("portal").replace(":", ":not", 2).replace("kafka:not", "kafka:", 1)
    producer = connect(url).producer()

    with pytest.raises(ConnectionError, match="lets portal in: away, or a wrong name or password"):
        producer.send([a_record("key")])


@pytest.mark.parametrize(
    ("user", "topic"), [("metrics", TOPIC), ("assessment", TOPIC), ("portal", "applications.dead")]
)
def test_who_is_no_reader_of_a_topic_gets_none_of_it(kafka, user, topic):
    consumer = connect(kafka.url(user)).consumer(user, [topic])

    with pytest.raises(PermissionError):
        consumer.poll(5.0)
    consumer.close()


@pytest.mark.parametrize(
    "url",
    [
        "kafka://127.0.0.1:9092",
        "kafka://user@127.0.0.1:9092",
        "kafka://user:secret@127.0.0.1",
        "amqp://user:secret@h:1",
    ],
)
def test_an_address_that_is_no_bus_s_stops_the_start(url):
    with pytest.raises(ValueError, match="Kafka URL|no bus"):
        connect(url)
