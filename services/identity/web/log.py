"""操作日志: for the auditor, the newest first, and whether the chain is whole."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common import audit
from services.common.errors import allow
from services.common.http import asking
from services.common.roles import NAMES, Role
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
        names = log.named(session, lines)
    items = [
        {
            "at": row.at,
            "who": row.actor_name,
            "did": f"{DID.get(row.action, row.action)}{OBJECTS.get(row.object_type, row.object_type)}",
            "about": _about(*names.get(row.seq, ("", ""))),
            "number": row.seq,
            "hash": row.hash,
        }
        for row in lines
    ]
    return page("identity/log.html", items=items, cursor=cursor, broken=broken, tabs=given.tabs(who, "log"))


def _about(name: str, role: str) -> str:
    """孟秋山（基层工会申报人）, 汊河经济开发区工会."""
    held = NAMES.get(Role(role), role) if role in set(Role) else role
    return str(_("%(name)s（%(role)s）", name=name, role=held)) if role else name
