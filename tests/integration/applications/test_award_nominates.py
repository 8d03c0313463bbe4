"""An award nominates where its contest's rules say so, with itself as the first deed; and back when it falls (B5)."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from pioneer.competitions.v1 import events_pb2 as events
from pioneer.worklist.v1 import events_pb2 as worklist
from sqlalchemy import text

from services.applications.service import fill, submit
from services.applications.service.follow_awards import follow_awards
from services.applications.ticks import awards as tick
from services.common.clock import SettableClock
from services.common.ids import new_id
from tests.conftest import NOW
from tests.factories import Who
from tests.integration.applications.case_world import World, a_world
from tests.integration.applications.contests_stand_in import hear, made, withdrawn

PIONEER = events.AwardLink(honour="工人先锋号", level="county", effect="nominate", outside_quota=True)
MEDAL = events.AwardLink(honour="五一劳动奖章", level="county", effect="nominate")
SCOPE = events.AwardLink(honour="长兴工匠", level="county", effect="in_scope")


@pytest.fixture
def county(case_app: Flask, world: World) -> World:
    assert case_app
    world.place.regulation("laian-labour-medal.yaml", effective=date(2020, 1, 1))
    return world


def cases(world: World) -> list[tuple[Any, ...]]:
    asked = (
        "select honour, subject_name, status, origin, is_outside_quota, declared->'awards'->0->>'number'"
        " from application where tenant = :t order by id"
    )
    with world.db.read(world.tenant) as session:
        return [tuple(row) for row in session.execute(text(asked), {"t": world.tenant})]


def told(world: World) -> list[str]:
    """Titles of the messages, in their order."""
    kind = worklist.NotificationRequested
    with world.db.read(world.tenant) as session:
        rows = session.scalars(
            text("select body from outbox where tenant = :t and type = :type order by seq"),
            {"t": world.tenant, "type": kind.DESCRIPTOR.full_name},
        )
        return [kind.FromString(bytes(row)).title for row in rows]


def tasks(world: World) -> list[tuple[str, str]]:
    with world.db.read(world.tenant) as session:
        rows = session.execute(
            text("select type, body from outbox where tenant = :t and topic = 'applications.worklist' order by seq"),
            {"t": world.tenant},
        ).all()
    opened, closed = worklist.TaskOpened, worklist.TaskClosed
    found = []
    for row in rows:
        if row.type == opened.DESCRIPTOR.full_name:
            found.append(("opened", opened.FromString(bytes(row.body)).kind))
        elif row.type == closed.DESCRIPTOR.full_name:
            found.append(("closed", closed.FromString(bytes(row.body)).outcome))
    return found


def won(world: World, *links: events.AwardLink, person: Who | None = None) -> UUID:
    award = new_id()
    hear(world.tenant, made(award, unit=world.team, person=person, now=NOW, links=list(links)), now=NOW)
    return award


def test_a_team_s_award_makes_a_draft_with_the_award_in_it_once(county: World, clock: SettableClock) -> None:
    neighbour = a_world(county.db, county.store)
    won(county, PIONEER)
    won(neighbour)

    tick.follow(clock)
    assert follow_awards(county.tenant, now=NOW) == 0
    assert follow_awards(neighbour.tenant, now=NOW) == 0

    assert cases(county) == [("工人先锋号", "焊接一班", "draft", "nominated", True, "JS2025-0AB1CD-001")]
    assert cases(neighbour) == []
    assert tasks(county) == [("opened", "fill")]


def test_a_person_known_to_the_platform_is_nominated_by_name_and_another_told_of(county: World) -> None:
    known = county.place.person("苏子墨", at=county.team)
    won(county, MEDAL, person=known)
    won(county, MEDAL)

    assert follow_awards(county.tenant, now=NOW) == 2
    assert cases(county) == [("五一劳动奖章", "苏子墨", "draft", "nominated", False, "JS2025-0AB1CD-001")]
    assert told(county) == ["焊接一班 未能提名为五一劳动奖章人选"]


def test_in_scope_says_so_and_an_honour_without_a_programme_is_told(county: World) -> None:
    nobody = events.AwardLink(honour="无此荣誉", level="county", effect="nominate")
    won(county, SCOPE, nobody)

    assert follow_awards(county.tenant, now=NOW) == 1
    assert cases(county) == []
    assert told(county) == ["焊接一班 已纳入长兴工匠评选范围，可以申报", "焊接一班 未能提名为无此荣誉人选"]


def test_who_has_applied_already_is_not_nominated_beside_it(county: World) -> None:
    own = county.started(now=NOW)
    won(county, PIONEER)

    assert follow_awards(county.tenant, now=NOW) == 1
    assert [(case[0], case[3]) for case in cases(county)] == [("工人先锋号", own.origin)]
    assert told(county) == ["焊接一班 未能提名为工人先锋号人选"]


def test_an_award_that_falls_takes_the_draft_with_it(county: World, clock: SettableClock) -> None:
    award, other = won(county, PIONEER), won(county, MEDAL, person=county.place.person("苏子墨", at=county.team))
    follow_awards(county.tenant, now=NOW)
    hear(county.tenant, withdrawn(award, now=NOW), now=NOW)

    tick.follow(clock)
    assert follow_awards(county.tenant, now=NOW) == 0

    assert [(case[0], case[2]) for case in cases(county)] == [("工人先锋号", "withdrawn"), ("五一劳动奖章", "draft")]
    assert told(county) == ["滁东轨道部件有限公司 焊接一班 的工人先锋号提名已撤回"]
    assert ("closed", "withdrawn") in tasks(county)
    assert other != award


def test_an_award_that_fell_before_anybody_followed_it_leads_nowhere(county: World) -> None:
    award = won(county, PIONEER)
    hear(county.tenant, withdrawn(award, now=NOW), now=NOW)

    follow_awards(county.tenant, now=NOW)
    follow_awards(county.tenant, now=NOW)

    assert (cases(county), told(county)) == ([], [])


def test_a_nomination_that_was_recommended_already_stands_and_the_federation_is_told(county: World) -> None:
    """What is past the reviewing union is for people to decide: the secretary is told, the case goes on."""
    case = county.recommended(now=NOW)
    award = won(county)
    with county.db.transaction(county.tenant) as session:
        session.execute(
            text("update application set nomination_key = :key where tenant = :t and id = :id"),
            {"t": county.tenant, "id": case.id, "key": f"award/{award}/county/工人先锋号"},
        )
    hear(county.tenant, withdrawn(award, now=NOW), now=NOW)

    assert follow_awards(county.tenant, now=NOW) == 1
    assert [row[2] for row in cases(county)] == ["open"]
    assert told(county)[-1].endswith("的工人先锋号申报所附竞赛获奖已撤销，请核对")


def test_who_took_it_as_a_deed_is_told_and_may_not_submit_with_it(county: World) -> None:
    award, case = won(county), county.filled(now=NOW)
    who = county.principal(county.applicant, now=NOW)

    def with_award(filling: Any, _rules: Any) -> Any:
        return replace(filling, awards=({**DEED, "award_id": str(award)},))

    saved = fill.save(who, case.id, with_award, expected=case.version, now=NOW)
    hear(county.tenant, withdrawn(award, now=NOW), now=NOW)
    follow_awards(county.tenant, now=NOW)

    assert told(county)[-1].endswith("的工人先锋号申报所附竞赛获奖已撤销，请核对")
    with pytest.raises(submit.NotReady) as refused:
        submit.submit(who, case.id, expected=saved.application.version, now=NOW)
    assert list(refused.value.faults) == [f"award-{award}"]


DEED = {
    "contest": "焊工技能比武",
    "level": "county",
    "trade": "焊工",
    "title": "一等奖",
    "place": 1,
    "number": "JS2025-0AB1CD-001",
    "made_on": "2025-07-11",
}
