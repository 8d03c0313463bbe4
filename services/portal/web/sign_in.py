"""Sign-in by OIDC, silent renewal, sign-out. The browser holds the access token and a session id, both HttpOnly."""

from flask import Blueprint, Response, current_app, make_response, redirect, request
from flask.typing import ResponseReturnValue

from services.common.clock import SystemClock
from services.common.errors import SignInNeeded
from services.common.http import Parts
from services.common.tokens import COOKIE
from services.common.web import page
from services.common.web.csrf import without_token
from services.portal.domain.own_address import HOME, own_address
from services.portal.oidc import Tokens, issuer_of_app
from services.portal.queries.seats import landing, seats_of
from services.portal.service import sessions
from services.portal.vault import Vault
from services.portal.web.visitor import greet, signed_in

SESSION_COOKIE = "pioneer_visit"
PATH = "/portal"
# Sessions end by real time, whatever clock the story runs on.
real_time = SystemClock()

blueprint = Blueprint("sign_in", __name__, url_prefix=PATH)


@blueprint.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    wanted = own_address(request.args.get("next"))
    session_id = request.cookies.get(SESSION_COOKIE)
    if session_id:
        tokens = sessions.renew_session(_vault(), issuer_of_app(), session_id, now=real_time.now)
        if tokens is not None:
            return _with_token(redirect(_landing(_claims(tokens), wanted), 303), tokens)
    return redirect(issuer_of_app().begin(wanted), 303)


@blueprint.post("/renew")
@without_token
def renew() -> ResponseReturnValue:
    """A form that was filled longer than an access token lasts: renewed in silence and sent on, nothing of it lost.

    The form's own address asks for its token; here it is neither read nor answered.
    """
    wanted, session_id = own_address(request.args.get("next")), request.cookies.get(SESSION_COOKIE)
    tokens = None
    if session_id and wanted != HOME:
        tokens = sessions.renew_session(_vault(), issuer_of_app(), session_id, now=real_time.now)
    if tokens is None:
        raise SignInNeeded
    return _with_token(redirect(wanted, 307), tokens)


@blueprint.get("/callback")
def callback() -> ResponseReturnValue:
    tokens, wanted = issuer_of_app().finish()
    claims = _parts().verifier.verify(tokens.access)
    old = request.cookies.get(SESSION_COOKIE)
    if old:
        sessions.end_session(old)
    session_id = sessions.begin_session(_vault(), claims.subject, claims.name, tokens, now=real_time.now())
    response = _with_token(redirect(_landing(claims.subject, wanted), 303), tokens)
    lasts = int(sessions.LASTS.total_seconds())
    response.set_cookie(
        SESSION_COOKIE, session_id, max_age=lasts, path=PATH, httponly=True, samesite="Lax", secure=_is_secure()
    )
    return response


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    session_id, id_token = request.cookies.get(SESSION_COOKIE), ""
    if session_id:
        found = sessions.find_session(session_id, now=real_time.now())
        if found is not None and found.id_token:
            id_token = _vault().open(found.id_token, found.id_hash)
        sessions.end_session(session_id)
    response = make_response(_on_to(issuer_of_app().end(id_token, f"{PATH}/signed-out")))
    response.delete_cookie(COOKIE, path="/")
    response.delete_cookie(SESSION_COOKIE, path=PATH)
    return response


def _on_to(address: str) -> ResponseReturnValue:
    """Browsers do not follow a form to another site (form-action 'self'): there a page leads on by itself."""
    if not address.startswith("/") and not address.startswith(f"{_parts().settings.origin}/"):
        return page("portal/leaving.html", address=address)
    return redirect(address, 303)


@blueprint.get("/signed-out")
def signed_out() -> ResponseReturnValue:
    return page("portal/signed_out.html")


@blueprint.get("/choose")
def choose() -> ResponseReturnValue:
    claims = signed_in()
    if claims is None:
        return redirect(f"{PATH}/sign-in?next={PATH}/choose", 303)
    greet()
    return page("portal/choose.html", seats=seats_of(claims.subject, on=_parts().clock.today()))


def _claims(tokens: Tokens) -> str:
    return _parts().verifier.verify(tokens.access).subject


def _landing(subject: str, wanted: str) -> str:
    """Where he wanted to go, else his worklist; with grants in several federations, or in none, the choice."""
    if wanted != HOME:
        return wanted
    return landing(subject, on=_parts().clock.today())


def _with_token(response: object, tokens: Tokens) -> Response:
    made = make_response(response)
    made.set_cookie(
        COOKIE, tokens.access, max_age=tokens.lasts, path="/", httponly=True, samesite="Lax", secure=_is_secure()
    )
    return made


def _is_secure() -> bool:
    return _parts().settings.origin.startswith("https://")


def _vault() -> Vault:
    vault: Vault = current_app.extensions["vault"]
    return vault


def _parts() -> Parts:
    parts: Parts = current_app.extensions["parts"]
    return parts
