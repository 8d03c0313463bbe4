"""Self score, then assessors each by himself, a third over the gap, then the result (A5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.assessment.domain import (
    Assessment,
    Candidate,
    Card,
    Finding,
    Kind,
    Status,
    Terms,
    appoint,
    complete,
    recuse,
    save_card,
    sign_card,
    standing,
    waive_self_score,
)
from services.common.errors import DomainError, NotAllowed
from tests.unit.assessment.made import NOW, UNION, a_card, a_signed, an_assessment, an_id, proof


def a_candidate(name: str, **changes: Any) -> Candidate:
    return Candidate(an_id(f"person {name}"), f"s-{name}", name, **changes)


def appointed(assessment: Assessment, *who: Candidate) -> Assessment:
    after, _new = appoint(assessment, who, ids=[an_id(f"card {each.name}") for each in who], now=NOW)
    return after


OWN = Card(an_id("own"), Kind.SELF, 0)


@pytest.mark.parametrize(
    ("cards", "status"),
    [
        ((OWN,), Status.SELF_SCORING),
        ((replace(OWN, submitted_at=NOW),), Status.APPOINTING),
        ((replace(OWN, submitted_at=NOW), a_card()), Status.APPOINTING),
        ((replace(OWN, submitted_at=NOW), a_card(), a_card("龚思齐", 2)), Status.SCORING),
        ((OWN, a_signed("许文静", 1, "90"), a_signed("龚思齐", 2, "90")), Status.SELF_SCORING),
        ((replace(OWN, submitted_at=NOW), a_signed("许文静", 1, "90"), a_signed("龚思齐", 2, "90")), Status.COMPLETED),
    ],
)
def test_where_it_stands_follows_from_the_cards(cards: Any, status: Status) -> None:
    assert standing(an_assessment(*cards, terms=Terms())) is status


@pytest.mark.parametrize(
    ("totals", "status"),
    [
        (("95", "85"), Status.COMPLETED),
        (("95", "84.99"), Status.THIRD_NEEDED),
        (("95", "84.99", "90"), Status.COMPLETED),
        (("100", "0", "50"), Status.COMPLETED),
    ],
)
def test_the_gap_exactly_at_the_limit_calls_nobody(totals: tuple[str, ...], status: Status) -> None:
    cards = [a_signed(f"考核员{number}", number, total) for number, total in enumerate(totals, 1)]

    assert standing(an_assessment(*cards)) is status


def test_without_a_gap_rule_nobody_is_called() -> None:
    made = an_assessment(
        a_signed("许文静", 1, "100"), a_signed("龚思齐", 2, "0"), terms=Terms(self_score_required=False)
    )

    assert made.status is Status.COMPLETED


def test_a_third_called_and_gone_is_called_again() -> None:
    third = a_card("邵玉兰", 3)
    made = an_assessment(a_signed("许文静", 1, "95"), a_signed("龚思齐", 2, "80"), third)
    assert made.status is Status.SCORING

    assert recuse(made, third, "配偶在该单位", now=NOW).status is Status.THIRD_NEEDED


@pytest.mark.parametrize(
    ("who", "kind", "code"),
    [
        ((), DomainError, "nobody_chosen"),
        ((a_candidate("许文静"),), DomainError, "too_few_assessors"),
        ((a_candidate("许文静"), a_candidate("龚思齐", unit_path=UNION)), NotAllowed, "related_same_unit"),
        ((a_candidate("许文静"), a_candidate("许文静")), DomainError, "already_appointed"),
    ],
)
def test_an_appointment_is_refused(who: Any, kind: type[Exception], code: str) -> None:
    with pytest.raises(kind) as refused:
        appointed(an_assessment(), *who)

    assert refused.value.code == code  # type: ignore[attr-defined]


def test_two_apart_are_appointed_in_order() -> None:
    after = appointed(an_assessment(), a_candidate("许文静"), a_candidate("龚思齐"))

    assert [(card.number, card.name) for card in after.assessors] == [(1, "许文静"), (2, "龚思齐")]
    assert (after.status, after.version) == (Status.SCORING, 2)


def test_who_stepped_back_is_not_appointed_again() -> None:
    after = appointed(an_assessment(), a_candidate("许文静"), a_candidate("龚思齐"))
    left = recuse(after, after.assessors[0], "亲属", now=NOW)
    assert left.status is Status.APPOINTING

    with pytest.raises(DomainError) as refused:
        appointed(left, a_candidate("许文静"))

    assert refused.value.code == "already_appointed"


def test_nobody_is_appointed_before_the_self_score() -> None:
    with pytest.raises(DomainError) as refused:
        appointed(an_assessment(OWN, terms=Terms()), a_candidate("许文静"), a_candidate("龚思齐"))

    assert refused.value.code == "self_score_first"


def test_a_finished_assessment_takes_nothing_more() -> None:
    done = complete(an_assessment(a_signed("许文静", 1, "95"), a_signed("龚思齐", 2, "93")), now=NOW)
    card = done.assessors[0]

    for act in (
        lambda: appointed(done, a_candidate("邵玉兰")),
        lambda: recuse(done, card, "亲属", now=NOW),
        lambda: save_card(done, card, {}, now=NOW),
        lambda: sign_card(done, card, now=NOW),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "assessment_completed"


def test_the_last_signature_brings_the_result() -> None:
    last = a_card(
        "龚思齐", 2, findings={"all": Finding(points=Decimal("89.98"), ground="缺")}, evidence=(proof("all"),)
    )
    made = an_assessment(a_signed("许文静", 1, "90"), last)
    assert made.status is Status.SCORING

    done = complete(sign_card(made, last, now=NOW), now=NOW)

    assert done.outcome is not None
    assert (f"{done.outcome.score}", done.outcome.passed) == ("89.99", False)


@pytest.mark.parametrize(
    ("due_on", "reason", "code"),
    [
        (date(2025, 11, 19), "已两次催报", None),
        (date(2025, 11, 20), "已两次催报", "self_score_not_overdue"),
        (None, "已两次催报", "self_score_not_overdue"),
        (date(2025, 11, 19), " ", "card_reason_needed"),
    ],
)
def test_a_self_score_is_waived_only_the_day_after_it_was_due(
    due_on: date | None, reason: str, code: str | None
) -> None:
    made = an_assessment(OWN, terms=Terms(), due_on=due_on)

    if code is None:
        assert waive_self_score(made, reason, now=NOW).status is Status.APPOINTING
        return
    with pytest.raises(DomainError) as refused:
        waive_self_score(made, reason, now=NOW)
    assert refused.value.code == code
