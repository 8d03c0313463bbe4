"""紫阳 2011 (E5, E6): plans fall due on 30 November, are reminded, filed in time, late, or not at all.

By hand. Seventeen towns and three offices owe one plan each, published on 15 November. Seven days before, on the 23rd,
all who have not filed are reminded: twenty less the two who filed on the 20th, 18. One day before, on the 29th: less ten
more who filed on the 25th, 8. Six file on the 30th, in time; on 1 December the clerk is told of the two that are left.
One files on 4 December, 4 days late, 4 points (1 a day, at most 5); the other never, 10 points. It is criticised on
20 December and has 30 days to mend it, until 19 January; it reports on the 19th.
"""

from datetime import date

import pytest
from pioneer.worklist.v1 import events_pb2 as worklist
from sqlalchemy import text

from services.common.roles import Role
from services.competitions.queries.campaigns.filings import filing_lines, notices
from services.competitions.queries.campaigns.finding import find_campaign
from services.competitions.service.campaigns.filing import file_document
from services.competitions.service.campaigns.noticing import issue_notice, report_rectified
from services.competitions.ticks.campaigns import remind_of_filings
from tests.integration.competitions.campaign_world import Federations

PAPER = [{"word": "方案.pdf", "sha256": "0" * 64, "mime": "application/pdf", "size": 1}]
TOWNS = [
    "城关",
    "蒿坪",
    "汉王",
    "焕古",
    "向阳",
    "洞河",
    "洄水",
    "双桥",
    "高桥",
    "红椿",
    "高滩",
    "毛坝",
    "瓦庙",
    "麻柳",
    "双安",
    "东木",
    "界岭",
]
OFFICES = ("县教体系统工会", "县卫健系统工会", "县交通系统工会")


class Ziyang:
    def __init__(self, databases, clock):
        self.all = Federations(databases.of("competitions"), clock)
        self.all.on(date(2011, 11, 15))
        self.county = self.all.add("county", name="紫阳县总工会")
        self.units = [self.county.unit(f"{name}镇工会联合会", "township") for name in TOWNS]
        self.units += [self.county.unit(name, "industry") for name in OFFICES]
        self.people = [self.all.person(self.county, "郝绍文", (Role.REVIEWER, unit)) for unit in self.units]
        regulation = self.all.rules(self.county, "ziyang-campaign")
        self.campaign = self.all.publish(self.county, regulation, "windows-2011")

    def file(self, numbers):
        for n in numbers:
            who, unit = self.all.as_(self.people[n]), self.units[n].id
            file_document(who, self.campaign, "plan", unit, PAPER, now=self.all.now)

    def day(self, day):
        self.all.on(day)
        before = len(self.told(worklist.NotificationRequested))
        remind_of_filings(self.all.clock)
        return [each.title for each in self.told(worklist.NotificationRequested)[before:]]

    def told(self, kind):
        with self.all.db.read(self.county.code) as session:
            asked = text("select body from outbox where tenant = :t and type = :type order by seq")
            rows = session.execute(asked, {"t": self.county.code, "type": kind.DESCRIPTOR.full_name})
            return [kind.FromString(bytes(row.body)) for row in rows]

    def lines(self, day):
        with self.all.db.read(self.county.code) as session:
            rules = find_campaign(session, self.campaign).rules
            found = filing_lines(session, self.campaign, rules, today=day)
        return {each.row.unit_id: (str(each.state), each.days_late, each.points_lost) for each in found}


@pytest.fixture
def ziyang(databases, clock):
    return Ziyang(databases, clock)


def test_plans_fall_due_are_reminded_filed_late_and_criticised(ziyang):
    assert len(ziyang.told(worklist.TaskOpened)) == 20
    ziyang.all.on(date(2011, 11, 20))
    ziyang.file(range(2))
    reminder = "请于 2011-11-30 前报送 活动方案"
    assert ziyang.day(date(2011, 11, 22)) == []
    assert ziyang.day(date(2011, 11, 23)) == [reminder] * 18
    ziyang.all.on(date(2011, 11, 25))
    ziyang.file(range(2, 12))
    assert ziyang.day(date(2011, 11, 29)) == [reminder] * 8
    ziyang.all.on(date(2011, 11, 30))
    ziyang.file(range(12, 18))
    assert ziyang.day(date(2011, 11, 30)) == []
    assert ziyang.day(date(2011, 12, 1)) == ["2 个单位逾期未报送 活动方案"]
    ziyang.all.on(date(2011, 12, 4))
    ziyang.file([18])

    found = ziyang.lines(date(2011, 12, 20))
    assert [found[unit.id] for unit in ziyang.units[:18]] == [("on_time", 0, 0)] * 18
    assert [found[unit.id] for unit in ziyang.units[18:]] == [("late", 4, 4), ("overdue", 20, 10)]

    ziyang.all.on(date(2011, 12, 20))
    clerk = ziyang.all.clerk(ziyang.county.code)
    ground = "逾期未报活动方案"
    id_ = issue_notice(clerk, ziyang.campaign, ziyang.units[19].id, "criticise", ground, now=ziyang.all.now)
    ziyang.all.on(date(2012, 1, 19))
    report_rectified(ziyang.all.as_(ziyang.people[19]), id_, "方案已制定", expected=1, now=ziyang.all.now)
    with ziyang.all.db.read(ziyang.county.code) as session:
        (notice,) = notices(session, ziyang.campaign)
    assert (notice.rectify_by, notice.rectified_on, notice.result) == (
        date(2012, 1, 19),
        date(2012, 1, 19),
        "方案已制定",
    )
    assert len(ziyang.told(worklist.TaskClosed)) == 20
