"""Who is asking, for each request under a tenant: the token is checked off-line, the grants come from the copy."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from flask import Flask, g, redirect, request
from flask.typing import ResponseReturnValue

from services.common import directory, errors
from services.common.clock import Clock
from services.common.db import Database
from services.common.principal import Principal, load_principal
from services.common.tokens import COOKIE, Claims, Verifier
from services.common.web.csrf import is_bearer_call

View = TypeVar("View", bound=Callable[..., Any])


def add_asking(app: Flask, db: Database, verifier: Verifier, clock: Clock) -> None:
    """Every route with <tenant> needs a principal with a grant there, unless the view is marked `public`."""

    @app.before_request
    def know_who_is_asking() -> ResponseReturnValue | None:
        g.principal, g.tenant = None, None
        view = app.view_functions.get(request.endpoint or "")
        code = (request.view_args or {}).get("tenant")
        if view is None or code is None:
            return None
        if getattr(view, "is_public", False):
            with db.public() as session:
                g.tenant = directory.find_tenant(session, code)
            g.visitor = _visitor(verifier)
            return None
        token = _token()
        if token is None:
            return _to_sign_in()
        try:
            claims = verified(verifier, token)
        except errors.SignInNeeded:
            if is_bearer_call():
                raise
            return _to_sign_in()
        with db.read(code) as session:
            principal = load_principal(
                session, claims.subject, claims.name, on=clock.today(), is_program=claims.is_program
            )
            if not principal.grants:
                # The refusal's page names who is signed in and lets him sign out; of no tenant, he may do nothing.
                g.principal = replace(principal, tenant="")
                raise errors.NotAllowed("no_grant_here")
            g.tenant = directory.find_tenant(session, code)
        g.principal = principal
        return None


def verified(verifier: Verifier, token: str) -> Claims:
    """Looked at once a request. Raises SignInNeeded."""
    kept: tuple[str, Claims] | None = g.get("verified")
    if kept is None or kept[0] != token:
        kept = g.verified = (token, verifier.verify(token))
    return kept[1]


def who_calls(verifier: Verifier) -> str:
    """Whose calls are counted together: a person's or program's whom the issuer vouches for, else an address's.

    A header that the caller makes up must not make him another caller.
    """
    token = _token() if "tenant" in (request.view_args or {}) else None
    try:
        return f"subject {verified(verifier, token).subject}" if token else f"address {request.remote_addr}"
    except errors.Refusal:
        return f"address {request.remote_addr}"


def _visitor(verifier: Verifier) -> Principal | None:
    """Whom the layout of a public page greets: of no tenant, he holds no grant and may do nothing by it."""
    try:
        token = request.cookies.get(COOKIE)
        claims = verifier.verify(token) if token else None
    except errors.SignInNeeded:
        return None
    return Principal(claims.subject, claims.name, "") if claims else None


def public(view: View) -> View:
    """Marks a view that anybody may see without signing in."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def asking() -> Principal:
    """The principal of this request; SignInNeeded where there is none."""
    principal: Principal | None = g.get("principal")
    if principal is None:
        raise errors.SignInNeeded
    return principal


def tenant_code() -> str:
    return str((request.view_args or {})["tenant"])


def _token() -> str | None:
    if is_bearer_call():
        return request.headers["Authorization"][7:].strip()
    return request.cookies.get(COOKIE)


def _to_sign_in() -> ResponseReturnValue:
    """People go to sign in (or are renewed in silence) and come back, with the form they send; programs get 401."""
    if request.path.startswith("/api/"):
        raise errors.SignInNeeded
    back = urlsplit(request.full_path.rstrip("?"))
    next_ = quote(back.path + ("?" + back.query if back.query else ""), safe="")
    if request.method in ("GET", "HEAD"):
        return redirect(f"/portal/sign-in?next={next_}", 303)
    return redirect(f"/portal/renew?next={next_}", 307)
