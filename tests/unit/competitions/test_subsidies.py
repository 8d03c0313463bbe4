"""Subsidies: by the standard, within the budget, once for a contest, by two people; the sum reconciles (B2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.common.errors import DomainError
from services.common.regulation.campaign_subsidies import Subsidy
from services.common.regulation.dates import add_weekdays
from services.competitions.domain.campaigns.subsidies import (
    Claim,
    Held,
    Status,
    account,
    approve,
    check_claim,
    pay,
    recall,
    refuse,
)
from tests.unit.competitions.campaign_words import a_campaign

DAY = date(2025, 6, 1)
HELD = Held(UUID(int=1), UUID(int=2), "township", "焊工", 30, DAY)
FIXED = "where: {level: township}, amount: 5000, at_most: 2, proof: [results, receipts], claim_within: {days: 30}"
SPENT = Decimal(6000)


def a_standard(rules: str = FIXED) -> Subsidy:
    text = f"    budget: 100000\n    subsidies: [{{id: money, title: 补助, of: each township, {rules}}}]\n"
    return a_campaign(text).subsidies[0]


def a_claim(status: Status = Status.APPLIED, *, amount: int = 5000, contest: int = 9, unit: int = 2) -> Claim:
    return Claim(uuid4(), "money", UUID(int=contest), UUID(int=unit), Decimal(amount), "clerk", status)


def asked(**changes: Any) -> Decimal | str:
    """What may be asked for, or why nothing."""
    rules: dict[str, Any] = {
        "spent": SPENT,
        "proofs": ("results", "receipts"),
        "claims": (),
        "left": Decimal(100000),
        "today": DAY,
        "add_working_days": add_weekdays,
    }
    standard, held = changes.pop("standard", a_standard()), changes.pop("held", HELD)
    try:
        return check_claim(standard, held, **(rules | changes))
    except DomainError as error:
        return error.code


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, Decimal(5000)),
        ({"spent": Decimal("4999.99")}, Decimal("4999.99")),
        ({"spent": Decimal(0)}, "spent_nothing"),
        ({"left": Decimal(5000)}, Decimal(5000)),
        ({"left": Decimal("4999.99")}, "beyond_budget"),
        ({"today": DAY - timedelta(days=1)}, "contest_not_over"),
        ({"today": DAY + timedelta(days=30)}, Decimal(5000)),
        ({"today": DAY + timedelta(days=31)}, "claim_too_late"),
        ({"proofs": ("results",)}, "claim_proof_missing"),
        ({"held": replace(HELD, level="county")}, "no_standard_for"),
        ({"claims": (a_claim(contest=1),)}, "already_subsidised"),
        ({"claims": (a_claim(Status.PAID, contest=1),)}, "already_subsidised"),
        ({"claims": (a_claim(Status.RECALLED, contest=1),)}, Decimal(5000)),
        ({"claims": (a_claim(Status.REFUSED, contest=1),)}, Decimal(5000)),
        ({"claims": (a_claim(contest=7),)}, Decimal(5000)),
        ({"claims": (a_claim(contest=7), a_claim(contest=8))}, "too_many_claims"),
        ({"claims": (a_claim(contest=7), a_claim(contest=8, unit=3))}, Decimal(5000)),
    ],
)
def test_what_may_be_asked_for(changes: dict[str, Any], found: Decimal | str) -> None:
    assert asked(**changes) == found


def test_by_head_and_not_by_what_was_spent_where_the_standard_says_so() -> None:
    standard = a_standard("per_head: 100, ceiling: 2900, within_spent: no, proof: []")
    assert asked(standard=standard, spent=Decimal(10), proofs=()) == Decimal(2900)
    assert asked(standard=standard, spent=Decimal(10), proofs=(), held=replace(HELD, heads=29)) == Decimal(2900)
    assert asked(standard=standard, spent=Decimal(10), proofs=(), held=replace(HELD, heads=28)) == Decimal(2800)


def test_who_applied_does_not_approve_and_the_budget_is_asked_again() -> None:
    claim = a_claim()
    assert approve(claim, by="other", left=Decimal(5000)) == replace(claim, status=Status.APPROVED, decided_by="other")
    for by, left, code in (("clerk", 5000, "approved_by_applicant"), ("other", 4999, "beyond_budget")):
        with pytest.raises(DomainError) as refused:
            approve(claim, by=by, left=Decimal(left))
        assert refused.value.code == code
    with pytest.raises(DomainError) as refused:
        refuse(claim, by="clerk")
    assert refused.value.code == "approved_by_applicant"


@pytest.mark.parametrize(
    ("act", "status", "code"),
    [
        (lambda claim: approve(claim, by="other", left=Decimal(9999)), Status.APPROVED, "claim_not_open"),
        (lambda claim: refuse(claim, by="other"), Status.PAID, "claim_not_open"),
        (pay, Status.APPLIED, "claim_not_approved"),
        (pay, Status.PAID, "claim_not_approved"),
        (recall, Status.APPLIED, "claim_not_granted"),
        (recall, Status.RECALLED, "claim_not_granted"),
    ],
)
def test_each_step_follows_the_one_before(act: Any, status: Status, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        act(a_claim(status))
    assert refused.value.code == code


def test_the_sum_reconciles_at_every_step() -> None:
    one, two = a_claim(contest=1), a_claim(contest=2, amount=3000)
    steps = [
        [one, two],
        [approve(one, by="other", left=Decimal(10000)), two],
        [pay(approve(one, by="other", left=Decimal(10000))), approve(two, by="other", left=Decimal(5000))],
        [recall(pay(approve(one, by="other", left=Decimal(10000)))), refuse(two, by="other")],
    ]
    found = [account(Decimal(10000), each) for each in steps]
    assert [(each.to_pay, each.paid, each.recalled, each.left) for each in found] == [
        (0, 0, 0, 10000),
        (5000, 0, 0, 5000),
        (3000, 5000, 0, 2000),
        (0, 0, 5000, 10000),
    ]
    assert all(each.budget == each.paid + each.to_pay + each.left for each in found)
