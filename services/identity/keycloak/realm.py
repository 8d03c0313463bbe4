"""Keycloak's own words for what we keep there: users, groups, the role that asks for a second factor."""

from typing import Any

from keycloak import KeycloakAdmin, KeycloakOpenIDConnection
from keycloak.exceptions import KeycloakGetError

from services.identity.keycloak.due import Wanted

MARK, OURS = "pioneer_managed", ["identity"]
GROUPS, SECOND_FACTOR = "pioneer", "second-factor"
CLIENT = "pioneer-accounts"
TIMEOUT_SECONDS = 10

User = dict[str, Any]


class NotOurs(Exception):
    """A user of that name was made in Keycloak by hand: it is left as it is, and somebody must choose another name."""


class Realm:
    """One realm, as the program `pioneer-accounts`. Every act may be done twice."""

    def __init__(self, base: str, realm: str, secret: str) -> None:
        self._name = realm
        connection = KeycloakOpenIDConnection(
            server_url=f"{base}/", realm_name=realm, client_id=CLIENT, client_secret_key=secret, timeout=TIMEOUT_SECONDS
        )
        self.admin = KeycloakAdmin(connection=connection)
        self._groups: dict[str, str] = {}
        self._second_factor: dict[str, Any] = {}

    def greet(self) -> None:
        """Raises KeycloakError where it does not know us or the realm (yet)."""
        self._second_factor = self.admin.get_realm_role(SECOND_FACTOR)

    def find(self, subject: str) -> User | None:
        """Raises NotOurs where somebody in Keycloak made it."""
        try:
            found: User = self.admin.get_user(subject)
        except KeycloakGetError as refused:
            if refused.response_code == 404:
                return None
            raise
        if found.get("attributes", {}).get(MARK) != OURS:
            raise NotOurs(found.get("username", ""))
        return found

    def add(self, users: list[User]) -> set[str]:
        """All at once; returns the subjects of those that are there now, not of those whose name is another's."""
        answer = self.admin.partial_import_realm(self._name, {"ifResourceExists": "SKIP", "users": users})
        return {each["id"] for each in answer["results"] if each["action"] == "ADDED"}

    def change(self, found: User, wanted: Wanted) -> None:
        """What is ours of a user; whatever Keycloak's people have added to it stays."""
        changed = {**found, **_facts(wanted), "attributes": {**found.get("attributes", {}), **_attributes(wanted)}}
        if wanted.is_closed:
            changed["enabled"] = False
        if changed != found:
            self.admin.update_user(wanted.subject, changed)
        self._require_second_factor(wanted)
        self.admin.group_user_add(wanted.subject, self.group(wanted.tenant))
        if wanted.is_closed:
            self.end_sessions(wanted.subject)

    def _require_second_factor(self, wanted: Wanted) -> None:
        held = {role["name"] for role in self.admin.get_realm_roles_of_user(wanted.subject)}
        if wanted.needs_second_factor == (SECOND_FACTOR in held):
            return
        role = self._second_factor
        if not wanted.needs_second_factor:
            self.admin.delete_realm_roles_of_user(wanted.subject, [role])
            return
        # Who is signed in without it signs in again, also when we are killed between the two.
        self.end_sessions(wanted.subject)
        self.admin.assign_realm_roles(wanted.subject, [role])
        self.end_sessions(wanted.subject)

    def set_password(self, subject: str, password: str, *, is_temporary: bool) -> None:
        """What was signed in by the old one ends."""
        self.admin.set_user_password(subject, password, temporary=is_temporary)
        self.end_sessions(subject)

    def end_sessions(self, subject: str) -> None:
        self.admin.user_logout(subject)

    def group(self, code: str, name: str = "") -> str:
        """The id of the federation's group, made where it is missing, renamed where it is ours."""
        if code in self._groups and not name:
            return self._groups[code]
        wanted = {"name": code, "attributes": {MARK: OURS, **({"federation": [name]} if name else {})}}
        found = self._find_group(f"/{GROUPS}/{code}")
        if found is None:
            self.admin.create_group(wanted, parent=self._parent(), skip_exists=True)
            found = self._find_group(f"/{GROUPS}/{code}") or {}
        elif name and found.get("attributes", {}).get(MARK) == OURS and found["attributes"] != wanted["attributes"]:
            self.admin.update_group(found["id"], {**found, **wanted})
        self._groups[code] = str(found["id"])
        return self._groups[code]

    def _parent(self) -> str:
        found = self._find_group(f"/{GROUPS}")
        if found is None:
            self.admin.create_group({"name": GROUPS, "attributes": {MARK: OURS}}, skip_exists=True)
            found = self._find_group(f"/{GROUPS}") or {}
        return str(found["id"])

    def _find_group(self, path: str) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = self.admin.get_group_by_path(path)
        except KeycloakGetError as refused:
            if refused.response_code == 404:
                return None
            raise
        return found


def fresh(wanted: Wanted, credential: dict[str, Any] | None = None, *, is_temporary: bool = False) -> User:
    """A user with the subject for an id, so that tokens, and what Keycloak says of sessions, name the subject."""
    return {
        "id": wanted.subject,
        "username": wanted.username,
        "enabled": not wanted.is_closed,
        **_facts(wanted),
        "attributes": _attributes(wanted),
        "groups": [f"/{GROUPS}/{wanted.tenant}"],
        "realmRoles": [SECOND_FACTOR] if wanted.needs_second_factor else [],
        "credentials": [credential] if credential else [],
        "requiredActions": ["UPDATE_PASSWORD"] if is_temporary else [],
    }


def _facts(wanted: Wanted) -> dict[str, Any]:
    """Chinese names are one piece; Keycloak's `name` claim is its first name and its last."""
    return {"firstName": wanted.name, **({"email": wanted.email} if wanted.email else {})}


def _attributes(wanted: Wanted) -> dict[str, list[str]]:
    return {MARK: OURS, "kind": ["person"], "tenant": [wanted.tenant]}
