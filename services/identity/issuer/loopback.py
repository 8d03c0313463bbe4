"""The embedded issuer serves this machine only: it has no second factor, no mail, and may hold demo passwords."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from services.common.config import Settings

PATH = "/identity/oidc"


class NotLoopback(Exception):
    """The issuer would be met on an address that others can reach."""


def is_loopback(host: str) -> bool:
    """127.0.0.0/8, ::1 and the name localhost; nothing else, also no name that happens to resolve there."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_unless_loopback(issuer: str) -> None:
    """Raises NotLoopback for an issuer address that is not this machine's own."""
    host = urlsplit(issuer).hostname or ""
    if not is_loopback(host):
        raise NotLoopback(f"the embedded issuer serves loopback only, not {host or issuer!r}; use Keycloak instead")


def is_embedded(settings: Settings) -> bool:
    """Whether the deployment's issuer is the one inside identity; raises NotLoopback when that must not be."""
    if settings.issuer != f"{settings.origin}{PATH}":
        return False
    refuse_unless_loopback(settings.issuer)
    return True
