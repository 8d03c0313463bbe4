"""The client by which people sign in: where it sends them back follows the site when that moves."""

from typing import Any

from keycloak import KeycloakAdmin

from services.identity.keycloak.realm import MARK

PORTAL = "pioneer-portal"
FROM_FILE = "realm"


def keep_portal(admin: KeycloakAdmin, origin: str) -> None:
    """The realm file says the address of the first start. A client that somebody took over by hand is left alone."""
    id_ = admin.get_client_id(PORTAL)
    if id_ is None:
        return
    found: dict[str, Any] = admin.get_client(id_)
    if found.get("attributes", {}).get(MARK) != FROM_FILE:
        return
    wanted = {**found, "redirectUris": [f"{origin}/portal/callback"], "baseUrl": f"{origin}/"}
    wanted["attributes"] = {
        **found["attributes"],
        "post.logout.redirect.uris": f"{origin}/portal/signed-out",
        "backchannel.logout.url": f"{origin}/portal/back-channel-logout",
    }
    if wanted != found:
        admin.update_client(id_, wanted)
