"""B8 form 3: 100 points, pass at 90, every deduction explained, exact decimals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from services.common.regulation import Move, RowInput, Sheet, SheetResult, combine, score
from services.common.regulation.bounds import Bound

WALL = ("wall_group", "wall_post", "wall_members", "wall_slogan", "wall_promise", "wall_phone")


def found(
    *,
    documents: set[str] = frozenset(),  # type: ignore[assignment]
    activities: set[str] = frozenset(),  # type: ignore[assignment]
    summary: set[str] = frozenset(),  # type: ignore[assignment]
    awareness: str = "100",
    participation: str = "100",
    satisfaction: str = "96.40",
    not_on_the_wall: set[str] = frozenset(),  # type: ignore[assignment]
) -> dict[str, RowInput]:
    return {
        "documents": RowInput(missing=frozenset(documents)),
        "activities": RowInput(missing=frozenset(activities)),
        "effect": RowInput(
            measures={
                "awareness": Decimal(awareness),
                "participation": Decimal(participation),
                "satisfaction": Decimal(satisfaction),
            }
        ),
        "summary": RowInput(missing=frozenset(summary)),
        **{row: RowInput(present=row not in not_on_the_wall) for row in WALL},
    }


def scored(sheet: Sheet, **findings: object) -> SheetResult:
    return score(sheet, found(**findings))  # type: ignore[arg-type]


def test_the_sheet_is_the_notices(form_3: Sheet) -> None:
    assert [(each.title, each.full, [(row.title, row.points) for row in each.rows]) for each in form_3.classes] == [
        ("一全", 20, [("创建活动文件齐全", 20)]),
        ("三有", 50, [("有活动", 15), ("有实效", 25), ("有总结", 10)]),
        (
            "六上墙",
            30,
            [
                ("创建领导小组", 5),
                ("岗位全称", 5),
                ("岗位成员情况", 5),
                ("口号", 5),
                ("承诺和目标", 5),
                ("监督电话", 5),
            ],
        ),
    ]
    assert form_3.points == 100
    assert form_3.pass_ == Bound(at_least=Decimal(90))


def test_nothing_missing_is_100(form_3: Sheet) -> None:
    result = scored(form_3)
    assert result.total == Decimal("100.00")
    assert str(result.total) == "100.00"
    assert (result.passed, result.refusals, result.is_complete) == (True, (), True)
    assert {row.says for row in result.rows} == {"不扣分"}


@pytest.mark.parametrize(
    ("missing", "given"),
    [
        (set(), "20"),
        ({"总结"}, "15"),
        ({"总结", "活动情况"}, "10"),
        ({"上级文件", "本级计划", "活动情况", "总结"}, "0"),
    ],
)
def test_documents_lose_5_each_to_zero_at_most(form_3: Sheet, missing: set[str], given: str) -> None:
    row = scored(form_3, documents=missing).row("documents")
    assert row.given == Decimal(given)
    assert row.deducted == 20 - Decimal(given)


@pytest.mark.parametrize(("missing", "given"), [({"评比"}, "12"), ({"评比", "培训", "“五小”活动"}, "6")])
def test_activities_lose_3_each(form_3: Sheet, missing: set[str], given: str) -> None:
    assert scored(form_3, activities=missing).row("activities").given == Decimal(given)


@pytest.mark.parametrize(
    ("findings", "given"),
    [
        ({"awareness": "100"}, "25"),
        ({"awareness": "95.01"}, "25"),
        ({"awareness": "95"}, "15"),
        ({"awareness": "90.01"}, "15"),
        ({"awareness": "90.00"}, "5"),
        ({"awareness": "85"}, "0"),
        ({"awareness": "0"}, "0"),
        ({"satisfaction": "95"}, "25"),
        ({"satisfaction": "94.99"}, "25"),
        ({"satisfaction": "90.01"}, "25"),
        ({"satisfaction": "90"}, "15"),
        ({"awareness": "95", "participation": "95", "satisfaction": "90"}, "0"),
        ({"awareness": "95", "participation": "95"}, "5"),
    ],
)
def test_effect_loses_10_per_full_5_points_short(form_3: Sheet, findings: dict[str, str], given: str) -> None:
    assert scored(form_3, **findings).row("effect").given == Decimal(given)


@pytest.mark.parametrize("row", WALL)
def test_on_the_wall_or_not(form_3: Sheet, row: str) -> None:
    result = scored(form_3, not_on_the_wall={row})
    assert result.row(row).given == 0
    assert result.total == Decimal("95.00")


def test_every_deduction_says_why(form_3: Sheet) -> None:
    result = scored(form_3, documents={"总结"}, summary={"图片"}, participation="93.5", not_on_the_wall={"wall_phone"})
    assert result.row("documents").deductions == (
        Move("per_missing", Decimal(5), "缺 1 项（总结），每少 1 项扣 5 分，扣 5.00 分"),
    )
    assert result.row("summary").says == "缺 1 项（图片），每少 1 项扣 5 分，扣 5.00 分"
    assert result.row("effect").says == (
        "岗员参与率 93.50%，比 100% 少 6.50 个百分点，每少 5 个百分点扣 10 分，不足一档的不扣，扣 10.00 分"
    )
    assert result.row("wall_phone").says == "没有“监督电话”，扣 5.00 分"
    assert result.total == Decimal("75.00")


def test_what_is_taken_never_exceeds_the_row_though_each_rule_says_its_own(form_3: Sheet) -> None:
    row = scored(form_3, awareness="80", participation="80").row("effect")
    assert (row.given, row.deducted) == (Decimal(0), Decimal(25))
    assert [move.points for move in row.deductions] == [Decimal(40), Decimal(40)]


def test_the_pass_line_is_90_on_both_sides(form_3: Sheet) -> None:
    at_90 = scored(form_3, not_on_the_wall={"wall_phone", "wall_slogan"})
    assert (at_90.total, at_90.passed, at_90.refusals) == (Decimal("90.00"), True, ())

    below = scored(form_3, not_on_the_wall={"wall_phone"}, activities={"评比", "培训"})
    assert (below.total, below.passed) == (Decimal("89.00"), False)
    assert below.refusals == ("考核分 89.00，合格应不低于 90",)


def test_what_nobody_looked_at_is_asked_not_guessed(form_3: Sheet) -> None:
    findings = found()
    del findings["wall_phone"]
    findings["effect"] = RowInput(measures={"awareness": Decimal(100), "participation": Decimal(100)})
    result = score(form_3, findings)
    assert not result.is_complete
    assert result.row("wall_phone").asks == ("请填有或没有",)
    assert result.row("effect").asks == ("请填服务对象满意率",)
    assert not result.passed
    assert result.refusals[:2] == ("“有实效”还没有打分", "“监督电话”还没有打分")


def test_a_piece_that_is_not_on_the_list_is_asked(form_3: Sheet) -> None:
    findings = {**found(), "summary": RowInput(missing=frozenset({"录像"}))}
    assert score(form_3, findings).row("summary").asks == ("没有“录像”这一项",)


def test_two_assessors_mean_is_exact_to_two_decimals(form_3: Sheet) -> None:
    combined = combine(form_3, [Decimal("92.00"), Decimal("91.01")])
    assert str(combined.total) == "91.51"
    assert (combined.passed, combined.gap, combined.needs_another) == (True, Decimal("0.99"), False)
    assert combined.says == "2 人考核分 92.00、91.01，取平均分，得 91.51 分，最高与最低相差 0.99 分"


@pytest.mark.parametrize(
    ("totals", "total", "passed"),
    [(["90.00", "89.99"], "90.00", True), (["90.00", "89.98"], "89.99", False), (["90", "90"], "90.00", True)],
)
def test_the_combined_score_that_is_shown_is_the_one_compared(
    form_3: Sheet, totals: list[str], total: str, passed: bool
) -> None:
    combined = combine(form_3, [Decimal(each) for each in totals])
    assert (str(combined.total), combined.passed) == (total, passed)


@pytest.mark.parametrize(
    ("totals", "needs_another"),
    [
        (["95", "85"], False),
        (["95", "84.99"], True),
        (["95", "84.99", "90"], False),
        (["95"], False),
    ],
)
def test_a_gap_beyond_the_limit_calls_a_third_once(form_3: Sheet, totals: list[str], needs_another: bool) -> None:
    combined = combine(form_3, [Decimal(each) for each in totals], gap_over=Decimal(10))
    assert combined.needs_another is needs_another
    assert ("须增派一名考核员" in combined.says) is needs_another
