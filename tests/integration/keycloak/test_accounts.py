"""People of identity and users of Keycloak, kept in step; what was made in Keycloak by hand is never touched."""

import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from keycloak.exceptions import KeycloakGetError

from deploy.native.signed_in import Refused
from services.embedded import SERVICES
from tests.live import ROOT
from tests.real_keycloak import Site, until

pytestmark = pytest.mark.xdist_group("full")

COUNTY = "341122"
PEOPLE = f"/api/v1/tenants/{COUNTY}/identity/people"
PASSWORD = "a-long-password-1"


@dataclass
class Known:
    """Somebody registered for one test."""

    id: str
    subject: str
    username: str


def register(site: Site, name: str = "孟晓舟", username: str = "") -> Known:
    username = username or f"laian.t{secrets.token_hex(4)}"
    made = site.ask("POST", PEOPLE, "laian.system", json={"name": name, "username": username})
    assert made.status_code == 201, made.text
    subject = site.rows("identity", "select subject from person where id = %s", made.json()["id"])[0]["subject"]
    return Known(made.json()["id"], subject, username)


def user_of(site: Site, known: Known) -> dict[str, Any]:
    """The user as Keycloak has it, once it has."""

    def look() -> dict[str, Any] | None:
        try:
            return dict(site.operator.get_user(known.subject))
        except KeycloakGetError:
            return None

    found: dict[str, Any] = until(look)
    return found


def version(site: Site, known: Known) -> str:
    return str(site.ask("GET", f"{PEOPLE}/{known.id}", "laian.system").headers["ETag"].strip('"'))


def change(site: Site, known: Known, name: str) -> None:
    done = site.ask("PUT", f"{PEOPLE}/{known.id}", "laian.system", json={"name": name}, version=version(site, known))
    assert done.status_code == 200, done.text


def grant(site: Site, known: Known, role: str) -> str:
    made = site.ask("POST", f"{PEOPLE}/{known.id}/grants", "laian.security", json={"role": role})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def with_password(site: Site, known: Known) -> None:
    """As if the person had changed the first password already."""
    user_of(site, known)
    site.operator.set_user_password(known.subject, PASSWORD, temporary=False)


def answers(site: Site, token: str) -> dict[str, int]:
    """What each service answers to the bearer."""
    paths = {
        "identity": PEOPLE,
        "applications": f"/api/v1/tenants/{COUNTY}/applications/cases",
        "assessment": f"/api/v1/tenants/{COUNTY}/assessment/assessments",
        "competitions": f"/api/v1/tenants/{COUNTY}/competitions/contests",
        "portal": f"/api/v1/tenants/{COUNTY}/portal/tasks",
    }
    assert set(paths) == set(SERVICES)
    return {name: site.ask("GET", path, token=token).status_code for name, path in paths.items()}


def roles_of(site: Site, known: Known) -> set[str]:
    return {role["name"] for role in site.operator.get_realm_roles_of_user(known.subject)}


def test_a_person_registered_here_is_a_user_there_under_the_same_subject(site: Site) -> None:
    known = register(site, "孟晓舟")
    user = user_of(site, known)

    assert (user["id"], user["username"], user["firstName"], user["enabled"]) == (
        known.subject, known.username, "孟晓舟", True,
    )  # fmt: skip
    assert user["attributes"] == {"pioneer_managed": ["identity"], "kind": ["person"], "tenant": [COUNTY]}
    assert [group["path"] for group in site.operator.get_user_groups(known.subject)] == [f"/pioneer/{COUNTY}"]


def test_nobody_signs_in_before_a_password_is_set(site: Site) -> None:
    known = register(site)
    user_of(site, known)

    with pytest.raises(Refused):
        site.person(known.username, PASSWORD).token()


def test_the_first_password_is_good_for_changing_it_only(site: Site) -> None:
    known = register(site)
    user_of(site, known)
    handed = site.ask("POST", f"{PEOPLE}/{known.id}/password", "laian.system").json()["password"]
    until(lambda: not site.rows("identity", "select 1 from issuer.handed where subject = %s", known.subject))

    with pytest.raises(Refused):
        site.person(known.username, handed).token()
    assert user_of(site, known)["requiredActions"] == ["UPDATE_PASSWORD"]


def test_a_new_name_is_told_and_what_keycloak_s_people_added_stays(site: Site) -> None:
    known = register(site, "孟晓舟")
    user = user_of(site, known)
    site.operator.update_user(known.subject, {**user, "attributes": {**user["attributes"], "desk": ["3"]}})
    change(site, known, "孟远舟")
    until(lambda: user_of(site, known)["firstName"] == "孟远舟")

    assert user_of(site, known)["attributes"]["desk"] == ["3"]


def test_who_was_disabled_there_stays_so_whatever_changes_here(site: Site) -> None:
    known = register(site, "孟晓舟")
    site.operator.update_user(known.subject, {**user_of(site, known), "enabled": False})
    change(site, known, "孟远舟")
    until(lambda: user_of(site, known)["firstName"] == "孟远舟")

    assert user_of(site, known)["enabled"] is False


def test_a_user_made_there_by_hand_is_never_touched(site: Site) -> None:
    username = f"laian.h{secrets.token_hex(4)}"
    by_hand = site.operator.create_user({"username": username, "firstName": "外来", "enabled": True})
    before = site.operator.get_user(by_hand)
    known = register(site, "孟晓舟", username)
    due = "select error from issuer.due where id = %s and failures > 0"
    error = until(lambda: site.rows("identity", due, known.subject))[0]["error"]

    assert error == f"NotOurs: {username}"
    assert site.operator.get_user(by_hand) == before
    # When the name is free, the person gets the user.
    site.operator.delete_user(by_hand)
    assert user_of(site, known)["firstName"] == "孟晓舟"


def test_a_group_made_there_by_hand_is_never_touched(site: Site) -> None:
    name = f"desk {secrets.token_hex(4)}"
    group = site.operator.create_group({"name": name, "attributes": {"room": ["3"]}})
    known = register(site)
    user_of(site, known)
    site.operator.group_user_add(known.subject, group)
    change(site, known, "孟远舟")
    until(lambda: user_of(site, known)["firstName"] == "孟远舟")

    assert site.operator.get_group(group)["attributes"] == {"room": ["3"]}
    assert {each["path"] for each in site.operator.get_user_groups(known.subject)} == {f"/pioneer/{COUNTY}", f"/{name}"}


@pytest.mark.parametrize(
    ("role", "is_asked"), [("auditor", True), ("tenant_admin", False), ("secretary", False)], ids=str
)
def test_a_second_factor_is_asked_of_separated_duties(site: Site, role: str, is_asked: bool) -> None:
    known = register(site)
    grant(site, known, role)
    with_password(site, known)
    site.settled()
    person = site.person(known.username, PASSWORD)
    person.token()

    assert (known.username in site.totp.read_text(encoding="utf-8")) is is_asked
    assert ("second-factor" in roles_of(site, known)) is is_asked
    types = {each["type"] for each in site.operator.get_credentials(known.subject)}
    assert types == ({"password", "otp"} if is_asked else {"password"})


def test_who_gets_a_separated_duty_signs_in_again_with_a_second_factor(site: Site) -> None:
    known = register(site)
    with_password(site, known)
    person = site.person(known.username, PASSWORD)
    person.token()
    grant(site, known, "auditor")
    until(lambda: "second-factor" in roles_of(site, known))
    site.settled()

    assert site.operator.get_sessions(known.subject) == []
    assert person._renew() is False
    person.token()
    assert known.username in site.totp.read_text(encoding="utf-8")


def test_a_revoked_grant_is_felt_in_every_service(site: Site) -> None:
    known = register(site)
    with_password(site, known)
    given = grant(site, known, "secretary")
    person = site.person(known.username, PASSWORD)
    until(lambda: set(answers(site, person.token()).values()) == {200})
    assert site.ask("POST", f"/api/v1/tenants/{COUNTY}/identity/grants/{given}/revoke", "laian.security").ok

    until(lambda: set(answers(site, person.token()).values()) == {403}, 180)


@pytest.fixture
def brief(site: Site) -> Iterator[None]:
    """Tokens that last ten seconds, so that a test need not wait for the fifty of the realm file."""
    lasts = site.operator.get_realm("pioneer")["accessTokenLifespan"]
    assert lasts == 50
    site.operator.update_realm("pioneer", {"accessTokenLifespan": 10})
    yield
    site.operator.update_realm("pioneer", {"accessTokenLifespan": lasts})


@pytest.mark.usefixtures("brief")
def test_who_has_left_is_refused_in_every_service_when_the_token_ends(site: Site) -> None:
    known = register(site)
    with_password(site, known)
    grant(site, known, "secretary")
    person = site.person(known.username, PASSWORD)
    until(lambda: set(answers(site, person.token()).values()) == {200})
    token = person.token()
    ended = site.ask("POST", f"{PEOPLE}/{known.id}/end", "laian.system", version=version(site, known))
    assert ended.status_code == 200

    until(lambda: set(answers(site, token).values()) == {401}, 120)
    until(lambda: user_of(site, known)["enabled"] is False)
    until(lambda: site.operator.get_sessions(known.subject) == [])
    with pytest.raises(Refused):
        site.person(known.username, PASSWORD).token()


def test_what_changes_while_keycloak_is_away_is_caught_up(site: Site) -> None:
    assert answers(site, site.token("laian.system"))["identity"] == 200
    # The whole life of a token is before us: nobody renews it while Keycloak is away.
    assert site._people["laian.system"]._renew()
    pid = site.kill("keycloak")
    known = register(site, "孟晓舟")
    # The keys are known: who is signed in goes on while Keycloak is away.
    assert set(answers(site, site._people["laian.system"]._access).values()) <= {200, 403}

    until(lambda: _answers_again(site), 300)
    assert site.pid_of("keycloak") != pid
    assert user_of(site, known)["firstName"] == "孟晓舟"


def _answers_again(site: Site) -> bool:
    try:
        return requests.get(f"{site.issuer}/.well-known/openid-configuration", timeout=60).status_code == 200
    except requests.RequestException:
        return False


@pytest.fixture
def program(site: Site) -> tuple[Known, str]:
    """A program that the operator registered, and its secret."""
    client_id = f"oa.{secrets.token_hex(5)}"
    command = [sys.executable, "-m", "services.cli.main", "--data", str(site.folder), "identity", "register-program"]
    said = subprocess.run(
        [*command, COUNTY, client_id, "办公系统"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert said.returncode == 0, said.stderr[-2000:]
    row = site.rows("identity", "select id from person where subject = %s", client_id)[0]
    return Known(str(row["id"]), client_id, ""), said.stdout.rpartition(": ")[2].strip()


def granted(site: Site, client_id: str, secret: str) -> requests.Response:
    endpoint = f"{site.issuer}/protocol/openid-connect/token"
    return requests.post(endpoint, {"grant_type": "client_credentials"}, auth=(client_id, secret), timeout=120)


def test_a_program_asks_in_its_own_name_with_the_grants_it_has(site: Site, program: tuple[Known, str]) -> None:
    known, secret = program
    until(lambda: granted(site, known.subject, secret).status_code == 200)
    token = granted(site, known.subject, secret).json()["access_token"]
    assert set(answers(site, token).values()) == {403}
    grant(site, known, "secretary")
    until(lambda: set(answers(site, granted(site, known.subject, secret).json()["access_token"]).values()) == {200})

    assert granted(site, known.subject, "0" * 43).status_code == 401
    ended = site.ask("POST", f"{PEOPLE}/{known.id}/end", "laian.system", version=version(site, known))
    assert ended.status_code == 200
    until(lambda: granted(site, known.subject, secret).status_code == 401)


def portal_of(site: Site) -> dict[str, Any]:
    id_ = site.operator.get_client_id("pioneer-portal")
    assert id_ is not None
    return dict(site.operator.get_client(id_))


def test_people_are_sent_back_to_where_the_site_is_now(site: Site) -> None:
    client = portal_of(site)
    site.operator.update_client(client["id"], {**client, "redirectUris": ["http://127.0.0.1:1/portal/callback"]})
    pid = site.kill("worker-identity")
    until(lambda: site.pid_of("worker-identity") != pid)

    until(lambda: portal_of(site)["redirectUris"] == [f"{site.origin}/portal/callback"])
    assert portal_of(site)["attributes"]["backchannel.logout.url"] == f"{site.origin}/portal/back-channel-logout"
