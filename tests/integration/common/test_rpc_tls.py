"""Mutual TLS between services: no certificate of the deployment, no call; a token is good only beside its own one."""

import pytest
from pioneer.identity.v1 import identity_service_pb2 as pb
from pioneer.identity.v1 import identity_service_pb2_grpc as stubs

from deploy.native.authority import Authority
from services.common import errors, rpc
from services.common.tokens import Verifier
from tests import issuer
from tests.live import free_ports

PROGRAMS = frozenset({"pioneer-applications", "pioneer-portal"})


class Identity(stubs.IdentityServiceServicer):
    def GetLineage(self, request, context):
        return pb.GetLineageResponse(tenants=[pb.Tenant(code=request.tenant)])


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def server(authority):
    (port,) = free_ports(1)
    adds = [lambda server: stubs.add_IdentityServiceServicer_to_server(Identity(), server)]
    mine = rpc.Credentials.read(authority.issue("identity"))
    started, _port = rpc.serve(f"127.0.0.1:{port}", Verifier(issuer.ISSUER, fetch=issuer.fetch), PROGRAMS, adds, mine)
    yield f"127.0.0.1:{port}"
    started.stop(0)


def lineage(server, credentials, client="pioneer-applications"):
    token = issuer.token(client, client=client, kind="program")
    calls = rpc.Calls({"identity": server}, lambda: token, credentials)
    stub = stubs.IdentityServiceStub(calls.channel("identity"))
    try:
        return calls.call(stub.GetLineage, pb.GetLineageRequest(tenant="341122"), seconds=20)
    finally:
        calls.close()


def test_a_certificate_of_the_deployment_is_let_in(server, authority):
    answer = lineage(server, rpc.Credentials.read(authority.issue("applications")))

    assert [tenant.code for tenant in answer.tenants] == ["341122"]


def test_the_same_authority_is_found_again(server, authority):
    again = Authority(authority._folder)

    assert again.certificate == authority.certificate
    assert lineage(server, rpc.Credentials.read(again.issue("applications")))


def test_nobody_calls_in_the_clear(server):
    with pytest.raises(errors.Unavailable):
        lineage(server, None)


def test_a_stranger_s_certificate_is_refused(server, authority, tmp_path):
    stranger = rpc.Credentials.read(Authority(tmp_path / "other").issue("applications"))
    trusting = rpc.Credentials(
        rpc.Credentials.read(authority.issue("applications")).authority, stranger.certificate, stranger.key
    )

    with pytest.raises(errors.Unavailable):
        lineage(server, trusting)


def test_a_server_that_only_says_it_is_the_service_is_not_asked(server, authority):
    """The portal's certificate does not make its bearer identity."""
    (port,) = free_ports(1)
    posing = rpc.Credentials.read(authority.issue("portal"))
    started, _port = rpc.serve(f"127.0.0.1:{port}", Verifier(issuer.ISSUER, fetch=issuer.fetch), PROGRAMS, [], posing)
    try:
        with pytest.raises(errors.Unavailable):
            lineage(f"127.0.0.1:{port}", rpc.Credentials.read(authority.issue("applications")))
    finally:
        started.stop(0)


def test_a_stolen_token_is_worth_nothing_beside_another_certificate(server, authority):
    with pytest.raises(errors.NotAllowed) as refused:
        lineage(server, rpc.Credentials.read(authority.issue("portal")), client="pioneer-applications")

    assert refused.value.code == "rpc_not_allowed"


def test_keys_are_readable_by_their_owner_only(authority):
    folder = authority.issue("assessment")

    assert (folder / "key.pem").stat().st_mode & 0o077 == 0
    assert (folder.parent / "ca-key.pem").stat().st_mode & 0o077 == 0
