"""The first page: the contests, newest first, and the ways on."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request, url_for

from services.common.http import asking
from services.common.http.given import cursors
from services.common.paging import SIZE
from services.common.web import page
from services.competitions.domain.running import Status
from services.competitions.queries.contests import Filter, counts, find
from services.competitions.rules import contests as rules
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.words import contests as words


@blueprint.get("/")
def index(tenant: str) -> Response:
    who = asking()
    wanted = wanted_in()
    place = cursors().read(tenant, request.args.get("cursor"))
    with db.read(tenant) as session:
        found = find(session, wanted, after=UUID(place[0]) if place else None)
        counted = counts(session)
    more = cursors().sign(tenant, [found[SIZE - 1].id]) if len(found) > SIZE else None
    kept = {name: value for name, value in vars(wanted).items() if value}
    return page(
        "competitions/front.html",
        lines=found[:SIZE],
        counts=counted,
        wanted=wanted,
        words=words,
        states=[(str(status), word) for status, (word, _kind) in words.STATUS.items()],
        may_open=rules.may_open_any(who),
        next=url_for(".index", tenant=tenant, **kept, cursor=more) if more else None,
        first=url_for(".index", tenant=tenant, **kept) if place else None,
        is_filtered=bool(kept),
    )


def wanted_in() -> Filter:
    """What of the address is a filter."""
    status, level, year = (request.args.get(name, "") for name in ("status", "level", "year"))
    return Filter(
        status=status if status in set(Status) else "",
        level=level if level in words.LEVELS else "",
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        text=request.args.get("text", "").replace("\x00", "").strip()[:60],
    )
