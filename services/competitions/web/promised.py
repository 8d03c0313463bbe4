"""What a federation and its units promised in public, and whether it was kept: for anybody, without signing in (D1)."""

from __future__ import annotations

from flask import Response, request

from services.common.http.asking import public
from services.common.http.given import today
from services.common.web import page
from services.competitions.queries.campaigns.records import public_promises as all_public
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.words import records as said


@blueprint.get("/public/promises")
@public
def public_promises(tenant: str) -> Response:
    """Of every campaign whose rules make them public, the newest campaign first."""
    standing = request.args.get("standing", "")
    with db.read(tenant) as session:
        found = all_public(session)
    groups = [(row, [said.of_promise(each, today(), mine=False) for each in theirs]) for row, theirs in found]
    every = [line for _row, lines in groups for line in lines]
    return page(
        "competitions/public_promises.html",
        groups=[(row, kept) for row, lines in groups if (kept := [x for x in lines if standing in ("", x.standing)])],
        counts=said.counts(every),
        standing=standing,
    )
