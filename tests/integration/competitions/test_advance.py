"""Up the league, what others may ask, and what an operator verifies."""

from datetime import timedelta

import pytest
from pioneer.competitions.v1 import competitions_service_pb2 as messages
from sqlalchemy import text

from services.common.errors import NotFound, Refusal
from services.competitions import verifying
from services.competitions.queries.contests import leading_to, load
from services.competitions.queries.entries import entered
from services.competitions.queries.scores import awards
from services.competitions.rpc import Competitions
from services.competitions.service.contests.advancing import enter_winners
from services.competitions.service.contests.awarding import withdraw_award
from services.competitions.service.contests.entering import Entering, enter
from services.competitions.service.contests.opening import Opening, open_contest
from services.competitions.service.contests.ranking import finalise, freeze_scores, publish
from services.competitions.store import db
from tests.integration.competitions.league import HELD, OPENS, a_league, a_township_contest


def version(league, contest):
    with db.read(league.place.code) as session:
        return load(session, contest).row.version


@pytest.fixture
def lower(league):
    return a_township_contest(league)


@pytest.fixture
def higher(league):
    return open_contest(league.who("secretary"), Opening("welders", "turners"), now=OPENS)


def publish_lower(league, lower):
    publish(league.who("reviewer"), lower, expected=version(league, lower), now=HELD)


def code_of(act):
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def test_winners_of_a_published_contest_are_entered_above_once(league, lower, higher):
    secretary = league.who("secretary")
    assert code_of(lambda: enter_winners(secretary, higher, lower, now=HELD)) == "lower_not_published"
    publish_lower(league, lower)
    with db.read(league.place.code) as session:
        assert [each.id for each in leading_to(session, load(session, higher))] == [lower]

    assert enter_winners(secretary, higher, lower, now=HELD) == 1
    assert enter_winners(secretary, higher, lower, now=HELD) == 0
    with db.read(league.place.code) as session:
        rows = entered(session, higher)
    assert [(each.name, each.source, each.from_contest_id) for each in rows] == [("沈秋实", "advanced", lower)]


def test_who_did_not_win_below_is_not_entered_above(league, lower, higher):
    publish_lower(league, lower)
    said = Entering(name="江照野", unit_id=league.place.units["西岭纺织一班"].id, trade="车工")

    assert code_of(lambda: enter(league.who("secretary"), higher, said, now=HELD)) == "entry_refused"


def test_only_the_higher_organiser_takes_winners_in_and_only_where_the_rule_leads(league, lower, higher):
    publish_lower(league, lower)
    welders = open_contest(league.who("secretary"), Opening("welders", "welders"), now=OPENS)

    assert code_of(lambda: enter_winners(league.who("reviewer"), higher, lower, now=HELD)) == "may_not_organise"
    assert code_of(lambda: enter_winners(league.who("secretary"), welders, higher, now=OPENS)) == "lower_not_published"


def test_others_may_ask_what_a_team_won_and_learn_nothing_of_another_federation(league, lower):
    publish_lower(league, lower)
    other = a_league()
    team = str(league.place.units["东方机械一班"].id)

    def asked(tenant, **of):
        return Competitions().GetResults(messages.GetResultsRequest(tenant=tenant, **of), None).results

    assert [
        (each.contest_title, each.level, each.title, each.place) for each in asked(league.place.code, unit_id=team)
    ] == [("乡镇车工比武", "township", "一等奖", 1)]
    assert list(asked(other.place.code, unit_id=team)) == []
    for wrong in ({}, {"unit_id": "x"}, {"unit_id": team, "person_id": team}):
        with pytest.raises(NotFound):
            asked(league.place.code, **wrong)


def test_what_verify_looks_at_holds_and_breaks_by_one_changed_number(league, lower):
    publish_lower(league, lower)
    with db.read(league.place.code) as session:
        assert list(verifying.faults(session)) == []
    with db.transaction(league.place.code) as session:
        session.execute(text("update station set number = number + 10 where tenant = :t"), {"t": league.place.code})
        session.execute(
            text("insert into outbox (tenant, id, topic, key, type, body, at) select tenant, gen_random_uuid(), topic,"
                 " key, type, body, at from outbox where tenant = :t and type like '%AwardMade'"),
            {"t": league.place.code},
        )  # fmt: skip
    with db.read(league.place.code) as session:
        said = list(verifying.faults(session))
    assert [each.partition("：")[2] for each in said] == ["说了 2 次，应为 1 次", "工位与抽签时封存的不符"]


@pytest.fixture
def published(league):
    """The welders: three are ranked, two places are rewarded, and whoever falls is followed by the next."""
    from tests.integration.competitions.league import RULES

    league.place.regulation("", text_=RULES.replace("tie: share\n    awards: [{first: 1}, {second: 1}]",
        "tie: share\n    next_in_rank_fills: yes\n    awards: [{first: 1}, {second: 1}]"), version=2)  # fmt: skip
    league.open()
    for name, unit in (("沈秋实", "东方机械一班"), ("苏子墨", "东方机械一班"), ("江照野", "西岭纺织一班")):
        league.enter(name, unit)
    league.appoint_all()
    league.draw()
    for name, points in (("沈秋实", "90"), ("苏子墨", "80"), ("江照野", "70")):
        league.mark("chief", name, "theory", points)
        for judge in ("chief", "judge"):
            league.mark(judge, name, "practice", points)
    league.sign_all()
    later = HELD + timedelta(hours=3)
    freeze_scores(league.who("secretary"), league.contest, expected=league.version, now=HELD)
    finalise(league.who("final"), league.contest, expected=league.version, now=later)
    publish(league.who("secretary"), league.contest, expected=league.version, now=later)
    return league


def held_by(league):
    with db.read(league.place.code) as session:
        made = awards(session, league.contest)
    return {name: made[entry].title for name, entry in league.entries.items() if entry in made}


def test_an_award_that_falls_is_followed_by_the_next_in_rank(published):
    later = HELD + timedelta(days=3)
    with db.read(published.place.code) as session:
        first = awards(session, published.contest)[published.entries["沈秋实"]].id

    assert held_by(published) == {"沈秋实": "一等奖", "苏子墨": "二等奖"}
    assert (
        code_of(lambda: withdraw_award(published.who("east"), published.contest, first, "冒名", now=later))
        == "may_not_organise"
    )
    assert (
        code_of(lambda: withdraw_award(published.who("secretary"), published.contest, first, " ", now=later))
        == "invalid_input"
    )
    assert withdraw_award(published.who("secretary"), published.contest, first, "查实冒名顶替", now=later) == 2
    assert held_by(published) == {"苏子墨": "一等奖", "江照野": "二等奖"}
    assert (
        code_of(lambda: withdraw_award(published.who("secretary"), published.contest, first, "再撤", now=later))
        == "not_found"
    )
    with db.read(published.place.code) as session:
        assert list(verifying.faults(session)) == []
