"""The days on which things happened to a case, and those the federation announced: what due days are counted from."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.applications.domain import Application
from services.applications.domain.case_rules import CaseRules, Days, apply_dues
from services.applications.models.announced_day import AnnouncedDayRow
from services.common import directory
from services.common.clock import day_of
from services.common.regulation import Due

HAPPENED: Final = {
    "assessed": "assessed",
    "docket_agree": "approved",
    "publicity_passed": "publicised",
    "conferred": "conferred",
}
_LOG = text(
    "select action, at, detail from log_entry where tenant = :t and object_type = 'application' and object_id = :id"
    " order by seq"
)


def days_of(session: Session, case: Application, *dues: Due | None) -> Days:
    """Only what these due days need is read."""
    since = day_of(case.submitted_at or case.created_at)
    calendar = directory.calendar(session, around=since)
    needed = {due.from_ for due in dues if due is not None} - {None}
    happened = {"submitted": since, "received": since} if case.submitted_at else {}
    if needed - {"submitted", "announced"}:
        happened |= _in_log(session, case)
    if "announced" in needed:
        found = announced_on(session, case.year).get((case.programme, case.stage))
        happened |= {"announced": found} if found else {}
    return Days(calendar.add_working_days, happened)


def apply_days_of(session: Session, *rules: CaseRules, year: int, around: date) -> list[Days]:
    """For the applicant, who has only a round yet; of several programmes in as many statements as of one."""
    calendar = directory.calendar(session, around=around)
    needed = any(due.from_ == "announced" for each in rules for due in apply_dues(each))
    announced = announced_on(session, year) if needed else {}
    found = []
    for each in rules:
        stage = each.apply_stage
        day = announced.get((each.programme.id, stage.key)) if stage else None
        found.append(Days(calendar.add_working_days, {"announced": day} if day else {}))
    return found


def _in_log(session: Session, case: Application) -> Mapping[str, date]:
    """The latest of each; received is the day on which the case came to where it stands."""
    found: dict[str, date] = {}
    for action, at, detail in session.execute(_LOG, {"t": case.tenant, "id": str(case.id)}):
        if action in HAPPENED:
            found[HAPPENED[action]] = day_of(at)
        said = detail or {}
        if said.get("to_stage") == case.stage and said.get("from_stage") != case.stage:
            found["received"] = day_of(at)
    return found


def announced_on(session: Session, year: int) -> Mapping[tuple[str, str], date]:
    """By programme and stage, the days that were announced for the rounds of the year."""
    row = AnnouncedDayRow
    asked = select(row.programme, row.stage, row.day).where(row.tenant == session.info["tenant"], row.year == year)
    return {(found.programme, found.stage): found.day for found in session.execute(asked)}
