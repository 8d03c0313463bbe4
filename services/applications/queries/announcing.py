"""Which days the federation has to announce, and which it has; which offices have answered."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.applications.domain import Application
from services.applications.queries.due_days import announced_on
from services.applications.queries.regulated import programmes_in_force
from services.common.regulation.stage_check import announced_stages


def version_of(day: date | None) -> int:
    return day.toordinal() if day else 0


@dataclass(frozen=True)
class ToAnnounce:
    programme: str
    title: str
    year: int
    stage: str
    stage_title: str
    rule: str
    day: date | None
    version: int
    """Of the day: another day is another version, 0 where none is announced."""


def days_to_announce(session: Session, *, today: date) -> list[ToAnnounce]:
    """Of every programme in force, for the round that is open or comes next."""
    found = []
    announced = {year: announced_on(session, year) for year in (today.year - 1, today.year, today.year + 1)}
    for rules in programmes_in_force(session, on=today):
        programme, round_ = rules.programme, rules.programme.round
        year = (round_.window(today) or round_.next_window(today))[0]
        for key in announced_stages(programme, rules.form):
            stage = programme.stage(key)
            due = stage.due or (rules.form.due if rules.form else None)
            rule, day = due.phrase() if due else "", announced.get(year, {}).get((programme.id, key))
            found.append(ToAnnounce(programme.id, rules.title, year, key, stage.says, rule, day, version_of(day)))
    return found


def answered(session: Session, case: Application) -> set[str]:
    """The offices that have answered since the case came to where it stands."""
    asked = text(
        "select detail->>'office' as office from log_entry where tenant = :t and object_type = 'application'"
        " and object_id = :id and action in ('office_answered', 'office_silent') and at >= :since"
    )
    found = session.execute(asked, {"t": case.tenant, "id": str(case.id), "since": case.moved_at})
    return {row.office for row in found}
