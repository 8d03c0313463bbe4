"""The result: combined exactly, compared as shown, explained to the last point (X3)."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from services.assessment.domain import Outcome, Terms, complete
from services.common.regulation import Sheet
from tests.unit.assessment.made import NOW, a_card, a_signed, an_assessment, form_3, found, plain, proof


def outcome(*totals: str, sheet: Sheet | None = None, terms: Terms | None = None) -> Outcome:
    cards = [a_signed(f"考核员{number}", number, total) for number, total in enumerate(totals, 1)]
    made = an_assessment(
        *cards, sheet=sheet or plain(), terms=terms or Terms(self_score_required=False, pass_at_least=Decimal(90))
    )
    found_ = complete(made, now=NOW).outcome
    assert found_ is not None
    return found_


@pytest.mark.parametrize(
    ("totals", "score", "passed"),
    [
        (("90", "89.98"), "89.99", False),
        (("90", "90"), "90.00", True),
        (("90.00", "90.00"), "90.00", True),
        (("90.01", "90"), "90.01", True),
        (("89.99", "90"), "90.00", True),
        (("89.98", "89.99"), "89.99", False),
        (("100", "100", "69.99"), "90.00", True),
        (("100", "100", "69.96"), "89.99", False),
    ],
)
def test_the_pass_line_from_both_sides(totals: tuple[str, ...], score: str, passed: bool) -> None:
    """89.995 is rounded half up to 90.00, and it is 90.00 that is compared."""
    made = outcome(*totals)

    assert (f"{made.score}", made.passed) == (score, passed)


def test_a_stricter_sheet_than_the_case_does_not_decide() -> None:
    terms = Terms(self_score_required=False, pass_at_least=Decimal(85))

    assert outcome("86", "86", terms=terms).passed
    assert not outcome("86", "86", terms=Terms(self_score_required=False)).passed


@pytest.mark.parametrize(("way", "score"), [("mean", "86.67"), ("median", "90.00"), ("trimmed_mean", "90.00")])
def test_the_sheet_says_how_three_become_one(way: str, score: str) -> None:
    sheet = plain(combine=f"{{assessors: {way}, decimals: 2}}")

    assert f"{outcome('100', '90', '70', sheet=sheet).score}" == score


def test_a_mandatory_row_not_full_for_all_keeps_from_passing() -> None:
    rows = "[{id: all, title: 总体, points: 100, mandatory: true}]"

    made = outcome("100", "99", sheet=plain(rows=rows))

    assert (f"{made.score}", made.passed) == ("99.50", False)
    assert made.explanation["refusals"] == ["必达项“总体”未得满分"]


def test_every_number_is_explained_and_nobody_is_named() -> None:
    first = a_card(findings=found(form_3()), total=Decimal("100.00"), submitted_at=NOW)
    said = {"missing": ["总结"], "ground": "缺年度总结"}
    second = a_card(
        "龚思齐", 2, findings=found(form_3(), documents=said), evidence=(proof("documents"),),
        total=Decimal("95.00"), submitted_at=NOW,
    )  # fmt: skip

    done = complete(an_assessment(first, second, sheet=form_3()), now=NOW).outcome

    assert done is not None
    explanation = done.explanation
    assert {
        key: explanation[key] for key in ("score", "self_score", "gap", "passed", "pass_line", "refusals", "says")
    } == {
        "score": "97.50",
        "self_score": "",
        "gap": "5.00",
        "passed": True,
        "pass_line": "不低于 90 分",
        "refusals": [],
        "says": "2 人考核分 100.00、95.00，取平均分，得 97.50 分，最高与最低相差 5.00 分",
    }
    assert [each["score"] for each in explanation["classes"]] == ["17.50", "50.00", "30.00"]
    row = explanation["classes"][0]["rows"][0]
    assert row["assessors"][1] == {
        "number": 2,
        "given": "15.00",
        "deducted": "5.00",
        "says": "缺 1 项（总结），每少 1 项扣 5 分，扣 5.00 分",
        "ground": "缺年度总结",
        "evidence": [{"word": "查阅记录.pdf", "sha256": "ab" * 32}],
    }
    text = json.dumps(explanation, ensure_ascii=False)
    assert "许文静" not in text
    assert "龚思齐" not in text


def test_a_result_is_put_down_once() -> None:
    done = complete(an_assessment(a_signed("许文静", 1, "95"), a_signed("龚思齐", 2, "93")), now=NOW)

    assert complete(done, now=NOW.replace(year=2026)) == done
