"""What the entries of a campaign's contests make of a unit's form 2 (B8 form 2)."""

from __future__ import annotations

from sqlalchemy import distinct, func, or_, select
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.common.regulation.campaign import Runs
from services.competitions.models.contest import ContestRow, EntryRow
from services.competitions.queries.entries import FormLine, FormTwo


def form_two_of(session: Session, runs: Runs, unit_path: str) -> FormTwo:
    """One line a team of an employer below the unit; who entered several contests of the run is one participant."""
    e, c = EntryRow, ContestRow
    asked = (
        select(
            e.employer, e.team, func.max(e.industry), func.count(distinct(e.person_ref)), func.max(e.leader),
            func.max(e.phone),
        )
        .join(c, (c.tenant == e.tenant) & (c.id == e.contest_id))
        .where(
            e.tenant == tenant_of(session),
            e.status == "entered",
            e.unit_path.startswith(unit_path, autoescape=True),
            c.status != "cancelled",
            c.year.between(runs.from_.year, runs.to.year),
            or_(c.held_on.is_(None), c.held_on.between(runs.from_, runs.to)),
        )
        .group_by(e.employer, e.team)
        .order_by(e.employer, e.team)
    )  # fmt: skip
    return FormTwo(tuple(FormLine(number, *row) for number, row in enumerate(session.execute(asked), 1)))
