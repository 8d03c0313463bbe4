"""What can be said of the native Keycloak without starting one."""

import json
import re
import stat
import sys
from pathlib import Path

import pytest

from deploy.native.keycloak import Keycloak, Unavailable, distribution
from deploy.native.keycloak.server import REALM_FILE
from deploy.native.signed_in import _file, totp
from services.embedded import SERVICES

# The package gives the function of the same name; the module is meant here.
getting = sys.modules["deploy.native.keycloak.distribution"]
RFC_6238 = "12345678901234567890"
SEPARATED_FLOW = "second factor must"


@pytest.fixture
def keycloak(tmp_path: Path) -> Keycloak:
    return Keycloak(
        tmp_path, port=25001, management_port=25002, origin="http://127.0.0.1:8440",
        database="postgresql://keycloak:p%40ss@127.0.0.1:25003/pioneer_keycloak", master_key="0" * 64,
    )  # fmt: skip


@pytest.fixture(scope="module")
def realm() -> dict:
    return json.loads(REALM_FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("at", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_codes_are_those_of_rfc_6238(at: int, code: str) -> None:
    assert totp(RFC_6238, at=at) == code


def test_second_factors_are_kept_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "kept" / "totp.json"
    with _file(path) as known:
        known["laian.auditor"] = "secret"
    with _file(path) as known:
        assert known == {"laian.auditor": "secret"}

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_realm_file_is_filled_from_the_environment_alone(keycloak: Keycloak) -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+)\}", REALM_FILE.read_text(encoding="utf-8")))

    secrets = {f"PIONEER_SECRET_{name.upper()}" for name in ("accounts", *SERVICES)}
    assert asked == {"PIONEER_ORIGIN", *secrets}
    assert asked <= set(keycloak.environment)


def test_no_secret_is_in_the_realm_file(realm: dict) -> None:
    said = {client["clientId"]: client.get("secret") for client in realm["clients"]}

    assert said.pop("pioneer-cli") is None
    assert all(str(secret).startswith("${PIONEER_SECRET_") for secret in said.values())


def test_no_client_takes_passwords_and_people_s_clients_want_pkce(realm: dict) -> None:
    assert [client["clientId"] for client in realm["clients"] if client["directAccessGrantsEnabled"]] == []
    for client in realm["clients"]:
        if client["standardFlowEnabled"]:
            assert client["attributes"]["pkce.code.challenge.method"] == "S256"


def test_access_ends_within_a_minute(realm: dict) -> None:
    assert realm["accessTokenLifespan"] <= 60
    own = [client["clientId"] for client in realm["clients"] if "access.token.lifespan" in client["attributes"]]
    assert own == []


def test_a_second_factor_stands_between_the_separated_duties_and_the_site(realm: dict) -> None:
    flows = {flow["alias"]: flow["authenticationExecutions"] for flow in realm["authenticationFlows"]}
    conditions = {each["alias"]: each["config"] for each in realm["authenticatorConfig"]}
    first, second = flows[SEPARATED_FLOW]

    assert {"flowAlias": SEPARATED_FLOW, "requirement": "CONDITIONAL"}.items() <= flows["pioneer forms"][1].items()
    assert (first["authenticator"], first["requirement"]) == ("conditional-user-role", "REQUIRED")
    assert conditions[first["authenticatorConfig"]] == {"condUserRole": "second-factor", "negate": "false"}
    assert (second["authenticator"], second["requirement"]) == ("auth-otp-form", "REQUIRED")


def test_the_database_s_password_is_told_apart_from_its_address(keycloak: Keycloak) -> None:
    told = keycloak.environment

    assert told["KC_DB_URL"] == "jdbc:postgresql://127.0.0.1:25003/pioneer_keycloak"
    assert (told["KC_DB_USERNAME"], told["KC_DB_PASSWORD"]) == ("keycloak", "p@ss")
    assert told["KC_HOSTNAME"] == "http://127.0.0.1:8440/auth"
    assert keycloak.issuer == "http://127.0.0.1:8440/auth/realms/pioneer"


def test_a_machine_without_maven_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getting, "CACHE", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Unavailable, match="apt-get install maven"):
        distribution()


def test_a_machine_without_java_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)

    with pytest.raises(Unavailable, match="apt-get install openjdk"):
        getting.java()
