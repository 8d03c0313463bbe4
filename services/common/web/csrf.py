"""Forged requests: every unsafe request that a cookie could authenticate carries a token.

A program's bearer header cannot be sent by another site's page, so a request with one needs no token, on whatever
path. The same call with a cookie instead needs the token, in the field `csrf_token` or the header `X-CSRFToken`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError, CSRFProtect

from services.common import errors
from services.common.tokens import COOKIE

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
HOURS_12 = 12 * 3600
View = TypeVar("View", bound=Callable[..., Any])

csrf = CSRFProtect()
errors.speak({"form_expired": _l("页面停留过久，或您已退出登录。请返回上一页刷新后再提交，已填的内容可先复制保存。")})


class FormExpired(errors.Refusal):
    """The token is missing, old or another session's."""

    status = 400

    def __init__(self) -> None:
        super().__init__("form_expired")


def without_token(view: View) -> View:
    """For an address that no cookie authenticates, such as the issuer's token endpoint."""
    view.needs_no_token = True  # type: ignore[attr-defined]
    return view


def is_bearer_call() -> bool:
    return request.headers.get("Authorization", "").lower().startswith("bearer ")


def _needs_token() -> bool:
    if request.method in SAFE or is_bearer_call() or not current_app.config["WTF_CSRF_ENABLED"]:
        return False
    return not getattr(current_app.view_functions.get(request.endpoint or ""), "needs_no_token", False)


def _asks_as_nobody() -> bool:
    """A call of the API with neither bearer nor cookie forges nobody: it is told to sign in."""
    view = current_app.view_functions.get(request.endpoint or "")
    is_open = view is None or getattr(view, "is_public", False)
    return request.path.startswith("/api/") and COOKIE not in request.cookies and not is_open


def _refuse_forged() -> None:
    if _needs_token():
        if _asks_as_nobody():
            raise errors.SignInNeeded
        try:
            csrf.protect()
        except CSRFError as refused:
            raise FormExpired from refused


def add_csrf(app: Flask) -> None:
    # Checked here instead of by the extension, whose exemptions know views and blueprints but not callers.
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", HOURS_12)
    csrf.init_app(app)
    app.before_request(_refuse_forged)
