"""Rule 1 here: another county's cases are not there, whatever is tried; both counties have rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import grpc
import psycopg
import pytest
from pioneer.assessment.v1 import assessment_service_pb2 as messages
from pioneer.assessment.v1 import assessment_service_pb2_grpc as stubs
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from services.assessment.rpc import add_servicers
from services.common import rpc
from services.common.tokens import Verifier
from tests import issuer
from tests.integration.assessment.conftest import County

TABLES = ("assessment", "score_card", "evidence", "correction", "relation")


@pytest.fixture
def neighbours(a_county: Callable[[], County]) -> tuple[County, County]:
    return a_county(), a_county()


def test_lists_counts_and_cases_end_at_the_border(neighbours: tuple[County, County]) -> None:
    here, there = neighbours
    mine, theirs = here.open(), there.open()

    listed = here.get(here.secretary, "/assessments").json

    assert [row["id"] for row in listed["rows"]] == [str(mine)]
    assert listed["counts"]["all"] == 1
    assert here.get(here.secretary, f"/assessments/{theirs}").status_code == 404
    assert there.client.get(f"{there.root}/assessments", headers=here.secretary.headers).status_code == 403
    assert there.client.get(f"{there.root}/assessments/{theirs}", headers=here.secretary.headers).status_code == 403


def test_a_cursor_of_another_county_is_refused(neighbours: tuple[County, County], services: Any) -> None:
    here, there = neighbours
    cursor = services.of("assessment").app.extensions["cursors"].sign(there.code, [there.open()])

    refused = here.get(here.secretary, f"/assessments?cursor={cursor}")

    assert (refused.status_code, refused.json["code"]) == (422, "bad_cursor")


@pytest.mark.parametrize("table", TABLES)
def test_every_table_refuses_a_query_without_tenant(table: str, databases: Any) -> None:
    databases.of("assessment")
    with (
        psycopg.connect(databases.cluster.url("assessment", "pioneer_assessment")) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(f"select * from {table}")  # type: ignore[arg-type]


def test_inside_a_county_the_neighbours_rows_are_not_there(neighbours: tuple[County, County]) -> None:
    here, there = neighbours
    here.open(), there.open()

    with here.place.db.read(here.code) as session:
        tenants = session.scalars(text("select distinct tenant from assessment union select tenant from score_card"))
        assert set(tenants) == {here.code}
    with pytest.raises(ProgrammingError, match="row-level security"), here.place.db.transaction(here.code) as session:
        session.execute(text("update score_card set tenant = :t"), {"t": there.code})


@pytest.fixture
def stub(county: County, clock: Any) -> Any:
    verifier = Verifier(issuer.ISSUER, fetch=issuer.fetch)
    for port in range(21101, 21150):
        try:
            started, _port = rpc.serve(
                f"127.0.0.1:{port}", verifier, frozenset({"pioneer-applications"}), [add_servicers(clock)]
            )
            break
        except RuntimeError:
            continue
    else:
        pytest.fail("no free port from 21101 to 21149")
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield stubs.AssessmentServiceStub(channel)
    started.stop(0)


def bearer(token: str) -> tuple[tuple[str, str], ...]:
    return (("authorization", f"Bearer {token}"),)


def a_program(**more: Any) -> tuple[tuple[str, str], ...]:
    return bearer(issuer.token("pioneer-applications", **{"client": "pioneer-applications", "kind": "program", **more}))


def test_a_program_of_ours_opens(county: County, stub: Any) -> None:
    order = county.order()

    first = stub.OpenAssessment(order, metadata=a_program(), timeout=30)
    again = stub.OpenAssessment(order, metadata=a_program(), timeout=30)

    assert (first.opened_now, again.opened_now, again.assessment_id) == (True, False, first.assessment_id)


@pytest.mark.parametrize(
    ("metadata", "status"),
    [
        ((), grpc.StatusCode.UNAUTHENTICATED),
        (bearer("nonsense"), grpc.StatusCode.UNAUTHENTICATED),
        (a_program(key=issuer.FOREIGN_KEY), grpc.StatusCode.UNAUTHENTICATED),
        (bearer(issuer.token("s-person", client="pioneer-applications")), grpc.StatusCode.PERMISSION_DENIED),
        (a_program(client="pioneer-portal"), grpc.StatusCode.PERMISSION_DENIED),
    ],
)
def test_a_forged_caller_opens_nothing(county: County, stub: Any, metadata: Any, status: Any) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        stub.OpenAssessment(county.order(), metadata=metadata, timeout=30)

    assert refused.value.code() is status
    assert county.get(county.secretary, "/assessments").json["counts"]["all"] == 0


def test_the_persons_own_token_opens_nothing(county: County, stub: Any) -> None:
    token = issuer.token(county.secretary.subject, name=county.secretary.name)

    with pytest.raises(grpc.RpcError) as refused:
        stub.OpenAssessment(county.order(), metadata=bearer(token), timeout=30)

    assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED


def test_another_tenant_in_the_metadata_changes_nothing(
    county: County, a_county: Callable[[], County], stub: Any
) -> None:
    other = a_county()
    theirs = other.open()

    opened = stub.OpenAssessment(
        county.order(), metadata=(*a_program(), ("pioneer-tenant", other.code), ("tenant", other.code)), timeout=30
    )

    assert [row["id"] for row in county.get(county.secretary, "/assessments").json["rows"]] == [opened.assessment_id]
    assert [row["id"] for row in other.get(other.secretary, "/assessments").json["rows"]] == [str(theirs)]
    asked = messages.GetResultRequest(tenant=county.code, assessment_id=str(theirs))
    with pytest.raises(grpc.RpcError) as refused:
        stub.GetResult(asked, metadata=(*a_program(), ("pioneer-tenant", other.code)), timeout=30)
    assert refused.value.code() is grpc.StatusCode.NOT_FOUND


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"tenant": ""}, grpc.StatusCode.NOT_FOUND),
        ({"tenant": "nowhere"}, grpc.StatusCode.NOT_FOUND),
        ({"regulation_version": 9}, grpc.StatusCode.NOT_FOUND),
        ({"sheet_id": "none"}, grpc.StatusCode.NOT_FOUND),
        ({"object_type": "thing"}, grpc.StatusCode.FAILED_PRECONDITION),
        ({"object_id": " "}, grpc.StatusCode.FAILED_PRECONDITION),
        ({"gap_over": "NaN"}, grpc.StatusCode.FAILED_PRECONDITION),
        ({"pass_at_least": "ninety"}, grpc.StatusCode.FAILED_PRECONDITION),
        ({"due_on": "25/11"}, grpc.StatusCode.FAILED_PRECONDITION),
        ({"subject_unit_id": "x"}, grpc.StatusCode.FAILED_PRECONDITION),
        ({"self_scoring_unit_path": "", "subject_unit_path": ""}, grpc.StatusCode.FAILED_PRECONDITION),
    ],
)
def test_an_order_that_is_not_whole_is_refused(county: County, stub: Any, changes: Any, status: Any) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        stub.OpenAssessment(county.order(**changes), metadata=a_program(), timeout=30)

    assert refused.value.code() is status


def test_the_same_object_in_two_counties_is_two_assessments(neighbours: tuple[County, County]) -> None:
    here, there = neighbours
    order = here.order()

    ids = {here.open(object_id=order.object_id), there.open(object_id=order.object_id)}

    assert len(ids) == 2
    assert here.open(object_id=order.object_id) in ids
    assert here.open(object_id=order.object_id, round=2) not in ids
