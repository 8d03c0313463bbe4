"""The ten points that are refused or asked before anything is published, each with the next thing that is taken."""

from __future__ import annotations

import pytest

from services.common.regulation import read
from tests.unit.regulation.notices import SMALL, regulation_of

ROUND = "    round: {opens: 01-01, closes: 12-31}\n"
QUOTA = "    quota: none\n"
ASSESS = "      - {stage: assess, sheet: marks, pass: {at_least: 60}}\n"
APPROVE = "      - {stage: approve, quorum: {at_least: 2/3}, majority: {over: 1/2}}\n"
CLASSES = "    classes:\n"
SCOPE = "eligible: {scope: [worker]}"

BANDS = "    bands: [{title: 优秀, at_least: 90}, {title: 合格, under: 90}]\n"
SHARE = "    quota: {composition: [{of: leader, title: 负责人, at_most: 20%, rounding: down}]}\n"
PLACES = "    quota: {total: 10, tie: share}\n"
POOL = "    quota: {composition: [{of: leader, title: 负责人, at_most: 1, denominator: pool, pool: a}], pools: [{id: a, title: 甲, total: 3}]}\n"
POOLS = "    quota: {total: 5, tie: share, pools: [{id: a, title: 甲, total: 3}, {id: b, title: 乙, total: 2}]}\n"
WEIGHTS = "    blend: [{of: assessors, weight: 70%}, {of: self, weight: 30%, missing: zero}]\n"
FLOOR = "      - title: 工作\n        at_least: 100\n"
COUNTED = "      - {stage: approve, quorum: {at_least: 2/3}, majority: {over: 1/2}, due: {from: assessed, within: {days: 9}, late: marked}}\n"
SHORTLIST = "      - {stage: shortlist, to: 3, tie: share}\n"
MEETABLE = (
    "    quota: {total: 3, tie: share, composition: [{of: leader, title: 负责人, at_most: 1},"
    " {of: worker, title: 职工, at_least: 2}]}\n"
)
BETWEEN = SCOPE.replace("}", ", minimum: [{figure: whole, title: 总数, over: 60, at_most: 61}]}")
PRINCIPLE = SCOPE.replace(
    "}",
    ", requires: [{in_principle: {honour: 工匠}, id: craft, exception: {by: chairmens_meeting, must_record: [reason]}}]}",
)
HOLDS = SCOPE.replace("}", ", holds: [{honour: 工匠, level: county}]}")
CYCLE = "    round: {opens: 01-01, closes: 12-31, every: {years: 2}, first: 2025}\n"
DAY = "      - {stage: apply, by: grassroots_union, due: {on: 2025-06-30}}\n"
APPLY = "      - {stage: apply, by: grassroots_union}\n"


@pytest.mark.parametrize(
    ("at", "taken", "wrong", "refused", "code"),
    [
        ("    classes:\n", BANDS + CLASSES, "under: 90", "under: 89.99", "bands_do_not_fit"),
        ("    classes:\n", BANDS + CLASSES, "under: 90", "at_most: 90", "bands_do_not_fit"),
        (QUOTA, SHARE, ", rounding: down", "", "percent_without_rounding"),
        (ASSESS, ASSESS, "{at_least: 60}", "60", "bound_without_word"),
        (QUOTA, PLACES, ", tie: share", "", "cut_without_tie"),
        (ASSESS, ASSESS + SHORTLIST, ", tie: share", "", "missing_key"),
        (QUOTA, POOL, ", pool: a", "", "share_without_base"),
        (QUOTA, POOLS, "total: 2", "total: 1", "pools_do_not_add_up"),
        (CLASSES, WEIGHTS + CLASSES, "30%", "29%", "weights_do_not_add_up"),
        ("      - title: 工作\n", FLOOR, "at_least: 100", "at_least: 100.01", "class_minimum_beyond_points"),
        (APPROVE, COUNTED, "from: assessed", "from: publicised", "event_never_announced"),
        (QUOTA, MEETABLE, "at_least: 2}", "at_least: 4}", "impossible_composition"),
        (SCOPE, BETWEEN, "at_most: 61", "at_most: 60", "contradictory_bounds"),
        (SCOPE, PRINCIPLE, ", exception: {by: chairmens_meeting, must_record: [reason]}", "", "missing_key"),
        (APPLY, APPLY, "by: grassroots_union", "by: anyone", "unknown_word"),
        (SCOPE, HOLDS, "honour: 工匠", "honour: 服务之星", "prerequisite_on_itself"),
        (ROUND, CYCLE, ", first: 2025", "", "cadence_without_first"),
        (APPLY, DAY, "2025-06-30", "2024-06-30", "day_never_comes"),
        (APPLY, APPLY, "stage: apply", "stage: aply", "unknown_word"),
    ],
)  # fmt: skip
def test_each_point_is_refused_and_what_is_right_beside_it_is_taken(
    at: str, taken: str, wrong: str, refused: str, code: str
) -> None:
    assert SMALL.count(at) == 1
    text = SMALL.replace(at, taken)
    assert regulation_of(text).id == "small"
    assert wrong in taken
    found = read(text.replace(taken, taken.replace(wrong, refused)))
    assert [fault.code for fault in found.faults][:1] == [code]
    assert all(fault.says.endswith(("。", "？")) and fault.line > 1 for fault in found.faults)


def test_a_word_it_does_not_know_is_answered_with_the_nearest() -> None:
    (fault,) = read(SMALL.replace("stage: apply", "stage: aply")).faults
    assert (fault.nearest, fault.says) == ("apply", "不认识“aply”，是不是想写“apply”？")
