"""A reward by its regulation (A9): so much, by such a day, so often, against the unit's own spending."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from services.applications.domain.honour import Honour
from services.applications.domain.reward import check_reward
from services.common.errors import DomainError
from services.common.ids import new_id
from services.common.regulation import Bound, MonthDay, Percent, Span
from services.common.regulation.conferring import Earned, Reward
from services.common.regulation.money import Money, Sum
from services.common.regulation.windows import Window

CONFERRED = date(2025, 12, 1)


def an_honour(level: str = "county") -> Honour:
    return Honour(
        id=new_id(), tenant="341122", application_id=new_id(), programme="p", honour="工人先锋号", level=level, year=2025,
        regulation_id="r", regulation_version=1, number="1", token="t", subject_kind="team", subject_name="焊接一班",
        employer_name="", conferred_on=CONFERRED,
    )  # fmt: skip


def refusal(
    sum_: Money | None, amount: str, *, paid: tuple[str, ...] = (), others: tuple[str, ...] = (), days: int = 0,
    level: str = "county", within: Span | None = None, cause: Window | None = None, **told: object,
) -> str:  # fmt: skip
    rule = Reward(kind="money", to="team", sum=sum_, claim_within=within, cause=cause, per="year")
    spent = D(str(told.pop("spent", "0")))
    earned = Earned(level=level, spent=spent, **told)  # type: ignore[arg-type]
    try:
        check_reward(
            an_honour(level), rule, D(amount), earned=earned, paid=[D(each) for each in paid],
            others=[D(each) for each in others],
            on=CONFERRED + timedelta(days=days), add_working_days=lambda day, _count: day,
        )  # fmt: skip
    except DomainError as refused:
        return refused.code
    return ""


TABLE = Money(table=(Sum(for_="县级", amount=D(1000)), Sum(for_="市级", amount=D(3000))), together="add")

SIZES = (
    Sum(range=Bound(at_least=D(10), under=D(50)), amount=D(1000)),
    Sum(range=Bound(at_least=D(50)), amount=D(2000)),
)
BY_SIZE = Money(by="size", of="headcount", table=SIZES, at_least=D(500))
BY_TRADE = Money(by="trade", of="trade", table=(Sum(for_="焊工", amount=D(800)), Sum(for_="钳工", amount=D(600))))
BY_BAND = Money(by="band", table=(Sum(for_="优秀", amount=D(900)), Sum(for_="良好", amount=D(300))))
BY_PLACE = Money(by="place", table=(
    Sum(range=Bound(at_most=D(1)), amount=D(5000)), Sum(range=Bound(at_least=D(2), at_most=D(3)), amount=D(3000)),
))  # fmt: skip


@pytest.mark.parametrize(
    ("sum_", "amount", "more", "code"),
    [
        (Money(amount=D(1000)), "1000.00", {}, ""),
        (Money(amount=D(1000)), "1000.01", {}, "over_reward_sum"),
        (Money(amount=D(300), months=12), "3600", {}, ""),
        (Money(amount=D(300), months=12), "3600.01", {}, "over_reward_sum"),
        (Money(amount=D(300), months=12, at_most=D(3000)), "3000.01", {}, "over_reward_sum"),
        (TABLE, "1000", {}, ""),
        (TABLE, "1000.01", {}, "over_reward_sum"),
        (TABLE, "3000", {"level": "city"}, ""),
        (TABLE, "0.01", {"level": "province"}, "over_reward_sum"),
        (Money(amount=D(1000), together="once"), "400", {"paid": ("600",)}, "reward_given"),
        (Money(amount=D(1000), together="add"), "400", {"paid": ("600",)}, ""),
        (Money(amount=D(1000), together="add"), "400.01", {"paid": ("600",)}, "over_reward_sum"),
        (Money(amount=D(1000), matched=Percent(D(50))), "400", {"spent": "800"}, ""),
        (Money(amount=D(1000), matched=Percent(D(50))), "400.01", {"spent": "800"}, "over_reward_sum"),
        (Money(amount=D(1000), matched=Percent(D(50))), "1000", {"spent": "9000"}, ""),
        (Money(share=Percent(D(10)), at_least=D(200)), "200", {"spent": "500"}, ""),
        (Money(share=Percent(D(10)), at_least=D(200)), "201", {"spent": "500"}, "over_reward_sum"),
        (None, "99999", {}, ""),
        (BY_SIZE, "1000", {"form": {"headcount": "49"}}, ""),
        (BY_SIZE, "1000.01", {"form": {"headcount": "49"}}, "over_reward_sum"),
        (BY_SIZE, "2000", {"form": {"headcount": 50}}, ""),
        (BY_SIZE, "0.01", {"form": {"headcount": "9"}}, "over_reward_sum"),
        (BY_SIZE, "0.01", {"form": {}}, "over_reward_sum"),
        (BY_TRADE, "800", {"form": {"trade": "焊工"}}, ""),
        (BY_TRADE, "800", {"form": {"trade": "钳工"}}, "over_reward_sum"),
        (BY_TRADE, "0.01", {"form": {"trade": "电工"}}, "over_reward_sum"),
        (BY_BAND, "900", {"band": "优秀"}, ""),
        (BY_BAND, "900", {"band": "良好"}, "over_reward_sum"),
        (BY_PLACE, "5000", {"place": 1}, ""),
        (BY_PLACE, "5000", {"place": 2}, "over_reward_sum"),
        (BY_PLACE, "3000", {"place": 3}, ""),
        (BY_PLACE, "0.01", {"place": 4}, "over_reward_sum"),
        (BY_PLACE, "0.01", {}, "over_reward_sum"),
        (Money(share=Percent(D(10)), of="cost"), "300", {"form": {"cost": "3000"}}, ""),
        (Money(share=Percent(D(10)), of="cost"), "300.01", {"form": {"cost": "3000"}}, "over_reward_sum"),
    ],
)
def test_the_sum_is_the_regulations_and_not_a_fen_more(
    sum_: Money | None, amount: str, more: dict[str, str], code: str
) -> None:
    assert refusal(sum_, amount, **more) == code  # type: ignore[arg-type]


@pytest.mark.parametrize(("days", "code"), [(90, ""), (91, "reward_too_late")])
def test_a_reward_is_claimed_within_its_window(days: int, code: str) -> None:
    assert refusal(None, "1000", days=days, within=Span(90, "days")) == code


@pytest.mark.parametrize(
    ("together", "others", "amount", "code"),
    [
        ("once", (), "1000", ""),
        ("once", ("1",), "1", "reward_given"),
        ("best", ("600",), "400", ""),
        ("best", ("600",), "400.01", "over_reward_sum"),
        ("best", ("3000",), "0.01", "over_reward_sum"),
        ("add", ("600",), "900", ""),
        ("add", ("600",), "900.01", "over_reward_sum"),
    ],
)
def test_several_honours_of_one_holder_make_one_sum(
    together: str, others: tuple[str, ...], amount: str, code: str
) -> None:
    sum_ = Money(amount=D(1000), at_most=D(1500) if together == "add" else None, together=together)
    assert refusal(sum_, amount, others=others) == code


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        (Window(from_=CONFERRED, to=CONFERRED), ""),
        (Window(from_=CONFERRED + timedelta(days=1)), "reward_cause_outside"),
        (Window(to=CONFERRED - timedelta(days=1)), "reward_cause_outside"),
        (Window(from_=MonthDay(12, 1), to=MonthDay(1, 31)), ""),
        (Window(from_=MonthDay(12, 2), to=MonthDay(1, 31)), "reward_cause_outside"),
        (Window(from_=MonthDay(1, 1), to=MonthDay(12, 1)), ""),
        (Window(from_=MonthDay(1, 1), to=MonthDay(11, 30)), "reward_cause_outside"),
    ],
)
def test_what_is_rewarded_must_have_happened_in_its_window(cause: Window, code: str) -> None:
    assert refusal(None, "1000", cause=cause) == code
