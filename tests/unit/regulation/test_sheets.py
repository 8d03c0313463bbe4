"""Losing and earning rules, class minimum, mandatory rows, vetoes, bands, and how totals are combined."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.common.regulation import Ask, RowInput, Sheet, combine, score
from tests.unit.regulation.notices import changed, line_of, regulation_of, the_fault

D = Decimal
WORK = "          - {id: work, title: 工作, points: 60, all_or_nothing: yes}\n"
FULL = {"work": RowInput(present=True), "skill": RowInput(points=D(40))}


def sheet_with(row: str, more: str = "") -> Sheet:
    """The small sheet with another first row, and more keys on the sheet itself."""
    text = changed(WORK, f"          - {row}\n").replace(
        "    pass: {at_least: 60}\n", f"    pass: {{at_least: 60}}\n{more}"
    )
    return regulation_of(text).sheets["marks"]


def given(rule: str, found: RowInput) -> tuple[Decimal, str]:
    row = score(sheet_with(f"{{id: work, title: 工作, points: 60, {rule}}}"), {**FULL, "work": found}).row("work")
    return row.given, row.says


@pytest.mark.parametrize(
    ("count", "value", "points"),
    [
        ("full_steps", "95", "60"),
        ("full_steps", "94.99", "60"),
        ("full_steps", "90.01", "60"),
        ("full_steps", "90", "50"),
        ("started_steps", "95", "60"),
        ("started_steps", "94.99", "50"),
        ("started_steps", "90", "50"),
        ("started_steps", "89.99", "40"),
        ("proportional", "94.5", "59"),
        ("proportional", "90", "50"),
        ("full_steps", "0", "0"),
    ],
)
def test_short_of_a_target_loses_by_full_or_started_steps_or_in_proportion(count: str, value: str, points: str) -> None:
    rule = f"lose: [{{measure: rate, title: 满意率, target: 95%, step: 5, points: 10, count: {count}}}]"
    assert given(rule, RowInput(measures={"rate": D(value)}))[0] == D(points)


@pytest.mark.parametrize(
    ("cases", "points", "says"),
    [
        (0, "60", "不扣分"),
        (2, "56", "投诉 2 起，每起扣 2 分，扣 4.00 分"),
        (3, "54", "投诉 3 起，每起扣 2 分，扣 6.00 分"),
        (4, "54", "投诉 4 起，每起扣 2 分，扣 6.00 分"),
    ],
)
def test_each_case_loses_up_to_a_ceiling(cases: int, points: str, says: str) -> None:
    rule = "lose: [{per_case: 2, id: complaint, title: 投诉, at_most: 6}]"
    assert given(rule, RowInput(counts={"complaint": cases})) == (D(points), says)


@pytest.mark.parametrize(
    ("found", "points"),
    [
        (RowInput(filed_on=date(2025, 11, 25), due_on=date(2025, 11, 25)), "60"),
        (RowInput(filed_on=date(2025, 11, 26), due_on=date(2025, 11, 25)), "59"),
        (RowInput(filed_on=date(2025, 11, 30), due_on=date(2025, 11, 25)), "55"),
        (RowInput(filed_on=date(2025, 12, 25), due_on=date(2025, 11, 25)), "55"),
        (RowInput(present=False, due_on=date(2025, 11, 25)), "0"),
    ],
)
def test_late_loses_by_the_day_and_never_loses_all(found: RowInput, points: str) -> None:
    assert given("lose: [{late_per_day: 1, at_most: 5}]", found)[0] == D(points)


def test_a_graver_fact_takes_the_row_the_class_or_the_sheet() -> None:
    for scope, total in (("row", "40.00"), ("class", "0.00"), ("sheet", "0.00")):
        sheet = sheet_with(f"{{id: work, title: 工作, points: 60, lose: [{{zero_if: casualty, of: {scope}}}]}}")
        assert score(sheet, {**FULL, "work": RowInput()}).total == D("100.00")
        result = score(sheet, {**FULL, "work": RowInput(facts=frozenset({"casualty"}))})
        assert str(result.total) == total
        assert "人身伤亡事故" in result.row("work").says


def test_several_rules_in_a_row_add_up_to_its_points_at_most() -> None:
    rules = "lose: [{per_missing: 25, of: [甲, 乙]}, {per_case: 10, id: c, title: 投诉}]"
    assert given(rules, RowInput(missing=frozenset({"甲"}), counts={"c": 1}))[0] == D(25)
    assert given(rules, RowInput(missing=frozenset({"甲", "乙"}), counts={"c": 1}))[0] == D(0)
    assert given(rules, RowInput(missing=frozenset({"甲", "乙"}), counts={"c": 2}))[0] == D(0)


def test_a_thing_that_is_absent_scores_zero_and_asks_nothing_more() -> None:
    rule = "zero_when_absent: yes, lose: [{per_missing: 5, of: [甲]}]"
    assert given(rule, RowInput(present=False)) == (D(0), "没有“工作”，扣 60.00 分")
    assert given(rule, RowInput(present=True, missing=frozenset({"甲"})))[0] == D(55)


@pytest.mark.parametrize(("pieces", "points"), [(0, "0"), (2, "20"), (3, "30"), (4, "30")])
def test_pieces_earn_up_to_a_ceiling(pieces: int, points: str) -> None:
    rule = "earn: [{per_piece: 10, id: p, title: 成果, at_most: 30}]"
    assert given(rule, RowInput(counts={"p": pieces}))[0] == D(points)


@pytest.mark.parametrize(("pieces", "points"), [(6, "60"), (7, "60")])
def test_without_a_ceiling_the_row_s_points_are_the_end(pieces: int, points: str) -> None:
    assert given("earn: [{per_piece: 10, id: p, title: 成果}]", RowInput(counts={"p": pieces}))[0] == D(points)


def test_for_one_matter_only_the_highest_counts() -> None:
    rule = "earn: [{best_of: [{id: city, title: 市级表彰, points: 20}, {id: county, title: 县级表彰, points: 10}]}]"
    assert given(rule, RowInput(counts={"city": 1, "county": 3})) == (D(20), "市级表彰，只计最高一项，得 20.00 分")
    assert given(rule, RowInput(counts={"county": 1}))[0] == D(10)
    assert given(rule, RowInput())[0] == D(0)


RATE = "earn: [{rate: r, title: 参与率, table: [{at_least: 90, points: 60}, {at_least: 80, under: 90, points: 30}, {under: 80, points: 0}]}]"


@pytest.mark.parametrize(("rate", "points"), [("90", "60"), ("89.99", "30"), ("80", "30"), ("79.99", "0")])
def test_a_table_turns_a_rate_into_points(rate: str, points: str) -> None:
    assert given(RATE, RowInput(measures={"r": D(rate)}))[0] == D(points)


@pytest.mark.parametrize(
    ("found", "asks"),
    [
        (RowInput(), "请填 0 到 40 之间的分数"),
        (RowInput(points=D("40.01")), "请填 0 到 40 之间的分数"),
        (RowInput(points=D(-1)), "请填 0 到 40 之间的分数"),
        (RowInput(points=D("39.99")), "扣分要写明依据"),
        (RowInput(points=D("39.99"), ground=" "), "扣分要写明依据"),
    ],
)
def test_points_given_by_hand_need_a_ground(found: RowInput, asks: str) -> None:
    result = score(sheet_with(WORK.strip()[2:]), {**FULL, "skill": found})
    assert result.row("skill").asks == (asks,)
    assert not result.passed


def test_a_ground_explains_points_given_by_hand() -> None:
    found = RowInput(points=D("39.50"), ground="操作记录不全")
    result = score(sheet_with(WORK.strip()[2:]), {**FULL, "skill": found})
    assert (result.total, result.row("skill").says) == (D("99.50"), "操作记录不全，扣 0.50 分")


def test_a_class_has_a_minimum_besides_the_total() -> None:
    text = changed("        points: 100\n", "        points: 100\n        at_least: 70\n")
    sheet = regulation_of(text).sheets["marks"]
    at, below = (score(sheet, {**FULL, "skill": RowInput(points=D(p), ground="查看记录")}) for p in (10, "9.99"))
    assert (at.total, at.passed) == (D("70.00"), True)
    assert (below.passed, below.refusals) == (False, ("“工作”得 69.99 分，应不低于 70 分",))


def test_a_mandatory_row_must_be_full() -> None:
    sheet = regulation_of(changed("title: 技能, points: 40}", "title: 技能, points: 40, mandatory: yes}")).sheets[
        "marks"
    ]
    assert score(sheet, FULL).passed
    result = score(sheet, {**FULL, "skill": RowInput(points=D("39.99"), ground="查看记录")})
    assert (result.passed, result.refusals) == (False, ("必达项“技能”未得满分",))


BANDS = "    bands: [{title: 优秀, at_least: 95}, {title: 合格, at_least: 60, under: 95}, {title: 不合格, under: 60}]\n"


@pytest.mark.parametrize(("points", "band"), [("35", "优秀"), ("34.99", "合格"), ("0", "合格")])
def test_the_total_falls_into_one_band(points: str, band: str) -> None:
    found = {**FULL, "skill": RowInput(points=D(points), ground="查看记录")}
    assert score(sheet_with(WORK.strip()[2:], BANDS), found).band == band


def test_a_bonus_class_adds_on_top_up_to_its_cap() -> None:
    bonus = """\
      - title: 附加
        bonus: yes
        points: 5
        rows:
          - {id: extra, title: 表彰, points: 10, earn: [{per_piece: 3, id: e, title: 表彰}]}
"""
    text = changed(
        "          - {id: skill, title: 技能, points: 40}\n",
        "          - {id: skill, title: 技能, points: 40}\n" + bonus,
    )
    sheet = regulation_of(text).sheets["marks"]
    for pieces, total in ((0, "100.00"), (1, "103.00"), (2, "105.00"), (3, "105.00")):
        assert str(score(sheet, {**FULL, "extra": RowInput(counts={"e": pieces})}).total) == total


@pytest.mark.parametrize(
    ("way", "totals", "total"),
    [
        ("mean", ["90", "91", "95"], "92.00"),
        ("mean", ["90", "90", "91"], "90.33"),
        ("mean", ["90", "91", "91"], "90.67"),
        ("trimmed_mean", ["60", "90", "91", "100"], "90.50"),
        ("trimmed_mean", ["60", "90"], "75.00"),
        ("median", ["60", "90", "91"], "90.00"),
        ("median", ["60", "90", "91", "95"], "90.50"),
    ],
)
def test_totals_are_combined_as_the_sheet_says(way: str, totals: list[str], total: str) -> None:
    sheet = sheet_with(WORK.strip()[2:], f"    combine: {{assessors: {way}, decimals: 2}}\n")
    assert str(combine(sheet, [D(each) for each in totals]).total) == total


def test_no_totals_are_no_score() -> None:
    with pytest.raises(ValueError, match="no totals"):
        combine(sheet_with(WORK.strip()[2:]), [])


@pytest.mark.parametrize(
    ("old", "new", "path", "code", "says"),
    [
        (
            "points: 40}",
            "points: 45}",
            "sheets.marks.classes.1.points",
            "class_does_not_add_up",
            "“工作”各行合计 105，应为 100，请改正分值。",
        ),
        (
            "        points: 100\n",
            "        points: 100\n        at_least: 101\n",
            "sheets.marks.classes.1.at_least",
            "class_minimum_beyond_points",
            "“工作”要求至少 101 分，但本类满分只有 100 分。",
        ),
        (
            "    classes:\n",
            "    points: 120\n    classes:\n",
            "sheets.marks.classes",
            "sheet_does_not_add_up",
            "各行合计 100，应为 120，请改正分值。",
        ),
        (
            "    classes:\n",
            "    bands: [{title: 甲, at_least: 90}, {title: 乙, under: 80}]\n    classes:\n",
            "sheets.marks.bands",
            "bands_do_not_fit",
            "80.00 到 89.99 没有任何一档，请补上或调整界限。",
        ),
        (
            WORK,
            "          - {id: work, title: 工作, points: 60, all_or_nothing: yes, lose: [{per_missing: 1, of: [甲]}]}\n",
            "sheets.marks.classes.1.rows.work.all_or_nothing",
            "contradictory_rule",
            None,
        ),
        (
            WORK,
            "          - {id: work, title: 工作, points: 60, lose: [{measure: m, title: 率, target: 95%, step: 0, points: 1, count: full_steps}]}\n",
            "sheets.marks.classes.1.rows.work.lose.1.step",
            "step_of_zero",
            None,
        ),
        (
            WORK,
            "          - {id: work, title: 工作, points: 60, lose: [{measure: m, title: 率, target: 101%, step: 5, points: 1, count: full_steps}]}\n",
            "sheets.marks.classes.1.rows.work.lose.1.target",
            "not_target",
            None,
        ),
        (
            WORK,
            "          - {id: work, title: 工作, points: 60, lose: [{per_misssing: 1, of: [甲]}]}\n",
            "sheets.marks.classes.1.rows.work.lose.1.per_misssing",
            "unknown_word",
            "不认识“per_misssing”，是不是想写“per_missing”？",
        ),
    ],
)
def test_a_sheet_that_does_not_fit_is_refused(old: str, new: str, path: str, code: str, says: str | None) -> None:
    fault = the_fault(changed(old, new))
    assert (fault.path, fault.code) == (path, code)
    if says:
        assert fault.says == says


def test_a_pass_line_is_reachable_at_full_points_only_just() -> None:
    text = changed("    pass: {at_least: 60}\n    classes", "    pass: {at_least: 100}\n    classes")
    assert regulation_of(text).sheets["marks"].pass_.at_least == 100
    over = text.replace("{at_least: 100}", "{over: 100}")
    assert (the_fault(over).code, the_fault(over).line) == ("unreachable_pass", line_of(over, "over: 100"))


@pytest.mark.parametrize(
    "table",
    ["{at_least: 90, points: 60}, {under: 80, points: 0}", "{at_least: 80, points: 60}, {at_most: 80, points: 0}"],
)
def test_a_rate_table_has_neither_gap_nor_overlap(table: str) -> None:
    row = f"{{id: work, title: 工作, points: 60, earn: [{{rate: r, title: 率, table: [{table}]}}]}}"
    fault = the_fault(changed(WORK, f"          - {row}\n"))
    assert (fault.path, fault.code) == ("sheets.marks.classes.1.rows.work.earn.1.table", "bands_do_not_fit")


@pytest.mark.parametrize(
    ("rule", "asks"),
    [
        ("all_or_nothing: yes", [Ask("present", "", "工作")]),
        ("text: 看实效", [Ask("points", "", "工作", "分")]),
        ("lose: [{per_missing: 5, of: [甲, 乙]}]", [Ask("piece", "甲", "甲"), Ask("piece", "乙", "乙")]),
        (
            "lose: [{measure: m, title: 满意率, target: 95%, step: 5, points: 10, count: full_steps}]",
            [Ask("measure", "m", "满意率", "%", True)],
        ),
        (
            "lose: [{measure: m, title: 活动, target: 12, step: 1, points: 1, count: full_steps}]",
            [Ask("measure", "m", "活动", "个", False)],
        ),
        ("lose: [{per_case: 5, id: c, title: 投诉}]", [Ask("count", "c", "投诉", "起")]),
        ("lose: [{zero_if: casualty}]", [Ask("fact", "casualty", "人身伤亡事故")]),
        (
            "lose: [{late_per_day: 1, at_most: 5}]",
            [Ask("day", "due_on", "应报日期"), Ask("day", "filed_on", "实报日期")],
        ),
        ("earn: [{per_piece: 5, id: p, title: 成果}]", [Ask("count", "p", "成果", "项")]),
        (RATE, [Ask("measure", "r", "参与率", "%", True)]),
    ],
)
def test_a_row_says_what_it_wants_to_be_told(rule: str, asks: list[Ask]) -> None:
    assert list(sheet_with(f"{{id: work, title: 工作, points: 60, {rule}}}").row("work").wants()) == asks


@pytest.mark.parametrize(
    ("rule", "asks"),
    [
        ("lose: [{per_case: 5, id: c, title: 投诉}]", "请填投诉的起数，没有填 0"),
        ("lose: [{late_per_day: 1, at_most: 5}]", "请填报送日期，未报送的请注明"),
        ("earn: [{per_piece: 5, id: p, title: 成果}]", "请填成果的项数，没有填 0"),
        (RATE, "请填参与率"),
    ],
)
def test_a_row_is_not_scored_before_it_is_told(rule: str, asks: str) -> None:
    result = score(sheet_with(f"{{id: work, title: 工作, points: 60, {rule}}}"), {**FULL, "work": RowInput()})
    assert result.row("work").asks == (asks,)
    assert not result.passed
