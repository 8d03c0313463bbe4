"""Signing in: login name and password, throttled; a first password is changed at once."""

from datetime import UTC, datetime

import structlog
from apiflask import APIFlask
from flask import Blueprint, Response, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug import Response as Answer

from services.common.errors import DomainError, Invalid, Refusal
from services.identity.issuer import accounts
from services.identity.issuer.accounts import Account
from services.identity.issuer.credentials import SESSION_LASTS, Credentials
from services.identity.issuer.loopback import PATH, is_loopback
from services.identity.store import db

log = structlog.get_logger(__name__)
COOKIE = "pioneer_issuer"
RATE = "120 per minute"


def signed_in() -> tuple[Account | None, datetime]:
    """Whose browser this is at the issuer, and since when."""
    found = Credentials(db).session(request.cookies.get(COOKIE, ""))
    account = accounts.by_subject(db, found[0]) if found else None
    return account, found[1] if found else datetime.now(UTC)


def add_pages(blueprint: Blueprint, app: APIFlask) -> None:
    limits = app.extensions["limits"]
    blueprint.add_url_rule(
        "/sign-in", "sign_in", limits.limit(RATE, methods=["POST"])(sign_in), methods=["GET", "POST"]
    )
    blueprint.add_url_rule(
        "/new-password", "new_password", limits.limit(RATE, methods=["POST"])(new_password), methods=["GET", "POST"]
    )


def sign_in() -> ResponseReturnValue:
    username = request.form.get("username", "").strip().lower()
    if request.method == "GET":
        return _sign_in_page(username, {})
    password = request.form.get("password", "")
    faults = {}
    if not username:
        faults["username"] = _("请填登录名，例如 laian.secretary1")
    if not password:
        faults["password"] = _("请填口令")
    if faults:
        return _sign_in_page(username, faults)
    try:
        account = accounts.sign_in(db, username, password)
        if account.is_demo and not is_loopback(request.remote_addr or ""):
            raise DomainError("demo_only_on_loopback")
    except Refusal as refused:
        log.info("sign_in_refused", code=refused.code)
        return _sign_in_page(username, {"password": refused.says})
    log.info("signed_in", subject=account.subject)
    response = redirect(_next(), 303)
    return _remember(response, account)


def _remember(response: Answer, account: Account) -> Answer:
    """A fresh secret at every sign-in, known to the issuer's own addresses only."""
    old = request.cookies.get(COOKIE)
    if old:
        Credentials(db).end_session(old)
    secret = Credentials(db).begin_session(account.subject)
    response.set_cookie(
        COOKIE, secret, path=PATH, httponly=True, samesite="Lax", max_age=int(SESSION_LASTS.total_seconds())
    )
    return response


def new_password() -> ResponseReturnValue:
    account, _since = signed_in()
    if account is None:
        return redirect(f"{PATH}/sign-in", 303)
    if request.method == "GET":
        return _new_password_page({})
    try:
        _check_repeated()
        accounts.change_password(db, account, request.form.get("old", ""), request.form.get("new", ""))
    except Invalid as refused:
        return _new_password_page(refused.faults)
    except Refusal as refused:
        field = "new" if refused.code == "password_too_weak" else "old"
        return _new_password_page({field: refused.says})
    return redirect(_next(), 303)


def _check_repeated() -> None:
    if request.form.get("new") != request.form.get("again"):
        raise Invalid({"again": _("两次填写的新口令不同，请重新填写")})


def _sign_in_page(username: str, faults: dict[str, str]) -> Response:
    g.principal = g.tenant = None
    html = render_template(
        "identity/sign_in.html", username=username, faults=faults, next=_next(), has_demo=accounts.has_demo(db),
        demo_password=accounts.DEMO_PASSWORD,
    )  # fmt: skip
    return make_response(html, 422 if faults else 200)


def _new_password_page(faults: dict[str, str]) -> Response:
    html = render_template("identity/new_password.html", faults=faults, next=_next())
    return make_response(html, 422 if faults else 200)


def _next() -> str:
    """Only on to the issuer's own authorize address, else to the site's door: never to where a link wishes."""
    asked = request.values.get("next", "")
    return asked if asked.startswith(f"{PATH}/authorize?") else "/"
