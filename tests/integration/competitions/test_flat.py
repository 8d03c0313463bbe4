"""What a workbook, or a round, of many costs the database is what one of few costs."""

from datetime import date

import pytest

from services.common.spreadsheet import write_table
from services.competitions.queries.contests import load
from services.competitions.recorded import door_for, rounds_for, ties_for
from services.competitions.seeing import look
from services.competitions.service.contests.importing import columns, enter_from_workbook
from services.competitions.service.contests.opening import Opening, open_contest
from services.competitions.service.contests.rounds import next_round
from services.competitions.service.contests.signatures import sign_all_scores
from services.competitions.store import db
from tests.integration.competitions.league import HELD, OPENS
from tests.integration.competitions.rounds import Rounds


def rows(number, start):
    unit = ["东方机械一班", "西岭纺织一班"]
    return [
        {"name": f"选手{n}", "born_on": date(1990, 1, 1), "unit": unit[n % 2], "trade": "车工"}
        for n in range(start, start + number)
    ]


def test_a_workbook_costs_the_same_number_of_statements_however_long_it_is(league, count_statements):
    town = league.place.units["虹星桥镇总工会"]
    reviewer = league.who("reviewer")
    contest = open_contest(reviewer, Opening("welders", "lathe", organiser_unit_id=town.id), now=OPENS)
    with db.read(league.place.code) as session:
        rule = load(session, contest).rules
    counted = []
    for number, start in ((4, 0), (60, 100)):
        blob = write_table(columns(rule), rows(number, start))
        with count_statements(db) as statements:
            assert enter_from_workbook(reviewer, contest, "报名.xlsx", blob, now=OPENS) == number
        counted.append(statements.number)

    assert counted[1] == pytest.approx(counted[0], abs=1)
    assert counted[1] < 25


def test_what_is_recorded_of_many_costs_what_it_costs_of_few(databases, count_statements):
    """The round's end, its list, the door and all signatures, by four contestants and by sixteen."""
    databases.of("competitions")
    counted = []
    for size in (4, 16):
        rounds = Rounds([(f"选手{n:02d}", ("东方机械一班", "西岭纺织一班")[n % 2]) for n in range(size)])
        rounds.heat(**{name: str(60 + number) for number, name in enumerate(rounds.entries)})
        secretary = rounds.secretary()
        with count_statements(db) as statements:
            assert sign_all_scores(secretary, rounds.contest, "theory", now=HELD) == size
        signing = statements.number
        version = rounds.version
        with count_statements(db) as statements:
            assert next_round(secretary, rounds.contest, expected=version, now=HELD) == 2
        ending = statements.number
        with count_statements(db) as statements, db.read(rounds.league.place.code) as session:
            seen = look(session, secretary, rounds.contest)
            assert len(door_for(session, secretary, seen)) == 2
            assert [len(each["lines"]) for each in rounds_for(session, seen)] == [size, 0]
            assert ties_for(session, secretary, seen).open == ()
        counted.append((signing, ending, statements.number))

    assert counted[1] == pytest.approx(counted[0], abs=1)
    assert max(counted[1]) < 40
