"""The log by API."""

from typing import Any

from apiflask import APIBlueprint

from services.common.errors import allow
from services.common.http import asking
from services.identity import rules
from services.identity.api import answers, shapes
from services.identity.queries import log
from services.identity.store import db

blueprint = APIBlueprint("log_api", __name__, url_prefix=f"{answers.PREFIX}/log", tag="操作日志")


@blueprint.get("")
@blueprint.input(shapes.CursorQuery, location="query")
@blueprint.output(shapes.LogOut)
@blueprint.doc(summary="操作日志，新的在前")
def listing(tenant: str, query_data: shapes.CursorQuery) -> Any:
    allow(rules.may_see_log(asking()), "may_not_see_log")
    place = answers.after(tenant, query_data.cursor, at=0, last=int)
    with db.read(tenant) as session:
        found = log.entries(session, int(place[0]) if place else None)
    return answers.many(tenant, shapes.LogLineOut, found, lambda line: (line.seq,))
