"""操作日志: for the auditor, the newest first, and whether the chain is whole."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from services.common import audit
from services.common.errors import allow
from services.common.http import asking
from services.common.web import page
from services.identity import rules
from services.identity.queries import log
from services.identity.store import db
from services.identity.web import given
from services.identity.web.words import DID, OBJECTS

blueprint = Blueprint("log", __name__, url_prefix="/identity/<tenant>/log")


@blueprint.get("")
def listing(tenant: str) -> ResponseReturnValue:
    who = asking()
    allow(rules.may_see_log(who), "may_not_see_log")
    after = given.place(tenant)
    with db.read(tenant) as session:
        rows = log.entries(session, int(after[0]) if after else None)
        broken = audit.broken_at(session) if "check" in request.args else 0
    lines, cursor = given.cut(tenant, rows, lambda row: (row.seq,))
    items = [
        {
            "at": row.at,
            "who": row.actor_name,
            "did": f"{DID.get(row.action, row.action)}{OBJECTS.get(row.object_type, row.object_type)}",
            "number": row.seq,
            "hash": row.hash,
        }
        for row in lines
    ]
    return page("identity/log.html", items=items, cursor=cursor, broken=broken, tabs=given.tabs(who, "log"))
