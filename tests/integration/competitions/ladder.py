"""A province with its plan in the service of competitions: two cities, three counties, another province beside it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from pioneer.applications.v1 import events_pb2 as applications
from pioneer.worklist.v1 import events_pb2 as worklist
from sqlalchemy import text

from services.common.clock import SettableClock
from services.common.ids import new_id
from services.competitions.consumers import handlers
from services.competitions.service.campaigns.telling import tell_counted
from tests.factories import Place
from tests.integration.competitions.campaign_world import Federations

BEGIN, SPRING, JUNE, AFTER = date(2026, 3, 2), date(2026, 4, 20), date(2026, 6, 30), date(2027, 12, 31)
RULES = """
regulation: plan
title: 全省劳动竞赛工作要点
tenant: "61"
effective: 2026-03-01
campaigns:
  plan:
    title: 全省劳动竞赛
    runs: {from: 2026-03-01, to: 2026-12-31}
    deployed: {to: [city, county], decompose: {on: 2026-04-30, late: marked, remind_days: 10}}
    targets:
      - {id: new_pioneers, title: 新培育工人先锋号, count: honours_cultivated, where: {honour: 工人先锋号}, at_least: 4, split: own}
      - {id: each_county, title: 县县培育工人先锋号, of: each county, count: honours_cultivated, where: {honour: 工人先锋号}, at_least: 1}
      - {id: rate, title: 各县参赛率, of: each county, rate: {part: 参赛, whole: 职工}, at_least: 50%}
    filings:
      - {id: form, title: 参赛企业汇总表, of: each township, due: {on: 04-15, late: marked, remind_days: 7}, copies: 2}
      - {id: summary, title: 总结, of: each township, due: {on: 11-25, late: marked}, copies: 1, remind: [{days: 5}]}
"""


class Ladder:
    """A province with two cities and three counties, and another province beside it."""

    def __init__(self, db: Any, clock: SettableClock) -> None:
        self.all = Federations(db, clock)
        self.all.on(BEGIN)
        self.province = self.all.add("province", name="陕西省总工会")
        self.cities = [self.all.add("city", self.province.code, name) for name in ("安康市总工会", "汉中市总工会")]
        self.counties = [
            self.all.add("county", self.cities[0].code, "紫阳县总工会"),
            self.all.add("county", self.cities[0].code, "汉阴县总工会"),
            self.all.add("county", self.cities[1].code, "勉县总工会"),
        ]
        self.town = self.counties[0].unit("城关镇总工会", "township")
        self.neighbour = self.all.add("province", name="安徽省总工会")
        for place in (self.province, self.neighbour):
            place.regulation("", text_=RULES)
        self.campaign = self.all.publish(self.province, "plan", "plan")
        self.all.publish(self.neighbour, "plan", "plan")
        self.all.settle()

    def conferred(self, place: Place, on: date = SPRING) -> UUID:
        honour = new_id()
        said = applications.HonourConferred(
            honour_id=str(honour), honour="工人先锋号", level="county", conferred_on=on.isoformat()
        )
        record = self.all.record(said, place.code, source="applications", topic="applications.cases")
        assert handlers.handle(record) == "handled"
        return honour

    def lines(self, place: Place, target: str) -> dict[str, str]:
        found = self.all.standings(place.code, self.campaign)[target].lines
        return {line.body.name: str(line.figure.amount) for line in found if line.figure is not None}

    def tick(self) -> int:
        """Every federation's clock, from below: how many figures were told."""
        below = [*self.counties, *self.cities, self.province]
        return sum(tell_counted(each.code, now=self.all.now) for each in below)

    def tasks(self, place: Place, kind: str) -> list[worklist.TaskOpened]:
        with self.all.db.read(place.code) as session:
            rows = session.scalars(
                text("select body from outbox where tenant = :t and type = :type order by seq"),
                {"t": place.code, "type": worklist.TaskOpened.DESCRIPTOR.full_name},
            )
            opened = [worklist.TaskOpened.FromString(bytes(row)) for row in rows]
        return [each for each in opened if each.kind == kind]
