"""The worklist: what awaits a person, what he did, what he began."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common.paging import SIZE, Cursors, Page
from services.common.principal import Principal
from services.portal.domain.searching import asked_of
from services.portal.domain.task import Task, Urgency, end_of_week, urgency

_COLUMNS = (
    "id, service, kind, title, url, role, unit_path, subject, due_on, remind_on, started_by, object_id,"
    " opened_at, closed_at, done_by, outcome"
)
# The predicate rules.is_for, as SQL. The grants come as two arrays of the same length.
_FOR_ME = """
(subject = :me or (subject = '' and role = any(:roles) and exists (
  select from unnest(cast(:roles as text[]), cast(:paths as text[])) as mine(role, path)
  where mine.role = task.role and (task.unit_path = '' or starts_with(task.unit_path, mine.path)))))
"""
_FILTER = " and (:kind = '' or kind = :kind) and words @> cast(:asked as text[])"
_OPEN = f"tenant = :tenant and closed_at is null and opened_at is not null and {_FOR_ME}"
_COUNT = f"""
select service, kind, count(*) as n, count(*) filter (where due_on < :today) as overdue,
  count(*) filter (where due_on = :today) as today,
  count(*) filter (where due_on > :today and due_on <= :sunday) as week
from task where {_OPEN} group by service, kind order by service, kind
"""  # noqa: S608


@dataclass(frozen=True)
class Wish:
    """What the list is narrowed to."""

    kind: str = ""
    words: str = ""


ALL = Wish()


@dataclass(frozen=True)
class Counts:
    """Of the open tasks of one person, whatever the filter."""

    open: int
    by_urgency: Mapping[Urgency, int]
    started: int
    kinds: Sequence[tuple[str, str]]
    """(service, kind) that occur, for the filter."""

    @property
    def overdue(self) -> int:
        return self.by_urgency[Urgency.OVERDUE]


def _values(who: Principal, wish: Wish, **more: Any) -> dict[str, Any]:
    roles, paths = [grant.role.value for grant in who.grants], [grant.unit_path for grant in who.grants]
    asked = {"kind": wish.kind, "asked": asked_of(wish.words)}
    return {"tenant": who.tenant, "me": who.subject, "roles": roles, "paths": paths, **asked, **more}


def count_tasks(session: Session, who: Principal, *, today: date) -> Counts:
    """Two statements: the open ones by kind and urgency, and what he began that is not over."""
    rows = session.execute(text(_COUNT), _values(who, ALL, today=today, sunday=end_of_week(today))).all()
    total, overdue, due, week = (sum(row[at] for row in rows) for at in (2, 3, 4, 5))
    started = session.execute(
        text(
            "select count(*) from task where tenant = :tenant and started_by = :me"
            " and closed_at is null and opened_at is not null"
        ),
        {"tenant": who.tenant, "me": who.subject},
    ).scalar_one()
    by_urgency = {
        Urgency.OVERDUE: overdue,
        Urgency.TODAY: due,
        Urgency.WEEK: week,
        Urgency.LATER: total - overdue - due - week,
    }
    return Counts(total, by_urgency, started, [(row.service, row.kind) for row in rows])


@dataclass(frozen=True)
class Listing:
    """One of the three lists: which rows, and the two columns its pages go by."""

    where: str
    first: str
    first_type: str
    is_descending: bool

    def order(self) -> str:
        way = " desc" if self.is_descending else ""
        return f"{self.first}{way}, id{way}"

    def beyond(self) -> str:
        sign = "<" if self.is_descending else ">"
        return f" and ({self.first}, id) {sign} (cast(:first as {self.first_type}), cast(:second as uuid))"


OPEN = Listing(_OPEN, "due_or_never", "date", is_descending=False)
"""待办, the most urgent first."""
DONE = Listing(
    "tenant = :tenant and closed_at is not null and opened_at is not null and done_by = :me",
    "closed_at",
    "timestamptz",
    is_descending=True,
)
"""已办, the latest first."""
STARTED = Listing(
    "tenant = :tenant and opened_at is not null and started_by = :me", "opened_at", "timestamptz", is_descending=True
)
"""我发起的, the latest first."""


def list_tasks(
    session: Session,
    who: Principal,
    listing: Listing,
    wish: Wish = ALL,
    *,
    cursors: Cursors,
    cursor: str | None = None,
    size: int = SIZE,
) -> Page[Task]:
    """One page, one statement."""
    place = cursors.read(who.tenant, cursor)
    values = _values(who, wish, size=size + 1)
    if place:
        values |= {"first": place[0], "second": place[1]}
    rows = session.execute(
        text(
            f"select {_COLUMNS}, {listing.first} as place from task"  # noqa: S608
            f" where {listing.where}{_FILTER}{listing.beyond() if place else ''} order by {listing.order()} limit :size"
        ),
        values,
    ).all()
    tasks = [_task(row) for row in rows[:size]]
    following = cursors.sign(who.tenant, [rows[size - 1].place.isoformat(), tasks[-1].id]) if len(rows) > size else None
    return Page(tasks, following)


def kinds_of(session: Session, who: Principal, listing: Listing) -> list[tuple[str, str]]:
    """(service, kind) that occur in the list, for its filter: one statement."""
    rows = session.execute(
        text(f"select distinct service, kind from task where {listing.where} order by service, kind"),  # noqa: S608
        _values(who, ALL),
    )
    return [(row.service, row.kind) for row in rows]


def _task(row: Any) -> Task:
    return Task(**{name: getattr(row, name) for name in Task.__dataclass_fields__})


def find_task(session: Session, who: Principal, task_id: UUID) -> Task | None:
    row = session.execute(
        text(f"select {_COLUMNS} from task where tenant = :tenant and id = :id and opened_at is not null"),  # noqa: S608
        {"tenant": who.tenant, "id": task_id},
    ).one_or_none()
    return _task(row) if row else None


def grouped(tasks: Sequence[Task], today: date) -> list[tuple[Urgency, list[Task]]]:
    """In the order of the page; the page's own rows only."""
    groups: dict[Urgency, list[Task]] = {}
    for task in tasks:
        groups.setdefault(urgency(task.due_on, today), []).append(task)
    return list(groups.items())
