"""A filing whose day is announced later, one that is made of the entries, and who may read what was filed (B8, E6)."""

from __future__ import annotations

import io
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from services.common.clock import SettableClock
from services.common.roles import Role
from services.competitions.queries.campaigns.finding import find_campaign
from services.competitions.queries.campaigns.forms import form_two_of
from services.competitions.service.campaigns.owing import lay_filings
from tests.factories import Unit
from tests.integration.competitions.campaign_world import PICTURE, Federations
from tests.integration.competitions.test_campaign_pages import pages_of
from tests.integration.competitions.test_campaign_subsidies import Changxing

RULES = """\
regulation: forms
title: 两种报表
tenant: "330522"
effective: 2018-01-01
campaigns:
  forms:
    title: 两种报表
    runs: {from: 2018-02-28, to: 2018-12-31}
    filings:
      - {id: summary, title: 年度总结, of: each township, due: {from: announced, within: {days: 10}, late: marked}}
      - {id: plan, title: 活动方案, of: each township, due: {on: 2018-03-20, late: marked}}
"""


class County:
    def __init__(self, federations: Federations) -> None:
        self.all = federations
        federations.on(date(2018, 2, 28))
        self.place = federations.add("county", name="长兴县总工会")
        self.towns = [self.place.unit(name, "township") for name in ("煤山镇总工会", "泗安镇总工会")]
        self.people = [federations.person(self.place, "邵玉兰", (Role.REVIEWER, town)) for town in self.towns]
        self.clerk = federations.clerks[self.place.code]
        self.campaign: UUID = federations.publish(self.place, self.place.regulation("", text_=RULES), "forms")
        self.root = f"/competitions/{self.place.code}/campaigns/{self.campaign}"
        self.api = f"/api/v1/tenants/{self.place.code}/competitions/campaigns/{self.campaign}"

    def due(self) -> list[tuple[str, str, date]]:
        asked = text(
            "select filing_id, unit_name, due_on from campaign_filing where tenant = :t order by filing_id, unit_name"
        )
        with self.all.db.read(self.place.code) as session:
            return [tuple(row) for row in session.execute(asked, {"t": self.place.code})]


@pytest.fixture
def county(databases: Any, clock: SettableClock) -> County:
    return County(Federations(databases.of("competitions"), clock))


PLANS = [("plan", "泗安镇总工会", date(2018, 3, 20)), ("plan", "煤山镇总工会", date(2018, 3, 20))]


def test_a_filing_falls_due_from_the_day_that_is_announced(county: County, services: Any) -> None:
    assert county.due() == PLANS
    county.all.on(date(2018, 11, 5))
    clerk, town = pages_of(services, county.clerk), pages_of(services, county.people[0])
    page = clerk.get(f"{county.root}/filings")
    assert "年度总结的期限尚未公布" in page.text
    assert town.get(f"{county.root}/filings").select("main form[method=post]") == []
    action = f"{county.root}/filings/summary/announcement"
    for day in ("2018-02-27", "2018-11-06"):
        early = clerk.submit(page, action, on=day, expect=409)
        assert "公布日期要在 2018-02-28 至今天之间，请改正“公布日期”" in early.text

    done = clerk.submit(page, action, on="2018-11-05")

    assert "年度总结的期限尚未公布" not in done.text
    due = date(2018, 11, 15)
    assert county.due() == [*PLANS, ("summary", "泗安镇总工会", due), ("summary", "煤山镇总工会", due)]
    (noted,) = county.all.log(county.place.code, "day_announced")
    assert (noted["filing"], noted["day"], noted["units"]) == ("summary", "2018-11-05", 2)


def test_a_day_is_announced_once_by_the_clerk_who_saw_the_campaign_as_it_is(county: County, services: Any) -> None:
    county.all.on(date(2018, 11, 5))
    client = services.client("competitions")

    def announce(who: Any, filing: str, *, version: int = 1) -> tuple[int, str]:
        answer = client.post(
            f"{county.api}/filings/{filing}/announcement", json={"on": "2018-11-01"},
            headers=who.headers | {"If-Match": f'"{version}"'},
        )  # fmt: skip
        return answer.status_code, answer.json.get("code", "")

    assert announce(county.people[0], "summary") == (403, "not_campaign_clerk")
    assert announce(county.clerk, "plan") == (409, "day_not_left_open")
    assert announce(county.clerk, "nothing") == (404, "not_found")
    assert announce(county.clerk, "summary", version=2) == (412, "changed_meanwhile")
    assert announce(county.clerk, "summary") == (201, "")
    assert announce(county.clerk, "summary", version=2) == (409, "day_announced_already")


def test_what_a_unit_filed_is_for_the_unit_and_those_who_oversee_it(county: County, services: Any) -> None:
    address = f"{county.root}/filings/plan/{county.towns[0].id}"
    town = pages_of(services, county.people[0])
    filed = town.submit(town.get(address), files=(io.BytesIO(PICTURE), "方案.png"))
    file = filed.links()["方案.png"]
    for who, status in ((county.people[0], 200), (county.clerk, 200), (county.people[1], 404)):
        client = pages_of(services, who)
        assert client.client.get(file, headers=client.headers).status_code == status
    assert "方案.png" not in pages_of(services, county.people[1]).get(address).links()


def entered(changxing: Changxing, contest: UUID, town: Unit, employer: str, team: str, people: int) -> None:
    with changxing.all.db.transaction(changxing.county.code) as session:
        session.execute(
            text(
                "insert into entry (tenant, id, contest_id, number, person_ref, name, grade, trade, unit_name,"
                " unit_path, employer, team, industry, leader, phone, source, status, entered_by, entered_at)"
                " select :t, gen_random_uuid(), :contest, coalesce((select max(number) from entry where tenant = :t"
                " and contest_id = :contest), 0) + n, md5(:employer || :team || n)::uuid, '选手' || n, 'none', '焊工',"
                " :unit, :path, :employer, :team, '机械制造', '贺闻舟', '13800000000', 'unit', 'entered', 's', now()"
                " from generate_series(1, :people) n"
            ),
            {
                "t": changxing.county.code, "contest": contest, "unit": town.name, "path": town.path,
                "employer": employer, "team": team, "people": people,
            },
        )  # fmt: skip


@pytest.fixture
def changxing(databases: Any, clock: SettableClock, services: Any) -> Changxing:
    """Its townships stood before the campaign began: each owes its form."""
    made = Changxing(databases, clock, services)
    with made.all.db.transaction(made.county.code) as session:
        row = find_campaign(session, made.campaign)
        lay_filings(session, row, row.rules, on=date(2018, 2, 28), now=made.all.now)
    return made


def test_form_2_comes_with_the_filing_and_counts_nobody_twice(changxing: Changxing, services: Any) -> None:
    town, other = changxing.towns[:2]
    first, second = changxing.contest(town), changxing.contest(town)
    entered(changxing, first, town, "天能电池有限公司", "总装一班", 5)
    entered(changxing, second, town, "天能电池有限公司", "总装一班", 3)
    entered(changxing, first, town, "浙北纺织有限公司", "", 2)
    entered(changxing, first, other, "泗安铸造有限公司", "", 4)
    changxing.all.on(date(2018, 4, 15))
    with changxing.all.db.read(changxing.county.code) as session:
        form = form_two_of(session, find_campaign(session, changxing.campaign).rules.runs, town.path)
    assert [(line.employer, line.team, line.participants) for line in form.lines] == [
        ("天能电池有限公司", "总装一班", 5), ("浙北纺织有限公司", "", 2),
    ]  # fmt: skip
    assert (form.employers, form.workers) == (2, 7)

    page = f"/competitions/{changxing.county.code}/campaigns/{changxing.campaign}/filings/form-2/{town.id}"
    unit = pages_of(services, changxing.people[0])
    filed = unit.submit(unit.get(page))

    assert "按时报送" in filed.text
    name = "“工人先锋号”创建活动参赛企业汇总表.pdf"
    content = unit.client.get(filed.links()[name], headers=unit.headers).get_data()
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert [each in said for each in ("煤山镇总工会", "浙北纺织有限公司", "泗安铸造有限公司")] == [True, True, False]


def test_a_unit_without_entries_files_an_empty_form_by_program(changxing: Changxing) -> None:
    changxing.all.on(date(2018, 4, 15))
    who, town = changxing.people[2], changxing.towns[2]
    answer = changxing.send(who, f"/filings/form-2/{town.id}", {})
    assert answer.status_code == 204
    with changxing.all.db.read(changxing.county.code) as session:
        files = session.execute(
            text("select files from campaign_filing where tenant = :t and filing_id = 'form-2' and unit_id = :u"),
            {"t": changxing.county.code, "u": town.id},
        ).scalar_one()
    assert [each["word"] for each in files] == ["“工人先锋号”创建活动参赛企业汇总表.pdf"]
