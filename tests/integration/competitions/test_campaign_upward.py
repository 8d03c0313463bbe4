"""Between federations: counted figures go up by themselves, each county's is seen at the top, findings go down."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from pioneer.applications.v1 import events_pb2 as applications
from pioneer.competitions.v1 import campaign_events_pb2 as events
from sqlalchemy import text

from services.common.clock import SettableClock
from services.common.consumers import Forged
from services.common.ids import new_id
from services.common.roles import Role
from services.competitions.consumers import handlers
from services.competitions.service.campaigns.owing import lay_late_units
from services.competitions.service.campaigns.recording import record_visit, solve_finding
from services.competitions.service.campaigns.telling import tell_counted
from services.competitions.ticks import campaigns as ticks
from tests.factories import Place
from tests.integration.competitions.campaign_world import fig, refused
from tests.integration.competitions.ladder import AFTER, JUNE, SPRING, Ladder


@pytest.fixture
def ladder(databases: Any, clock: SettableClock) -> Ladder:
    return Ladder(databases.of("competitions"), clock)


def test_a_counted_figure_goes_upward_by_itself_when_the_facts_change_and_only_then(ladder: Ladder) -> None:
    all_, (ziyang, hanyin, mian) = ladder.all, ladder.counties
    all_.on(SPRING)
    ladder.tick()
    all_.settle()
    assert ladder.tick() == 0, "nothing has changed"
    gone = ladder.conferred(ziyang)
    ladder.conferred(ziyang)
    ladder.conferred(mian)
    ladder.conferred(ladder.neighbour)

    assert ladder.tick() == 4, "two counties with two counted targets"
    all_.settle()
    assert all_.whole(ladder.cities[0].code, ladder.campaign, "new_pioneers") == fig(2)
    assert all_.whole(ladder.province.code, ladder.campaign, "new_pioneers") == fig(3)
    assert ladder.tick() == 0

    said = applications.HonourRevoked(
        honour_id=str(gone), honour="工人先锋号", level="county", revoked_on=JUNE.isoformat()
    )
    handlers.handle(all_.record(said, ziyang.code, source="applications", topic="applications.cases"))
    assert ladder.tick() == 2
    all_.settle()
    assert all_.whole(ladder.province.code, ladder.campaign, "new_pioneers") == fig(2)
    assert hanyin.code not in {each["body"] for each in all_.log(ladder.province.code, "figure_told") if "body" in each}


def test_the_clock_asks_only_federations_that_carry_out_a_superior_s_campaign(ladder: Ladder) -> None:
    def asked(since: date) -> set[str]:
        mine = {ladder.province.code, ladder.cities[0].code, ladder.counties[0].code}
        return mine & set(ladder.all.db.tenants_where(ticks.DEPLOYED, since=since))

    assert asked(date(2026, 12, 31)) == {ladder.cities[0].code, ladder.counties[0].code}
    assert asked(date(2027, 1, 1)) == set()
    ladder.all.on(AFTER)
    assert tell_counted(ladder.counties[0].code, now=ladder.all.now) == 2
    ladder.all.on(date(2028, 1, 2))
    ladder.conferred(ladder.counties[0])
    assert tell_counted(ladder.counties[0].code, now=ladder.all.now) == 0, "a year after its end nobody counts any more"


def test_each_county_s_own_figure_is_seen_at_the_top_and_added_once(ladder: Ladder) -> None:
    all_, (ziyang, hanyin, mian) = ladder.all, ladder.counties
    all_.on(JUNE)
    all_.report(ziyang.code, ladder.campaign, "rate", fig(30, 100), JUNE)
    wrong = all_.report(hanyin.code, ladder.campaign, "rate", fig(50, 100), JUNE)
    all_.report(mian.code, ladder.campaign, "rate", fig(10, 20), JUNE)
    all_.settle()

    assert ladder.lines(ladder.cities[0], "rate") == {"紫阳县总工会": "30", "汉阴县总工会": "50"}
    assert ladder.lines(ladder.province, "rate") == {"紫阳县总工会": "30", "汉阴县总工会": "50", "勉县总工会": "10"}
    assert all_.count(ladder.neighbour.code, "campaign_part") == 0
    states = [str(line.progress.state) for line in all_.standings(ladder.province.code, ladder.campaign)["rate"].lines]
    assert sorted(states) == ["met", "met", "on_the_way"]

    all_.correct(hanyin.code, ladder.campaign, wrong, fig(60, 100), "漏报一家企业")
    all_.correct(ziyang.code, ladder.campaign, _report(ladder, ziyang), fig(20, 100), "重报一家企业")
    all_.settle()
    assert ladder.lines(ladder.province, "rate") == {"紫阳县总工会": "20", "汉阴县总工会": "60", "勉县总工会": "10"}


def _report(ladder: Ladder, place: Place) -> UUID:
    with ladder.all.db.read(place.code) as session:
        found: UUID = session.execute(
            text("select id from campaign_report where tenant = :t and target_id = 'rate'"), {"t": place.code}
        ).scalar_one()
        return found


def test_a_unit_that_came_later_owes_what_is_still_due(ladder: Ladder) -> None:
    all_, county = ladder.all, ladder.counties[0]
    assert [(each.due_on, each.remind_days) for each in ladder.tasks(county, "filing")] == [
        ("2026-04-15", 7), ("2026-11-25", -1),
    ]  # fmt: skip
    county.unit("洞河镇总工会", "township")
    all_.on(date(2026, 4, 15))
    assert lay_late_units(county.code, now=all_.now) == 2
    assert lay_late_units(county.code, now=all_.now) == 0
    county.unit("向阳镇总工会", "township")
    all_.on(date(2026, 4, 16))
    assert lay_late_units(county.code, now=all_.now) == 1
    assert lay_late_units(ladder.counties[1].code, now=all_.now) == 0
    with all_.db.read(county.code) as session:
        rows = session.execute(
            text("select unit_name, filing_id from campaign_filing where tenant = :t order by unit_name, filing_id"),
            {"t": county.code},
        ).all()
    assert sorted(tuple(row) for row in rows) == sorted([
        ("城关镇总工会", "form"), ("城关镇总工会", "summary"), ("洞河镇总工会", "form"), ("洞河镇总工会", "summary"),
        ("向阳镇总工会", "summary"),
    ])  # fmt: skip


def test_the_day_by_which_shares_are_taken_is_reminded_of_as_the_plan_says(ladder: Ladder) -> None:
    (task,) = ladder.tasks(ladder.cities[0], "take_share")
    assert (task.due_on, task.remind_days) == ("2026-04-30", 10)


def test_a_finding_below_is_told_there_answered_there_and_the_answer_comes_up(ladder: Ladder) -> None:
    all_, city, other = ladder.all, ladder.cities[0], ladder.cities[1]
    all_.on(SPRING)
    clerk = all_.clerk(ladder.province.code)
    visit = record_visit(clerk, ladder.campaign, city.code, "台账不全", visited_on=SPRING, mend_by=JUNE, now=all_.now)
    all_.settle()
    all_.settle()

    (task,) = ladder.tasks(city, "finding")
    assert (task.audience.role, task.due_on, task.url) == (
        Role.SECRETARY, "2026-06-30", f"/competitions/{city.code}/campaigns/{ladder.campaign}/visits",
    )  # fmt: skip
    assert (all_.count(city.code, "campaign_visit"), all_.count(other.code, "campaign_visit")) == (1, 0)
    solve = lambda code: solve_finding(all_.clerk(code), visit, "台账已补齐", expected=1, now=all_.now)  # noqa: E731
    assert refused(lambda: solve(other.code)) == "not_found"
    all_.on(JUNE)
    solve(city.code)
    all_.settle()

    with all_.db.read(ladder.province.code) as session:
        row = session.execute(
            text("select answer, solved_on from campaign_visit where tenant = :t"), {"t": ladder.province.code}
        ).one()
    assert tuple(row) == ("台账已补齐", JUNE)
    (trace,) = all_.log(ladder.province.code, "finding_solved")
    assert trace["visit"] == str(visit)


def test_only_who_was_visited_answers_and_only_his_superior_finds(ladder: Ladder) -> None:
    all_, (city, other) = ladder.all, ladder.cities
    all_.on(SPRING)
    visit = record_visit(
        all_.clerk(ladder.province.code), ladder.campaign, city.code, "台账不全", visited_on=SPRING, mend_by=JUNE,
        now=all_.now,
    )  # fmt: skip
    answered = events.FindingAnswered(
        campaign_id=str(ladder.campaign), visit_id=str(visit), from_tenant=other.code, to_tenant=ladder.province.code,
        answer="已改", solved_on=JUNE.isoformat(),
    )  # fmt: skip
    with pytest.raises(Forged):
        all_.deliver(answered, other.code)
    told = events.FindingTold(
        campaign_id=str(ladder.campaign), visit_id=str(new_id()), from_tenant=ladder.neighbour.code,
        to_tenant=city.code, visited_on=SPRING.isoformat(), finding="台账不全",
    )  # fmt: skip
    with pytest.raises(Forged):
        all_.deliver(told, ladder.neighbour.code)
