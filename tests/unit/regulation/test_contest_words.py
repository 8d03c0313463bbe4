"""Words of contests: each read, said in Chinese, and refused beyond its edge with its line and what to write."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.common.regulation import explain, read
from services.common.regulation.contest import Contest
from services.common.regulation.contest_awards import AWARDS
from services.common.regulation.contest_entry import GradeBound
from services.common.regulation.contest_order import Criterion
from services.common.regulation.words import slots
from tests.unit.regulation.contests import SMALL, a_contest, contest_of, the_fault, with_more
from tests.unit.regulation.notices import line_of, regulation_of
from tests.unit.regulation.notices import the_fault as fault_of

D = Decimal
ORDER = "order: [total, practice, {earlier: finished_at}]"
AWARDED = "awards: [{first: 1}, {second: 2}, {third: 3}]"


def test_the_sketch_of_a_contest_is_read() -> None:
    contest = contest_of()
    assert (contest.level, contest.trade_titles, contest.full) == ("county", {"焊工": "焊工"}, D(100))
    assert contest.entry.closes is not None
    assert contest.entry.closes.on == date(2018, 6, 30)
    assert [(part.id, part.weight and part.weight.points, part.scored_by) for part in contest.last.parts] == [
        ("theory", D(30), "paper"),
        ("practice", D(70), "judges"),
    ]
    assert contest.order == (
        Criterion("more", "total"),
        Criterion("more", "practice"),
        Criterion("earlier", "finished_at"),
    )
    assert [(each.says, each.extent.places) for each in contest.awards] == [("一等奖", 1), ("二等奖", 2), ("三等奖", 3)]


def test_a_contest_is_said_in_chinese() -> None:
    contest = a_contest(
        ("entry: {closes: 2018-06-30}", "entry: {per_unit: {at_most: 5, each: trade}, late_start: {over: 15}}"),
        more="appeals: {within: {hours: 2}, to: arbitration_group}\nadvance: {to: city, first: 3, tie: share}",
    )
    assert list(contest.sentences()) == [
        "县级比赛，工种：焊工。",
        "由单位报名；符合条件的均可报名；每人限报一个工种。",
        "每个单位每个工种不超过 5 人。",
        "迟到超过 15 分钟的，不得入场。",
        "决赛：理论、实操 2 项。",
        "理论：满分 100 分，占 30%，阅卷。",
        "实操：满分 100 分，占 70%，裁判打分，裁判 5 名，去掉 1 个最高分、1 个最低分后取平均分，"
        "与选手同单位（同班组）的裁判回避。",
        "决赛名次：先看总分，高的在前；再看实操，高的在前；再看交件时间，早的在前；仍相同的名次并列。",
        "成绩由裁判员、裁判长签字。",
        "奖项：一等奖：1 名；二等奖：2 名；三等奖：3 名。并列的一并授奖，占用下一档名额。",
        "晋级市级比赛：每个工种前 3 名，并列的一并晋级。",
        "成绩公布后 2 小时内向仲裁组书面申诉。",
        "仲裁组的裁决为最终裁决。",
        "取消名次的，空出的名次不递补。",
    ]
    assert explain(regulation_of(SMALL))[1][0] == "焊工技能比武"


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        (("30%", "70%"), ""),
        (("30%", "69.99%"), "weights_do_not_add_up"),
        (("30%", "70.01%"), "weights_do_not_add_up"),
        (("0%", "100%"), "weights_do_not_add_up"),
    ],
)
def test_weights_of_parts_make_a_whole(weights: tuple[str, str], code: str) -> None:
    changes = [("weight: 30%", f"weight: {weights[0]}"), ("weight: 70%", f"weight: {weights[1]}")]
    if not code:
        assert a_contest(*changes).full == 100
        return
    fault = the_fault(*changes)
    assert (fault.code, fault.line, fault.path) == (
        code,
        line_of(SMALL, "parts:"),
        "contests.welders.rounds.final.parts",
    )


def test_a_part_without_a_weight_beside_one_with_is_refused_and_none_at_all_adds_up_the_marks() -> None:
    assert (
        the_fault(("weight: 30%, ", "")).says
        == "有的分项写了权重，有的没有写；请都写上（合计 100%），或都不写（分数相加）。"
    )
    assert a_contest(("weight: 30%, ", ""), ("weight: 70%, ", "")).full == 200


def test_the_points_of_a_fault_stand_in_the_message() -> None:
    assert the_fault(("weight: 30%", "weight: 20%")).says == "各分项权重合计 90%，应为 100%，请改正。"


@pytest.mark.parametrize(
    ("order", "code", "nearest"),
    [
        ("order: []", "tie_chain_missing", None),
        ("order: [totl, practice]", "unknown_reference", "total"),
        ("order: [total, practise]", "unknown_reference", "practice"),
        ("order: [{less: finished_at}]", "wrong_direction", "earlier"),
        ("order: [{earlier: practice}]", "wrong_direction", "more"),
        ("order: [{later: finished_at}]", "unknown_word", None),
        ("order: [total, total]", "duplicate_id", None),
        ("order: [drawn, total]", "never_reached", None),
        ("order: [total, practice, theory, time_used, deductions, finished_at]", "too_many", None),
    ],
)
def test_an_order_that_leads_nowhere_is_refused(order: str, code: str, nearest: str | None) -> None:
    fault = the_fault((ORDER, order))
    assert (fault.code, fault.nearest) == (code, nearest)


def test_a_contest_without_any_order_says_what_to_write() -> None:
    fault = the_fault((f"        {ORDER}\n", ""))
    assert fault.says == "没有说明名次怎样排，请补上 order，例如 [total, practice, {earlier: finished_at}]。"


def test_awards_by_place_need_a_rule_for_the_tie_unless_a_lot_decides() -> None:
    assert the_fault(("    tie: share\n", "")).code == "cut_without_tie"
    drawn = a_contest(("    tie: share\n", ""), (ORDER, "order: [total, drawn]"))
    assert drawn.tie is None
    bands = "awards: [{first: {at_least: 90}}, {second: {at_least: 80, under: 90}}]"
    assert a_contest(("    tie: share\n", ""), (AWARDED, bands)).awards[0].extent.band is not None


@pytest.mark.parametrize(
    ("awards", "code"),
    [
        ("[{first: 10%, of: started, rounding: up}]", ""),
        ("[{first: 10%, of: started}]", "percent_without_rounding"),
        ("[{first: 10%, rounding: up}]", "rate_without_base"),
        ("[{first: 40%, of: started, rounding: up}, {second: 60%, of: started, rounding: up}]", ""),
        ("[{first: 40%, of: started, rounding: up}, {second: 61%, of: started, rounding: up}]", "shares_beyond_whole"),
        ("[{first: 1}, {first: 2}]", "duplicate_id"),
        ("[{first: 1}, {second: {at_least: 80}}]", "awards_told_how"),
        ("[{first: {at_least: 90}}, {second: {at_least: 80, under: 90}}]", ""),
        ("[{first: {at_least: 90}}, {second: {at_least: 80, at_most: 90}}]", "bands_gap"),
        ("[{first: {over: 90}}, {second: {at_least: 80, under: 90}}]", "bands_gap"),
        ("[{first: {at_least: 90%}}]", "not_number"),
        ("[{frist: 1}]", "unknown_word"),
        ("[{award: 优胜奖, to: 5, sum: 300}]", ""),
    ],
)
def test_awards_by_place_share_or_band(awards: str, code: str) -> None:
    change = (AWARDED, f"awards: {awards}")
    if not code:
        assert a_contest(change).awards
        return
    assert the_fault(change).code == code


def test_an_award_may_bring_money_and_another_honour() -> None:
    (award,) = a_contest(
        (AWARDED, "awards: [{first: 1, sum: 3000, linked: [{honour: 五一劳动奖章, effect: nominate}]}]")
    ).awards
    assert award.phrase() == "一等奖：1 名，奖金3,000 元"
    assert [(each.honour, each.effect) for each in award.linked] == [("五一劳动奖章", "nominate")]


@pytest.mark.parametrize(
    ("more", "code", "nearest"),
    [
        ("classes: [{id: junior, title: 学生组}, {id: worker, title: 职工组}]\nawards_by: [{of: [junior], shift: 1}]", "", None),
        ("classes: [{id: junior, title: 学生组}, {id: worker, title: 职工组}]\nawards_by: [{of: [junor], shift: 1}]", "unknown_reference", "junior"),
        ("classes: [{id: junior, title: 学生组}, {id: worker, title: 职工组}]\nawards_by: [{of: [junior]}]", "awards_told_how", None),
        ("classes: [{id: junior, title: 学生组}, {id: worker, title: 职工组}]\nawards_by: [{of: [junior], shift: 1}, {of: [junior], shift: 2}]", "duplicate_id", None),
        ("classes: [{id: junior, title: 学生组}]", "too_few", None),
        ("ranked_apart: [class]", "unknown_reference", None),
    ],
)  # fmt: skip
def test_tables_of_awards_by_class(more: str, code: str, nearest: str | None) -> None:
    if not code:
        assert a_contest(more=more).awards_by[0].shift == 1
        return
    fault = the_fault(more=more)
    assert (fault.code, fault.nearest) == (code, nearest)


def test_a_trade_is_told_once() -> None:
    assert the_fault(("    trade: 焊工\n", "")).code == "missing_key"
    fault = the_fault(("    trade: 焊工\n", "    trade: 焊工\n    trades: [{id: welder, title: 焊工}]\n"))
    assert fault.code == "missing_key"


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("judges: 5, drop: {highest: 2, lowest: 2}", ""),
        ("judges: 4, drop: {highest: 2, lowest: 2}", "nothing_left"),
        ("judges: 3, combine: trimmed_mean", ""),
        ("judges: 2, combine: trimmed_mean", "nothing_left"),
        ("judges: 5, combine: median, drop: {highest: 1}", "drop_beside_combine"),
        ("at_least: 100", ""),
        ("at_least: 100.01", "minimum_beyond_points"),
        ("deduct: [{id: burr, title: 毛刺, points: 2, at_most: 2}]", ""),
        ("deduct: [{id: burr, title: 毛刺, points: 2, at_most: 1.99}]", "contradictory_bounds"),
        ("deduct: [{id: burr, title: 毛刺, points: 0}]", "step_of_zero"),
        ("by: judge", "unknown_word"),
        ("blind: station", "unknown_word"),
        ("marks: 0", "not_number"),
    ],
)
def test_a_part_names_its_judges_its_deductions_and_its_floor(part: str, code: str) -> None:
    change = ("judges: 5, drop: {highest: 1, lowest: 1}", part)
    if not code:
        assert a_contest(change).part("practice").says == "实操"
        return
    assert the_fault(change).code == code


def test_what_is_taken_stops_at_its_ceiling() -> None:
    (burr,) = (
        a_contest(
            ("judges: 5, drop: {highest: 1, lowest: 1}", "deduct: [{id: burr, title: 毛刺, points: 2, at_most: 5}]")
        )
        .part("practice")
        .deduct
    )
    assert [burr.taken(times) for times in (0, 1, 2, 3)] == [0, 2, 4, 5]


def test_judges_step_back_by_employer_and_where_all_are_of_one_employer_by_team() -> None:
    for level, said, recusal in (
        ("county", "", "employer"),
        ("township", "", "employer"),
        ("enterprise", "", "team"),
        ("team", "", "team"),
        ("enterprise", ", own_unit: employer", "employer"),
    ):
        contest = a_contest(("level: county", f"level: {level}"), ("judges: 5,", f"judges: 5{said},"))
        assert contest.recusal(contest.part("practice")) == recusal


@pytest.mark.parametrize(
    ("rule", "inside", "outside"),
    [
        ("at_least: senior", ("senior", "technician"), ("intermediate", "none", "")),
        ("at_most: intermediate", ("none", "intermediate"), ("senior",)),
        ("at_least: junior, at_most: senior", ("junior", "senior"), ("none", "technician")),
    ],
)
def test_a_grade_bound_includes_both_ends(rule: str, inside: tuple[str, ...], outside: tuple[str, ...]) -> None:
    grade = a_contest(("closes: 2018-06-30", f"grade: {{{rule}}}")).entry.grade
    assert isinstance(grade, GradeBound)
    assert [grade.admits(each) for each in inside] == [True] * len(inside)
    assert [grade.admits(each) for each in outside] == [False] * len(outside)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("grade: {}", "bound_without_word"),
        ("grade: {at_least: senior, at_most: junior}", "contradictory_bounds"),
        ("age: 60", "bound_without_word"),
        ("age: {at_least: 60%}", "not_count"),
        ("per_unit: 5", "not_table"),
        ("per_unit: {at_most: 5%}", "not_count"),
        ("closes: {from: announced, within: {days: 10}}", ""),
        ("closes: {from: approved, within: {days: 10}}", "event_never_announced"),
        ("closes: 2018-02-28", ""),
        ("closes: 2018-02-27", "day_never_comes"),
        ("one_person: one_entri", "unknown_word"),
        ("late_start: {over: 15, minutes: 15}", "unknown_word"),
        ("clean_record: [{fact: casualty, years: 3}]", ""),
    ],
)
def test_rules_of_entry(entry: str, code: str) -> None:
    change = ("closes: 2018-06-30", entry)
    if not code:
        assert a_contest(change).entry
        return
    assert the_fault(change).code == code


def test_the_closing_day_is_not_after_the_start() -> None:
    assert a_contest(more="starts: 2018-06-30").starts == date(2018, 6, 30)
    assert the_fault(more="starts: 2018-06-29").code == "contradictory_bounds"


@pytest.mark.parametrize(
    ("advance", "code"),
    [
        ("{to: city, first: 3, tie: share}", ""),
        ("{to: county, first: 3, tie: share}", "not_upward"),
        ("{to: township, first: 3, tie: share}", "not_upward"),
        ("{to: city, first: 3}", "cut_without_tie"),
        ("{to: city, score: {at_least: 90}}", ""),
        ("{to: city}", "advance_told_how"),
        ("{to: city, first: 3, each_unit: 1, tie: share}", "advance_told_how"),
        ("{to: city, share: 10%, of: ranked, rounding: up, tie: share}", ""),
        ("{to: city, share: 10%, of: ranked, tie: share}", "percent_without_rounding"),
        ("{to: city, share: 10%, rounding: up, tie: share}", "rate_without_base"),
        ("{to: city, each_unit: 1, tie: share}", ""),
        ("{to: city, each_unit: 1, unit_at_most: 1, tie: share}", "advance_told_how"),
        ("{to: city, contest: fitters, first: 3, tie: share}", "unknown_reference"),
        ("{to: citi, first: 3, tie: share}", "unknown_word"),
    ],
)
def test_who_advances_to_the_level_above(advance: str, code: str) -> None:
    more = f"advance: {advance}"
    if not code:
        assert a_contest(more=more).advance
        return
    assert code in {fault.code for fault in read(with_more(more)).faults}


BELOW = """\
  below:
    trade: {trade}
    level: township
    rounds: [{{id: final, parts: [{{id: work}}], order: [total]}}]
    advance: {{to: county, first: 2, tie: share{target}}}
"""


def test_winners_advance_to_a_level_that_somebody_holds_in_their_trade() -> None:
    there = regulation_of(SMALL + BELOW.format(trade="焊工", target=""))
    assert there.contests["below"].advance is not None
    fault = fault_of(SMALL + BELOW.format(trade="钳工", target=""))
    assert (fault.code, fault.path) == ("level_nobody_holds", "contests.below.advance.to")
    assert fault.says == "晋级到县级比赛，但规则里没有县级的钳工比赛，没有人举办；请补上或改正。"
    named = fault_of(SMALL + BELOW.format(trade="钳工", target=", contest: welder"))
    assert (named.code, named.nearest) == ("unknown_reference", "welders")


def test_a_contest_for_those_who_advanced_needs_one_below_that_sends_them() -> None:
    only = SMALL.replace("closes: 2018-06-30", "admits: advanced")
    assert fault_of(only).code == "nobody_can_enter"
    assert regulation_of(only + BELOW.format(trade="焊工", target="")).contests["welders"].entry.admits == "advanced"


TWO_ROUNDS = """\
    rounds:
      - id: heat
        parts: [{id: written}]
        order: [total, {earlier: finished_at}]
        advance: {first: 20, tie: share}
      - id: final
"""


def test_rounds_without_weights_let_the_last_decide_and_with_weights_make_one_total() -> None:
    alone = a_contest(("    rounds:\n      - id: final\n", TWO_ROUNDS))
    assert (alone.is_weighted, alone.full, alone.last.id) == (False, 100, "final")
    weighted = TWO_ROUNDS.replace("- id: heat", "- id: heat\n        weight: 40%")
    assert the_fault(("    rounds:\n      - id: final\n", weighted)).code == "weights_do_not_add_up"
    both = weighted + "        weight: 60%\n"
    assert a_contest(("    rounds:\n      - id: final\n", both)).is_weighted


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{first: 20, tie: share}", "{first: 20}", "cut_without_tie"),
        ("        order: [total, {earlier: finished_at}]\n", "", "tie_chain_missing"),
        ("{id: written}", "{id: theory}", "duplicate_id"),
    ],
)
def test_a_heat_that_cuts_says_how(old: str, new: str, code: str) -> None:
    assert TWO_ROUNDS.count(old) == 1
    assert the_fault(("    rounds:\n      - id: final\n", TWO_ROUNDS.replace(old, new))).code == code


def test_nothing_comes_after_the_last_round() -> None:
    assert the_fault((ORDER, f"{ORDER}\n        advance: {{first: 3, tie: share}}")).code == "leads_nowhere"


@pytest.mark.parametrize(
    ("teams", "code"),
    [
        ("{counts: all}", ""),
        ("{counts: best, best: 3, members: {between: [3, 5]}}", ""),
        ("{counts: best}", "teams_told_how"),
        ("{counts: all, best: 3}", "teams_told_how"),
        ("{counts: best, best: 5, members: {at_most: 5}}", ""),
        ("{counts: best, best: 6, members: {at_most: 5}}", "contradictory_bounds"),
        ("{counts: best, best: 5, members: {under: 5}}", "contradictory_bounds"),
        ("{counts: places}", "teams_told_how"),
        ("{counts: places, points: [{place: 1, points: 5}, {place: 2, points: 5}]}", ""),
        ("{counts: places, points: [{place: 1, points: 5}, {place: 2, points: 6}]}", "contradictory_bounds"),
        ("{counts: places, points: [{place: 1, points: 5}, {place: 1, points: 4}]}", "duplicate_id"),
        ("{counts: all, order: [{less: time_used}]}", ""),
        ("{counts: all, order: [{less: time_usde}]}", "unknown_reference"),
    ],
)
def test_teams(teams: str, code: str) -> None:
    if not code:
        assert a_contest(more=f"teams: {teams}").teams
        return
    assert the_fault(more=f"teams: {teams}").code == code


@pytest.mark.parametrize(
    ("appeals", "code"),
    [
        ("{within: {hours: 2}, to: arbitration_group, ruling: final}", ""),
        ("{within: 2, to: arbitration_group}", "span_without_unit"),
        ("{within: {days: 1}, to: arbitration_group, ruling: may_go_on}", "no_final_ruling"),
        ("{within: {days: 1}, to: arbitration_group, ruling: may_go_on, then: arbitration_group}", "no_final_ruling"),
        ("{within: {days: 1}, to: arbitration_group, ruling: may_go_on, then: organising_committee}", ""),
        ("{within: {days: 1}, to: arbitration}", "unknown_word"),
    ],
)
def test_appeals_end_with_a_final_ruling(appeals: str, code: str) -> None:
    if not code:
        assert a_contest(more=f"appeals: {appeals}").appeals
        return
    assert the_fault(more=f"appeals: {appeals}").code == code


@pytest.mark.parametrize(
    ("least", "code"),
    [
        ("{entrants: 10, below: cancelled}", ""),
        ("{entrants: 10, below: without_awards}", ""),
        ("{entrants: 10}", "missing_key"),
        ("{entrants: 0, below: cancelled}", "not_count"),
    ],
)
def test_the_least_number_of_entrants_says_what_happens_below_it(least: str, code: str) -> None:
    if not code:
        assert a_contest(more=f"least: {least}").least
        return
    assert the_fault(more=f"least: {least}").code == code


def test_an_unknown_word_is_refused_with_the_nearest() -> None:
    fault = the_fault(("    tie: share\n", "    tiee: share\n"))
    assert (fault.code, fault.nearest) == ("unknown_word", "tie")
    assert the_fault(("level: county", "level: contry")).nearest == "county"


def test_every_key_has_a_chinese_title_for_the_editor() -> None:
    seen: set[type] = set()
    todo: list[type] = [Contest, *(word for _, word in AWARDS)]
    while todo:
        word = todo.pop()
        if word in seen:
            continue
        seen.add(word)
        for slot in slots(word):
            shape = getattr(slot.key.shape, "item", slot.key.shape)
            todo += [shape.word] if hasattr(shape, "word") else []
            assert slot.key.title, (word, slot.name)
        assert all(slot.key.shape.widget for slot in slots(word))
    assert {each.__name__ for each in seen} >= {
        "Entry",
        "ContestPart",
        "ContestRound",
        "Teams",
        "Advance",
        "Appeals",
        "AwardsFor",
        "Least",
    }
