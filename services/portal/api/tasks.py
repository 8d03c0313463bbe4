"""The worklist and the account of whoever asks."""

from datetime import date
from typing import Any
from uuid import UUID

from services.common.errors import NotFound
from services.common.http import asking
from services.portal import rules
from services.portal.api import shapes
from services.portal.api.blueprint import blueprint
from services.portal.domain.task import Task, Urgency, urgency
from services.portal.queries import tasks
from services.portal.queries.messages import mail_choice
from services.portal.queries.seats import seats_of
from services.portal.store import db
from services.portal.web import given

LISTS = {"open": tasks.OPEN, "done": tasks.DONE, "started": tasks.STARTED}


@blueprint.get("/tasks")
@blueprint.input(shapes.TaskQuery, location="query")
@blueprint.output(shapes.TaskPage)
@blueprint.doc(summary="待办、已办、我发起的")
def list_tasks(tenant: str, query_data: shapes.TaskQuery) -> Any:
    who, today = asking(), given.today()
    wish, asked = tasks.Wish(query_data.kind, query_data.q), LISTS[query_data.list]
    with db.read(tenant) as session:
        counts = tasks.count_tasks(session, who, today=today)
        found = tasks.list_tasks(session, who, asked, wish, cursors=given.cursors(), cursor=query_data.cursor)
    return {
        "rows": [_task(each, today) for each in found.rows],
        "counts": _counts(counts),
        "next_cursor": found.next_cursor,
    }


@blueprint.get("/tasks/<uuid:task_id>")
@blueprint.output(shapes.TaskOut)
@blueprint.doc(summary="一件待办")
def read_task(tenant: str, task_id: UUID) -> Any:
    who = asking()
    with db.read(tenant) as session:
        found = tasks.find_task(session, who, task_id)
    if found is None or not rules.may_see_task(who, found):
        raise NotFound("not_found")
    return _task(found, given.today())


@blueprint.get("/account")
@blueprint.output(shapes.AccountOut)
@blueprint.doc(summary="我的账户")
def account(tenant: str) -> Any:
    who = asking()
    with db.read(tenant) as session:
        choice = mail_choice(session, who)
    seats = [
        {
            "tenant": seat.tenant,
            "tenant_name": seat.tenant_name,
            "level": seat.level,
            "grants": [f"{role}（{unit}）" if unit else str(role) for role, unit in seat.grants],
        }
        for seat in seats_of(who.subject, on=given.today())
    ]
    mail = {"address": choice.address, "wants_mail": choice.wants_mail, "version": choice.version}
    return {"subject": who.subject, "name": who.name, "tenant": tenant, "seats": seats, "mail": mail}


def _task(task: Task, today: date) -> dict[str, Any]:
    names = ("id", "service", "kind", "title", "url", "role", "due_on", "opened_at", "closed_at", "outcome")
    return {name: getattr(task, name) for name in names} | {"urgency": urgency(task.due_on, today).value}


def _counts(counts: tasks.Counts) -> dict[str, int]:
    return {
        "open": counts.open,
        "started": counts.started,
        **{each.value: counts.by_urgency[each] for each in Urgency},
    }
