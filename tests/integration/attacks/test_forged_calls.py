"""gRPC: a person's token, a claimed tenant, another tenant's object: nothing answers but to a program, in one tenant."""

import json

import grpc
import pytest
import requests
from pioneer.applications.v1 import applications_service_pb2 as applications
from pioneer.applications.v1 import applications_service_pb2_grpc as applications_grpc
from pioneer.assessment.v1 import assessment_service_pb2 as assessment
from pioneer.assessment.v1 import assessment_service_pb2_grpc as assessment_grpc
from pioneer.competitions.v1 import competitions_service_pb2 as competitions
from pioneer.competitions.v1 import competitions_service_pb2_grpc as competitions_grpc
from pioneer.identity.v1 import identity_service_pb2 as identity
from pioneer.identity.v1 import identity_service_pb2_grpc as identity_grpc

from services.embedded.launcher import keys_in
from services.identity.issuer import client_secret
from tests.integration.attacks.conftest import COUNTY, NEIGHBOUR

SHEET = "four-level-2018"
pytestmark = pytest.mark.xdist_group("deployment")


@pytest.fixture(scope="module")
def channel(played):
    with grpc.insecure_channel(played.rpc_target) as opened:
        yield opened


@pytest.fixture(scope="module")
def program(played):
    _secret, master = keys_in(played.folder)
    granted = requests.post(
        f"{played.origin}/identity/oidc/token",
        data={"grant_type": "client_credentials", "scope": "rpc"},
        auth=("pioneer-portal", client_secret(master, "pioneer-portal")),
        timeout=60,
    ).json()
    return (("authorization", f"Bearer {granted['access_token']}"),)


@pytest.fixture(scope="module")
def document(played):
    """The county's regulation, as a draft of it would be sent."""
    asked = "select document from regulation_version where tenant = %s and regulation_id = %s"
    return json.dumps(played.one("applications", asked, COUNTY, "laian-worker-pioneer"), ensure_ascii=False)


@pytest.fixture(scope="module")
def calls(channel, ids, document):
    """Every call of every service, about things of the county."""
    unit, subject = ids("identity", "unit_id"), "x"
    people = identity_grpc.IdentityServiceStub(channel)
    honours = applications_grpc.ApplicationsServiceStub(channel)
    scores = assessment_grpc.AssessmentServiceStub(channel)
    contests = competitions_grpc.CompetitionsServiceStub(channel)
    made = [
        (people.GetLineage, identity.GetLineageRequest(tenant=COUNTY)),
        (people.GetOrgUnit, identity.GetOrgUnitRequest(tenant=COUNTY, org_unit_id=unit)),
        (people.ListGrants, identity.ListGrantsRequest(tenant=COUNTY, subject=subject, on="2024-12-01")),
        (people.AddWorkingDays, identity.AddWorkingDaysRequest(working_days=5)),
        (honours.HoldsHonour, applications.HoldsHonourRequest(tenant=COUNTY, unit_id=unit, on="2024-12-31")),
        (honours.ListHonours, applications.ListHonoursRequest(tenant=COUNTY, unit_id=unit)),
        (
            honours.Nominate,
            applications.NominateRequest(tenant=COUNTY, programme="worker-pioneer", subject_unit_id=unit),
        ),
        (honours.Replay, applications.ReplayRequest(tenant=COUNTY, document=document, year=2024)),
        (scores.Rescore, assessment.RescoreRequest(tenant=COUNTY, document=document, sheet_id=SHEET)),
        (scores.OpenAssessment, assessment.OpenAssessmentRequest(tenant=COUNTY, object_type="application")),
        (
            scores.GetResult,
            assessment.GetResultRequest(tenant=COUNTY, assessment_id=ids("assessment", "assessment_id")),
        ),
        (contests.GetResults, competitions.GetResultsRequest(tenant=COUNTY, unit_id=unit)),
    ]
    methods = sum(
        len(file.services_by_name[name].methods)
        for file, name in (
            (identity.DESCRIPTOR, "IdentityService"),
            (applications.DESCRIPTOR, "ApplicationsService"),
            (assessment.DESCRIPTOR, "AssessmentService"),
            (competitions.DESCRIPTOR, "CompetitionsService"),
        )
    )
    assert len(made) == methods, "a new call is tried here too"
    return made


def code_of(call, request, metadata):
    with pytest.raises(grpc.RpcError) as refused:
        call(request, timeout=30, metadata=metadata)
    return refused.value.code()


@pytest.mark.parametrize(
    "username", ["laian.secretary1", "laian.system", "changxing.secretary1", "national.secretary1"]
)
def test_a_person_may_call_nothing(played, calls, username):
    """Not even of his own county: people come through the pages and the API, where their grants are looked at."""
    metadata = (("authorization", f"Bearer {played.token(username)}"),)

    assert {code_of(call, request, metadata) for call, request in calls} == {grpc.StatusCode.PERMISSION_DENIED}


@pytest.mark.parametrize(
    "metadata",
    [
        (),
        (("tenant", COUNTY), ("x-tenant", COUNTY)),
        (("authorization", "Bearer "),),
        (("authorization", "Bearer a.b.c"),),
        (("authorization", "pioneer-applications"), ("client-id", "pioneer-applications"), ("tenant", COUNTY)),
    ],
    ids=["nothing", "a tenant", "empty", "junk", "a name"],
)
def test_metadata_that_only_claims_opens_nothing(calls, metadata):
    assert {code_of(call, request, metadata) for call, request in calls} == {grpc.StatusCode.UNAUTHENTICATED}


def test_a_person_s_token_with_a_program_s_name_beside_it_is_a_person_s(played, calls):
    metadata = (
        ("authorization", f"Bearer {played.token('changxing.system')}"),
        ("client_id", "pioneer-applications"),
        ("kind", "program"),
        ("tenant", COUNTY),
    )

    assert {code_of(call, request, metadata) for call, request in calls} == {grpc.StatusCode.PERMISSION_DENIED}


def test_things_of_the_county_are_not_found_in_the_neighbour(played, channel, program, ids):
    """A real program, asking in the neighbour's name for ids of the county; metadata naming the county changes nothing."""
    metadata = (*program, ("tenant", COUNTY))
    people, scores = identity_grpc.IdentityServiceStub(channel), assessment_grpc.AssessmentServiceStub(channel)
    honours = applications_grpc.ApplicationsServiceStub(channel)
    holder = played.rows(
        "applications",
        "select subject_unit_id, honour, level from honour where tenant = %s and standing = 'valid'",
        COUNTY,
    )[0]
    asked = {"unit_id": str(holder["subject_unit_id"])}
    held = {**asked, "honour": holder["honour"], "level": holder["level"], "on": "2025-01-01"}
    subject = played.one(
        "identity", "select subject from person where tenant = %s and username = 'laian.chair1'", COUNTY
    )

    assert honours.HoldsHonour(applications.HoldsHonourRequest(tenant=COUNTY, **held), metadata=program).holds
    assert not honours.HoldsHonour(applications.HoldsHonourRequest(tenant=NEIGHBOUR, **held), metadata=metadata).holds
    listed = honours.ListHonours(applications.ListHonoursRequest(tenant=NEIGHBOUR, **asked), metadata=metadata)
    assert list(listed.honours) == []
    granted = people.ListGrants(
        identity.ListGrantsRequest(tenant=NEIGHBOUR, subject=subject, on="2024-12-01"), metadata=metadata
    )
    assert list(granted.grants) == []
    for call, request in (
        (people.GetOrgUnit, identity.GetOrgUnitRequest(tenant=NEIGHBOUR, org_unit_id=ids("identity", "unit_id"))),
        (
            scores.GetResult,
            assessment.GetResultRequest(tenant=NEIGHBOUR, assessment_id=ids("assessment", "assessment_id")),
        ),
    ):
        assert code_of(call, request, metadata) is grpc.StatusCode.NOT_FOUND


def test_a_replay_in_the_neighbour_s_name_tells_nothing_of_the_county(played, channel, program, document):
    """With the county's draft it is refused; with the draft made the neighbour's own there are no such cases."""
    honours, scores = applications_grpc.ApplicationsServiceStub(channel), assessment_grpc.AssessmentServiceStub(channel)
    closed = played.rows(
        "applications",
        "select year, assessment_id::text as id from application"
        " where tenant = %s and programme = 'worker-pioneer' and status = 'conferred'",
        COUNTY,
    )[0]
    year, assessed = closed["year"], closed["id"]
    bent = document.replace(f'"{COUNTY}"', f'"{NEIGHBOUR}"')

    own = honours.Replay(applications.ReplayRequest(tenant=COUNTY, document=document, year=year), metadata=program)
    stolen = applications.ReplayRequest(tenant=NEIGHBOUR, document=document, year=year)
    theirs = honours.Replay(applications.ReplayRequest(tenant=NEIGHBOUR, document=bent, year=year), metadata=program)
    question = {"document": document, "sheet_id": SHEET, "assessment_ids": [assessed]}
    scored = scores.Rescore(assessment.RescoreRequest(tenant=COUNTY, **question), metadata=program)
    unscored = scores.Rescore(assessment.RescoreRequest(tenant=NEIGHBOUR, **question), metadata=program)

    assert len(own.cases) > 0
    assert code_of(honours.Replay, stolen, program) is grpc.StatusCode.NOT_FOUND
    assert list(theirs.cases) == []
    assert [each.assessment_id for each in scored.rescored] == [assessed]
    assert list(unscored.rescored) == []


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"regulation": 1}', "x" * 1000])
def test_a_draft_that_is_none_is_refused(channel, program, text):
    honours, scores = applications_grpc.ApplicationsServiceStub(channel), assessment_grpc.AssessmentServiceStub(channel)
    refused = {grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.NOT_FOUND, grpc.StatusCode.FAILED_PRECONDITION}

    assert code_of(honours.Replay, applications.ReplayRequest(tenant=COUNTY, document=text), program) in refused
    asked = assessment.RescoreRequest(tenant=COUNTY, document=text, sheet_id=SHEET)
    assert code_of(scores.Rescore, asked, program) in refused


@pytest.mark.parametrize("tenant", ["", "%", "341122' or '1'='1", "../341122", "nowhere"])
def test_no_tenant_or_a_bent_one_is_nobody_s(calls, channel, program, tenant, ids):
    scores = assessment_grpc.AssessmentServiceStub(channel)
    asked = assessment.GetResultRequest(tenant=tenant, assessment_id=ids("assessment", "assessment_id"))

    assert code_of(scores.GetResult, asked, program) in (
        grpc.StatusCode.NOT_FOUND,
        grpc.StatusCode.INVALID_ARGUMENT,
        grpc.StatusCode.FAILED_PRECONDITION,
    )
