"""The result beyond the total: vetoes, gates, shares of a class, several scores by weight, the line not included."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from services.assessment.domain import Kind, Outcome, Terms, complete, lacking
from services.assessment.domain.finding import read_findings
from services.common.regulation import Sheet
from tests.unit.assessment.made import NOW, PLAIN, a_card, a_signed, an_assessment, plain, proof, sheet_from

FREE = Terms(self_score_required=False)
SELF = a_card("工会", 0, kind=Kind.SELF, total=Decimal(100), submitted_at=NOW)


def with_keys(keys: str) -> Sheet:
    """The plain sheet with more on the sheet itself."""
    return sheet_from(PLAIN.replace("    classes:\n", f"    {keys}\n    classes:\n"))


def result(sheet: Sheet, *cards: Any, terms: Terms = FREE, **changes: Any) -> Outcome:
    made = an_assessment(*cards, sheet=sheet, terms=terms, **changes)
    outcome = complete(made, now=NOW).outcome
    assert outcome is not None
    return outcome


def vetoing(points: str, *facts: str) -> Any:
    said = {"all": {"points": points, "ground": "查阅台账"}, "vetoes": {"facts": facts, "ground": "安全记录"}}
    findings = read_findings(with_keys("vetoes: [casualty]"), said).findings
    return a_card(
        "龚思齐",
        2,
        findings=findings,
        evidence=(proof("all"), proof("vetoes")),
        total=Decimal(points),
        submitted_at=NOW,
    )


def test_one_assessor_s_veto_takes_the_award_and_leaves_the_score() -> None:
    sheet, first = with_keys("vetoes: [casualty]"), a_signed("许文静", 1, "95")

    vetoed, clear = result(sheet, first, vetoing("95", "casualty")), result(sheet, first, vetoing("95"))

    assert (f"{vetoed.score}", vetoed.passed) == ("95.00", False)
    assert vetoed.explanation["refusals"] == ["发生人身伤亡事故，一票否决"]
    assert (f"{clear.score}", clear.passed) == ("95.00", True)


def test_a_veto_needs_a_ground_and_evidence() -> None:
    sheet = with_keys("vetoes: [casualty]")
    bare = replace(vetoing("100", "casualty"), evidence=())
    bare = replace(bare, findings={**bare.findings, "vetoes": replace(bare.findings["vetoes"], ground="")})

    assert lacking(sheet, bare) == {
        "vetoes.ground": "一票否决事项：记了一票否决，请写明扣分依据",
        "vetoes.evidence": "一票否决事项：记了一票否决，请附佐证",
    }
    assert lacking(sheet, vetoing("100", "casualty")) == {}


@pytest.mark.parametrize(
    ("totals", "mean", "score", "passed"),
    [(("91.42", "80"), "85.71", "90.00", True), (("91.40", "80"), "85.70", "89.99", False)],
)
def test_the_self_score_counts_by_its_weight(totals: tuple[str, str], mean: str, score: str, passed: bool) -> None:
    """85.71 × 70 % + 100 × 30 % = 89.997, and 85.70 makes 89.99."""
    sheet = with_keys("blend: [{of: assessors, weight: 70%}, {of: self, weight: 30%}]")

    made = result(sheet, SELF, *(a_signed(f"考核员{n}", n, total) for n, total in enumerate(totals, 1)))

    assert (f"{made.score}", made.passed) == (score, passed)
    assert made.explanation["says"].endswith(f"考核分 {mean} 占 70%，自评分 100.00 占 30%，合成 {score} 分")


def test_a_self_score_that_was_waived_is_missing() -> None:
    sheet = with_keys("blend: [{of: assessors, weight: 70%}, {of: self, weight: 30%}]")
    left = replace(SELF, total=None, submitted_at=None, withdrawn_at=NOW)

    made = result(sheet, left, a_signed("许文静", 1, "100"), a_signed("龚思齐", 2, "100"))

    assert (f"{made.score}", made.explanation["refusals"]) == (
        "70.00",
        ["考核分 70.00，合格应不低于 90 分", "没有自评分"],
    )


@pytest.mark.parametrize(
    ("below", "score"), [(Decimal("80.00"), "90.00"), (Decimal("79.98"), "89.99"), (None, "100.00")]
)
def test_the_bodies_below_count_by_their_weight(below: Decimal | None, score: str) -> None:
    sheet = with_keys("blend: [{of: assessors, weight: 50%}, {of: below, weight: 50%, missing: left_out}]")

    made = result(sheet, a_signed("许文静", 1, "100"), a_signed("龚思齐", 2, "100"), below=below)

    assert (f"{made.score}", made.passed) == (score, Decimal(score) >= 90)


@pytest.mark.parametrize(
    ("found", "score"), [("96", "96.00"), ("95", "95.00"), ("94.99", "95.00"), ("80", "95.00"), ("100", "100.00")]
)
def test_a_spot_check_changes_the_own_score_up_to_a_limit(found: str, score: str) -> None:
    """The union gave itself 100; at most 5 points are taken."""
    sheet = with_keys("spot_check: {changes_at_most: 5}")

    made = result(sheet, SELF, a_signed("许文静", 1, found), a_signed("龚思齐", 2, found))

    assert f"{made.score}" == score


@pytest.mark.parametrize(("own", "score"), [("84.99", "89.99"), ("85", "90.00")])
def test_a_spot_check_gives_up_to_the_limit_too(own: str, score: str) -> None:
    sheet = with_keys("spot_check: {changes_at_most: 5}")

    made = result(sheet, replace(SELF, total=Decimal(own)), a_signed("许文静", 1, "100"), a_signed("龚思齐", 2, "100"))

    assert (f"{made.score}", made.passed) == (score, score == "90.00")
    assert made.explanation["says"].endswith(f"自评分 {Decimal(own):.2f}，抽查 100.00，最多调整 5 分，得 {score} 分")


def test_without_an_own_score_the_spot_check_stands_alone() -> None:
    made = result(
        with_keys("spot_check: {changes_at_most: 5}"), a_signed("许文静", 1, "70"), a_signed("龚思齐", 2, "70")
    )

    assert f"{made.score}" == "70.00"


@pytest.mark.parametrize(("total", "passed"), [("80", False), ("80.01", True)])
def test_a_line_that_is_not_included(total: str, passed: bool) -> None:
    terms = Terms(self_score_required=False, pass_over=Decimal(80))

    made = result(plain(), a_signed("许文静", 1, total), a_signed("龚思齐", 2, total), terms=terms)

    assert (made.passed, made.explanation["pass_line"]) == (passed, "超过 80 分")


@pytest.mark.parametrize(("total", "band"), [("95", "优秀"), ("94.99", "合格")])
def test_the_band_of_the_combined_score_is_told(total: str, band: str) -> None:
    sheet = with_keys("bands: [{title: 优秀, at_least: 95}, {title: 合格, under: 95}]")

    made = result(sheet, a_signed("许文静", 1, total), a_signed("龚思齐", 2, total))

    assert made.explanation["band"] == band


GATED = """
      - title: 指标
        rows:
          - id: rates
            title: 两率
            points: 10
            lose:
              - {measure: aware, title: 知晓率, target: 100%, step: 5, points: 1, count: full_steps}
              - {measure: happy, title: 满意率, target: 95%, step: 5, points: 1, count: full_steps}
"""


@pytest.mark.parametrize(
    ("happy", "refusals"), [("95", []), ("94.98", ["“两率达标”没有全部达标：满意率 94.99%，应达到 95%"])]
)
def test_a_gate_is_held_against_the_combined_figures(happy: str, refusals: list[str]) -> None:
    text = PLAIN.replace(
        "points: 100\n    pass", "points: 110\n    gates: [{title: 两率达标, all_met: [aware, happy]}]\n    pass"
    )
    sheet = sheet_from(text.rstrip() + GATED)
    findings = [
        read_findings(
            sheet, {"all": {"points": "100"}, "rates": {"measures": {"aware": "100", "happy": rate}}}
        ).findings
        for rate in ("95", happy)
    ]
    cards = [
        a_card(f"考核员{n}", n, findings=found, total=Decimal(110), submitted_at=NOW)
        for n, found in enumerate(findings, 1)
    ]

    assert result(sheet, *cards).explanation["refusals"] == refusals
