"""A signed score changes by a granted correction only, and the old one stays on record."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from services.assessment.domain import (
    Assessment,
    Finding,
    Status,
    ask_correction,
    complete,
    decide_correction,
)
from services.common.errors import DomainError, Invalid
from tests.unit.assessment.made import NOW, a_card, a_signed, an_assessment, an_id

BETTER = {"all": Finding(points=Decimal("98"), ground="漏看了 9 月台账")}


def waiting() -> Assessment:
    """One has signed, the other has not."""
    return an_assessment(a_signed("许文静", 1, "80"), a_card("龚思齐", 2))


def test_a_granted_correction_replaces_and_keeps_the_old() -> None:
    made = waiting()
    asked_in, asked = ask_correction(made, made.assessors[0], BETTER, "漏看了台账", id_=an_id("c"))
    assert asked_in.assessors[0].total == Decimal("80")
    assert asked_in.assessors[0].correction_pending

    after, decided = decide_correction(asked_in, asked, grant=True, now=NOW)

    assert (after.assessors[0].total, after.assessors[0].findings) == (Decimal("98.00"), BETTER)
    assert (decided.status, decided.total_before, decided.total_after) == ("granted", Decimal("80"), Decimal("98.00"))
    assert after.assessors[0].digest not in ("", decided.digest_before)


def test_a_refused_one_changes_nothing() -> None:
    made = waiting()
    asked_in, asked = ask_correction(made, made.assessors[0], BETTER, "漏看了台账", id_=an_id("c"))

    after, decided = decide_correction(asked_in, asked, grant=False, now=NOW)

    assert decided.status == "refused"
    assert replace(after.assessors[0], version=1) == made.assessors[0]


def test_the_result_waits_for_an_open_correction() -> None:
    first, second = a_signed("许文静", 1, "80"), a_signed("龚思齐", 2, "95")
    made = an_assessment(first, replace(second, submitted_at=None, total=None))
    asked_in, asked = ask_correction(made, first, BETTER, "漏看了台账", id_=an_id("c"))
    both = asked_in.with_card(second)

    settled, _decided = decide_correction(both, asked, grant=True, now=NOW)

    assert an_assessment(*both.cards).status is Status.SCORING
    done = complete(settled, now=NOW).outcome
    assert done is not None
    assert f"{done.score}" == "96.50"


@pytest.mark.parametrize(
    ("findings", "reason", "code"),
    [(BETTER, " ", "card_reason_needed"), ({"all": Finding(points=Decimal("70"))}, "漏看了", "card_not_whole")],
)
def test_it_needs_a_reason_and_whole_findings(findings: dict[str, Finding], reason: str, code: str) -> None:
    made = waiting()
    with pytest.raises(Invalid) as refused:
        ask_correction(made, made.assessors[0], findings, reason, id_=an_id("c"))

    assert refused.value.code == code


def test_it_is_refused_out_of_turn() -> None:
    made = waiting()
    asked_in, asked = ask_correction(made, made.assessors[0], BETTER, "漏看了台账", id_=an_id("c"))
    done = complete(an_assessment(a_signed("许文静", 1, "95"), a_signed("龚思齐", 2, "93")), now=NOW)
    again = replace(asked, status="granted")

    for act, code in (
        (lambda: ask_correction(made, made.assessors[1], BETTER, "漏", id_=an_id("d")), "not_signed_yet"),
        (lambda: ask_correction(asked_in, asked_in.assessors[0], BETTER, "漏", id_=an_id("d")), "correction_pending"),
        (lambda: ask_correction(done, done.assessors[0], BETTER, "漏", id_=an_id("d")), "assessment_completed"),
        (lambda: decide_correction(asked_in, again, grant=True, now=NOW), "correction_decided"),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == code
