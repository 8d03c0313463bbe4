"""工作台: what awaits you, what you did, what you began."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from services.common.http import asking, tenant_code
from services.common.paging import Page
from services.common.web import page
from services.portal.domain.task import Task
from services.portal.queries import figures, tasks
from services.portal.store import db
from services.portal.web import given, words
from services.portal.web.year_strip import year_strip

blueprint = Blueprint("worklist", __name__, url_prefix="/portal/<tenant>")
RECENT = 4


@blueprint.get("/")
def worklist(tenant: str) -> ResponseReturnValue:
    who, today, wish = asking(), given.today(), _wish()
    with db.read(tenant_code()) as session:
        counts = tasks.count_tasks(session, who, today=today)
        found = tasks.list_tasks(session, who, tasks.OPEN, wish, cursors=given.cursors(), cursor=given.after())
        recent = tasks.list_tasks(session, who, tasks.DONE, cursors=given.cursors(), size=RECENT)
        totals = figures.year_totals(session, today.year)
    return page(
        "portal/worklist.html",
        counts=counts,
        groups=tasks.grouped(found.rows, today),
        next_cursor=found.next_cursor,
        wish=wish,
        kinds=words.kinds(counts.kinds),
        year_strip=year_strip(totals, tenant, today.year),
        recent=recent.rows,
        task_words=words,
    )


@blueprint.get("/done")
def done(tenant: str) -> ResponseReturnValue:
    counts, found = _list(tasks.DONE)
    return page("portal/done.html", counts=counts, found=found, wish=_wish(), task_words=words)


@blueprint.get("/started")
def started(tenant: str) -> ResponseReturnValue:
    counts, found = _list(tasks.STARTED)
    return page("portal/started.html", counts=counts, found=found, wish=_wish(), task_words=words)


def _list(listing: tasks.Listing) -> tuple[tasks.Counts, Page[Task]]:
    with db.read(tenant_code()) as session:
        counts = tasks.count_tasks(session, asking(), today=given.today())
        found = tasks.list_tasks(session, asking(), listing, _wish(), cursors=given.cursors(), cursor=given.after())
    return counts, found


def _wish() -> tasks.Wish:
    return tasks.Wish(kind=given.words("kind"), words=given.words("q"))
