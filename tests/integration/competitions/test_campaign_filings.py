"""Filings of 紫阳 and 长兴: owed, reminded, filed, late, overdue, criticised, mended (B7, E5, E6)."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from pioneer.worklist.v1 import events_pb2 as worklist
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from services.common.clock import SettableClock
from services.common.roles import Role
from services.competitions.queries.campaigns.filings import filing_lines
from services.competitions.queries.campaigns.finding import find_campaign
from services.competitions.service.campaigns.filing import file_document
from services.competitions.ticks.campaigns import remind_of_filings
from tests import issuer
from tests.factories import Place, Unit, Who
from tests.integration.competitions.campaign_world import PICTURE, Federations, refused
from tests.integration.competitions.test_campaign_pages import pages_of

PAPER = [{"word": "方案.png", "sha256": "0" * 64, "mime": "image/png", "size": 1}]


class Ziyang:
    """Two towns and a window unit; a neighbour county with the same plan."""

    def __init__(self, federations: Federations) -> None:
        self.all = federations
        federations.on(date(2011, 11, 15))
        self.county, self.neighbour = (
            federations.add("county", name=name) for name in ("紫阳县总工会", "汉阴县总工会")
        )
        self.town = self.county.unit("城关镇工会联合会", "township")
        self.other = self.county.unit("高桥镇工会联合会", "township")
        self.window = self.county.unit("县供电分公司工会", "direct")
        self.neighbour.unit("涧池镇工会联合会", "township")
        self.reviewer = federations.person(self.county, "周明远", (Role.REVIEWER, self.town))
        self.campaign = self.publish(self.county)
        self.publish(self.neighbour)

    def publish(self, place: Place) -> UUID:
        return self.all.publish(place, self.all.rules(place, "ziyang-campaign"), "windows-2011")

    def file(self, who: Who, unit: Unit) -> None:
        file_document(self.all.as_(who), self.campaign, "plan", unit.id, PAPER, now=self.all.now)

    def states(self) -> dict[str, tuple[str, int, Decimal]]:
        today = self.all.clock.today()
        with self.all.db.read(self.county.code) as session:
            rules = find_campaign(session, self.campaign).rules
            found = filing_lines(session, self.campaign, rules, today=today)
        return {each.row.unit_name: (str(each.state), each.days_late, each.points_lost) for each in found}

    def told(self, kind: Any) -> list[Any]:
        asked = text("select body from outbox where tenant = :t and type = :type order by seq")
        with self.all.db.read(self.county.code) as session:
            rows = session.execute(asked, {"t": self.county.code, "type": kind.DESCRIPTOR.full_name})
            return [kind.FromString(bytes(row.body)) for row in rows]

    def tick(self, day: date) -> None:
        self.all.on(day)
        remind_of_filings(self.all.clock)


@pytest.fixture
def ziyang(databases: Any, clock: SettableClock) -> Ziyang:
    return Ziyang(Federations(databases.of("competitions"), clock))


def test_every_unit_owes_its_plan_and_has_a_task(ziyang: Ziyang) -> None:
    assert ziyang.states() == {
        "城关镇工会联合会": ("owed", 0, 0),
        "高桥镇工会联合会": ("owed", 0, 0),
        "县供电分公司工会": ("owed", 0, 0),
    }
    opened = ziyang.told(worklist.TaskOpened)
    assert [(each.title, each.due_on, each.audience.role) for each in opened] == [
        ("报送 活动方案", "2011-11-30", "reviewer")
    ] * 3


def test_reminded_before_told_after_and_each_once(ziyang: Ziyang) -> None:
    ziyang.all.on(date(2011, 11, 20))
    ziyang.file(ziyang.reviewer, ziyang.town)
    for day in (22, 23, 23, 24, 29, 30):
        ziyang.tick(date(2011, 11, day))
    titles = [each.title for each in ziyang.told(worklist.NotificationRequested)]
    assert titles == ["请于 2011-11-30 前报送 活动方案"] * 4
    ziyang.tick(date(2011, 12, 1))
    ziyang.tick(date(2011, 12, 2))
    last = ziyang.told(worklist.NotificationRequested)[4:]
    assert [(each.title, each.audience.role) for each in last] == [("2 个单位逾期未报送 活动方案", "secretary")]
    assert [each.outcome for each in ziyang.told(worklist.TaskClosed)] == ["done"]


def test_the_last_day_is_in_time_and_lateness_is_recorded(ziyang: Ziyang) -> None:
    other = ziyang.all.person(ziyang.county, "许文静", (Role.REVIEWER, ziyang.other))
    ziyang.all.on(date(2011, 11, 30))
    ziyang.file(ziyang.reviewer, ziyang.town)
    assert refused(lambda: ziyang.file(ziyang.reviewer, ziyang.other)) == "not_reporting_for"
    assert refused(lambda: ziyang.file(ziyang.reviewer, ziyang.town)) == "already_filed"
    ziyang.all.on(date(2011, 12, 3))
    ziyang.file(other, ziyang.other)
    ziyang.all.on(date(2012, 1, 5))
    assert ziyang.states() == {
        "城关镇工会联合会": ("on_time", 0, Decimal(0)),
        "高桥镇工会联合会": ("late", 3, Decimal(3)),
        "县供电分公司工会": ("overdue", 36, Decimal(10)),
    }
    filed = ziyang.all.log(ziyang.county.code, "document_filed")
    assert [each["days_late"] for each in filed] == [0, 3]


def test_a_unit_files_on_screen_and_the_clerk_criticises_who_did_not(ziyang: Ziyang, services: Any) -> None:
    root = f"/competitions/{ziyang.county.code}/campaigns/{ziyang.campaign}"
    town = pages_of(services, ziyang.reviewer)
    form = town.get(f"{root}/filings/plan/{ziyang.town.id}")
    assert "请选择要报送的文件" in town.submit(form, expect=409).text
    filed = town.submit(form, files=(io.BytesIO(PICTURE), "方案.png"))
    assert "按时报送" in filed.text

    ziyang.all.on(date(2011, 12, 5))
    clerk = pages_of(services, ziyang.all.clerks[ziyang.county.code])
    listed = clerk.get(f"{root}/filings")
    assert listed.h1 == "2 份逾期未报"
    assert len(clerk.get(f"{root}/filings?state=overdue").select("main tbody tr")) == 2
    assert len(clerk.get(f"{root}/filings?state=overdue&unit=高桥").select("main tbody tr")) == 1
    assert [each.get_text() for each in clerk.get(root).select(".strip b")] == ["2", "5%"]
    table = clerk.client.get(f"{root}/filings.xlsx", headers=clerk.headers)
    cells = CalamineWorkbook.from_filelike(io.BytesIO(table.get_data())).get_sheet_by_index(0).to_python()
    assert cells[1] == ["应报材料", "单位", "期限", "报送日期", "状态", "逾期天数", "扣分"]
    assert [line[4] for line in cells[2:]] == ["按时报送", "逾期未报", "逾期未报"]

    notices = clerk.get(f"{root}/notices")
    blank = clerk.submit(notices, kind="criticise", unit_id=str(ziyang.town.id), expect=422)
    assert blank.faults == {"ground": "请写明事由，例如：方案逾期 9 天未报"}
    done = clerk.submit(notices, kind="criticise", unit_id=str(ziyang.town.id), ground="方案不合要求")
    assert "限 2012年1月4日 前整改" in done.text
    ziyang.all.on(date(2012, 1, 4))
    page = town.get(f"{root}/notices")
    mended = town.submit(page, result="已重新制定方案并报送")
    assert "整改情况（2012年1月4日）：已重新制定方案并报送" in mended.text
    assert "逾期整改" not in mended.text


def test_the_neighbours_filings_are_not_there(ziyang: Ziyang, services: Any) -> None:
    clerk = ziyang.all.clerks[ziyang.neighbour.code]
    answer = pages_of(services, clerk).client.get(
        f"/competitions/{ziyang.neighbour.code}/campaigns/{ziyang.campaign}/filings",
        headers=issuer.bearer(clerk.subject),
    )
    assert answer.status_code == 404
    assert ziyang.all.count(ziyang.neighbour.code, "campaign_filing") == 1


def test_changxing_forms_fall_due_by_the_notice(databases: Any, clock: SettableClock) -> None:
    federations = Federations(databases.of("competitions"), clock)
    federations.on(date(2018, 2, 28))
    county = federations.add("county", name="长兴县总工会")
    town = county.unit("煤山镇总工会", "township")
    county.unit("天能电池有限公司工会", "employer_union", town)
    campaign = federations.publish(county, federations.rules(county, "changxing-2018"), "theme-2018")
    with federations.db.read(county.code) as session:
        rules = find_campaign(session, campaign).rules
        found = filing_lines(session, campaign, rules, today=date(2018, 4, 11))
    assert [(each.filing.id, each.row.unit_name, str(each.row.due_on), str(each.state)) for each in found] == [
        ("form-1", "天能电池有限公司工会", "2018-04-10", "overdue"),
        ("form-2", "煤山镇总工会", "2018-04-15", "owed"),
        ("form-3", "天能电池有限公司工会", "2018-11-25", "owed"),
        ("form-4", "天能电池有限公司工会", "2018-04-15", "owed"),
        ("form-5", "天能电池有限公司工会", "2018-04-15", "owed"),
    ]
