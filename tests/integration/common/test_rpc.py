"""gRPC between services: who calls is checked, refusals keep their code, silence has an end."""

import time

import grpc
import pytest
from pioneer.identity.v1 import identity_service_pb2 as pb
from pioneer.identity.v1 import identity_service_pb2_grpc as stubs
from prometheus_client import REGISTRY
from sqlalchemy import create_engine

from services.common import errors, rpc
from services.common.tokens import Verifier
from tests import issuer

PROGRAMS = frozenset({"pioneer-applications"})


class Identity(stubs.IdentityServiceServicer):
    """A real server with answers of the test's own."""

    def GetLineage(self, request, context):
        if request.tenant == "-":
            create_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing").connect()
        return pb.GetLineageResponse(tenants=[pb.Tenant(code=request.tenant)])

    def GetOrgUnit(self, request, context):
        raise errors.NotFound("not_found")

    def ListGrants(self, request, context):
        raise errors.DomainError("too_late")

    def AddWorkingDays(self, request, context):
        time.sleep(0.6)
        return pb.AddWorkingDaysResponse()


@pytest.fixture(scope="module")
def server():
    verifier = Verifier(issuer.ISSUER, fetch=issuer.fetch)
    adds = [lambda server: stubs.add_IdentityServiceServicer_to_server(Identity(), server)]
    for port in range(21001, 21050):
        try:
            started, _port = rpc.serve(f"127.0.0.1:{port}", verifier, PROGRAMS, adds)
            break
        except RuntimeError:
            continue
    else:
        pytest.fail("no free port from 21001 to 21049")
    yield f"127.0.0.1:{port}"
    started.stop(0)


def calls(server, token):
    return rpc.Calls({"identity": server}, lambda: token)


def program(**more):
    claims = {"client": "pioneer-applications", "kind": "program", **more}
    return issuer.token("pioneer-applications", **claims)


def lineage(server, token):
    asked = calls(server, token)
    stub = stubs.IdentityServiceStub(asked.channel("identity"))
    return asked.call(stub.GetLineage, pb.GetLineageRequest(tenant="341122"))


def test_a_known_program_is_answered(server):
    assert [tenant.code for tenant in lineage(server, program()).tenants] == ["341122"]


@pytest.mark.parametrize(
    "token",
    [
        issuer.token("s-1", client="portal"),
        issuer.token("s-1", client="pioneer-applications"),
        program(client="pioneer-stranger"),
        program(key=issuer.FOREIGN_KEY),
        program(exp=1),
        "",
        "not a token",
    ],
    ids=["person", "person by a service's client", "unknown program", "forged", "old", "none", "junk"],
)
def test_anybody_else_is_refused_before_the_servicer(server, token):
    stub = stubs.IdentityServiceStub(grpc.insecure_channel(server))

    with pytest.raises(grpc.RpcError) as refused:
        stub.GetLineage(pb.GetLineageRequest(), timeout=30, metadata=(("authorization", f"Bearer {token}"),))

    assert refused.value.code() in (grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED)


def test_a_refusal_comes_back_as_the_same_refusal(server):
    asked = calls(server, program())
    stub = stubs.IdentityServiceStub(asked.channel("identity"))

    with pytest.raises(errors.NotFound):
        asked.call(stub.GetOrgUnit, pb.GetOrgUnitRequest())
    with pytest.raises(errors.DomainError) as refused:
        asked.call(stub.ListGrants, pb.ListGrantsRequest())

    assert refused.value.code == "too_late"


def test_a_service_whose_database_is_away_is_unavailable_and_says_no_more(server):
    stub = stubs.IdentityServiceStub(grpc.insecure_channel(server))

    with pytest.raises(grpc.RpcError) as refused:
        stub.GetLineage(
            pb.GetLineageRequest(tenant="-"), timeout=30, metadata=(("authorization", f"Bearer {program()}"),)
        )

    assert (refused.value.code(), refused.value.details()) == (grpc.StatusCode.UNAVAILABLE, "database away")


def test_silence_ends_with_the_deadline(server):
    asked = calls(server, program())
    stub = stubs.IdentityServiceStub(asked.channel("identity"))

    with pytest.raises(errors.Unavailable) as refused:
        asked.call(stub.AddWorkingDays, pb.AddWorkingDaysRequest(), seconds=0.2)

    assert refused.value.code == "service_away"


def test_a_service_that_is_not_there_is_unavailable():
    asked = rpc.Calls({"identity": "127.0.0.1:20999"}, lambda: "x")
    stub = stubs.IdentityServiceStub(asked.channel("identity"))

    with pytest.raises(errors.Unavailable):
        asked.call(stub.GetLineage, pb.GetLineageRequest(), seconds=1)


def test_a_service_that_was_silent_three_times_is_not_asked_and_the_figures_say_so():
    asked = rpc.Calls({"identity": "127.0.0.1:20999"}, lambda: "x")
    stub = stubs.IdentityServiceStub(asked.channel("identity"))
    for _ in range(3):
        with pytest.raises(errors.Unavailable) as silent:
            asked.call(stub.GetLineage, pb.GetLineageRequest(), seconds=1)
        assert "retry_after" not in silent.value.facts

    with pytest.raises(errors.Unavailable) as refused:
        asked.call(stub.GetLineage, pb.GetLineageRequest(), seconds=1)

    assert 1 <= refused.value.facts["retry_after"] <= 5
    assert REGISTRY.get_sample_value("pioneer_rpc_circuit_open", {"target": "pioneer.identity.v1"}) == 1.0
