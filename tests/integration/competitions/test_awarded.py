"""What others learn of awards: by event with what follows from them, by call of whoever won at a unit (B5)."""

from uuid import UUID

from pioneer.competitions.v1 import competitions_service_pb2 as messages
from pioneer.competitions.v1 import events_pb2
from sqlalchemy import text

from services.competitions.rpc import Competitions
from services.competitions.service.contests.awarding import withdraw_award
from services.competitions.service.contests.ranking import publish
from services.competitions.store import db
from tests.integration.competitions.league import HELD, RULES, a_league, a_township_contest

LINKED = RULES.replace(
    "awards: [{first: 1}]\n    tie: share\n    advance",
    "awards: [{first: 1, linked: [{honour: 长兴工匠, level: county, effect: nominate, outside_quota: yes}]},"
    " {second: 1}]\n    tie: share\n    advance",
)


def published(league):
    league.place.regulation("", text_=LINKED, version=2)
    contest = a_township_contest(league)
    publish(league.who("reviewer"), contest, expected=league.version, now=HELD)
    return contest


def told(league, kind):
    with db.read(league.place.code) as session:
        rows = session.scalars(
            text("select body from outbox where tenant = :t and type = :type order by seq"),
            {"t": league.place.code, "type": kind.DESCRIPTOR.full_name},
        )
        return [kind.FromString(bytes(row)) for row in rows]


def asked(tenant, **of):
    found = Competitions().GetResults(messages.GetResultsRequest(tenant=tenant, **of), None).results
    return [(each.person_name, each.title, each.award_id) for each in found]


def test_an_award_is_told_with_what_its_contest_s_rules_link_with_it(league):
    published(league)

    first, second = told(league, events_pb2.AwardMade)
    assert [(each.honour, each.level, each.effect, each.outside_quota) for each in first.links] == [
        ("长兴工匠", "county", "nominate", True)
    ]
    assert (first.title, second.title, list(second.links)) == ("一等奖", "二等奖", [])
    assert first.unit_id == str(league.place.units["东方机械一班"].id), "the team, not the union that entered it"


def test_a_unit_s_awards_are_its_own_and_those_below_it_by_name_where_one_is_asked(league):
    contest = published(league)
    other = a_league()
    published(other)
    first, second = (each.award_id for each in told(league, events_pb2.AwardMade))
    here, units = league.place.code, {name: str(each.id) for name, each in league.place.units.items()}
    won, came = ("沈秋实", "一等奖", first), ("江照野", "二等奖", second)

    assert asked(here, unit_id=units["东方机械一班"]) == [won]
    assert asked(here, unit_id=units["东方机械工会"]) == [won]
    assert asked(here, unit_id=units["西岭纺织工会"]) == [came]
    assert sorted(asked(here, unit_id=units["虹星桥镇总工会"])) == sorted([won, came])
    assert asked(here, unit_id=units["虹星桥镇总工会"], person_name="江照野") == [came]
    assert asked(here, unit_id=units["西岭纺织工会"], person_name="沈秋实") == []
    assert asked(other.place.code, unit_id=units["东方机械工会"]) == []

    withdraw_award(league.who("reviewer"), contest, UUID(first), "冒名顶替", now=HELD)
    assert asked(here, unit_id=units["东方机械工会"]) == []
    (gone,) = told(league, events_pb2.AwardWithdrawn)
    assert gone.award_id == first
