"""工作台: what awaits you, what you did, what you began."""

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue

from services.common.http import asking, tenant_code
from services.common.paging import Cursors
from services.common.web import page
from services.portal.queries import tasks
from services.portal.store import db
from services.portal.web import words

blueprint = Blueprint("worklist", __name__, url_prefix="/portal/<tenant>")


@blueprint.get("/")
def worklist(tenant: str) -> ResponseReturnValue:
    who, today, cursors = asking(), current_app.extensions["clock"].today(), _cursors()
    wish = _wish()
    with db.read(tenant_code()) as session:
        counts = tasks.count_tasks(session, who, today=today)
        found = tasks.list_tasks(session, who, tasks.OPEN, wish, cursors=cursors, cursor=request.args.get("after"))
    return page(
        "portal/worklist.html",
        counts=counts,
        groups=tasks.grouped(found.rows, today),
        next_cursor=found.next_cursor,
        wish=wish,
        kinds=words.kinds(counts.kinds),
        year_strip=(),
        task_words=words,
    )


@blueprint.get("/done")
def done(tenant: str) -> ResponseReturnValue:
    who, wish = asking(), _wish()
    with db.read(tenant_code()) as session:
        counts = tasks.count_tasks(session, who, today=current_app.extensions["clock"].today())
        found = tasks.list_tasks(session, who, tasks.DONE, wish, cursors=_cursors(), cursor=request.args.get("after"))
    return page("portal/done.html", counts=counts, found=found, wish=wish, task_words=words)


@blueprint.get("/started")
def started(tenant: str) -> ResponseReturnValue:
    who, wish = asking(), _wish()
    with db.read(tenant_code()) as session:
        counts = tasks.count_tasks(session, who, today=current_app.extensions["clock"].today())
        found = tasks.list_tasks(
            session, who, tasks.STARTED, wish, cursors=_cursors(), cursor=request.args.get("after")
        )
    return page("portal/started.html", counts=counts, found=found, wish=wish, task_words=words)


def _wish() -> tasks.Wish:
    return tasks.Wish(kind=request.args.get("kind", "")[:80], words=request.args.get("q", "")[:80])


def _cursors() -> Cursors:
    cursors: Cursors = current_app.extensions["cursors"]
    return cursors
