"""The OIDC issuer of the embedded profile: code with PKCE, refresh with rotation, client credentials; loopback only.

In the full profile Keycloak stands in its place and none of this is mounted.
"""

from services.identity.issuer.loopback import NotLoopback, is_embedded, refuse_unless_loopback
from services.identity.issuer.secrets import client_secret
from services.identity.issuer.server import mount
from services.identity.issuer.tokens import issue_for_demo

__all__ = [
    "NotLoopback",
    "client_secret",
    "is_embedded",
    "issue_for_demo",
    "mount",
    "refuse_unless_loopback",
]
