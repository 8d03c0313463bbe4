"""A round ranked by itself and who goes on of it; the door; what time counts; awards of teams (B1)."""

from decimal import Decimal

import pytest

from services.common.errors import DomainError
from services.competitions.domain.contests import (
    Arrival,
    after_round,
    alone,
    arrived,
    check_seconds,
    numbering,
    numberings,
    rank,
    result,
    team_awards,
    team_ranking,
    time_used,
)
from tests.unit.competitions.a_contest import by_name, id_of, performance, simple, totals
from tests.unit.regulation.contests import a_contest

HEAT = """\
    rounds:
      - id: heat
        weight: 40%
        parts: [{id: written, by: paper, blind: paper_number}, {id: spoken, blind: station_number}]
        order: [total, written]
        advance: {first: 2, tie: share}
      - id: final
        weight: 60%
"""
TWO = a_contest(("    rounds:\n      - id: final\n", HEAT))
NAMES = by_name(["甲", "乙", "丙"])


def after(contest, **points):
    """Everybody with his two marks of the heat."""
    own = alone(contest, 0)
    found = [
        result(own, performance(name, {"written": written, "spoken": spoken}))
        for name, (written, spoken) in points.items()
    ]
    return after_round(contest, 0, rank(own, found))


def test_papers_have_numbers_of_their_own_and_other_parts_the_stations():
    heat, final = TWO.rounds

    assert [numbering(part) for part in heat.parts] == ["written", ""]
    assert (numberings(heat), numberings(final)) == (("", "written"), ("",))


def test_a_round_counts_by_itself_whatever_it_weighs():
    lines = after(TWO, 甲=("80", "70"), 乙=("90", "60"), 丙=("70", "60"))

    assert [(NAMES[each.entry_id], each.placed.place, each.total, each.goes_on) for each in lines] == [
        ("乙", 1, Decimal("150.00"), True),
        ("甲", 2, Decimal("150.00"), True),
        ("丙", 3, Decimal("130.00"), False),
    ]
    assert lines[1].says.endswith("；进入下一轮：第 2 名，取前 2 名")
    assert "进入下一轮" not in lines[2].says


@pytest.mark.parametrize(("tie", "onward"), [("share", {"甲", "乙", "丙"}), ("fewer", {"甲"})])
def test_who_is_level_at_the_last_place_goes_on_or_not_as_the_rule_says(tie, onward):
    contest = a_contest(("    rounds:\n      - id: final\n", HEAT.replace("tie: share", f"tie: {tie}")))
    lines = after(contest, 甲=("90", "70"), 乙=("80", "60"), 丙=("80", "60"))

    assert {NAMES[each.entry_id] for each in lines if each.goes_on} == onward


@pytest.mark.parametrize(("least", "onward"), [("140", {"甲", "乙"}), ("140.01", {"甲"})])
def test_a_mark_to_reach_is_of_the_round_s_own_score(least, onward):
    rule = HEAT.replace("advance: {first: 2, tie: share}", f"advance: {{score: {{at_least: {least}}}}}")
    contest = a_contest(("    rounds:\n      - id: final\n", rule))
    lines = after(contest, 甲=("90", "70"), 乙=("80", "60"), 丙=("70", "60"))

    assert {NAMES[each.entry_id] for each in lines if each.goes_on} == onward


def test_without_a_rule_all_who_have_a_place_go_on():
    rule = HEAT.replace("        advance: {first: 2, tie: share}\n", "")
    contest = a_contest(("    rounds:\n      - id: final\n", rule))
    own = alone(contest, 0)
    there = result(own, performance("甲", {"written": "50", "spoken": "50"}))
    short = result(own, performance("乙", {"written": "50"}))
    lines = after_round(contest, 0, rank(own, [there, short]))

    assert {NAMES[each.entry_id]: each.goes_on for each in lines} == {"甲": True, "乙": False}


LATE = simple("", ("entry: {closes: 2018-06-30}", "entry: {closes: 2018-06-30, late_start: {over: 15, then: refused}}"))


@pytest.mark.parametrize(
    ("minutes", "status", "kept"),
    [(None, "present", None), ("0", "present", None), ("15", "present", "15"), ("15.01", "absent", "15.01")],
)
def test_who_is_later_than_the_rule_allows_is_absent(minutes, status, kept):
    said = Arrival(status="present", minutes_late=Decimal(minutes) if minutes else None, identity_checked=True)
    found = arrived(LATE, said)

    assert (found.status, found.minutes_late) == (status, Decimal(kept) if kept else None)
    assert found.identity_checked is (status == "present")
    assert bool(found.why) is (status == "absent")


def test_without_a_rule_of_being_late_everybody_comes_in():
    found = arrived(simple(), Arrival(status="present", minutes_late=Decimal(90)))

    assert (found.status, found.minutes_late) == ("present", Decimal(90))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"status": "absent"}, None),
        ({"status": "absent", "minutes_late": Decimal(1)}, "absent_and_there"),
        ({"status": "absent", "identity_checked": True}, "absent_and_there"),
        ({"status": "ill"}, "attendance_unknown"),
    ],
)
def test_what_contradicts_itself_is_refused(said, code):
    if code is None:
        assert arrived(LATE, Arrival(**said)).status == "absent"
        return
    with pytest.raises(DomainError) as refused:
        arrived(LATE, Arrival(**said))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("seconds", "is_taken"), [(None, True), ("0", False), ("0.1", True), ("86400", True), ("86400.1", False)]
)
def test_time_used_is_more_than_nothing_and_no_more_than_a_day(seconds, is_taken):
    given = None if seconds is None else Decimal(seconds)
    if is_taken:
        check_seconds(given)
        return
    with pytest.raises(DomainError):
        check_seconds(given)


def test_time_counts_over_all_rounds_where_all_make_the_total_and_else_in_the_last():
    used = {"written": Decimal(60), "spoken": Decimal(30), "practice": Decimal(100)}
    apart = a_contest(
        (
            "    rounds:\n      - id: final\n",
            HEAT.replace("        weight: 40%\n", "").replace("        weight: 60%\n", ""),
        )
    )

    assert time_used(TWO, TWO.rounds, used) == 190
    assert time_used(apart, apart.rounds, used) == 100
    assert time_used(apart, apart.rounds[:1], used) == 90
    assert time_used(TWO, TWO.rounds, {}) is None


TEAMS = "teams: {counts: all, short: counts, awards: [{award: 团体一等奖, to: 1}, {award: 团体二等奖, to: 1}]}"


@pytest.mark.parametrize(
    ("tie", "given"),
    [
        ("share", {"东": "团体一等奖", "西": "团体一等奖"}),
        ("widen", {"东": "团体一等奖", "西": "团体一等奖", "北": "团体二等奖"}),
    ],
)
def test_the_table_of_the_teams_goes_by_their_places_and_the_rule_of_ties(tie, given):
    contest = simple(TEAMS, ("tie: share", f"tie: {tie}"))
    of = {"甲": "东", "乙": "西", "丙": "北"}
    placed = totals(contest, {"甲": "90", "乙": "90", "丙": "80"}, employer_id=of)
    names = {id_of(each): each for each in ("东", "西", "北")}

    assert {names[unit]: title for unit, title in team_awards(contest, team_ranking(contest, placed)).items()} == given


def test_without_a_table_no_team_has_an_award():
    contest = simple("teams: {counts: all, short: counts}")
    placed = totals(contest, {"甲": "90"}, employer_id={"甲": "东"})

    assert len(team_ranking(contest, placed)) == 1
    assert team_awards(contest, team_ranking(contest, placed)) == {}
