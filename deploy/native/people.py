"""Who signs people in: Keycloak, or the issuer inside identity; and how a demo person comes to a token."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from deploy.native.ports import Ports
from deploy.native.postgres import TcpCluster
from deploy.native.processes import Surroundings, environment_of
from deploy.native.secrets_kept import Secrets
from deploy.native.supervisor import Supervisor
from services.common.config import Settings
from services.identity.issuer import issue_for_demo
from services.identity.store import db

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


def settings_of_identity(around: Surroundings) -> Settings:
    """As identity's own processes read them: the demo is loaded through its use cases."""
    told = environment_of("identity", around, around.folder / "tls" / "identity")
    values = {name.removeprefix("PIONEER_").lower(): value for name, value in told.items()}
    return Settings.model_validate({"service": "identity", **values, "rpc_targets": {}})


def people_for(
    wanted: "Wanted", ports: Ports, cluster: TcpCluster, supervisor: Supervisor, secrets: Secrets, *, origin: str
) -> People:
    return InsideIdentity(origin)
