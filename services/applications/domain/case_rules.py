"""The rules a case follows: its programme, form and sheet, in the regulation version it began under."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.common.errors import DomainError
from services.common.regulation import Apply, Form, Programme, Regulation, Review
from services.common.regulation.dates import AddWorkingDays
from services.common.regulation.eligible import Minimum

Standing = Literal["on_time", "late", "refused"]


@dataclass(frozen=True)
class CaseRules:
    regulation: Regulation
    version: int
    programme: Programme

    @property
    def form(self) -> Form | None:
        return self.regulation.forms.get(self.programme.form or "")

    @property
    def apply_stage(self) -> Apply | None:
        return next((each for each in self.programme.stages if isinstance(each, Apply)), None)

    @property
    def asked_figures(self) -> tuple[Minimum, ...]:
        """Minimum figures that no field of the form holds: they are declared beside it."""
        known = {field.id for field in self.form.fields} if self.form else set()
        return tuple(each for each in self.programme.eligible.minimum if each.figure not in known)

    @property
    def title(self) -> str:
        return self.programme.title or self.programme.honour

    @property
    def rank_stage(self) -> Review | None:
        """The review after which a batch is recommended in order of merit (A4)."""
        return next((each for each in self.programme.stages if isinstance(each, Review) and each.ranks), None)


def round_year(rules: CaseRules, today: date) -> int:
    """The year of the round that is open on the day. Raises DomainError round_closed."""
    opens, closes = rules.programme.round.opens, rules.programme.round.closes
    for year in (today.year, today.year - 1):
        first, last = opens.in_year(year), closes.in_year(year)
        if last < first:
            last = closes.in_year(year + 1)
        if first <= today <= last:
            return year
    raise DomainError("round_closed", opens=opens, closes=closes)


def submit_by(rules: CaseRules, year: int) -> date | None:
    """The day by which the form must be in: the form's own, else the apply stage's. None when none is fixed."""
    for due in (rules.form.due if rules.form else None, rules.apply_stage.due if rules.apply_stage else None):
        if due is not None and due.on is not None:
            return due.last_day(year=year)
    return None


def standing_at_submit(rules: CaseRules, year: int, today: date) -> Standing:
    """The strictest of the form's and the stage's due day."""
    found: list[Standing] = []
    for due in (rules.form.due if rules.form else None, rules.apply_stage.due if rules.apply_stage else None):
        if due is not None and due.on is not None:
            found.append(due.standing_on(today, year=year))
    return "refused" if "refused" in found else "late" if "late" in found else "on_time"


def recommend_by(stage: Review, year: int, since: date, add_working_days: AddWorkingDays) -> date | None:
    """The last day on which the reviewing union may recommend (A4: 31 October)."""
    if stage.due is None:
        return None
    return stage.due.last_day(year=year, since=since, add_working_days=add_working_days)


def standing_of_recommendation(
    stage: Review, year: int, today: date, since: date, add_working_days: AddWorkingDays
) -> Standing:
    if stage.due is None:
        return "on_time"
    return stage.due.standing_on(today, year=year, since=since, add_working_days=add_working_days)
