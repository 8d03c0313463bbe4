"""Who signs people in: Keycloak, or the issuer inside identity; and how a demo person comes to a token."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from deploy.native.children import Child, until
from deploy.native.keycloak import GivenKeycloak, Keycloak
from deploy.native.ports import Ports
from deploy.native.postgres import TcpCluster, provide_one
from deploy.native.processes import Surroundings, environment_of
from deploy.native.secrets_kept import Secrets
from deploy.native.signed_in import SignedIn
from deploy.native.supervisor import Supervisor
from services.common.config import Settings
from services.identity import accounts
from services.identity.demo import DEMO_PASSWORD
from services.identity.issuer import issue_for_demo
from services.identity.keycloak.due import Ledger
from services.identity.store import db

READY_SECONDS = 600.0

if TYPE_CHECKING:
    from deploy.native.deployment import Wanted


class People(Protocol):
    issuer: str
    more: Mapping[str, Mapping[str, str]]
    """What single services are told beside the rest."""

    def start(self) -> None:
        """Returns when people can sign in as far as servers go; may take its time."""
        ...

    def connect(self, around: Surroundings) -> None:
        """Everything stands: what the demo needs can be made ready in this process."""
        ...

    def token_of(self, username: str) -> str: ...


class InsideIdentity:
    """The embedded issuer behind the origin. The launcher signs for the demo people as identity does, on loopback."""

    def __init__(self, origin: str) -> None:
        self.issuer = f"{origin}/identity/oidc"
        self.more: Mapping[str, Mapping[str, str]] = {}

    def start(self) -> None:
        """It comes with identity."""

    def connect(self, around: Surroundings) -> None:
        self._settings = settings_of_identity(around)
        db.connect(self._settings.database_url, pool_size=2)

    def token_of(self, username: str) -> str:
        return issue_for_demo(self._settings, username)


class InKeycloak:
    """Somebody else's Keycloak; the demo people sign in there by its form, as everybody does."""

    def __init__(self, keycloak: Keycloak | GivenKeycloak, folder: Path) -> None:
        self.issuer, self._folder = keycloak.issuer, folder
        # Only identity keeps accounts.
        self.more: Mapping[str, Mapping[str, str]] = {"identity": {"KEYCLOAK_ADMIN_URL": keycloak.base}}
        self._signed_in: dict[str, SignedIn] = {}

    def start(self) -> None:
        """It runs."""

    def connect(self, around: Surroundings) -> None:
        settings = settings_of_identity(around)
        accounts.choose(settings)
        db.connect(settings.database_url, pool_size=2)

    def token_of(self, username: str) -> str:
        """Once Keycloak has heard of everybody: whoever is asked for too early would count as a wrong password."""
        kept = self._signed_in.get(username)
        if kept is None:
            until(lambda: Ledger(db).waiting() == 0, READY_SECONDS)
            totp = self._folder / "demo-totp.json"
            kept = self._signed_in[username] = SignedIn(self.issuer, username, DEMO_PASSWORD, totp)
        return kept.token()


class InOurKeycloak(InKeycloak):
    """A Keycloak of our own behind the origin."""

    def __init__(self, keycloak: Keycloak, supervisor: Supervisor) -> None:
        super().__init__(keycloak, supervisor.folder)
        self._keycloak, self._supervisor = keycloak, supervisor

    def start(self) -> None:
        self._keycloak.prepare()
        server = self._keycloak
        self._supervisor.add(
            Child("keycloak", server.command, server.is_ready, environment=server.environment, grace_seconds=30)
        )
        self._supervisor.wait_ready(["keycloak"], seconds=READY_SECONDS)


def settings_of_identity(around: Surroundings) -> Settings:
    """As identity's own processes read them: the demo is loaded through its use cases."""
    told = environment_of("identity", around, around.folder / "tls" / "identity")
    values = {name.removeprefix("PIONEER_").lower(): value for name, value in told.items()}
    return Settings.model_validate({"service": "identity", **values, "rpc_targets": {}})


def people_for(
    wanted: "Wanted", ports: Ports, cluster: TcpCluster, supervisor: Supervisor, secrets: Secrets, *, origin: str
) -> People:
    """Call once the databases are there: Keycloak has one of its own."""
    if wanted.issuer == "embedded":
        return InsideIdentity(origin)
    if wanted.given.keycloak:
        given = GivenKeycloak(wanted.given.keycloak, origin=origin, master_key=secrets.master)
        given.make_realm()
        return InKeycloak(given, supervisor.folder)
    keycloak = Keycloak(
        supervisor.folder / "keycloak",
        port=ports.keycloak,
        management_port=ports.keycloak_management,
        origin=origin,
        database=provide_one(cluster, "keycloak"),
        master_key=secrets.master,
    )
    return InOurKeycloak(keycloak, supervisor)
