"""The honour roll and the page behind the QR code, which tells the standing as of now (A7, A10)."""

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

from services.applications.queries import honours as queries
from services.applications.queries.honours import RollQuery
from services.applications.queries.public_honour import public_honour
from services.applications.store import db
from services.applications.web.blueprint_honours import now, shown
from services.applications.web.blueprint_public import blueprint
from services.applications.web.paged import after, turns, year_asked
from services.applications.words.honours import LEVELS, STANDINGS
from services.common.http.asking import public
from services.common.paging import SIZE


@blueprint.get("/honours")
@public
def roll(tenant: str) -> Response:
    args = request.args
    wanted = RollQuery(
        args.get("q", "")[:60],
        args.get("honour", "")[:40],
        year_asked(),
    )
    with db.read(tenant) as session:
        rows, names = queries.roll(session, wanted, after=after(tenant)), queries.honour_names(session)
    more = (rows[SIZE - 1].conferred_on, rows[SIZE - 1].id) if len(rows) > SIZE else None
    return shown(
        "public_roll.html",
        rows=rows[:SIZE],
        wanted=wanted,
        names=[(name, name) for name in names],
        words=STANDINGS,
        levels=LEVELS,
        **turns(tenant, ("q", "honour", "year"), more),
    )


@blueprint.get("/honours/<token>")
@public
def verify(tenant: str, token: str) -> Response:
    with db.read(tenant) as session:
        row = queries.find_by_token(session, token)
        found = public_honour(session, row) if row is not None else None
    return shown(
        "public_verify.html",
        200 if found else 404,
        found=found,
        as_of=now(),
        levels=LEVELS,
        root=f"/applications/{tenant}/public",
    )


@blueprint.get("/verify")
@public
def verify_by_number(tenant: str) -> ResponseReturnValue:
    said = request.args.get("number", "").strip()[:60]
    if not said:
        return shown("public_lookup.html", number="", missing=False)
    with db.read(tenant) as session:
        row = queries.find_by_number(session, said)
    if row is None:
        return shown("public_lookup.html", 404, number=said, missing=True)
    return redirect(f"/applications/{tenant}/public/honours/{row.token}", 303)
