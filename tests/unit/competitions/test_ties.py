"""Play-offs and lots: who is level before them, which figure counts, and what must be held first (B1)."""

from decimal import Decimal

import pytest

from services.common.errors import DomainError
from services.competitions.domain.contests import (
    TieBreak,
    broken,
    by_lot,
    check_play_off,
    open_ties,
    rank,
    result,
)
from services.competitions.domain.contests.tiebreaks import LOT, PLAY_OFF
from tests.unit.competitions.a_contest import by_name, id_of, performance, simple

ORDER = ("order: [total, practice, {earlier: finished_at}]", "order: [total, play_off, drawn]")
CONTEST = simple("", ORDER)
NAMES = by_name(["甲", "乙", "丙", "丁"])


def entries(*names):
    return [id_of(f"entry {name}") for name in names]


def results(**points):
    return [result(CONTEST, performance(name, {"theory": each, "practice": each})) for name, each in points.items()]


def a_break(of, **figures):
    return TieBreak(of, {id_of(f"entry {name}"): Decimal(each) for name, each in figures.items()})


def places(found, *breaks):
    ranked = rank(CONTEST, broken(CONTEST, found, breaks))
    return [(NAMES[each.entry_id], each.place) for each in ranked]


def ties(found, of, *breaks):
    return [{NAMES[one] for one in each.entry_ids} for each in open_ties(CONTEST, found, breaks, of)]


def test_those_who_are_level_wait_and_nobody_else():
    found = results(甲="90", 乙="90", 丙="80", 丁="70")

    assert ties(found, PLAY_OFF) == [{"甲", "乙"}]
    assert ties(results(甲="90", 乙="80", 丙="70", 丁="60"), PLAY_OFF) == []


def test_a_play_off_decides_and_a_lot_whoever_is_level_after_it():
    found = results(甲="90", 乙="90", 丙="90", 丁="70")
    played = a_break(PLAY_OFF, 甲="5", 乙="7", 丙="5")
    drawn = a_break(LOT, 甲="2", 丙="1")

    assert dict(places(found, played)) == {"乙": 1, "甲": 2, "丙": 2, "丁": 4}
    assert ties(found, PLAY_OFF, played) == []
    assert ties(found, LOT, played) == [{"甲", "丙"}]
    assert places(found, played, drawn) == [("乙", 1), ("丙", 2), ("甲", 3), ("丁", 4)]
    assert ties(found, LOT, played, drawn) == []


def test_a_break_counts_where_all_who_tie_had_part_in_it():
    """With 丙 level too, the play-off of two tells nothing; without 乙 the lot of three still tells the others apart."""
    two, three = a_break(PLAY_OFF, 甲="5", 乙="7"), a_break(PLAY_OFF, 甲="5", 乙="7", 丙="6")

    assert ties(results(甲="90", 乙="90", 丙="90"), PLAY_OFF, two) == [{"甲", "乙", "丙"}]
    assert places(results(甲="90", 乙="95", 丙="90"), three) == [("乙", 1), ("丙", 2), ("甲", 3)]
    assert places(results(甲="90", 乙="80", 丙="70"), three) == [("甲", 1), ("乙", 2), ("丙", 3)]


def test_the_latest_of_two_counts_and_one_of_another_round_does_not():
    found = results(甲="90", 乙="90")
    first, second = a_break(PLAY_OFF, 甲="9", 乙="7"), a_break(PLAY_OFF, 甲="5", 乙="7")
    of_the_heat = TieBreak(PLAY_OFF, second.figures, reached=1)

    assert places(found, first, second) == [("乙", 1), ("甲", 2)]
    assert places(found, second, first) == [("甲", 1), ("乙", 2)]
    assert ties(found, PLAY_OFF, of_the_heat) == [{"甲", "乙"}]


def test_a_lot_is_drawn_again_from_its_secret_and_another_secret_draws_otherwise():
    names = entries("甲", "乙", "丙", "丁")
    drawn = by_lot(names, b"a")

    assert drawn == by_lot(reversed(names), b"a")
    assert sorted(drawn.values()) == [1, 2, 3, 4]
    assert {tuple(by_lot(names, bytes([each])).items()) for each in range(20)} != {tuple(drawn.items())}


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        ({"甲": "0", "乙": "1"}, None),
        ({"甲": "1"}, "not_the_tied"),
        ({"甲": "1", "乙": "1", "丙": "1"}, "not_the_tied"),
        ({"甲": "-0.1", "乙": "1"}, "play_off_below_nothing"),
    ],
)
def test_a_play_off_has_the_whole_tie_and_no_figure_below_nothing(figures, code):
    given = {id_of(f"entry {name}"): Decimal(each) for name, each in figures.items()}
    if code is None:
        check_play_off([entries("甲", "乙")], given)
        return
    with pytest.raises(DomainError) as refused:
        check_play_off([entries("甲", "乙")], given)
    assert refused.value.code == code
