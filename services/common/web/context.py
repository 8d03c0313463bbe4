"""What the layout knows on every page: who asks, of which tenant, where he may go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from flask import Flask, current_app, g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.common.clock import Clock, SystemClock
from services.common.web.assets import asset

# section asked of principal.sees(), addresses under the tenant (where it leads, what else belongs to it), word
SECTIONS = (
    ("worklist", ("/portal/{tenant}/",), _l("工作台")),
    ("honours", ("/applications/{tenant}/",), _l("荣誉")),
    ("assessment", ("/assessment/{tenant}/",), _l("考核")),
    ("competitions", ("/competitions/{tenant}/",), _l("竞赛")),
    ("figures", ("/portal/{tenant}/figures",), _l("统计")),
    ("regulations", ("/identity/{tenant}/regulations", "/identity/{tenant}/calendar"), _l("规则")),
    (
        "units",
        tuple(f"/identity/{{tenant}}/{page}" for page in ("units", "people", "grants", "tenants", "imports", "log")),
        _l("组织"),
    ),
)
PUBLIC_SECTIONS = (
    (("/portal/{tenant}/notices", "/applications/{tenant}/public/notices"), _l("公示")),
    (("/portal/{tenant}/roll", "/applications/{tenant}/public/honours"), _l("荣誉名册")),
    (("/portal/{tenant}/verify", "/applications/{tenant}/public/verify"), _l("牌匾查验")),
)


@dataclass(frozen=True)
class Entry:
    word: object
    href: str
    current: bool


def request_path() -> str:
    """The path as the browser sees it, mount prefix included."""
    return f"{request.script_root}{request.path}"


def _entries(sections: list[tuple[tuple[str, ...], object]]) -> list[Entry]:
    """The longest address that starts the present one is where we are."""
    here = request_path()
    known = [address for addresses, _word in sections for address in addresses]
    hits = [each for each in known if here == each or here.startswith(each.rstrip("/") + "/")]
    current = max(hits, key=len, default=None)
    return [Entry(word, addresses[0], current in addresses) for addresses, word in sections]


def _under(tenant_code: str, addresses: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each.format(tenant=tenant_code) for each in addresses)


def navigation(principal: Any, tenant_code: str | None) -> list[Entry]:
    if principal is None or tenant_code is None:
        return []
    return _entries([(_under(tenant_code, places), word) for key, places, word in SECTIONS if principal.sees(key)])


def public_navigation(tenant_code: str | None) -> list[Entry]:
    if tenant_code is None:
        return []
    return _entries([(_under(tenant_code, places), word) for places, word in PUBLIC_SECTIONS])


def today() -> date:
    """By the clock the app was given in `app.extensions["clock"]`."""
    clock: Clock = current_app.extensions.get("clock") or SystemClock()
    return clock.today()


def unread(principal: Any) -> int | None:
    """`app.extensions["unread_count"]`, a callable taking the principal, where the app has one."""
    count: Callable[[Any], int] | None = current_app.extensions.get("unread_count")
    return None if count is None or principal is None else count(principal)


def page_context() -> dict[str, Any]:
    principal, tenant = g.get("principal") or g.get("visitor"), g.get("tenant")
    # Signed in, yet on a page of no tenant (an error, the account page): the person's own tenant leads on.
    code = getattr(tenant, "code", None) or getattr(principal, "tenant", None) or None
    return {
        "principal": principal,
        "tenant": tenant,
        "tenant_code": code,
        "nav": navigation(principal, code),
        "public_nav": public_navigation(code),
        "unread_count": unread(principal),
        "today": today(),
        "here": request_path(),
    }


def script_words() -> dict[str, str]:
    """What pioneer.js says; `{}` is filled there."""
    return {
        "cancel": _("先不办理"),
        "changed": _("有改动尚未保存"),
        "saving": _("正在保存"),
        "saved": _("已于 {} 自动保存"),
        "saved_by_other": _("有人在您打开后保存过；保存时会列出两边的不同，由您核对"),
        "not_saved": _("未能自动保存，稍后再试；请先不要关闭页面"),
        "signed_out": _("登录已过期，未能保存。请在新窗口登录后再试"),
        "copied": _("已复制"),
        "count": _("已写 {} 字，上限 {} 字"),
        "sending": _("正在提交"),
        "unread": _("条未读"),
    }


def in_language(language: str) -> str:
    """This page in that language, with what was asked of it."""
    return "?" + urlencode([*((k, v) for k, v in request.args.items(multi=True) if k != "lang"), ("lang", language)])


def add_context(app: Flask) -> None:
    app.context_processor(page_context)
    app.jinja_env.globals.update(
        asset=asset, script_words=script_words, in_language=in_language, fresh_key=lambda: str(uuid4())
    )
