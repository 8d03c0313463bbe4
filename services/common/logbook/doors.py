"""The doors of a log: a page with its filter in the address, two files, the same by API. Taking it away is an act."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from apiflask import APIBlueprint
from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.common import audit
from services.common.audit import LogEntry
from services.common.errors import Invalid, allow
from services.common.http import asking
from services.common.http.answering import XLSX, download
from services.common.http.given import cursors, now
from services.common.logbook.asked import Wanted, entries
from services.common.logbook.book import Logbook
from services.common.logbook.shapes import LogOut, LogQuery
from services.common.logbook.table import AT_MOST, table
from services.common.paging import SIZE, cut, place_of
from services.common.web import page

# Each service has a log of its own; the auditor goes from one to the other.
LOGS = (("identity", _l("组织与规则")), ("applications", _l("荣誉")), ("assessment", _l("考核")))
ASKED = ("who", "act", "of", "id", "since", "until")
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}
Read = TypeVar("Read")


def pages(book: Logbook) -> Blueprint:
    blueprint = Blueprint("log", __name__, url_prefix=f"/{book.service}/<tenant>/log")

    @blueprint.get("")
    def listing(tenant: str) -> ResponseReturnValue:
        _may_read(book)
        kept = {name: request.args.get(name, "") for name in ASKED}
        lines, about, more = _page(book, tenant, _wanted_by_page(), request.args.get("cursor"))
        with book.db.read(tenant) as session:
            broken = audit.broken_at(session) if "check" in request.args else 0
        return page(
            "log.html", items=[_item(book, each, about) for each in lines], kept=kept, cursor=more,
            asked=urlencode({name: said for name, said in kept.items() if said}), broken=broken,
            acts=_words(book.acts), objects=_words(book.objects), at=f"/{book.service}/{tenant}/log",
            tabs=[
                {"word": word, "href": f"/{service}/{tenant}/log", "current": service == book.service}
                for service, word in LOGS
            ],
        )  # fmt: skip

    @blueprint.get("/export.<any(csv, xlsx):kind>")
    def export(tenant: str, kind: str) -> Response:
        return _taken_away(book, tenant, _wanted_by_page(), kind)

    return blueprint


def api(book: Logbook) -> APIBlueprint:
    at = f"/api/v1/tenants/<tenant>/{book.service}/log"
    blueprint = APIBlueprint("log_api", __name__, url_prefix=at, tag="操作日志")

    @blueprint.get("")
    @blueprint.input(LogQuery, location="query")
    @blueprint.output(LogOut)
    @blueprint.doc(summary="操作日志，新的在前", description="限审计员；各项条件须同时满足")
    def listing(tenant: str, query_data: LogQuery) -> Any:
        _may_read(book)
        lines, about, more = _page(book, tenant, query_data.wanted(), query_data.cursor)
        return {"rows": [_row(book, each, about) for each in lines], "next_cursor": more}

    @blueprint.get("/export.<any(csv, xlsx):kind>")
    @blueprint.input(LogQuery, location="query")
    @blueprint.doc(summary="导出操作日志", description="含核对日志链所需的全部列；导出本身记入日志")
    def export(tenant: str, kind: str, query_data: LogQuery) -> Response:
        return _taken_away(book, tenant, query_data.wanted(), kind)

    return blueprint


def _may_read(book: Logbook) -> None:
    allow(book.may_read(asking()), "may_not_see_log")


def _page(book: Logbook, tenant: str, wanted: Wanted, cursor: str | None) -> tuple[Sequence[LogEntry], Any, str | None]:
    place = place_of(cursors().read(tenant, cursor), int)
    with book.db.read(tenant) as session:
        found = entries(session, wanted, limit=SIZE + 1, before=place[0] if place else None)
        lines, more = cut(found, lambda each: (each.seq,))
        about = book.about(session, lines)
    return lines, about, cursors().sign(tenant, more) if more else None


def _taken_away(book: Logbook, tenant: str, wanted: Wanted, kind: str) -> Response:
    """Raises Invalid log_too_long: a part of a log that looks like the whole would prove nothing."""
    _may_read(book)
    who = asking()
    with book.db.transaction(tenant) as session:
        found = entries(session, wanted, limit=AT_MOST + 1)
        if len(found) > AT_MOST:
            raise Invalid({"since": _("符合条件的操作超过 %(n)s 条，请缩短日期范围后再导出", n=AT_MOST)})
        about = book.about(session, found)
        audit.record(session, who, "log_exported", "log", book.service, at=now(), kind=kind, rows=len(found))
    return download(table(book, found, about, kind), f"log-{book.service}-{tenant}.{kind}", TYPES[kind])


def _wanted_by_page() -> Wanted:
    """What an address cannot mean is not asked, as in every list."""
    said = {name: request.args.get(name, "").strip()[:80] for name in ASKED}
    return Wanted(
        said["who"], said["act"], said["of"], said["id"], _or_none(date.fromisoformat, said["since"]),
        _or_none(date.fromisoformat, said["until"]),
    )  # fmt: skip


def _or_none(read: Callable[[str], Read], said: str) -> Read | None:
    try:
        return read(said) if said else None
    except ValueError:
        return None


def _words(known: Any) -> list[tuple[str, str]]:
    return [(key, str(word).rstrip("：:")) for key, word in known.items()]


def _item(book: Logbook, kept: LogEntry, about: Any) -> dict[str, Any]:
    return {
        "at": kept.entry.at,
        "who": kept.entry.actor.name,
        "did": book.says(kept),
        "about": about.get(kept.seq, ""),
        "number": kept.seq,
        "hash": kept.hash,
    }


def _row(book: Logbook, kept: LogEntry, about: Any) -> dict[str, Any]:
    entry = kept.entry
    return {
        "seq": kept.seq,
        "at": entry.at,
        "actor_name": entry.actor.name,
        "actor_subject": entry.actor.subject,
        "action": entry.action,
        "says": book.says(kept),
        "about": about.get(kept.seq, ""),
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "detail": dict(entry.detail),
        "regulation": entry.regulation,
        "regulation_version": entry.regulation_version,
        "previous_hash": kept.previous_hash,
        "hash": kept.hash,
    }
