import pytest

from services.identity.issuer import NotLoopback, client_secret, refuse_unless_loopback
from services.identity.issuer.loopback import is_loopback


@pytest.mark.parametrize(
    "issuer",
    [
        "http://127.0.0.1:8440/identity/oidc",
        "http://127.9.9.9/identity/oidc",
        "http://localhost:8440/identity/oidc",
        "http://[::1]:8440/identity/oidc",
    ],
)
def test_this_machine_is_served(issuer: str):
    refuse_unless_loopback(issuer)


@pytest.mark.parametrize(
    "issuer",
    [
        "http://0.0.0.0:8440/identity/oidc",
        "http://10.0.0.5/identity/oidc",
        "https://pioneer.example.cn/identity/oidc",
        "http://localhost.example.cn/identity/oidc",
        "http://127.0.0.1@10.0.0.5/identity/oidc",
        "http://[::]:8440/identity/oidc",
        "",
    ],
)
def test_any_other_address_stops_the_start(issuer: str):
    with pytest.raises(NotLoopback):
        refuse_unless_loopback(issuer)


def test_a_name_is_not_trusted_for_its_looks():
    assert not is_loopback("127.0.0.1.example.cn")


def test_each_client_has_its_own_secret():
    assert client_secret("a" * 32, "x") != client_secret("a" * 32, "y")
    assert client_secret("a" * 32, "x") != client_secret("b" * 32, "x")
    assert client_secret("a" * 32, "x") == client_secret("a" * 32, "x")
