"""What a workbook of many costs the database is what a workbook of few costs."""

from datetime import date

import pytest

from services.common.spreadsheet import write_table
from services.competitions.queries.contests import load
from services.competitions.service.contests.importing import columns, enter_from_workbook
from services.competitions.service.contests.opening import Opening, open_contest
from services.competitions.store import db
from tests.integration.competitions.league import OPENS


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
