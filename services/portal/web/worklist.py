"""工作台: what awaits you, what you did, what you began."""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from services.common.http import asking, tenant_code
from services.common.web import page
from services.portal.queries import figures, notices, tasks
from services.portal.rules import may_start
from services.portal.store import db
from services.portal.web import given, words
from services.portal.web.year_strip import year_strip

blueprint = Blueprint("worklist", __name__, url_prefix="/portal/<tenant>")
RECENT = 4
# So many are found by eye.
FEW = 8


@blueprint.get("/")
def worklist(tenant: str) -> ResponseReturnValue:
    who, today, wish = asking(), given.today(), _wish()
    with db.read(tenant_code()) as session:
        counts = tasks.count_tasks(session, who, today=today)
        found = tasks.list_tasks(session, who, tasks.OPEN, wish, cursors=given.cursors(), cursor=given.after())
        recent = tasks.list_tasks(session, who, tasks.DONE, cursors=given.cursors(), size=RECENT)
        totals = figures.year_totals(session, today.year)
        listed = notices.list_notices(session, cursors=given.cursors(), size=RECENT)
    return page(
        "portal/worklist.html",
        counts=counts,
        groups=tasks.grouped(found.rows, today),
        next_cursor=found.next_cursor,
        wish=wish,
        kinds=words.kinds(counts.kinds),
        year_strip=year_strip(totals, tenant, today.year),
        recent=recent.rows,
        running=[each for each in listed.rows if each.is_running(today)],
        few=FEW,
        keeps_organisation=who.sees("units") and not who.sees("assessment"),
        may_start=may_start(who),
        task_words=words,
    )


@blueprint.get("/done")
def done(tenant: str) -> ResponseReturnValue:
    return page("portal/done.html", **_list(tasks.DONE))


@blueprint.get("/started")
def started(tenant: str) -> ResponseReturnValue:
    return page("portal/started.html", **_list(tasks.STARTED))


def _list(listing: tasks.Listing) -> dict[str, Any]:
    who, wish = asking(), _wish()
    with db.read(tenant_code()) as session:
        counts = tasks.count_tasks(session, who, today=given.today())
        found = tasks.list_tasks(session, who, listing, wish, cursors=given.cursors(), cursor=given.after())
        kinds = tasks.kinds_of(session, who, listing)
    return {"counts": counts, "found": found, "kinds": words.kinds(kinds), "wish": wish, "task_words": words}


def _wish() -> tasks.Wish:
    return tasks.Wish(kind=given.words("kind"), words=given.words("q"))
