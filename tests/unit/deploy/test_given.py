"""Servers whose address is given: what they are told, and what of ours is then left out."""

import json
import re
from pathlib import Path

import pytest

from deploy.native import watching
from deploy.native.deployment import Wanted
from deploy.native.events import GivenKafka
from deploy.native.given import Given
from deploy.native.keycloak import GivenKeycloak
from deploy.native.keycloak.given import Refused
from deploy.native.keycloak.realm_file import filled, values
from deploy.native.ports import Ports
from deploy.native.secrets_kept import Secrets
from services.identity.issuer import client_secret

MASTER_KEY = "0" * 64
ORIGIN = "http://127.0.0.1:8440"


def test_addresses_come_by_their_names() -> None:
    told = {
        "PIONEER_GIVEN_KAFKA": "kafka://a:b@h:9092",
        "PIONEER_GIVEN_KEYCLOAK": "http://a:b@h:8080/auth",
        "HOME": "/",
    }

    assert Given.told(told) == Given(kafka="kafka://a:b@h:9092", keycloak="http://a:b@h:8080/auth")
    assert Given.told({}) == Given()


def test_a_slip_of_the_pen_is_named() -> None:
    with pytest.raises(OSError, match=r"^PIONEER_GIVEN_POSTGRESQL: .* there is no such setting, but PIONEER_GIVEN_P"):
        Given.told({"PIONEER_GIVEN_POSTGRESQL": "postgresql://h"})


@pytest.mark.parametrize(
    ("admin", "asked"),
    [
        ("kafka://admin:x@one:9092,two:9092", ""),
        ("kafka://admin:x@one:9092,two:9092?mechanism=PLAIN", ""),
        ("kafka://admin:x@one:9092,two:9092?mechanism=PLAIN&ca=/etc/ca.pem", "?ca=/etc/ca.pem"),
    ],
)
def test_services_sign_in_by_scram_and_as_safely_as_the_administrator(admin: str, asked: str) -> None:
    secrets = Secrets(MASTER_KEY, "root")
    password = secrets.of("kafka portal")

    assert GivenKafka(admin, secrets).url("portal") == f"kafka://portal:{password}@one:9092,two:9092{asked}"


def test_the_realm_is_filled_with_our_secrets_and_keycloak_s_own_gaps_stay() -> None:
    realm = json.loads(filled(values(ORIGIN, MASTER_KEY)))
    secrets = {client["clientId"]: client.get("secret") for client in realm["clients"]}

    assert secrets.pop("pioneer-cli") is None
    assert secrets == {name: client_secret(MASTER_KEY, name) for name in secrets}
    left = set(re.findall(r"\$\{(\w+)\}", json.dumps(realm)))
    assert left == {"client_id", "email", "fullName", "lastName", "username"}


@pytest.mark.parametrize("url", ["http://h:8080/auth", "https://operator@h/auth", "operator:secret@h", "ldap://a:b@h"])
def test_an_address_without_an_operator_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="http://operator:password@host:port/auth"):
        GivenKeycloak(url, origin=ORIGIN, master_key=MASTER_KEY)


def test_the_operator_s_password_is_not_in_what_services_are_told() -> None:
    given = GivenKeycloak("https://op:se%40cret@keycloak.example:8443/auth/", origin=ORIGIN, master_key=MASTER_KEY)

    assert given.base == "https://keycloak.example:8443/auth"


def targets(folder: Path, name: str) -> list[str]:
    listed = json.loads((folder / "prometheus" / "targets" / f"{name}.json").read_text(encoding="utf-8"))
    return [place for each in listed for place in each["targets"]]


def test_without_addresses_all_is_ours(tmp_path: Path) -> None:
    started = watching.children(tmp_path, Ports(20_000), Wanted(tmp_path))

    assert [each.name for each in started] == ["prometheus", "alertmanager"]
    assert targets(tmp_path, "alertmanager") == ["127.0.0.1:20054"]
    assert targets(tmp_path, "parts") == ["127.0.0.1:20052"]


def test_alerts_go_to_the_alertmanager_that_is_given(tmp_path: Path) -> None:
    given = Given(alertmanager="http://watch.example:9093", keycloak="http://a:b@h:8080/auth")
    started = watching.children(tmp_path, Ports(20_000), Wanted(tmp_path, given=given))

    assert [each.name for each in started] == ["prometheus"]
    assert targets(tmp_path, "alertmanager") == ["watch.example:9093"]
    assert targets(tmp_path, "parts") == []


def test_a_prometheus_that_is_given_finds_what_to_ask_in_the_folder(tmp_path: Path) -> None:
    given = Given(prometheus="http://watch.example:9090")
    started = watching.children(tmp_path, Ports(20_000), Wanted(tmp_path, given=given))

    assert [each.name for each in started] == ["alertmanager"]
    assert targets(tmp_path, "prometheus") == ["watch.example:9090"]
    assert "127.0.0.1:20010" in targets(tmp_path, "pioneer")
    assert (tmp_path / "prometheus" / "rules" / "alerts.yml").is_file()
