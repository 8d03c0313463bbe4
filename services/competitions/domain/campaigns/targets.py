"""How far a body is with a target: met, on its way, behind the time that has passed, missed (B3, D2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from services.common.errors import DomainError
from services.common.regulation.bounds import Bound
from services.common.regulation.campaign import Runs
from services.common.regulation.campaign_targets import CampaignTarget, Rated
from services.common.regulation.dates import MonthDay
from services.competitions.domain.campaigns.figures import Figure, shown


class State(StrEnum):
    UNSHARED = "unshared"
    MET = "met"
    ON_THE_WAY = "on_the_way"
    BEHIND = "behind"
    MISSED = "missed"


@dataclass(frozen=True)
class Progress:
    """`expected`: how much there should be by the day; `lacking`: what is short of the goal, in what is shown."""

    state: State
    shown: Decimal | None
    goal: Bound
    expected: Decimal
    lacking: Decimal

    @property
    def share(self) -> int:
        """How much of the goal is there, in whole percent points from 0 to 100: what a bar can show."""
        return _percent(self.shown or Decimal(0), least(self.goal))

    @property
    def time_share(self) -> int:
        """The same of what should be there by today."""
        return _percent(self.expected, least(self.goal))

    @property
    def is_behind(self) -> bool:
        return self.state in (State.BEHIND, State.MISSED)


def _percent(part: Decimal, whole: Decimal) -> int:
    if whole <= 0:
        return 0
    return max(0, min(100, int(part * 100 / whole)))


def unshared(found: Progress) -> Progress:
    """Nothing is asked of a body before its share is known; nothing is met by that either."""
    return replace(found, state=State.UNSHARED)


def progress(target: CampaignTarget, runs: Runs, figure: Figure | None, *, goal: Bound, today: date) -> Progress:
    """`goal` is the body's own: the target's, or the share that it took."""
    value = shown(target, figure)
    expected = expected_by(target, runs, goal, today)
    has = value if value is not None else Decimal(0)
    is_known = value is not None or not isinstance(target, Rated)
    if is_known and goal.admits(has):
        state = State.MET
    elif today > last_day(target, runs) or _is_beyond(goal, has):
        state = State.MISSED
    elif has < expected:
        state = State.BEHIND
    else:
        state = State.ON_THE_WAY
    return Progress(state, value, goal, expected, max(least(goal) - has, Decimal(0)))


def least(goal: Bound) -> Decimal:
    """The figure that a goal asks for; nothing where it only forbids."""
    return max((end for end in (goal.at_least, goal.over) if end is not None), default=Decimal(0))


def _is_beyond(goal: Bound, value: Decimal) -> bool:
    """Over a ceiling there is no way back."""
    return not Bound(at_most=goal.at_most, under=goal.under).admits(value)


def last_day(target: CampaignTarget, runs: Runs) -> date:
    return target.due.last_day(year=runs.from_.year) if target.due else runs.to


def expected_by(target: CampaignTarget, runs: Runs, goal: Bound, today: date) -> Decimal:
    """By its milestones; without any, by the days that have passed, whole pieces only. A rate has no halves."""
    aim = Fraction(least(goal))
    if target.milestones:
        reached = [each.at_least.points for each in target.milestones if _day(each.on, runs) <= today]
        share = Fraction(max(reached, default=Decimal(0))) / 100
        exact = aim * share * 10**4
        return Decimal(-(-exact.numerator // exact.denominator)).scaleb(-4).normalize() + 0
    last = last_day(target, runs)
    if isinstance(target, Rated) or today < runs.from_:
        return Decimal(0)
    passed = Fraction((min(today, last) - runs.from_).days + 1, (last - runs.from_).days + 1)
    return Decimal(int(aim * passed))


def _day(on: MonthDay, runs: Runs) -> date:
    """The milestone's day within the run."""
    years = range(runs.from_.year, runs.to.year + 1)
    return next(day for day in (on.in_year(year) for year in years) if runs.has(day))


def take_share(target: CampaignTarget, *, offered: Decimal, own: Decimal) -> Bound:
    """The goal of a lower federation: the share it was given, raised, or its own, as the regulation says (D1).

    Raises DomainError: not_split, share_is_given, share_not_lowered, share_beyond_100.
    """
    if target.split is None:
        raise DomainError("not_split", title=target.title)
    if target.split == "given" and own != offered:
        raise DomainError("share_is_given", offered=offered)
    if target.split == "raised" and own < offered:
        raise DomainError("share_not_lowered", offered=offered)
    if own < 0 or (target.is_rate and own > 100):
        raise DomainError("share_beyond_100")
    return with_share(target, own)


def with_share(target: CampaignTarget, share: Decimal) -> Bound:
    """The target's bound with another figure in the place of what it asks for."""
    if target.bound.over is not None and target.bound.at_least is None:
        return replace(target.bound, over=share)
    return replace(target.bound, at_least=share)


@dataclass(frozen=True)
class Balance:
    """The shares of the bodies below against the goal above; for a rate, who set less than the goal."""

    goal: Decimal
    taken: Decimal
    short: Decimal
    below_goal: tuple[str, ...] = ()

    @property
    def is_covered(self) -> bool:
        return not self.short and not self.below_goal


def balance(target: CampaignTarget, goal: Bound, shares: Mapping[str, Decimal]) -> Balance:
    """Sums are held against the superior's. Rates are not added: each is held against the goal by itself."""
    aim = least(goal)
    if target.is_rate:
        lower = tuple(name for name, share in shares.items() if share < aim)
        return Balance(aim, min(shares.values(), default=Decimal(0)), Decimal(0), lower)
    taken = sum(shares.values(), Decimal(0))
    return Balance(aim, taken, max(aim - taken, Decimal(0)))
