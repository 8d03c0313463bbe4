"""The rules a case follows: its programme, form and sheet, in the regulation version it began under."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from services.common.clock import SHANGHAI
from services.common.errors import DomainError
from services.common.regulation import Apply, Due, Form, Programme, Regulation, Review
from services.common.regulation.dates import AddWorkingDays, add_weekdays
from services.common.regulation.eligible import Minimum, NeverWithin
from services.common.regulation.requirements import Without

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
        """Figures that the rules ask and no field of the form holds: they are declared beside it."""
        known = {field.id for field in self.form.fields} if self.form else set()
        further = (figure for each in self.programme.eligible.requires for figure in each.asks())
        asked = {each.figure: Minimum(figure=each.figure, title=each.title, bound=each.bound) for each in further}
        asked |= {each.figure: each for each in self.programme.eligible.minimum}
        return tuple(each for each in asked.values() if each.figure not in known)

    @property
    def declared_facts(self) -> tuple[NeverWithin, ...]:
        """The facts that a candidate declares: those that exclude, and those that a further condition asks about."""
        asked = {each.fact: each for each in self.programme.eligible.never_within}
        for each in self.programme.requirements:
            if isinstance(each, Without) and each.without not in asked:
                years = each.within.amount if each.within.unit == "years" else None
                asked[each.without] = NeverWithin(fact=each.without, years=years)
        return tuple(asked.values())

    @property
    def title(self) -> str:
        return self.programme.title or self.programme.honour

    @property
    def rank_stage(self) -> Review | None:
        """The review after which a batch is recommended in order of merit (A4)."""
        return next((each for each in self.programme.stages if isinstance(each, Review) and each.ranks), None)


@dataclass(frozen=True)
class Days:
    """What due days are counted by: the calendar, and the days on which things happened to the case."""

    add_working_days: AddWorkingDays = add_weekdays
    happened: Mapping[str, date] = field(default_factory=dict)

    def last_of(self, due: Due | None, year: int) -> date | None:
        """The last day in time; None where there is none, or it is counted from what has not happened yet."""
        if due is None or (due.within is not None and due.from_ not in self.happened):
            return None
        since = self.happened.get(due.from_ or "")
        return due.last_day(year=year, since=since, add_working_days=self.add_working_days)

    def standing(self, due: Due | None, year: int, today: date, hour: int = 0) -> Standing:
        if due is None or self.last_of(due, year) is None:
            return "on_time"
        since = self.happened.get(due.from_ or "")
        return due.standing_on(today, year=year, since=since, add_working_days=self.add_working_days, hour=hour)


def hour_of(moment: datetime) -> int:
    """The full hour of the day, where the people are."""
    return moment.astimezone(SHANGHAI).hour


def round_year(rules: CaseRules, today: date) -> int:
    """The year of the round that is open on the day. Raises DomainError round_closed."""
    found = rules.programme.round.window(today)
    if found is None:
        _year, opens, closes = rules.programme.round.next_window(today)
        raise DomainError("round_closed", opens=opens, closes=closes)
    return found[0]


def must_still_be_taken(rules: CaseRules, begun: date, today: date) -> None:
    """A draft that its round went by: to the next one, or it falls, as is ruled. Raises round_closed, round_over."""
    round_ = rules.programme.round
    if round_.late is None:
        return
    window = round_.window(today)
    if round_.late == "falls" and window != round_.window(begun):
        raise DomainError("round_over")
    if window is None:
        round_year(rules, today)


def apply_dues(rules: CaseRules) -> tuple[Due, ...]:
    """The form's own due day and the apply stage's."""
    stage = rules.apply_stage
    return tuple(due for due in (rules.form.due if rules.form else None, stage.due if stage else None) if due)


def submit_by(rules: CaseRules, year: int, days: Days = Days()) -> date | None:
    """The day by which the form must be in: the form's own, else the apply stage's. None when none is known."""
    found = (days.last_of(due, year) for due in apply_dues(rules))
    return next((day for day in found if day is not None), None)


def standing_at_submit(rules: CaseRules, year: int, today: date, days: Days = Days(), hour: int = 0) -> Standing:
    """The strictest of the form's and the stage's due day."""
    found = [days.standing(due, year, today, hour) for due in apply_dues(rules)]
    return "refused" if "refused" in found else "late" if "late" in found else "on_time"
