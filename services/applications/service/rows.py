"""A new case's row and its number."""

from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.applications.domain import Application
from services.applications.domain.filling import Filling
from services.applications.domain.number import case_number
from services.applications.domain.search import search_words
from services.applications.models import ApplicationRow
from services.common import directory
from services.common.clock import day_of


def next_number(session: Session, year: int) -> str:
    """The next number of the tenant's year. Whoever begins a case waits here for the one before him."""
    tenant = session.info["tenant"]
    running = session.execute(
        text(
            "insert into case_number (tenant, year, last) values (:t, :year, 1)"
            " on conflict (tenant, year) do update set last = case_number.last + 1 returning last"
        ),
        {"t": tenant, "year": year},
    ).scalar_one()
    return case_number(directory.find_tenant(session, tenant).short_name, year, running)


def add_case(
    session: Session, case: Application, filling: Filling | None = None, *, saved_at: datetime | None = None
) -> ApplicationRow:
    """Put a begun case into the tenant."""
    filled = filling or Filling()
    row = ApplicationRow(
        form=dict(filled.form),
        declared=filled.declared,
        saved_at=saved_at,
        saved_by=case.created_by if saved_at else "",
        search=search_words(case.number, case.full_name, case.union_name, case.honour),
    )
    row.apply(case)
    session.add(row)
    session.flush()
    return row


def since_of(case: Application) -> date:
    """The day from which spans of the case are counted: when it came in."""
    return day_of(case.submitted_at or case.created_at)
