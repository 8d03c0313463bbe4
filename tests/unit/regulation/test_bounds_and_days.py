"""Bounds that name themselves, exact shares, days on both sides of their edge, money."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from services.common.regulation import Bound, Due, Every, MonthDay, Percent, ShareBound, Span
from services.common.regulation.bands import gaps_and_overlaps
from services.common.regulation.money import Money, Sum, yuan

D = Decimal


@pytest.mark.parametrize(
    ("bound", "admitted", "refused", "phrase"),
    [
        (Bound(at_least=D(90)), ["90", "90.00", "90.01"], ["89.99"], "不低于 90"),
        (Bound(over=D(10)), ["10.01"], ["10", "10.00"], "超过 10"),
        (Bound(at_most=D(3)), ["3", "3.00"], ["3.01"], "不超过 3"),
        (Bound(under=D(60)), ["59.99"], ["60"], "低于 60"),
        (Bound(at_least=D(85), under=D(95)), ["85", "94.99"], ["84.99", "95"], "不低于 85 且低于 95"),
        (Bound(at_least=D(5), at_most=D(5)), ["5"], ["4.99", "5.01"], "等于 5"),
        (Bound(at_least=D(35), is_percent=True), ["35"], ["34.99"], "不低于 35%"),
    ],
)
def test_a_bound_includes_what_its_word_says(
    bound: Bound, admitted: list[str], refused: list[str], phrase: str
) -> None:
    assert [bound.admits(D(each)) for each in admitted] == [True] * len(admitted)
    assert [bound.admits(D(each)) for each in refused] == [False] * len(refused)
    assert bound.phrase() == phrase


def test_people_are_counted_with_their_own_word() -> None:
    assert Bound(at_least=D(3)).phrase("人") == "不少于 3 人"
    assert Bound(under=D(3)).phrase("人") == "少于 3 人"


@pytest.mark.parametrize(
    ("bound", "is_empty"),
    [
        (Bound(at_least=D(5), at_most=D(5)), False),
        (Bound(at_least=D(5), under=D(5)), True),
        (Bound(over=D(5), at_most=D(5)), True),
        (Bound(at_least=D(6), at_most=D(5)), True),
        (Bound(over=D(5)), False),
    ],
)
def test_a_bound_nothing_can_meet_is_empty(bound: Bound, is_empty: bool) -> None:
    assert bound.is_empty is is_empty


@pytest.mark.parametrize(
    ("rounding", "whole", "places"),
    [("up", 20, 7), ("up", 21, 8), ("down", 21, 7), ("half_up", 21, 7), ("half_up", 10, 4), ("down", 10, 3)],
)
def test_a_percent_becomes_people_by_the_rounding_it_names(rounding: str, whole: int, places: int) -> None:
    assert Percent(D(35)).places(whole, rounding) == places


@pytest.mark.parametrize(
    ("bound", "part", "whole", "admits"),
    [
        (ShareBound(at_least=Fraction(2, 3)), 6, 9, True),
        (ShareBound(at_least=Fraction(2, 3)), 5, 9, False),
        (ShareBound(at_least=Fraction(2, 3)), 2, 3, True),
        (ShareBound(over=Fraction(1, 2)), 4, 8, False),
        (ShareBound(over=Fraction(1, 2)), 5, 8, True),
        (ShareBound(at_least=Fraction(2, 3)), 0, 0, False),
    ],
)
def test_quorum_and_majority_are_exact(bound: ShareBound, part: int, whole: int, admits: bool) -> None:
    assert bound.admits(part, whole) is admits


@pytest.mark.parametrize(("part", "admits"), [(2, True), (1, False)])
def test_a_share_in_percent_is_compared_without_dividing(part: int, admits: bool) -> None:
    assert Bound(at_least=D("66.66"), is_percent=True).admits_share(part, 3) is admits
    assert not Bound(at_least=D("66.67"), is_percent=True).admits_share(2, 3)


@pytest.mark.parametrize(("late", "after"), [("refused", "refused"), ("marked", "late"), ("waived", "refused")])
def test_the_last_day_is_on_time_and_the_next_is_what_the_rule_says(late: str, after: str) -> None:
    due = Due(on=MonthDay(10, 31), late=late)
    assert due.standing_on(date(2025, 10, 31)) == "on_time"
    assert due.standing_on(date(2025, 11, 1)) == after


def test_the_round_s_year_decides_not_today_s() -> None:
    due = Due(on=MonthDay(10, 31), late="refused")
    assert due.standing_on(date(2026, 1, 5), year=2025) == "refused"
    assert due.standing_on(date(2026, 1, 5), year=2026) == "on_time"


def test_a_due_day_may_be_one_day_or_counted_from_an_event() -> None:
    assert Due(on=date(2026, 4, 15)).standing_on(date(2026, 4, 16)) == "refused"
    counted = Due(within=Span(20, "days"), from_="received", late="marked")
    assert counted.standing_on(date(2026, 1, 21), since=date(2026, 1, 1)) == "on_time"
    assert counted.standing_on(date(2026, 1, 22), since=date(2026, 1, 1)) == "late"
    with pytest.raises(ValueError, match="no day yet"):
        counted.standing_on(date(2026, 1, 1))


def weekdays_only(day: date, days: int) -> date:
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


@pytest.mark.parametrize(
    ("span", "last"),
    [
        (Span(5, "days"), date(2025, 11, 26)),
        (Span(5, "working_days"), date(2025, 11, 28)),
        (Span(3, "months"), date(2026, 2, 21)),
        (Span(1, "years"), date(2026, 11, 21)),
        (Span(24, "hours"), date(2025, 11, 22)),
        (Span(25, "hours"), date(2025, 11, 23)),
    ],
)
def test_a_span_ends_on_its_last_day(span: Span, last: date) -> None:
    assert span.after(date(2025, 11, 21), weekdays_only) == last


def test_months_end_on_the_last_day_there_is() -> None:
    assert Span(1, "months").after(date(2025, 1, 31)) == date(2025, 2, 28)
    assert Span(1, "years").after(date(2024, 2, 29)) == date(2025, 2, 28)
    assert MonthDay(2, 29).in_year(2025) == date(2025, 2, 28)
    assert Every(2, "year").after(date(2025, 11, 21)) == date(2027, 11, 21)


def test_working_days_need_a_calendar() -> None:
    with pytest.raises(ValueError, match="calendar"):
        Span(5, "working_days").after(date(2025, 11, 21))


def test_due_days_are_said_in_chinese() -> None:
    assert Due(on=MonthDay(10, 31)).phrase() == "每年10月31日前，逾期不予受理"
    assert Due(on=date(2026, 4, 15), late="marked").phrase() == "2026年4月15日前，逾期受理并注明"
    counted = Due(within=Span(20, "working_days"), from_="received", late="waived")
    assert counted.phrase() == "自收到之日起 20 个工作日内，逾期视为放弃"


@pytest.mark.parametrize(
    ("bounds", "says"),
    [
        ([Bound(at_least=D(90)), Bound(at_least=D(60), under=D(90)), Bound(under=D(60))], []),
        ([Bound(at_least=D(90)), Bound(at_least=D(60), at_most=D("89.99")), Bound(under=D(60))], []),
        (
            [Bound(at_least=D(90)), Bound(at_least=D(60), at_most=D(89)), Bound(under=D(60))],
            ["89.01 到 89.99 没有任何一档，请补上或调整界限。"],
        ),
        (
            [Bound(at_least=D(90)), Bound(at_least=D(60), at_most=D(90)), Bound(under=D(60))],
            ["90 到 90 同时属于两档，请调整界限。"],
        ),
        ([Bound(at_least=D(60))], ["0.00 到 59.99 没有任何一档，请补上或调整界限。"]),
        ([Bound(under=D(60))], ["60.00 到 100 没有任何一档，请补上或调整界限。"]),
    ],
)
def test_bands_have_neither_gap_nor_overlap(bounds: list[Bound], says: list[str]) -> None:
    assert list(gaps_and_overlaps(bounds, D("0.00"), D(100), D("0.01"))) == says


TABLE = (Sum(for_="一等奖", amount=D(5000)), Sum(for_="二等奖", amount=D(3000)))


@pytest.mark.parametrize(
    ("money", "causes", "sum_"),
    [
        (Money(amount=D(1000), together="once"), ("甲", "乙"), "1000"),
        (Money(amount=D(1000), together="add"), ("甲", "乙"), "2000"),
        (Money(amount=D(1000), together="add", at_most=D(1500)), ("甲", "乙"), "1500"),
        (Money(table=TABLE, together="best"), ("二等奖", "一等奖"), "5000"),
        (Money(table=TABLE, together="once"), ("二等奖", "一等奖"), "3000"),
        (Money(table=TABLE, together="add"), ("二等奖", "鼓励奖"), "3000"),
        (Money(amount=D(1000)), (), "0"),
    ],
)
def test_several_causes_make_one_sum(money: Money, causes: tuple[str, ...], sum_: str) -> None:
    assert money.for_all(causes) == D(sum_)


@pytest.mark.parametrize(
    ("whole", "sum_"), [("333.33", "100.00"), ("1000.01", "300.00"), ("10000", "2000"), ("6666.70", "2000")]
)
def test_a_share_has_a_floor_and_a_ceiling_and_loses_part_fens(whole: str, sum_: str) -> None:
    money = Money(share=Percent(D(30)), at_least=D(100), at_most=D(2000))
    assert money.for_one(whole=D(whole)) == D(sum_)


def test_money_is_said_with_thousands() -> None:
    assert (yuan(D(5000)), yuan(D("1234.50"))) == ("5,000 元", "1,234.50 元")
    assert Money(table=TABLE, at_most=D(8000)).phrase() == "一等奖 5,000 元；二等奖 3,000 元，最高 8,000 元"
