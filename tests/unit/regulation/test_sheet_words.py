"""Vetoes, points by kind, a share of every class, gates, several scores by weight: each from both sides of its edge."""

from __future__ import annotations

from decimal import Decimal

import pytest

from services.common.regulation import RowInput, Sheet, blend, explain, read, score
from tests.unit.regulation.notices import changed, line_of, regulation_of, the_fault
from tests.unit.regulation.test_sheets import FULL, WORK, given, sheet_with

D = Decimal
PLAIN = WORK.strip()[2:]
CASUALTY = RowInput(facts=frozenset({"casualty"}))


def test_a_veto_takes_the_award_and_leaves_the_score() -> None:
    sheet = sheet_with(PLAIN, "    vetoes: [casualty, wage_arrears]\n")
    with_fact, without = score(sheet, {**FULL, "vetoes": CASUALTY}), score(sheet, {**FULL, "vetoes": RowInput()})
    assert (with_fact.total, with_fact.passed, with_fact.refusals) == (
        D("100.00"),
        False,
        ("发生人身伤亡事故，一票否决",),
    )
    assert (without.total, without.passed) == (D("100.00"), True)


def test_the_facts_of_a_veto_are_asked_for_on_the_sheet_itself() -> None:
    sheet = sheet_with(PLAIN, "    vetoes: [casualty]\n")
    last = sheet.classes[-1]
    assert (last.title, last.full, [ask.title for ask in last.rows[0].wants()]) == ("一票否决", 0, ["人身伤亡事故"])
    assert [each.title for each in sheet_with(PLAIN).classes] == ["工作"]


def test_a_veto_in_a_row_holds_where_the_thing_is_absent_too() -> None:
    rule = "zero_when_absent: yes, lose: [{veto_if: casualty}, {per_missing: 5, of: [甲]}]"
    sheet = sheet_with(f"{{id: work, title: 工作, points: 60, {rule}}}")
    gone = RowInput(present=False, facts=frozenset({"casualty"}))
    result = score(sheet, {**FULL, "work": gone})
    assert (result.row("work").given, result.bars) == (D(0), ("发生人身伤亡事故，一票否决",))
    assert score(sheet, {**FULL, "work": RowInput(present=False)}).bars == ()


def test_the_id_of_the_vetoes_is_taken() -> None:
    text = changed("{id: work, title: 工作", "{id: vetoes, title: 工作")
    assert the_fault(text).code == "taken_id"


@pytest.mark.parametrize(
    ("counts", "points", "says"),
    [
        ({"city": 0, "county": 0}, "0", "不扣分"),
        ({"city": 1, "county": 2}, "40", "市级 1 项，每项 20 分，得 20.00 分；县级 2 项，每项 10 分，得 20.00 分"),
        ({"city": 2, "county": 1}, "50", "市级 2 项，每项 20 分，得 40.00 分；县级 1 项，每项 10 分，得 10.00 分"),
        ({"city": 2, "county": 2}, "50", "市级 2 项，每项 20 分，得 40.00 分；县级 2 项，每项 10 分，得 10.00 分"),
    ],
)
def test_pieces_of_each_kind_add_up_to_a_ceiling(counts: dict[str, int], points: str, says: str) -> None:
    kinds = "[{id: city, title: 市级, points: 20}, {id: county, title: 县级, points: 10}]"
    assert given(f"earn: [{{by_kind: {kinds}, at_most: 50}}]", RowInput(counts=counts)) == (D(points), says)


@pytest.mark.parametrize(("counts", "asks"), [({}, 2), ({"city": 1}, 1), ({"city": 1, "county": 0}, 0)])
def test_every_kind_is_asked_for(counts: dict[str, int], asks: int) -> None:
    kinds = "[{id: city, title: 市级, points: 20}, {id: county, title: 县级, points: 10}]"
    sheet = sheet_with(f"{{id: work, title: 工作, points: 60, earn: [{{by_kind: {kinds}}}]}}")
    assert len(score(sheet, {**FULL, "work": RowInput(counts=counts)}).row("work").asks) == asks


def test_only_the_highest_is_asked_for_too() -> None:
    grades = "[{id: city, title: 市级, points: 20}, {id: county, title: 县级, points: 10}]"
    sheet = sheet_with(f"{{id: work, title: 工作, points: 60, earn: [{{best_of: {grades}}}]}}")
    assert score(sheet, {**FULL, "work": RowInput()}).row("work").asks == ("请填市级、县级的项数，都没有填 0",)
    assert score(sheet, {**FULL, "work": RowInput(counts={"county": 0})}).row("work").asks == ()


@pytest.mark.parametrize(("rate", "points"), [("99", "59.67"), ("98", "59.33"), ("97", "59.00")])
def test_in_proportion_is_rounded_to_what_is_shown(rate: str, points: str) -> None:
    rule = "lose: [{measure: r, title: 率, target: 100%, step: 3, points: 1, count: proportional}]"
    assert str(given(rule, RowInput(measures={"r": D(rate)}))[0]) == points


SHARE = "    least_share: 60%\n"
TWO = """\
      - title: 工作
        points: 60
        rows: [{id: work, title: 工作, points: 60}]
      - title: 技能
        points: 40
        rows: [{id: skill, title: 技能, points: 40}]
      - title: 附加
        bonus: yes
        points: 5
        rows: [{id: extra, title: 表彰, points: 5}]
"""


def two_classes(more: str) -> Sheet:
    start = changed("    pass: {at_least: 60}\n    classes", f"    pass: {{at_least: 60}}\n{more}    classes")
    return regulation_of(start.partition("      - title: 工作\n")[0] + TWO).sheets["marks"]


@pytest.mark.parametrize(("skill", "refused"), [("24", ()), ("23.99", ("“技能”得 23.99 分，应不低于 24 分",))])
def test_every_class_reaches_its_share_besides_the_total(skill: str, refused: tuple[str, ...]) -> None:
    """The bonus class is no part of it."""
    found = {
        "work": RowInput(points=D(60)),
        "skill": RowInput(points=D(skill), ground="查看记录"),
        "extra": RowInput(points=D(0), ground="没有"),
    }
    result = score(two_classes(SHARE), found)
    assert result.refusals == refused
    assert score(two_classes(""), found).passed


GATED = """lose: [{measure: aware, title: 知晓率, target: 100%, step: 5, points: 1, count: full_steps},
             {measure: happy, title: 满意率, target: 95%, step: 5, points: 1, count: full_steps}]"""
GATE = "    gates: [{title: 两率达标, all_met: [aware, happy]}]\n"


@pytest.mark.parametrize(
    ("aware", "happy", "refused"),
    [
        ("100", "95", ()),
        ("100", "94.99", ("“两率达标”没有全部达标：满意率 94.99%，应达到 95%",)),
        ("99.99", "94.99", ("“两率达标”没有全部达标：知晓率 99.99%，应达到 100%；满意率 94.99%，应达到 95%",)),
    ],
)
def test_a_gate_is_passed_when_every_target_is_met(aware: str, happy: str, refused: tuple[str, ...]) -> None:
    """None of them loses a point here: less than a whole step is missing."""
    row = "{id: work, title: 工作, points: 60, " + " ".join(GATED.split()) + "}"
    found = RowInput(measures={"aware": D(aware), "happy": D(happy)})
    result = score(sheet_with(row, GATE), {**FULL, "work": found})
    assert (result.total, result.refusals) == (D("100.00"), refused)


def test_a_gate_names_measures_that_are_there() -> None:
    row = "          - {id: work, title: 工作, points: 60, " + " ".join(GATED.split()) + "}\n"
    text = changed(WORK, row).replace(
        "    pass: {at_least: 60}\n    classes",
        "    pass: {at_least: 60}\n" + GATE.replace("happy", "hapy") + "    classes",
    )
    fault = the_fault(text)
    assert (fault.code, fault.path, fault.nearest) == ("unknown_reference", "sheets.marks.gates.1.all_met", "happy")
    assert fault.line == line_of(text, "hapy")


BLEND = "    blend: [{{of: assessors, weight: {0}, at_least: 60}}, {{of: self, weight: {1}, missing: {2}}}]\n"


def blended(missing: str = "fails") -> Sheet:
    return sheet_with(PLAIN, BLEND.format("70%", "30%", missing))


@pytest.mark.parametrize(
    ("assessors", "own", "total", "refusals"),
    [
        ("80", "100", "86.00", ()),
        ("60", "100", "72.00", ()),
        ("59.99", "100", "71.99", ("考核分 59.99，应不低于 60 分",)),
    ],
)
def test_scores_are_blended_by_weight_with_a_floor_each(
    assessors: str, own: str, total: str, refusals: tuple[str, ...]
) -> None:
    sheet = blended()
    made = blend(sheet.blend, {"assessors": D(assessors), "self": D(own)}, sheet.combine)
    assert (str(made.total), made.refusals) == (total, refusals)


@pytest.mark.parametrize(
    ("missing", "total", "refusals"),
    [("fails", "56.00", ("没有自评分",)), ("zero", "56.00", ()), ("left_out", "80.00", ())],
)
def test_a_missing_score_does_what_the_regulation_says(missing: str, total: str, refusals: tuple[str, ...]) -> None:
    sheet = blended(missing)
    made = blend(sheet.blend, {"assessors": D(80), "self": None}, sheet.combine)
    assert (str(made.total), made.refusals) == (total, refusals)


@pytest.mark.parametrize(
    ("blend_", "code", "path"),
    [
        (BLEND.format("70%", "29%", "zero"), "weights_do_not_add_up", "sheets.marks.blend"),
        (BLEND.format("70%", "31%", "zero"), "weights_do_not_add_up", "sheets.marks.blend"),
        ("    blend: [{of: self, weight: 100%}]\n", "no_score_of_its_own", "sheets.marks.blend"),
        (
            "    blend: [{of: assessors, weight: 50%}, {of: assessors, weight: 50%}]\n",
            "duplicate_id",
            "sheets.marks.blend",
        ),
        (
            "    blend: [{of: assessors, weight: 100%, at_least: 100.01}]\n",
            "minimum_beyond_points",
            "sheets.marks.blend.1.at_least",
        ),
    ],
)
def test_weights_make_a_whole_and_floors_can_be_reached(blend_: str, code: str, path: str) -> None:
    text = changed("    pass: {at_least: 60}\n    classes", f"    pass: {{at_least: 60}}\n{blend_}    classes")
    fault = the_fault(text)
    assert (fault.code, fault.path) == (code, path)


def test_a_floor_at_full_points_is_taken() -> None:
    blend_ = "    blend: [{of: assessors, weight: 100%, at_least: 100}]\n"
    text = changed("    pass: {at_least: 60}\n    classes", f"    pass: {{at_least: 60}}\n{blend_}    classes")
    assert read(text).faults == ()


@pytest.mark.parametrize("line", ["{at_most: 60}", "{under: 60}"])
def test_a_pass_line_has_a_floor(line: str) -> None:
    text = changed("    pass: {at_least: 60}\n    classes", f"    pass: {line}\n    classes")
    assert the_fault(text).code == "pass_without_floor"


def test_the_new_words_are_said_in_chinese() -> None:
    more = SHARE + BLEND.format("70%", "30%", "left_out") + "    vetoes: [casualty]\n"
    text = changed("    pass: {at_least: 60}\n    classes", f"    pass: {{at_least: 60}}\n{more}    classes")
    said = dict(explain(regulation_of(text)))["评分表"]
    assert said[-3:] == [
        "除总分外，每类得分不低于本类分值的 60%。",
        "几项分按权重合成：考核分占 70%，本项不低于 60 分；自评分占 30%，缺少的不计，其余按权重折算。",
        "一票否决：人身伤亡事故。",
    ]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("    spot_check: {changes_at_most: 0}\n", "step_of_zero"),
        ("    spot_check: {changes_at_most: 5}\n    blend: [{of: assessors, weight: 100%}]\n", "contradictory_rule"),
    ],
)
def test_a_spot_check_changes_something_and_stands_alone(more: str, code: str) -> None:
    text = changed("    pass: {at_least: 60}\n    classes", f"    pass: {{at_least: 60}}\n{more}    classes")
    assert the_fault(text).code == code


def test_a_spot_check_of_a_cent_is_taken_and_said() -> None:
    more = "    spot_check: {changes_at_most: 0.01}\n"
    text = changed("    pass: {at_least: 60}\n    classes", f"    pass: {{at_least: 60}}\n{more}    classes")
    said = dict(explain(regulation_of(text)))["评分表"]
    assert said[-1] == "以自评分为准，考核员抽查结果可以调整自评分，最多上下调整 0.01 分。"
