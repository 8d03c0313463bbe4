"""The door, numbers seen by judges, ties, entrants' signatures and teams: recorded, and what each brings about."""

from datetime import timedelta
from decimal import Decimal

import pytest

from services.common.errors import NotAllowed, Refusal
from services.competitions import verifying
from services.competitions.domain.contests import Arrival, by_lot
from services.competitions.queries.rounds import entrant_signatures, team_results, tie_break_rows
from services.competitions.queries.scores import awards, live_marks, team_awards
from services.competitions.service.contests.attending import Observed, record_arrival, record_observation
from services.competitions.service.contests.awarding import withdraw_award
from services.competitions.service.contests.mark_changes import ask_for_change, decide_on_change
from services.competitions.service.contests.ranking import finalise, open_again, publish
from services.competitions.service.contests.signatures import sign_all_scores, sign_score
from services.competitions.service.contests.tying import draw_lots, record_play_off
from services.competitions.store import db
from tests.integration.competitions.league import HELD
from tests.integration.competitions.rounds import Rounds


def code_of(act):
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


@pytest.fixture
def rounds(databases):
    databases.of("competitions")
    return Rounds()


@pytest.fixture
def final(rounds):
    """沈秋实 and 苏子墨 are level after the heat; both are in the final."""
    rounds.heat(沈秋实="90", 苏子墨="85", 江照野="70")
    sign_all_scores(rounds.secretary(), rounds.contest, "theory", now=HELD)
    rounds.go_on()
    return rounds


def arrive(rounds, name, part, *, expected=0, who=None, **said):
    said = Arrival(**{"status": "present", **said})
    entry = rounds.entries[name]
    return record_arrival(
        who or rounds.secretary(), rounds.contest, entry, part, said, expected=expected, now=HELD
    )  # fmt: skip


def observe(rounds, name, part, *, judge="chief", expected=0, **said):
    number = rounds.number(name, part)
    return record_observation(
        rounds.who(judge), rounds.contest, number, part, Observed(**said), expected=expected, now=HELD
    )


def test_more_than_fifteen_minutes_late_is_absent_and_fifteen_is_not(rounds):
    on_time = arrive(rounds, "沈秋实", "theory", minutes_late=Decimal(15), identity_checked=True)
    late = arrive(rounds, "苏子墨", "theory", minutes_late=Decimal("15.5"), identity_checked=True)

    assert (on_time.status, on_time.identity_checked, on_time.why) == ("present", True, "")
    assert (late.status, late.identity_checked) == ("absent", False)
    assert "迟到 15.5 分钟" in late.why
    assert code_of(lambda: rounds.mark("苏子墨", "theory", "80")) == "entrant_absent"
    rounds.mark("沈秋实", "theory", "80")
    assert code_of(lambda: arrive(rounds, "沈秋实", "theory", expected=1, status="absent")) == "scored_already"


def test_the_door_is_the_organiser_s_and_says_which_line_it_saw(rounds):
    arrive(rounds, "沈秋实", "theory", identity_checked=True)

    assert code_of(lambda: arrive(rounds, "沈秋实", "theory", status="absent")) == "changed_meanwhile"
    assert arrive(rounds, "沈秋实", "theory", expected=1, status="absent").version == 2
    with pytest.raises(NotAllowed):
        arrive(rounds, "苏子墨", "theory", who=rounds.who("chief"))
    assert code_of(lambda: arrive(rounds, "苏子墨", "practice")) == "round_not_begun"


def test_who_is_absent_has_no_place_and_nobody_waits_for_him(rounds):
    arrive(rounds, "江照野", "theory", status="absent", why="突发疾病")
    rounds.heat(沈秋实="90", 苏子墨="80")
    sign_all_scores(rounds.secretary(), rounds.contest, "theory", now=HELD)

    assert rounds.go_on() == 2
    assert code_of(lambda: arrive(rounds, "江照野", "practice")) == "not_in_this_round"
    rounds.final(沈秋实="70", 苏子墨="80")
    rounds.freeze()
    assert (rounds.places()["江照野"].standing, rounds.places()["江照野"].place) == ("absent", None)


def test_a_paper_that_shows_whose_it_is_is_void(rounds):
    assert code_of(lambda: observe(rounds, "江照野", "theory", identity_shown=True)) == "shown_without_ground"
    observe(rounds, "江照野", "theory", identity_shown=True, why="卷面写有姓名")
    rounds.heat(沈秋实="90", 苏子墨="80", 江照野="99")
    sign_all_scores(rounds.secretary(), rounds.contest, "theory", now=HELD)

    assert rounds.go_on() == 2
    rounds.final(沈秋实="70", 苏子墨="80")
    rounds.freeze()
    assert (rounds.places()["江照野"].standing, rounds.places()["江照野"].place) == ("void", None)


def test_less_time_goes_first_where_totals_are_level(final):
    """90 × 30 % + 83.5 × 70 % = 85.45; 85 × 30 % + 85.64 × 70 % = 85.448, shown as 85.45."""
    observe(final, "沈秋实", "practice", seconds_used=Decimal(3601))
    observe(final, "苏子墨", "practice", seconds_used=Decimal("3600.5"))
    final.final(沈秋实="83.5", 苏子墨="85.64")
    final.freeze()
    found = final.places()

    assert (found["沈秋实"].total, found["苏子墨"].total) == (Decimal("85.45"), Decimal("85.45"))
    assert (found["苏子墨"].place, found["沈秋实"].place) == (1, 2)
    assert "用时 60 分 1 秒，前一名 60 分 0.5 秒" in found["沈秋实"].says


@pytest.mark.parametrize(("seconds", "is_taken"), [("0", False), ("0.001", True), ("86400", True), ("86400.1", False)])
def test_nobody_uses_no_time_or_more_than_a_day(rounds, seconds, is_taken):
    act = lambda: observe(rounds, "沈秋实", "theory", seconds_used=Decimal(seconds))  # noqa: E731
    if is_taken:
        assert act().seconds_used == Decimal(seconds)
    else:
        assert code_of(act) == "time_used_impossible"


@pytest.fixture
def level(final):
    """Both finalists have 85.45 and used the same time."""
    final.final(沈秋实="83.5", 苏子墨="85.64")
    sign_all_scores(final.secretary(), final.contest, "practice", now=HELD)
    final.freeze()
    return final


def test_who_ties_plays_off_and_who_still_ties_draws(level):
    first, second, out = (level.entries[name] for name in ("沈秋实", "苏子墨", "江照野"))
    secretary = level.secretary()
    play = lambda figures: record_play_off(  # noqa: E731
        secretary, level.contest, {each: Decimal(figure) for each, figure in figures.items()},
        expected=level.version, now=HELD,
    )  # fmt: skip
    lot = lambda: draw_lots(secretary, level.contest, expected=level.version, now=HELD)  # noqa: E731

    assert {level.places()[name].place for name in ("沈秋实", "苏子墨")} == {1}
    assert code_of(lot) == "play_off_first"
    assert code_of(lambda: play({first: "9"})) == "not_the_tied"
    assert code_of(lambda: play({first: "9", second: "9", out: "1"})) == "not_the_tied"
    assert code_of(lambda: play({first: "9", second: "-1"})) == "play_off_below_nothing"
    play({first: "9.5", second: "9.5"})
    with pytest.raises(Refusal) as blocked:
        finalise(level.who("final"), level.contest, expected=level.version, now=HELD)
    assert lot() == 1
    with db.read(level.league.place.code) as session:
        row = tie_break_rows(session, level.contest)[-1]
        assert list(verifying.faults(session)) == []
    drawn = {name: Decimal(figure) for name, figure in row.figures.items()}
    again = {str(entry): figure for entry, figure in by_lot([second, first], bytes(row.secret)).items()}

    assert blocked.value.code == "finalise_blocked"
    assert (drawn, row.made_name, row.of) == (again, "顾望舒", "drawn")
    assert sorted(level.places()[name].place for name in ("沈秋实", "苏子墨")) == [1, 2]
    winner = next(name for name in ("沈秋实", "苏子墨") if drawn[str(level.entries[name])] == 1)
    assert level.places()[winner].place == 1
    assert code_of(lot) == "nobody_tied"


def test_a_lot_stands_when_the_scores_are_opened_and_frozen_again(level):
    record_play_off(
        level.secretary(), level.contest, {level.entries[name]: Decimal(1) for name in ("沈秋实", "苏子墨")},
        expected=level.version, now=HELD,
    )  # fmt: skip
    draw_lots(level.secretary(), level.contest, expected=level.version, now=HELD)
    before = {name: each.place for name, each in level.places().items()}
    open_again(level.secretary(), level.contest, "核对", expected=level.version, now=HELD)
    level.freeze()

    assert {name: each.place for name, each in level.places().items()} == before
    assert (
        code_of(lambda: draw_lots(level.secretary(), level.contest, expected=level.version, now=HELD)) == "nobody_tied"
    )


def test_the_entrant_signs_the_very_marks_and_a_changed_one_is_signed_anew(rounds):
    rounds.heat(沈秋实="90", 苏子墨="80", 江照野="70")
    entry, secretary, contest = rounds.entries["沈秋实"], rounds.secretary(), rounds.contest
    sign = lambda who=secretary, **more: sign_score(who, contest, entry, "theory", now=HELD, **more)  # noqa: E731

    assert code_of(lambda: sign(rounds.who("east"))) == "may_not_sign_score"
    assert code_of(lambda: sign(digest="0" * 64)) == "score_changed"
    assert code_of(lambda: sign_score(secretary, contest, entry, "practice", now=HELD)) == "score_not_there_yet"
    sign(refused="对扣分有异议")
    sign()
    assert code_of(sign) == "score_signed_already"
    with db.read(rounds.league.place.code) as session:
        signed = entrant_signatures(session, contest)[entry, "theory"]
        mark = next(each for each in live_marks(session, contest) if each.entry_id == entry)
    change = ask_for_change(rounds.who("chief"), contest, mark.id, Decimal(91), (), "漏加一分", now=HELD)
    assert code_of(rounds.go_on) == "round_blocked"
    decide_on_change(secretary, contest, change, grant=True, now=HELD)
    assert sign_all_scores(secretary, contest, "theory", now=HELD) == 3
    with db.read(rounds.league.place.code) as session:
        assert entrant_signatures(session, contest)[entry, "theory"].digest != signed.digest
    assert rounds.go_on() == 2


def test_teams_are_placed_with_their_members_and_rewarded(final):
    """East: 76 + 81.5 = 157.5 of both, west: 21 of its one."""
    final.final(沈秋实="70", 苏子墨="80")
    sign_all_scores(final.secretary(), final.contest, "practice", now=HELD)
    final.freeze()
    finalise(final.who("final"), final.contest, expected=final.version, now=HELD)
    later = HELD + timedelta(hours=1)

    made = publish(final.secretary(), final.contest, expected=final.version, now=later)
    with db.read(final.league.place.code) as session:
        teams = team_results(session, final.contest)
        held, of_teams = awards(session, final.contest), team_awards(session, final.contest)
    east = teams[0].unit_id
    assert [(each.unit_name, each.place, each.total, each.award) for each in teams] == [
        ("东方机械工会", 1, Decimal("157.50"), "优秀组织奖"),
        ("西岭纺织工会", 2, Decimal("21.00"), ""),
    ]
    assert (made, len(held), list(of_teams)) == (3, 2, [east])
    assert of_teams[east].number.endswith("-T01")
    withdraw_award(final.secretary(), final.contest, of_teams[east].id, "弄虚作假", now=later)
    with db.read(final.league.place.code) as session:
        assert team_awards(session, final.contest) == {}
        assert len(awards(session, final.contest)) == 2
