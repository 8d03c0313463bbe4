"""Publicity as the public site lists it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.common.paging import SIZE, Cursors, Page


@dataclass(frozen=True)
class Notice:
    id: str
    title: str
    status: str
    starts_on: date
    ends_on: date | None
    url: str

    def is_running(self, today: date) -> bool:
        return self.starts_on <= today and (self.ends_on is None or today <= self.ends_on) and self.status != "stopped"


def list_notices(session: Session, *, cursors: Cursors, cursor: str | None = None, size: int = SIZE) -> Page[Notice]:
    tenant = tenant_of(session)
    place: Sequence[str | None] = cursors.read(tenant, cursor) or [None, ""]
    rows = session.execute(
        text(
            "select id, title, status, starts_on, ends_on, url from notice where tenant = :tenant"
            " and (cast(:on as date) is null or (starts_on, id) < (cast(:on as date), :id))"
            " order by starts_on desc, id desc limit :size"
        ),
        {"tenant": tenant, "on": place[0], "id": place[1], "size": size + 1},
    ).all()
    found = [Notice(*row) for row in rows[:size]]
    following = cursors.sign(tenant, [found[-1].starts_on.isoformat(), found[-1].id]) if len(rows) > size else None
    return Page(found, following)
