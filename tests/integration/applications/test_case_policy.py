"""One policy for list, count, search, export, page and API: the query's predicate and the object's agree."""

import itertools

import pytest
from sqlalchemy import select

from services.applications.domain import Application
from services.applications.models import ApplicationRow
from services.applications.queries.cases import Filter, count_cases, list_cases
from services.applications.rules import cases as rules
from services.common.principal import Grant, Principal
from services.common.roles import Role
from tests.conftest import NOW
from tests.integration.applications.case_world import World, a_world


def principals(world: World) -> list[Principal]:
    """Every role alone, in the whole tenant and at each unit, and some together."""
    places = ["", world.zone.path, world.town.path, world.union.path, world.other_union.path, world.team.path]
    alone = [
        Principal("s", "某", world.tenant, (Grant(role, "", path),)) for role, path in itertools.product(Role, places)
    ]
    both = (Grant(Role.APPLICANT, "", world.union.path), Grant(Role.REVIEWER, "", world.town.path))
    return [*alone, Principal("s", "某", world.tenant, both), Principal("s", "某", world.tenant)]


@pytest.fixture
def cases(world: World) -> list[Application]:
    """Drafts, submitted and withdrawn ones of both townships, and another county's."""
    elsewhere = a_world(world.db, world.store)
    elsewhere.submitted(now=NOW)
    return [
        world.started(now=NOW, team=world.a_team("装配二班")),
        world.submitted(now=NOW),
        world.started(now=NOW, team=world.a_team("巡线班", world.other_union), who=world.stranger),
        world.submitted(now=NOW, team=world.other_team, who=world.stranger),
        world.recommended(now=NOW, team=world.a_team("质检组")),
    ]


def test_the_lists_predicate_and_the_pages_agree_for_everybody(world: World, cases: list[Application]) -> None:
    for who in principals(world):
        expected = {case.id for case in cases if rules.may_see(who, case)}
        with world.db.read(world.tenant) as session:
            tenant = ApplicationRow.tenant == world.tenant
            in_query = set(session.scalars(select(ApplicationRow.id).where(tenant, rules.visible_to(who))))
            listed, _more = list_cases(session, who, Filter())
            counted = count_cases(session, who, Filter())
        assert in_query == expected, who.grants
        assert ({line.id for line in listed}, counted) == (expected, len(expected)), who.grants


def test_search_does_not_reach_what_one_may_not_see(world: World, cases: list[Application]) -> None:
    who = world.principal(world.applicant, now=NOW)
    with world.db.read(world.tenant) as session:
        found, _more = list_cases(session, who, Filter(words="抢修班"))
        own, _more = list_cases(session, who, Filter(words="焊接一班"))

    assert (found, [line.subject_name for line in own]) == ([], ["焊接一班"])


@pytest.mark.parametrize(
    ("words", "names"),
    [("焊接", ["焊接一班"]), ("L-2025-0002", ["焊接一班"]), ("班", ["焊接一班", "装配二班"]), ("炼钢", [])],
)
def test_search_by_name_and_number(world: World, cases: list[Application], words: str, names: list[str]) -> None:
    who = world.principal(world.applicant, now=NOW)
    with world.db.read(world.tenant) as session:
        found, _more = list_cases(session, who, Filter(words=words))

    assert sorted(line.subject_name for line in found) == sorted(names)


def test_pages_follow_one_another_without_gap_or_repeat(world: World, cases: list[Application]) -> None:
    who = world.principal(world.secretary, now=NOW)
    with world.db.read(world.tenant) as session:
        whole, _more = list_cases(session, who, Filter())
        first, after = list_cases(session, who, Filter(), size=2)
        second, end = list_cases(session, who, Filter(), after=after, size=2)

    assert [line.id for line in first + second] == [line.id for line in whole]
    assert end is None


def test_a_received_case_is_seen_by_the_whole_federation_only(world: World, cases: list[Application]) -> None:
    received = Application(**{**vars(cases[1]), "origin": "received", "union_path": "", "submitted_at": None})
    at_zone = Principal("s", "某", world.tenant, (Grant(Role.REVIEWER, "", world.zone.path),))
    secretary = Principal("s", "某", world.tenant, (Grant(Role.SECRETARY),))

    assert (rules.may_see(at_zone, received), rules.may_see(secretary, received)) == (False, True)
