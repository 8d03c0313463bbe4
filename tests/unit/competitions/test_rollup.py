"""Reported figures: what one body's reports make, how bodies add up, what cannot be a figure (D2)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from services.common.errors import DomainError
from services.common.regulation.campaign_targets import Rated, Reported
from services.competitions.domain.campaigns.figures import (
    Figure,
    Report,
    add_up,
    check_report,
    figure_of,
    shown,
    standing_reports,
)
from tests.unit.competitions.campaign_words import with_target

ADDED = with_target("report: added, at_least: 11960")
STANDING = with_target("report: standing, at_least: 10, decimals: 1")
RATE = with_target("rate: {part: 已建会企业, whole: 应建会企业}, at_least: 79.9%, evidence: 1")
COUNTED = with_target("count: contests, at_least: 1")
DAY = date(2025, 6, 30)


def a_report(amount: str, whole: str | None = None, *, on: date = DAY, replaces: UUID | None = None) -> Report:
    return Report(uuid4(), on, Figure(Decimal(amount), None if whole is None else Decimal(whole)), replaces)


def test_what_is_added_adds_up_and_what_stands_is_the_newest() -> None:
    reports = [a_report("300", on=date(2025, 3, 31)), a_report("-20", on=DAY)]
    (added,), (standing,) = ADDED.targets, STANDING.targets
    assert isinstance(added, Reported)
    assert isinstance(standing, Reported)
    assert figure_of(added, reports) == Figure(Decimal(280))
    assert figure_of(standing, list(reversed(reports))) == Figure(Decimal(-20))
    assert figure_of(added, []) is None


def test_a_correction_takes_the_place_of_what_it_replaces_and_can_itself_be_corrected() -> None:
    first = a_report("300")
    second = a_report("280", replaces=first.id)
    third = a_report("285", replaces=second.id)
    assert standing_reports([first, second, third]) == [third]
    (target,) = ADDED.targets
    assert isinstance(target, Reported)
    assert figure_of(target, [first, second, third, a_report("15", on=date(2025, 9, 30))]) == Figure(Decimal(300))


def test_rates_add_up_by_their_parts_and_never_as_a_mean() -> None:
    """90 of 100 and 500 of 1 000: 590 of 1 100 is 53.63 %, where the mean of the rates would say 70 %."""
    (target,) = RATE.targets
    total = add_up(None, {"6101": Figure(Decimal(90), Decimal(100)), "6102": Figure(Decimal(500), Decimal(1000))})
    assert total == Figure(Decimal(590), Decimal(1100))
    assert shown(target, total) == Decimal("53.63")


def test_what_nobody_told_is_nothing_and_not_nought() -> None:
    (target,) = RATE.targets
    assert add_up(None, {"6101": None}) is None
    assert shown(target, None) is None
    assert add_up(Figure(Decimal(5)), {"6101": None}) == Figure(Decimal(5))


def test_a_sum_and_a_rate_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        Figure(Decimal(1)) + Figure(Decimal(1), Decimal(2))


@pytest.mark.parametrize(
    ("part", "whole", "code"),
    [
        ("101", "100", "rate_above_100"),
        ("100", "100", None),
        ("0", "100", None),
        ("-1", "100", "figure_below_nothing"),
        ("0", "0", "rate_without_base"),
        ("1", None, "rate_without_base"),
        ("1.5", "100", "figure_too_fine"),
        ("1", "100.5", "figure_too_fine"),
    ],
)
def test_a_rate_lies_between_nothing_and_its_base(part: str, whole: str | None, code: str | None) -> None:
    figure = Figure(Decimal(part), None if whole is None else Decimal(whole))
    (target,) = RATE.targets
    assert isinstance(target, Rated)
    assert refused(target, figure, evidence=1) == code


@pytest.mark.parametrize(
    ("campaign", "amount", "code"),
    [
        (ADDED, "-5", None),
        (ADDED, "1.5", "figure_too_fine"),
        (STANDING, "-0.1", "figure_below_nothing"),
        (STANDING, "0", None),
        (STANDING, "1.5", None),
        (STANDING, "1.55", "figure_too_fine"),
        (COUNTED, "1", "counted_not_reported"),
    ],
)
def test_a_figure_is_as_fine_as_its_target_says(campaign, amount: str, code: str | None) -> None:  # type: ignore[no-untyped-def]
    assert refused(campaign.targets[0], Figure(Decimal(amount))) == code


@pytest.mark.parametrize(
    ("as_of", "today", "evidence", "code"),
    [
        (DAY, DAY, 1, None),
        (date(2025, 7, 1), DAY, 1, "report_in_future"),
        (date(2024, 12, 31), DAY, 1, "report_outside_run"),
        (date(2025, 1, 1), DAY, 1, None),
        (date(2025, 12, 31), date(2026, 1, 5), 1, None),
        (date(2026, 1, 1), date(2026, 1, 5), 1, "report_outside_run"),
        (DAY, DAY, 0, "report_evidence_missing"),
    ],
)
def test_a_report_is_of_a_day_of_the_run_and_brings_its_evidence(
    as_of: date, today: date, evidence: int, code: str | None
) -> None:
    (target,) = RATE.targets
    assert refused(target, Figure(Decimal(1), Decimal(2)), as_of=as_of, today=today, evidence=evidence) == code


def test_one_day_is_told_once_and_then_corrected() -> None:
    (target,) = ADDED.targets
    first = a_report("300")
    second = a_report("280", replaces=first.id)
    figure = Figure(Decimal(270))
    assert refused(target, figure, reports=[first]) == "already_reported"
    assert refused(target, figure, reports=[first], replaces=first.id) is None
    assert refused(target, figure, reports=[first, second], replaces=first.id) == "not_the_standing_report"
    assert refused(target, figure, reports=[first, second], replaces=second.id) is None


def refused(  # type: ignore[no-untyped-def]
    target, figure: Figure, *, as_of: date = DAY, today: date = DAY, evidence: int = 0, reports=(), replaces=None
) -> str | None:
    try:
        check_report(
            target,
            figure,
            campaign=RATE,
            as_of=as_of,
            today=today,
            evidence=evidence,
            reports=reports,
            replaces=replaces,
        )
    except DomainError as error:
        return error.code
    return None
