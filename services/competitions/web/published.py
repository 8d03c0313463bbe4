"""The results of all published contests of a federation: for anybody, without signing in."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import Response, request, url_for

from services.common.http.asking import public
from services.common.http.given import cursors
from services.common.paging import SIZE
from services.common.web import page
from services.competitions.domain.running import Status
from services.competitions.queries.contests import find
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.front import wanted_in
from services.competitions.words import contests as words


@blueprint.get("/public/contests")
@public
def public_contests(tenant: str) -> Response:
    """The latest first; what was asked for stands in the address."""
    wanted = replace(wanted_in(), status=str(Status.PUBLISHED))
    kept = {name: value for name, value in vars(wanted).items() if value and name != "status"}
    place = cursors().read(tenant, request.args.get("cursor"))
    with db.read(tenant) as session:
        found = find(session, wanted, after=UUID(place[0]) if place else None)
    more = cursors().sign(tenant, [found[SIZE - 1].id]) if len(found) > SIZE else None
    return page(
        "competitions/public_contests.html", lines=found[:SIZE], wanted=wanted, words=words, is_filtered=bool(kept),
        next=url_for(".public_contests", tenant=tenant, **kept, cursor=more) if more else None,
        first=url_for(".public_contests", tenant=tenant, **kept) if place else None,
    )  # fmt: skip
