"""The realm of `deploy/keycloak`, and what fills its `${…}`: where people meet us, and a secret per client."""

import re
from collections.abc import Mapping
from pathlib import Path

from services.identity.issuer import client_secret

REALM = "pioneer"
REALM_FILE = Path(__file__).parents[2] / "keycloak" / "pioneer-realm.json"
CLIENTS = ("accounts", "identity", "applications", "assessment", "competitions", "volunteers", "portal")
_GAP = re.compile(r"\$\{(PIONEER_\w+)\}")


def values(origin: str, master_key: str) -> dict[str, str]:
    """By the names that the file has for them."""
    secrets = {f"PIONEER_SECRET_{name.upper()}": client_secret(master_key, f"pioneer-{name}") for name in CLIENTS}
    return {"PIONEER_ORIGIN": origin, **secrets}


def filled(told: Mapping[str, str]) -> str:
    """The file for a server that cannot read our environment. Keycloak's own `${…}` stay. Raises KeyError."""
    return _GAP.sub(lambda gap: told[gap[1]], REALM_FILE.read_text(encoding="utf-8"))
