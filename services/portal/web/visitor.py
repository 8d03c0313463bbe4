"""Pages of no federation: whether the visitor is signed in, so that the page can greet him."""

from flask import current_app, g, request

from services.common.errors import SignInNeeded
from services.common.http import Parts
from services.common.principal import Principal
from services.common.tokens import COOKIE, Claims


def signed_in() -> Claims | None:
    """The claims of the browser's token, None when there is none that is valid now."""
    token = request.cookies.get(COOKIE)
    parts: Parts = current_app.extensions["parts"]
    try:
        return parts.verifier.verify(token) if token else None
    except SignInNeeded:
        return None


def greet() -> None:
    """For the layout only: a principal of no tenant holds no grant and may do nothing."""
    claims = signed_in()
    g.principal = Principal(claims.subject, claims.name, "") if claims else None
