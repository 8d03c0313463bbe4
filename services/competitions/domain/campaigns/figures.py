"""Reported figures, a sum or the two parts of a rate: what a body's reports make, and how bodies add up (D2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from services.common.errors import DomainError
from services.common.regulation.campaign import Campaign
from services.common.regulation.campaign_targets import CampaignTarget, Counted, Rated, Reported


@dataclass(frozen=True)
class Figure:
    """`whole` is a rate's denominator; figures of one target all have one, or none has."""

    amount: Decimal
    whole: Decimal | None = None

    def __add__(self, other: Figure) -> Figure:
        """Parts with parts, wholes with wholes: never a mean of rates."""
        if (self.whole is None) != (other.whole is None):
            raise ValueError("a sum and a rate do not add up")
        whole = None if self.whole is None or other.whole is None else self.whole + other.whole
        return Figure(self.amount + other.amount, whole)


@dataclass(frozen=True)
class Report:
    """What a body told as of a day. A correction is a report that replaces an earlier one, which is kept."""

    id: UUID
    as_of: date
    figure: Figure
    replaces: UUID | None = None


def standing_reports(reports: Iterable[Report]) -> list[Report]:
    """Those that no correction has replaced, by their day."""
    all_ = list(reports)
    replaced = {each.replaces for each in all_}
    return sorted((each for each in all_ if each.id not in replaced), key=lambda each: (each.as_of, str(each.id)))


def figure_of(target: Reported | Rated, reports: Iterable[Report]) -> Figure | None:
    """A body's own figure: all that it added, or what its newest report says. None: it has told nothing yet."""
    standing = [each.figure for each in standing_reports(reports)]
    if not standing:
        return None
    return total(standing) if isinstance(target, Reported) and target.report == "added" else standing[-1]


def total(figures: Iterable[Figure]) -> Figure | None:
    """The sum of a level; None of nothing."""
    found: Figure | None = None
    for each in figures:
        found = each if found is None else found + each
    return found


def add_up(own: Figure | None, below: Mapping[str, Figure | None]) -> Figure | None:
    """A body's own figure and those below it."""
    return total(each for each in (own, *below.values()) if each is not None)


def shown(target: CampaignTarget, figure: Figure | None) -> Decimal | None:
    """The number that stands on the page, and that is compared. A rate of nothing is no rate."""
    if figure is None:
        return None
    if isinstance(target, Rated):
        return target.shown(figure.amount, figure.whole) if figure.whole else None
    return figure.amount


def check_report(
    target: CampaignTarget,
    figure: Figure,
    *,
    campaign: Campaign,
    as_of: date,
    today: date,
    evidence: int,
    reports: Iterable[Report],
    replaces: UUID | None = None,
) -> None:
    """Raises DomainError: counted_not_reported, report_in_future, report_outside_run, report_evidence_missing,
    already_reported, not_the_standing_report, and what `check_figure` raises."""
    if isinstance(target, Counted):
        raise DomainError("counted_not_reported", title=target.title)
    if as_of > today:
        raise DomainError("report_in_future", as_of=as_of)
    if not campaign.runs.has(as_of):
        raise DomainError("report_outside_run", first=campaign.runs.from_, last=campaign.runs.to)
    if evidence < target.evidence:
        raise DomainError("report_evidence_missing", needed=target.evidence, given=evidence)
    check_figure(target, figure)
    standing = standing_reports(reports)
    if replaces is not None and replaces not in {each.id for each in standing}:
        raise DomainError("not_the_standing_report")
    if any(each.as_of == as_of and each.id != replaces for each in standing):
        raise DomainError("already_reported", as_of=as_of)


def check_figure(target: Reported | Rated, figure: Figure) -> None:
    """Raises rate_without_base, rate_above_100, figure_below_nothing, figure_too_fine.

    What is added may fall below nothing (净增), what stands may not.
    """
    if isinstance(target, Rated):
        if figure.whole is None or figure.whole <= 0:
            raise DomainError("rate_without_base", whole=target.rate.whole)
        if figure.amount > figure.whole:
            raise DomainError("rate_above_100", part=target.rate.part, whole=target.rate.whole)
        _refuse_below_nothing(figure.amount)
        _refuse_too_fine(figure.amount, 0)
        _refuse_too_fine(figure.whole, 0)
        return
    if target.report == "standing":
        _refuse_below_nothing(figure.amount)
    _refuse_too_fine(figure.amount, target.decimals)


def _refuse_below_nothing(amount: Decimal) -> None:
    if amount < 0:
        raise DomainError("figure_below_nothing")


def _refuse_too_fine(amount: Decimal, decimals: int) -> None:
    if amount != round(amount, decimals):
        raise DomainError("figure_too_fine", decimals=decimals)
