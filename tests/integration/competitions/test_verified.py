"""What an operator verifies of contests and campaigns: all holds after real acts, and each broken row is told."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from services.common import audit
from services.common.clock import SettableClock
from services.competitions import verifying
from services.competitions.service.campaigns import filing, publishing, recording, subsidising
from services.competitions.service.contests.ranking import publish
from services.competitions.store import db
from tests.integration.competitions.campaign_world import Federations, fig
from tests.integration.competitions.league import HELD, OPENS, League, a_township_contest

CAMPAIGN = """
regulation: theme
title: 主题劳动竞赛
tenant: "330522"
effective: 2026-02-28
campaigns:
  theme:
    title: 主题劳动竞赛
    runs: {from: 2026-02-28, to: 2026-12-31}
    targets:
      - {id: contests, title: 举办技能比武, of: each township, count: contests, where: {level: township}, at_least: 1}
      - {id: entrants, title: 参赛, of: each township, count: entrants, at_least: 2, unit: 人}
      - {id: ideas, title: 五小见效, of: each township, count: activities, where: {activity: five_small, outcome: applied}, at_least: 1}
      - {id: people, title: 活动参加人数, of: each township, count: participants, at_least: 10, unit: 人}
    filings:
      - {id: summary, title: 总结, of: each township, due: {on: 11-25, late: marked}, copies: 1}
    activities: [five_small]
    budget: 12500
    subsidies:
      - {id: held, title: 比武补助, for: contest, where: {level: township}, amount: 5000, of: each township, proof: [results]}
"""


class Year:
    """A township held a contest, had an idea, filed its summary and was granted its subsidy."""

    def __init__(self, league: League) -> None:
        self.league, self.code = league, league.place.code
        league.place.regulation("", text_=CAMPAIGN)
        self.contest = a_township_contest(league)
        publish(league.who("reviewer"), self.contest, expected=league.version, now=HELD)
        secretary, reviewer = league.who("secretary"), league.who("reviewer", HELD)
        self.campaign = publishing.publish_campaign(secretary, "theme", "theme", now=OPENS)
        town = league.place.units["虹星桥镇总工会"].id
        for title in ("快换夹具", "节气阀"):
            idea = recording.record_activity(
                reviewer, self.campaign, town, "five_small", title, "proposed", held_on=HELD.date(), people=6, now=HELD
            )
        recording.move_activity(reviewer, idea, "adopted", benefit=None, expected=1, now=HELD)
        recording.move_activity(reviewer, idea, "applied", benefit=Decimal(900), expected=2, now=HELD)
        note = [{"word": "总结.pdf", "sha256": "0" * 64, "size": 1, "mime": "application/pdf"}]
        filing.file_document(reviewer, self.campaign, "summary", town, note, now=HELD)
        self.subsidy = subsidising.apply_for_subsidy(
            reviewer, self.campaign, "held", self.contest, Decimal(6000), ["results"], note, now=HELD
        )
        subsidising.decide_on_subsidy(secretary, self.subsidy, grant=True, reason="", expected=1, now=HELD)

    def said(self) -> list[str]:
        with db.read(self.code) as session:
            return list(verifying.faults(session))

    def spoilt(self, *statements: str) -> list[str]:
        """What would be told after statements of somebody who went past the service; then all is as before."""
        said: list[str] = []
        with pytest.raises(Undone), db.transaction(self.code) as session:
            for statement in statements:
                done: Any = session.execute(text(statement), {"t": self.code})
                assert done.rowcount > 0, f"nothing was spoilt: {statement}"
            said += verifying.faults(session)
            raise Undone
        return [each.partition("：")[2].partition("，例如")[0] for each in said]


class Undone(Exception):
    """Takes the spoiling back."""


@pytest.fixture
def year(league: League) -> Year:
    return Year(league)


def test_after_a_year_of_real_acts_everything_holds(year: Year) -> None:
    assert year.said() == []
    with db.read(year.code) as session:
        assert audit.broken_at(session) is None


SPOILT = {
    "update contest set held_on = '2025-07-10' where tenant = :t": [
        "统计为 0，按事件重数为 1",
        "统计为 0，按事件重数为 2",
    ],
    "insert into entry select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'number', 99,"
    " 'person_ref', gen_random_uuid()))).* from entry e where e.tenant = :t limit 1": [
        "1 个名次与按分数重算的不符",
        "统计为 3，按事件重数为 2",
    ],
    "update campaign_activity set outcome = 'applied' where tenant = :t and outcome = 'proposed'": [
        "统计为 2，按事件重数为 1"
    ],
    "update campaign_filing set filed_on = null where tenant = :t": [
        "报送的日期、时刻和经办人不全",
        "日志里已报，记为未报",
    ],
    "update campaign_filing set overdue_told_on = due_on where tenant = :t": ["未到期就记为逾期"],
    "update campaign_filing set remind_on = due_on where tenant = :t": ["已经报送，还要提醒"],
    "update campaign_filing set filing_id = 'other' where tenant = :t": [
        "方案里没有这项报送",
        "记为已报，日志里没有",
    ],
    "update campaign_subsidy set amount = amount + 0.01 where tenant = :t": ["金额 5000.01 元，日志里没有这样申请过"],
    "update campaign_subsidy set status = 'paid' where tenant = :t": ["现为 paid，日志里是 approved"],
    "update campaign_subsidy set decided_by = applied_by where tenant = :t": ["没有由另一人审批"],
    "update contest set status = 'final' where tenant = :t": [
        "现为 final，说的是 open → scoring → frozen → final → published"
    ],
    "update campaign set document = jsonb_set(document, '{campaigns,theme,budget}', '4999.99') where tenant = :t": [
        "已批 5000.00 元，超出预算 4999.99 元"
    ],
    "insert into outbox (tenant, id, topic, key, type, body, at) select tenant, gen_random_uuid(), topic, key, type,"
    " body, at from outbox where tenant = :t and type like '%ContestMoved' and seq = (select min(seq) from outbox"
    " where tenant = :t and type like '%ContestMoved')": [
        "现为 published，说的是 open → scoring → frozen → final → published → open",
        "说过从 published 到 open，不能这样走",
        "统计为 1，按事件重数为 0",
        "统计为 2，按事件重数为 0",
    ],
}


def test_what_somebody_changed_past_the_service_is_told(year: Year) -> None:
    assert {statement: year.spoilt(statement) for statement in SPOILT} == SPOILT
    assert year.said() == []


def test_a_federation_s_sums_and_what_it_told_upward_hang_together(databases: Any, clock: SettableClock) -> None:
    all_ = Federations(databases.of("competitions"), clock)
    all_.on(date(2012, 3, 5))
    province = all_.add("province", name="陕西省总工会")
    city = all_.add("city", province.code, "安康市总工会")
    campaign: UUID = all_.publish(province, all_.rules(province, "shaanxi-campaign"), "plan-2012")
    all_.settle()
    all_.offer(province.code, campaign, "new_unions", {city.code: 100})
    all_.settle()
    all_.take(city.code, campaign, "new_unions", 120)
    all_.settle()
    clock.set(clock.now() + timedelta(days=60))
    all_.report(city.code, campaign, "new_unions", fig(30), date(2012, 4, 1))
    all_.settle()

    def said(code: str) -> list[str]:
        with all_.db.read(code) as session:
            return [each.partition("：")[2] for each in verifying.faults(session)]

    def spoil(code: str, statement: str) -> list[str]:
        with all_.db.transaction(code) as session:
            session.execute(text(statement), {"t": code})
        return said(code)

    assert (said(province.code), said(city.code)) == ([], [])
    assert spoil(city.code, "update campaign_report set amount = 31 where tenant = :t") == ["合计为 31，上报的是 30"]
    assert spoil(city.code, "update campaign_sent set amount = 31 where tenant = :t") == ["上报的是 30，记录的是 31"]
    assert spoil(city.code, "update campaign_sent set revision = 2 where tenant = :t") == [
        "上报的次序为 [1]，记录为第 2 次"
    ]
    assert spoil(
        province.code, "update campaign_share set offered = 99 where tenant = :t and target_id = 'new_unions'"
    ) == [f"份额 {city.code} 为 99，说的是 100"]
