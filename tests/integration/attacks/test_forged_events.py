"""Events: nobody writes another's topic, and what one service says in another's name has no effect (rules 1, 3)."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from pioneer.applications.v1 import events_pb2 as applications
from pioneer.assessment.v1 import events_pb2 as assessment
from pioneer.identity.v1 import events_pb2 as identity

from services.common.bus import Record
from services.common.bus.postgres import PostgresBus
from services.common.ids import new_id
from tests.integration.attacks.conftest import COUNTY, NEIGHBOUR

pytestmark = pytest.mark.xdist_group("deployment")


def as_service(deployment, service):
    return psycopg.connect(deployment.cluster.url("bus", f"pioneer_{service}"), autocommit=True)


def record(topic, message, *, tenant, source, key="k"):
    headers = {
        "ce_specversion": "1.0",
        "ce_id": str(new_id()),
        "ce_type": message.DESCRIPTOR.full_name,
        "ce_source": f"/pioneer/{source}",
        "ce_subject": key,
        "ce_tenant": tenant,
        "ce_time": datetime.now(UTC).isoformat(),
    }
    return Record(topic, key, headers, message.SerializeToString())


def send(deployment, service, said):
    """As the service itself would, with its own login: somebody has taken it over."""
    producer = PostgresBus(deployment.cluster.url("bus", f"pioneer_{service}")).producer()
    producer.send([said])
    producer.close()
    deployment.settle()


def dead(deployment, said):
    found = deployment.rows(
        "bus",
        "select headers ->> 'dead_topic' as topic from bus_record where headers ->> 'ce_id' = %s and topic like '%%.dead'",
        said.headers["ce_id"],
    )
    return {each["topic"] for each in found}


def a_grant(subject):
    return identity.GrantChanged(
        grant_id=str(uuid4()), subject=subject, person_id=str(uuid4()), role="secretary", valid_from="2020-01-01"
    )


@pytest.mark.parametrize(
    ("service", "topic"),
    [
        ("portal", "identity.directory"),
        ("applications", "identity.directory"),
        ("assessment", "applications.dossiers"),
        ("applications", "assessment.results"),
        ("portal", "applications.cases"),
        ("assessment", "identity.worklist"),
    ],
)
def test_a_row_in_another_s_topic_is_refused_by_the_bus(played, service, topic):
    before = played.one("bus", "select count(*) from bus_record where topic = %s", topic)
    said = a_grant("s-1")

    with as_service(played, service) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(
                'insert into bus_record (topic, partition, "offset", key, headers, body) values (%s, 0, 999999, %s, %s, %s)',
                (topic, "k", json.dumps(record(topic, said, tenant=COUNTY, source="identity").headers), b""),
            )
        moved = connection.execute("update bus_partition set next_offset = 0 where topic = %s", (topic,))

    assert moved.rowcount == 0
    assert played.one("bus", "select count(*) from bus_record where topic = %s", topic) == before


@pytest.mark.parametrize(
    "statement",
    [
        "update bus_record set body = ''",
        "delete from bus_record",
        "truncate bus_record",
        "update bus_partition set owner = 'portal'",
        "insert into bus_partition values ('identity.directory', 99, 0, 'portal')",
        "drop table bus_record",
        "delete from bus_position",
        "set role pioneer_identity",
        "set session authorization pioneer_owner",
        "alter table bus_record disable row level security",
    ],
)
def test_what_was_said_cannot_be_unsaid(played, statement):
    with as_service(played, "portal") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


def test_another_group_s_place_cannot_be_moved(played):
    before = played.rows("bus", "select * from bus_position where \"group\" = 'applications' order by topic, partition")
    assert before

    with as_service(played, "portal") as connection:
        moved = connection.execute("update bus_position set position = 0 where \"group\" = 'applications'")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("insert into bus_position values ('applications', 'x', 0, 5)")

    assert moved.rowcount == 0


@pytest.mark.parametrize(
    ("database", "role"),
    [("identity", "pioneer_applications"), ("applications", "pioneer_portal"), ("portal", "pioneer_identity_worker")],
)
def test_one_service_reads_nothing_of_another_s_database(played, database, role):
    table = {"identity": "person", "applications": "application", "portal": "task"}[database]
    with pytest.raises(psycopg.Error), psycopg.connect(played.cluster.url(database, role)) as connection:
        connection.execute("select set_config('pioneer.tenant', %s, true)", (COUNTY,))
        connection.execute(f"select * from {table}")


def test_a_worker_role_sees_the_outbox_and_nothing_else(played):
    with psycopg.connect(
        played.cluster.url("applications", "pioneer_applications_worker"), autocommit=True
    ) as connection:
        assert connection.execute("select count(*) from outbox").fetchone()[0] > 0
        for table in ("application", "honour", "log_entry", "grant_", "idempotency_key"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"select * from {table}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("update outbox set body = ''")


@pytest.mark.parametrize("source", ["identity", "applications"])
def test_a_grant_told_on_a_topic_of_applications_gives_nothing(played, source):
    """In identity's name or in its own: a grant comes from identity's topic or not at all."""
    subject = f"forged-{uuid4().hex[:8]}"
    said = record("applications.cases", a_grant(subject), tenant=COUNTY, source=source)

    send(played, "applications", said)

    assert dead(played, said) == {"applications.cases"}
    for service in ("applications", "assessment", "competitions", "portal"):
        assert played.rows(service, "select 1 from grant_ where subject = %s", subject) == []


def test_a_score_told_by_another_than_assessment_counts_nothing(played):
    case = played.rows(
        "applications", "select id, assessment_id, score from application where score is not null limit 1"
    )[0]
    said = record(
        "applications.dossiers",
        assessment.AssessmentCompleted(assessment_id=str(case["assessment_id"]), score="100.00", passed=True),
        tenant=COUNTY,
        source="applications",
    )

    send(played, "applications", said)

    assert dead(played, said) == {"applications.dossiers"}
    assert played.one("applications", "select score from application where id = %s", case["id"]) == case["score"]


def test_a_score_told_in_another_tenant_counts_nothing(played):
    """Assessment itself, but of the neighbour: the county's assessment is not there for it."""
    case = played.rows(
        "applications",
        "select id, assessment_id, score, version from application where tenant = %s and score is not null",
        COUNTY,
    )[0]
    message = assessment.AssessmentCompleted(
        assessment_id=str(case["assessment_id"]), object_type="application", object_id=str(case["id"]), score="1.00"
    )

    send(played, "assessment", record("assessment.results", message, tenant=NEIGHBOUR, source="assessment"))

    after = played.rows("applications", "select score, version from application where id = %s", case["id"])
    assert after == [{"score": case["score"], "version": case["version"]}]


def a_dossier(played, *, from_tenant, to_tenant):
    sent = played.rows("applications", "select * from dossier where tenant = %s and direction = 'sent'", COUNTY)[0]
    return applications.DossierForwarded(
        # The id in the file, so that it is refused for who sends it; where it has been it would only have come again.
        dossier_id=str(uuid4() if to_tenant == "3411" else sent["id"]),
        from_tenant=from_tenant,
        to_tenant=to_tenant,
        honour_id=str(sent["honour_id"]),
        honour=sent["honour"],
        subject_name=sent["subject_name"],
        sha256=sent["sha256"],
        forwarded_at=Timestamp(seconds=1),
    )


def cases_of(played, tenant):
    return played.one("applications", "select count(*) from application where tenant = %s", tenant)


def test_a_dossier_told_by_another_than_its_sender_is_forged(played):
    before = cases_of(played, "3411")
    said = record(
        "applications.dossiers",
        a_dossier(played, from_tenant=COUNTY, to_tenant="3411"),
        tenant=NEIGHBOUR,
        source="applications",
    )

    send(played, "applications", said)

    assert dead(played, said) == {"applications.dossiers"}
    assert cases_of(played, "3411") == before


@pytest.mark.parametrize(
    ("from_tenant", "to_tenant"),
    [(NEIGHBOUR, "3411"), (COUNTY, "3305"), (COUNTY, "34"), (COUNTY, NEIGHBOUR), (COUNTY, COUNTY), ("3411", COUNTY)],
    ids=["not a child", "not the parent", "skipping", "sideways", "to itself", "downward"],
)
def test_a_dossier_from_who_is_not_below_makes_no_case(played, from_tenant, to_tenant):
    """The very bytes that 来安 sealed, announced by and to others."""
    before = cases_of(played, to_tenant), received_by(played, to_tenant)
    message = a_dossier(played, from_tenant=from_tenant, to_tenant=to_tenant)

    send(played, "applications", record("applications.dossiers", message, tenant=from_tenant, source="applications"))

    assert (cases_of(played, to_tenant), received_by(played, to_tenant)) == before


def received_by(played, tenant):
    return played.one(
        "applications", "select count(*) from dossier where tenant = %s and direction = 'received'", tenant
    )


@pytest.mark.parametrize("decider", [NEIGHBOUR, "3305", COUNTY])
def test_a_decision_by_who_has_not_the_dossier_changes_nothing(played, decider):
    sent = played.rows("applications", "select * from dossier where tenant = %s and direction = 'sent'", COUNTY)[0]
    message = applications.DossierDecided(
        dossier_id=str(sent["id"]),
        from_tenant=decider,
        to_tenant=COUNTY,
        decision="returned",
        reason="x",
        level="city",
        decided_by_tenant="3411",
    )
    message.decided_at.GetCurrentTime()
    said = record("applications.dossiers", message, tenant=decider, source="applications")

    send(played, "applications", said)

    after = played.rows("applications", "select * from dossier where id = %s and tenant = %s", sent["id"], COUNTY)[0]
    assert (after["status"], after["version"]) == (sent["status"], sent["version"])
    assert dead(played, said) == {"applications.dossiers"}


@pytest.mark.parametrize("body", [b"\xff\xff\xff", b"", b"\x0a\x05abc"])
def test_garbage_of_the_right_type_stops_nobody(played, body):
    """It is buried with its error, and the next event is heard."""
    message = applications.DossierForwarded()
    said = record("applications.dossiers", message, tenant=COUNTY, source="applications", key="garbage")
    said = Record(said.topic, said.key, said.headers, body)

    send(played, "applications", said)

    assert dead(played, said) == {"applications.dossiers"}
