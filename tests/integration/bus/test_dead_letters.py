"""What no retry helps lies aside with its error, and comes back when its cause is mended: once, and behind what is newer."""

import time
from uuid import uuid4

import pytest
from pioneer.assessment.v1 import events_pb2 as assessment
from sqlalchemy import text

from services.common.bus import Record
from services.common.consumers import Handlers, Worker
from services.common.ids import new_id
from services.common.redriving import Redriven, dead_letters, redrive
from tests.factories import a_code
from tests.integration.common.test_events import NOW

pytestmark = pytest.mark.xdist_group("full")

TOPIC = "assessment.results"


def a_record(tenant, id_, type_="pioneer.assessment.v1.AssessmentCompleted"):
    headers = {
        "ce_id": str(new_id()),
        "ce_type": type_,
        "ce_source": "/pioneer/assessment",
        "ce_tenant": tenant,
        "ce_time": NOW.isoformat(),
    }
    return Record(TOPIC, id_, headers, assessment.AssessmentCompleted(assessment_id=id_).SerializeToString())


class Poisoned:
    """Keeps what it hears in `thing`, except what it cannot stand today."""

    def __init__(self, ground):
        self.handlers, self.refuses, self._db = Handlers("applications", ground.db), set(), ground.db

        @self.handlers.on(assessment.AssessmentCompleted)
        def keep(session, event, said):
            if said.assessment_id in self.refuses:
                raise RuntimeError(f"cannot stand {said.assessment_id}")
            session.execute(
                text("insert into thing values (:t, :id, 'kept')"), {"t": event.tenant, "id": int(said.assessment_id)}
            )

    def kept(self, tenant):
        with self._db.read(tenant) as session:
            return session.scalars(text("select id from thing order by id")).all()


@pytest.fixture
def poisoned(ground, buses):
    """Dead letters of other tests are brought back before: only this test's are there."""
    redrive(Handlers("applications", ground.db), buses.of("applications"))
    return Poisoned(ground)


def consume(poisoned, buses, group, records):
    bus = buses.of("assessment")
    producer = bus.producer()
    producer.send(records)
    producer.close()
    own = buses.of("applications")
    consumer = own.consumer(group("applications"), [TOPIC])
    aside = own.producer()
    worker = Worker(poisoned.handlers, consumer, aside)
    until = time.monotonic() + 300
    while sum(consumer.lag().values()) and time.monotonic() < until:
        worker._settle_all(consumer.poll(0.5))
    behind = sum(consumer.lag().values())
    consumer.close()
    aside.close()
    assert behind == 0


def waiting(buses):
    return [
        (record.headers["ce_id"], record.headers["dead_topic"], record.headers["dead_error"])
        for record in dead_letters("applications", buses.of("applications"))
    ]


def test_poison_is_laid_aside_and_brought_back_when_its_cause_is_mended(poisoned, buses, group):
    tenant = a_code()
    records = [a_record(tenant, id_) for id_ in ("1", "2", "3")]
    poisoned.refuses = {"2"}

    consume(poisoned, buses, group, records)

    assert poisoned.kept(tenant) == [1, 3]
    assert (records[1].headers["ce_id"], TOPIC, "RuntimeError('cannot stand 2')") in waiting(buses)

    poisoned.refuses = set()
    done = redrive(poisoned.handlers, buses.of("applications"))

    assert (done.handled, done.failed) == (1, 0)
    assert poisoned.kept(tenant) == [1, 2, 3]
    assert waiting(buses) == []
    assert redrive(poisoned.handlers, buses.of("applications")) == Redriven(0, 0, 0)


def test_what_fails_again_stays_a_dead_letter(poisoned, buses, group):
    tenant = a_code()
    record = a_record(tenant, "7")
    poisoned.refuses = {"7"}
    consume(poisoned, buses, group, [record])

    done = redrive(poisoned.handlers, buses.of("applications"))

    assert (done.handled, done.failed) == (0, 1)
    assert (record.headers["ce_id"], TOPIC, "RuntimeError('cannot stand 7')") in waiting(buses)
    assert poisoned.kept(tenant) == []
    again = list(dead_letters("applications", buses.of("applications")))[-1]
    assert again.headers["dead_again"] == "1"


def test_what_had_its_effect_in_the_meantime_has_it_once(poisoned, buses, group):
    tenant = a_code()
    record = a_record(tenant, "5")
    poisoned.refuses = {"5"}
    consume(poisoned, buses, group, [record])
    poisoned.refuses = set()
    assert poisoned.handlers.handle(record) == "handled"

    done = redrive(poisoned.handlers, buses.of("applications"))

    assert (done.handled, done.repeated, done.failed) == (0, 1, 0)
    assert poisoned.kept(tenant) == [5]


def test_what_is_forged_stays_aside_however_often_it_is_brought_back(poisoned, buses, group):
    tenant = a_code()
    record = a_record(tenant, str(uuid4().int % 1000), type_="pioneer.identity.v1.GrantChanged")
    consume(poisoned, buses, group, [record])

    done = redrive(poisoned.handlers, buses.of("applications"))

    assert (done.handled, done.failed) == (0, 1)
    assert record.headers["ce_id"] in {id_ for id_, _topic, _error in waiting(buses)}
