"""From round to round: papers with numbers of their own, who goes on, the next list and draw, weights over rounds."""

from decimal import Decimal

import pytest

from services.common import audit
from services.common.errors import Refusal
from services.competitions import verifying
from services.competitions.domain.contests import is_unbroken
from services.competitions.queries.entries import entered
from services.competitions.queries.rounds import draws, numbers_of, round_results
from services.competitions.seeing import look, sheet_for
from services.competitions.service.contests.entering import Entering, enter
from services.competitions.service.contests.opening import Opening, open_contest
from services.competitions.service.contests.scoring import save_mark
from services.competitions.service.contests.signatures import sign_all_scores
from services.competitions.store import db
from tests.integration.competitions.league import HELD, OPENS
from tests.integration.competitions.rounds import Rounds


def code_of(act):
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


@pytest.fixture
def rounds(databases):
    databases.of("competitions")
    return Rounds()


def test_papers_are_drawn_and_sealed_apart_from_stations(rounds):
    with db.read(rounds.league.place.code) as session:
        made, numbers = draws(session, rounds.contest), numbers_of(session, rounds.contest, 0)
        seen = look(session, rounds.who("chief"), rounds.contest)
        sheet = sheet_for(session, rounds.who("chief"), seen.loaded)
        assert list(verifying.faults(session)) == []

    assert [(each.round, each.part) for each in made] == [(0, ""), (0, "theory")]
    assert made[0].seal != made[1].seal
    assert all(is_unbroken(numbers[each.part], bytes(each.secret), each.seal) for each in made)
    assert sorted(numbers["theory"].values()) == sorted(numbers[""].values()) == [1, 2, 3]
    assert (sheet.numbers, sheet.stations) == ({"theory": (1, 2, 3)}, ())


def test_a_part_is_scored_in_its_round_and_by_its_own_numbers(rounds):
    rounds.heat(沈秋实="90", 苏子墨="80", 江照野="70")
    early = lambda: save_mark(rounds.who("chief"), rounds.contest, 1, "practice", Decimal(1), (), expected=0, now=HELD)  # noqa: E731
    late = lambda: save_mark(rounds.who("chief"), rounds.contest, 1, "theory", Decimal(1), (), expected=1, now=HELD)  # noqa: E731

    assert code_of(early) == "round_not_begun"
    sign_all_scores(rounds.secretary(), rounds.contest, "theory", now=HELD)
    rounds.go_on()
    assert code_of(late) == "contest_round_over"


def test_a_round_ends_when_everything_is_signed_and_then_the_next_is_drawn(rounds):
    for name, points in (("沈秋实", "90"), ("苏子墨", "80"), ("江照野", "70")):
        rounds.mark(name, "theory", points)
    with pytest.raises(Refusal) as waiting:
        rounds.go_on()
    rounds.sign("theory")
    with pytest.raises(Refusal) as unsigned:
        rounds.go_on()
    sign_all_scores(rounds.secretary(), rounds.contest, "theory", now=HELD)
    assert code_of(rounds.freeze) == "rounds_left"
    before = rounds.version

    assert rounds.go_on() == 2
    assert (waiting.value.code, unsigned.value.code) == ("round_blocked", "round_blocked")
    assert "3 名选手的成绩不全" in waiting.value.facts["says"]
    assert unsigned.value.facts["says"] == "还有 3 份成绩没有签全。"
    with db.read(rounds.league.place.code) as session:
        lines = round_results(session, rounds.contest)
        numbers = numbers_of(session, rounds.contest, 1)
        opened = [each.opened_at is not None for each in draws(session, rounds.contest)]
        log = [each.entry.action for each in audit.entries_of(session, "contest", rounds.contest)]
    assert [(each.entry.name, each.result.place, each.result.total, each.result.goes_on) for each in lines] == [
        ("沈秋实", 1, Decimal("90.00"), True),
        ("苏子墨", 2, Decimal("80.00"), True),
        ("江照野", 3, Decimal("70.00"), False),
    ]
    assert set(numbers) == {""}
    assert set(numbers[""]) == {rounds.entries["沈秋实"], rounds.entries["苏子墨"]}
    assert opened == [True, True, False]
    assert "round_ended" in log
    assert rounds.version == before + 1
    assert code_of(rounds.go_on) == "last_round"


def test_weights_over_rounds_make_the_total_and_the_fallen_stand_behind(rounds):
    """90 × 30 % + 70 × 70 % = 76 stands behind 80 × 30 % + 80 × 70 % = 80; 70 × 30 % = 21 is out since the heat."""
    rounds.heat(沈秋实="90", 苏子墨="80", 江照野="70")
    sign_all_scores(rounds.secretary(), rounds.contest, "theory", now=HELD)
    rounds.go_on()
    rounds.final(沈秋实="70", 苏子墨="80")
    rounds.freeze()
    found = rounds.places()

    assert {name: (each.place, each.total) for name, each in found.items()} == {
        "苏子墨": (1, Decimal("80.00")),
        "沈秋实": (2, Decimal("76.00")),
        "江照野": (3, Decimal("21.00")),
    }
    assert "未进入决赛" in found["江照野"].says


def test_who_went_on_and_has_no_score_waits_and_is_not_ranked_by_the_heat(rounds):
    rounds.heat(沈秋实="90", 苏子墨="80", 江照野="70")
    sign_all_scores(rounds.secretary(), rounds.contest, "theory", now=HELD)
    rounds.go_on()
    rounds.final(苏子墨="80")
    rounds.freeze()

    assert {name: (each.place, each.standing) for name, each in rounds.places().items()} == {
        "苏子墨": (1, "ranked"),
        "江照野": (2, "ranked"),
        "沈秋实": (None, "waiting"),
    }


SHORT = """
regulation: trades
title: 职工技能比武（分工种）
tenant: "330522"
effective: 2026-02-28
contests:
  trades:
    title: 分工种比武
    trades: [{id: welder, title: 焊工}, {id: fitter, title: 钳工}]
    level: county
    least: {entrants: 2, each: trade, below: cancelled}
    rounds: [{id: final, parts: [{id: practice, marks: 100}], order: [total]}]
    tie: share
    awards: [{first: 1}]
"""


def test_a_trade_with_too_few_is_left_out_and_the_others_are_drawn(league):
    league.place.regulation("", text_=SHORT)
    league.contest = open_contest(league.who("secretary"), Opening("trades", "trades"), now=OPENS)
    for name, trade in (("沈秋实", "welder"), ("苏子墨", "fitter")):
        league.entries[name] = enter(
            league.who("secretary"), league.contest,
            Entering(name=name, unit_id=league.place.units["东方机械一班"].id, trade=trade), now=OPENS,
        )  # fmt: skip
    league.appoint_all()
    assert code_of(league.draw) == "too_few_entrants"
    league.entries["江照野"] = enter(
        league.who("secretary"), league.contest,
        Entering(name="江照野", unit_id=league.place.units["西岭纺织一班"].id, trade="welder"), now=OPENS,
    )  # fmt: skip
    league.draw()

    with db.read(league.place.code) as session:
        rows = entered(session, league.contest, all_=True)
        drawn = numbers_of(session, league.contest, 0)[""]
    assert [(each.name, each.status, each.withdrawn_why) for each in rows] == [
        ("沈秋实", "entered", ""),
        ("苏子墨", "withdrawn", "每个工种至少 2 人，报名 1 人，按规则取消。"),
        ("江照野", "entered", ""),
    ]
    assert set(drawn) == {league.entries["沈秋实"], league.entries["江照野"]}
