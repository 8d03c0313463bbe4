"""Places by the database are the places of the domain, shared ones shared, for this contest of this tenant only."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import select, text, update

from services.common.db import tenant_of
from services.competitions.domain.contests import Entrant, Result, rank
from services.competitions.models.score import ResultRow
from services.competitions.queries.ranking import places, store_places
from services.competitions.store import db
from tests.integration.competitions.crowd import a_crowd
from tests.integration.competitions.league import a_league
from tests.unit.regulation.contests import a_contest

SIZE = 400


def by_the_domain(rows):
    """The same figures put in order by `rank`."""
    results = [
        Result(
            entry_id=row.entry_id,
            entrant=Entrant(entry_id=row.entry_id, person_id=uuid4(), trade="焊工"),
            standing=row.standing,
            figures={
                name: value
                for name, value in (
                    ("total", row.total),
                    ("practice", -row.k2),
                    ("finished_at", row.k3),
                )
                if value is not None
            },
            reached=row.reached,
            says="",
        )
        for row in rows
    ]
    return rank(a_contest(), results)


def said(session, contest_id):
    found = places(session, contest_id)
    return {row.entry_id: (row.place, found.is_shared(row)) for row in found.rows}


def test_the_database_gives_the_places_that_the_domain_gives(league):
    league.open()
    with db.transaction(league.place.code) as session:
        a_crowd(session, league.place.code, league.contest, SIZE, totals=12)
    with db.read(league.place.code) as session:
        rows = session.scalars(select(ResultRow).where(ResultRow.tenant == tenant_of(session))).all()
        found = said(session, league.contest)
        wanted = {each.entry_id: (each.place, each.is_shared) for each in by_the_domain(rows) if each.place}
    assert len(found) == SIZE - SIZE // 50
    assert sum(is_shared for _, is_shared in found.values()) > 10
    assert found == wanted


def test_places_are_stored_where_they_changed_and_nobody_elses_are_touched(league):
    other = a_league()
    for each in (league, other):
        each.open()
        with db.transaction(each.place.code) as session:
            a_crowd(session, each.place.code, each.contest, 60, totals=5)
    with db.transaction(league.place.code) as session:
        assert store_places(session, league.contest) == 59
        assert store_places(session, league.contest) == 0
    with db.read(league.place.code) as session:
        told = said(session, league.contest)
        kept = session.execute(select(ResultRow.entry_id, ResultRow.place, ResultRow.is_shared)).all()
    assert {entry: (place, shared) for entry, place, shared in kept if place is not None} == told
    with db.read(other.place.code) as session:
        assert session.scalars(select(ResultRow.place).where(ResultRow.place.is_not(None))).all() == []


def test_who_falls_loses_the_place_and_those_behind_move_up(league):
    league.open()
    with db.transaction(league.place.code) as session:
        a_crowd(session, league.place.code, league.contest, 30)
        store_places(session, league.contest)
        before = places(session, league.contest).rows
        session.execute(
            update(ResultRow).where(ResultRow.entry_id == before[0].entry_id).values(standing="disqualified")
        )
        store_places(session, league.contest)
        after = places(session, league.contest).rows
        fallen = session.execute(select(ResultRow.place).where(ResultRow.entry_id == before[0].entry_id)).scalar_one()
    assert fallen is None
    assert [(row.entry_id, row.place) for row in after[:2]] == [(before[1].entry_id, 1), (before[2].entry_id, 2)]


def test_a_final_place_stays(league):
    league.open()
    with db.transaction(league.place.code) as session:
        a_crowd(session, league.place.code, league.contest, 30)
        store_places(session, league.contest)
        session.execute(text("update contest set status = 'final', finalised_at = now()"))
        assert store_places(session, league.contest) == 0
