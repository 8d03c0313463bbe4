"""The contests of 长兴 2018: a league of four levels in which winners go on in their trade (B1, B2)."""

from __future__ import annotations

from pathlib import Path

from services.common.regulation import Contest, Regulation, read
from services.common.regulation.shapes import Shape
from services.common.regulation.word_shapes import ListOf, MapOf, OneOf, WordOf
from services.common.regulation.words import slots

REGULATIONS = Path(__file__).parents[3] / "regulations"


def contests() -> dict[str, Contest]:
    checked = read((REGULATIONS / "changxing-2018.yaml").read_text(encoding="utf-8"))
    assert checked.faults == ()
    assert checked.regulation is not None
    return dict(checked.regulation.contests)


def test_two_contests_are_of_the_city_and_five_of_the_county() -> None:
    levels = [each.level for each in contests().values()]
    assert {level: levels.count(level) for level in dict.fromkeys(levels)} == {
        "team": 1,
        "enterprise": 1,
        "township": 1,
        "county": 5,
        "city": 2,
    }


def test_winners_go_up_the_league_level_by_level() -> None:
    found = contests()
    assert [(each.id, each.advance.to, each.advance.first) for each in found.values() if each.advance] == [
        ("team-practice", "enterprise", 2),
        ("enterprise-contest", "township", 3),
        ("township-contest", "county", 2),
        ("county-welder", "city", 3),
        ("county-electrician", "city", 3),
    ]
    offered = set(found["township-contest"].trade_titles.values())
    assert {each.trade for each in found.values() if each.level == "county"} == offered


def test_every_contest_of_the_county_weighs_theory_and_practice_and_hears_appeals() -> None:
    for each in contests().values():
        if each.level == "county":
            assert [(part.id, part.weight and part.weight.points, part.blind) for part in each.last.parts] == [
                ("theory", 30, "paper_number"),
                ("practice", 70, "station_number"),
            ]
            assert each.appeals is not None
            assert (each.appeals.within.amount, each.appeals.within.unit, each.appeals.final_by) == (
                2,
                "hours",
                "arbitration_group",
            )


def test_no_two_words_share_a_name_in_the_schema() -> None:
    seen: set[type] = set()
    todo: list[type] = [Regulation]
    while todo:
        word = todo.pop()
        if word not in seen:
            seen.add(word)
            todo += [inner for slot in slots(word) for inner in words_of(slot.key.shape)]
    names = [word.__name__ for word in seen]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


def words_of(shape: Shape) -> list[type]:
    match shape:
        case ListOf():
            return words_of(shape.item)
        case WordOf() | MapOf():
            return [shape.word]
        case OneOf():
            return list(shape.family.words.values())
    return []
