"""A reward by its regulation (A9): so much, by such a day, so often, against the unit's own spending."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from services.applications.domain.honour import Honour
from services.applications.domain.reward import check_reward
from services.common.errors import DomainError
from services.common.ids import new_id
from services.common.regulation import Percent, Span
from services.common.regulation.conferring import Reward
from services.common.regulation.money import Money, Sum

CONFERRED = date(2025, 12, 1)


def an_honour(level: str = "county") -> Honour:
    return Honour(
        id=new_id(), tenant="341122", application_id=new_id(), programme="p", honour="工人先锋号", level=level, year=2025,
        regulation_id="r", regulation_version=1, number="1", token="t", subject_kind="team", subject_name="焊接一班",
        employer_name="", conferred_on=CONFERRED,
    )  # fmt: skip


def refusal(
    sum_: Money | None, amount: str, *, paid: tuple[str, ...] = (), spent: str = "0", days: int = 0, level: str = "county",
    within: Span | None = None,
) -> str:  # fmt: skip
    rule = Reward(kind="money", to="team", sum=sum_, claim_within=within)
    try:
        check_reward(
            an_honour(level), rule, D(amount), spent=D(spent), paid=[D(each) for each in paid],
            on=CONFERRED + timedelta(days=days), add_working_days=lambda day, _count: day,
        )  # fmt: skip
    except DomainError as refused:
        return refused.code
    return ""


TABLE = Money(table=(Sum(for_="县级", amount=D(1000)), Sum(for_="市级", amount=D(3000))), together="add")


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
    ],
)
def test_the_sum_is_the_regulations_and_not_a_fen_more(
    sum_: Money | None, amount: str, more: dict[str, str], code: str
) -> None:
    assert refusal(sum_, amount, **more) == code  # type: ignore[arg-type]


@pytest.mark.parametrize(("days", "code"), [(90, ""), (91, "reward_too_late")])
def test_a_reward_is_claimed_within_its_window(days: int, code: str) -> None:
    assert refusal(None, "1000", days=days, within=Span(90, "days")) == code
