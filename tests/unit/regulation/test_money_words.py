"""Money of a reward as a file says it: by what it is laid out, within which window, several together (A9)."""

from __future__ import annotations

import pytest

from services.common.regulation import explain
from tests.unit.regulation.notices import changed, regulation_of, the_fault

CONFER = "stage: confer, certificate: standard"
AT = "programmes.star.stages.confer.reward"


def rewarded(sum_: str, more: str = "") -> str:
    reward = f"reward: {{kind: money, to: person, sum: {sum_}{more}}}"
    return changed(CONFER, f"{CONFER}, {reward}")


SIZES = "{by: size, of: whole, table: [{at_least: 10, under: 50, amount: 1000}, {at_least: 50, amount: 2000}]}"
BANDS = "{by: band, table: [{for: 优秀, amount: 900}]}"
BANDED = "    bands: [{title: 优秀, at_least: 90}, {title: 合格, under: 90}]\n    classes:\n"


@pytest.mark.parametrize(
    ("sum_", "more", "sentence"),
    [
        (SIZES, "", "由基层工会给予个人奖金：按规模，不低于 10 且低于 50 1,000 元；不低于 50 2,000 元。"),
        ("{by: place, table: [{at_most: 1, amount: 5000}]}", "", "由基层工会给予个人奖金：按名次，不超过 1 5,000 元。"),
        ("{by: trade, of: name, table: [{for: 焊工, amount: 800}]}", "", "由基层工会给予个人奖金：按工种、行业，焊工 800 元。"),
        ("{amount: 100}", ", cause: {from: 01-01, to: 10-31}", "只奖励每年1月1日起至10月31日命名的。"),
        ("{amount: 100}", ", cause: {to: 2026-10-31}", "只奖励2026年10月31日以前命名的。"),
        ("{amount: 100, together: once}", ", per: title", "同一对象历年的本项荣誉合并计算，有多项的只发一次。"),
        ("{share: 10%, of: whole, at_least: 50}", "", "由基层工会给予个人奖金：按 10%，最低 50 元。"),
    ],
)  # fmt: skip
def test_a_reward_says_what_it_is_by(sum_: str, more: str, sentence: str) -> None:
    said = dict(explain(regulation_of(rewarded(sum_, more))))["办理环节"]
    assert sentence in said


def test_a_table_by_band_is_of_the_bands_of_the_sheet() -> None:
    assert regulation_of(rewarded(BANDS).replace("    classes:\n", BANDED)).programmes["star"].honour == "服务之星"
    fault = the_fault(rewarded(BANDS.replace("优秀", "优良")).replace("    classes:\n", BANDED))
    assert (fault.path, fault.code) == (f"{AT}.sum.table", "unknown_word")
    assert fault.says == "评价表没有“优良”这一档，有的是：优秀、合格。"


@pytest.mark.parametrize(
    ("sum_", "more", "path", "code"),
    [
        (SIZES.replace("under: 50", "under: 49"), "", f"{AT}.sum.table", "bands_do_not_fit"),
        (SIZES.replace("under: 50", "at_most: 50"), "", f"{AT}.sum.table", "bands_do_not_fit"),
        (SIZES.replace("of: whole", "of: hole"), "", f"{AT}.sum.of", "unknown_reference"),
        (SIZES.replace("of: whole", "of: name"), "", f"{AT}.sum.of", "unknown_reference"),
        (SIZES.replace(" of: whole,", ""), "", f"{AT}.sum.of", "table_told_how"),
        (SIZES.replace("by: size, ", ""), "", f"{AT}.sum.table", "table_told_how"),
        ("{amount: 100, of: whole}", "", f"{AT}.sum.of", "table_told_how"),
        ("{amount: 100, by: trade}", "", f"{AT}.sum.by", "money_without_sum"),
        ("{by: trade, of: name, table: [{for: 焊工, amount: 1}, {for: 焊工, amount: 2}]}", "", f"{AT}.sum.table", "duplicate_id"),
        ("{table: [{for: 焊工, amount: 1}]}", "", f"{AT}.sum", "unknown_word"),
        ("{amount: 100}", ", cause: {from: 2026-02-01, to: 2026-01-31}", f"{AT}.cause.to", "contradictory_bounds"),
        ("{amount: 100}", ", cause: {from: 01-01}", f"{AT}.cause.from", "window_told_how"),
        ("{amount: 100}", ", cause: {from: 01-01, to: 2026-01-31}", f"{AT}.cause.from", "window_told_how"),
        ("{amount: 100}", ", cause: {}", f"{AT}.cause", "window_without_day"),
        ("{amount: 100, at_least: 2, at_most: 1}", "", f"{AT}.sum.at_least", "contradictory_bounds"),
        ("{amount: 100, share: 10%}", "", f"{AT}.sum", "money_without_sum"),
    ],
)  # fmt: skip
def test_a_sum_that_nobody_could_reckon_is_refused(sum_: str, more: str, path: str, code: str) -> None:
    fault = the_fault(rewarded(sum_, more))
    assert (fault.path, fault.code) == (path, code), fault.says
    assert fault.says.endswith(("。", "？"))


def test_places_are_only_where_a_meeting_makes_them() -> None:
    text = rewarded("{by: place, table: [{at_most: 1, amount: 5000}]}")
    without = text.replace("      - {stage: approve, quorum: {at_least: 2/3}, majority: {over: 1/2}}\n", "")
    without = without.replace("      - {stage: publicise, for: {working_days: 5}}\n", "")
    assert the_fault(without).path == f"{AT}.sum.by"
