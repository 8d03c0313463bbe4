"""Where one may be sent after signing in: to a page of this site, never elsewhere."""

import re
from urllib.parse import urlsplit

HOME = "/"
NOT_BACK_TO = ("/portal/sign-in", "/portal/renew", "/portal/callback", "/portal/sign-out", "/portal/signed-out")
_UNSAFE = re.compile(r"[\\\x00-\x20\x7f]")


def own_address(wanted: str | None) -> str:
    """The address when it is a path of ours, else the home page. Browsers read `//` and `/\\` as another site."""
    if not wanted or len(wanted) > 2000 or not wanted.startswith("/") or wanted.startswith("//"):
        return HOME
    if _UNSAFE.search(wanted):
        return HOME
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or parts.path.startswith(NOT_BACK_TO):
        return HOME
    return wanted
