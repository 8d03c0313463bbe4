"""What anybody may read by program too: notices, the honour roll, a plaque by its number (A7, A10)."""

from typing import Any

from services.common.http.asking import public
from services.portal.api import shapes
from services.portal.api.blueprint import blueprint
from services.portal.domain.honour import Honour
from services.portal.queries import notices, roll
from services.portal.store import db
from services.portal.web import given


@blueprint.get("/notices")
@blueprint.input(shapes.NoticeQuery, location="query")
@blueprint.output(shapes.NoticePage)
@blueprint.doc(summary="公示")
@public
def list_notices(tenant: str, query_data: shapes.NoticeQuery) -> Any:
    with db.read(tenant) as session:
        found = notices.list_notices(session, cursors=given.cursors(), cursor=query_data.cursor)
    return {"rows": [vars(each) for each in found.rows], "next_cursor": found.next_cursor}


@blueprint.get("/roll")
@blueprint.input(shapes.RollQuery, location="query")
@blueprint.output(shapes.HonourPage)
@blueprint.doc(summary="荣誉名册")
@public
def list_honours(tenant: str, query_data: shapes.RollQuery) -> Any:
    wish = roll.RollWish(query_data.q, query_data.honour, query_data.year, query_data.standing)
    with db.read(tenant) as session:
        found = roll.list_honours(session, wish, cursors=given.cursors(), cursor=query_data.cursor)
    return {"rows": [_honour(each) for each in found.rows], "next_cursor": found.next_cursor}


@blueprint.get("/roll/<number>")
@blueprint.output(shapes.HonourPage)
@blueprint.doc(summary="按牌匾或荣誉编号查验")
@public
def verify(tenant: str, number: str) -> Any:
    with db.read(tenant) as session:
        found = roll.find_by_number(session, number)
    return {"rows": [_honour(each) for each in found], "next_cursor": None}


def _honour(honour: Honour) -> dict[str, Any]:
    return {name: getattr(honour, name) for name in shapes.HonourOut.model_fields}
