"""Programs that federations registered, as clients of Keycloak with client credentials and nothing else."""

from typing import Any

from keycloak import KeycloakAdmin

from services.identity.keycloak.due import Program
from services.identity.keycloak.realm import MARK, OURS, NotOurs

SCOPES = ["pioneer", "profile", "service_account"]


def keep_program(admin: KeycloakAdmin, program: Program, secret: str) -> None:
    """Raises NotOurs where a client of that name was made in Keycloak by hand."""
    id_ = admin.get_client_id(program.client_id)
    if id_ is None:
        id_ = admin.create_client(_fresh(program))
    found: dict[str, Any] = admin.get_client(id_)
    if found.get("attributes", {}).get(MARK) != OURS[0]:
        raise NotOurs(program.client_id)
    wanted = {**found, "name": program.name, **({"secret": secret} if secret else {})}
    if program.is_closed:
        wanted["enabled"] = False
    admin.update_client(id_, wanted)
    account = admin.get_client_service_account_user(id_)
    attributes = {MARK: OURS, "kind": ["program"], "tenant": [program.tenant]}
    admin.update_user(account["id"], {**account, "attributes": attributes})


def _fresh(program: Program) -> dict[str, Any]:
    """Enabled from the start; without the secret that only we know it lets nobody in."""
    return {
        "clientId": program.client_id,
        "name": program.name,
        "enabled": True,
        "protocol": "openid-connect",
        "publicClient": False,
        "standardFlowEnabled": False,
        "directAccessGrantsEnabled": False,
        "serviceAccountsEnabled": True,
        "fullScopeAllowed": False,
        "attributes": {MARK: OURS[0]},
        "defaultClientScopes": SCOPES,
        "optionalClientScopes": [],
    }
