"""Campaigns in a browser: shared out, reported, corrected; filed, criticised; subsidised; what is refused says why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from services.common.clock import SettableClock
from services.common.roles import Role
from tests import issuer
from tests.e2e.acting import confirm, fill, press
from tests.factories import Who
from tests.integration.competitions.campaign_world import PICTURE, Federations
from tests.integration.competitions.test_campaign_filings import Ziyang
from tests.integration.competitions.test_campaign_subsidies import Changxing

pytestmark = [pytest.mark.e2e]

PATIENCE_MS = 30_000
PROOF = {"name": "报表.png", "mimeType": "image/png", "buffer": PICTURE}


class Desk:
    """Everybody at an own browser, signed in; `go` opens an address as that person."""

    def __init__(self, origin: str, person: Callable[..., Page]) -> None:
        self.origin, self.person = origin, person
        self.pages: dict[str, Page] = {}

    def go(self, who: Who | None, path: str) -> Page:
        key = who.subject if who else ""
        if key not in self.pages:
            self.pages[key] = self.person(who.name if who else "visitor")
            self.pages[key].set_default_timeout(PATIENCE_MS)
            if who:
                token = issuer.bearer(who.subject, name=who.name)["Authorization"].removeprefix("Bearer ")
                cookie: Any = {"name": "pioneer_token", "value": token, "url": self.origin}
                self.pages[key].context.add_cookies([cookie])
        self.pages[key].goto(self.origin + path)
        return self.pages[key]


@pytest.fixture
def desk(databases: Any, services: Any, serve: Callable[[Flask], str], person: Callable[..., Page]) -> Desk:
    databases.of("competitions")
    return Desk(serve(services.of("competitions").app), person)


def faults(page: Page) -> list[str]:
    """The summary, as it reads, on a page that has come whole."""
    return page.locator("#faults li").all_inner_texts()


def line(page: Page, body: str) -> list[str]:
    """The cells of a body's first line, without its bar."""
    row = page.locator("main tbody tr").filter(has_text=body).first
    return [cell.strip().replace("\n", " ") for cell in row.locator("td").all_inner_texts()]


def test_a_plan_goes_down_in_shares_and_comes_back_in_sums(
    databases: Any, clock: SettableClock, desk: Desk, is_accessible: Callable[[Page], None]
) -> None:
    f = Federations(databases.of("competitions"), clock)
    f.on(date(2012, 3, 5))
    province = f.add("province", name="陕西省总工会")
    city = f.add("city", province.code, "安康市总工会")
    county = f.add("county", city.code, "紫阳县总工会")
    f.rules(province, "shaanxi-campaign")
    above, middle, below = (f.clerks[place.code] for place in (province, city, county))

    page = desk.go(above, f"/competitions/{province.code}/campaigns")
    page.get_by_role("button", name="发布活动").click()
    confirm(page)
    expect(page.locator("h1")).to_have_text("2012 年全省工会系统创先争优活动")
    id_ = page.url.rpartition("/")[2]
    f.settle()
    at = {place.code: f"/competitions/{place.code}/campaigns/{id_}" for place in (province, city, county)}
    page = desk.go(above, f"{at[province.code]}/targets/new_unions")
    assert line(page, "安康市总工会")[-1] == "尚未分配"
    page.locator(f'[id="f-share-{city.code}"]').fill("1200")
    press(page.get_by_role("button", name="分配给下级"))
    f.settle()

    page = desk.go(middle, f"{at[city.code]}/targets/new_unions")
    fill(page, taken="1199")
    press(page.get_by_role("button", name="承接并报上级"))
    assert faults(page) == ["可以提高，不得低于分配数 1200"]
    fill(page, taken="1300")
    press(page.get_by_role("button", name="承接并报上级"))
    page.locator(f'[id="f-share-{county.code}"]').fill("160")
    press(page.get_by_role("button", name="分配给下级"))
    assert "下级合计 160，比本级目标少 1,140" in page.locator("main").inner_text()
    is_accessible(page)
    f.settle()

    f.on(date(2012, 6, 30))
    page = desk.go(below, f"{at[county.code]}/targets/union_rate")
    page.locator("#f-evidence").set_input_files(PROOF)
    fill(page, amount="1001", whole="1000")
    press(page.get_by_role("button", name="上报本单位的数"))
    assert faults(page) == ["“已建立工会组织的企业数”大于“应建立工会组织的企业数”，比率超过 100%，请核对两个数"]
    page.locator("#f-evidence").set_input_files(PROOF)
    fill(page, amount="799", whole="1000")
    press(page.get_by_role("button", name="上报本单位的数"))
    assert line(page, "紫阳县总工会")[2] == "79.90%（799 / 1,000）"
    f.settle()
    assert line(desk.go(above, at[province.code] + "/targets/union_rate"), "陕西省总工会")[2] == "79.90%（799 / 1,000）"

    press(page.get_by_role("link", name="更正", exact=True))
    fill(page, amount="780", reason="19 家企业重复统计")
    press(page.get_by_role("button", name="更正这个数"))
    f.settle()
    page = desk.go(above, at[province.code] + "/targets/union_rate")
    assert line(page, "陕西省总工会")[2] == "78.00%（780 / 1,000）"
    expect(page.get_by_text("更正：19 家企业重复统计")).to_be_visible()
    page = desk.go(above, f"{at[province.code]}?only=behind")
    page.reload()
    expect(page.get_by_role("heading", name="新建工会组织净增")).to_be_visible()
    expect(page.get_by_role("heading", name="建会率")).to_have_count(0)
    is_accessible(page)

    page = desk.go(below, f"{at[county.code]}/promises")
    fill(page, says="年内为 25 个乡镇工会配齐职工服务窗口")
    press(page.get_by_role("button", name="公开这项承诺"))
    visitor = desk.go(None, f"/competitions/{county.code}/public/promises")
    expect(visitor.get_by_text("年内为 25 个乡镇工会配齐职工服务窗口")).to_be_visible()
    is_accessible(visitor)


def test_what_is_owed_is_filed_and_who_did_not_is_criticised_and_mends_it(
    databases: Any, clock: SettableClock, desk: Desk, is_accessible: Callable[[Page], None]
) -> None:
    ziyang = Ziyang(Federations(databases.of("competitions"), clock))
    clerk = ziyang.all.clerks[ziyang.county.code]
    late = ziyang.all.person(ziyang.county, "许文静", (Role.REVIEWER, ziyang.other))
    root = f"/competitions/{ziyang.county.code}/campaigns/{ziyang.campaign}"
    ziyang.all.on(date(2011, 11, 30))
    page = desk.go(ziyang.reviewer, f"{root}/filings/plan/{ziyang.town.id}")
    press(page.get_by_role("button", name="报送 活动方案"))
    assert faults(page) == ["请选择要报送的文件"]
    page.locator("#f-files").set_input_files(PROOF)
    press(page.get_by_role("button", name="报送 活动方案"))
    expect(page.get_by_text("按时报送")).to_be_visible()

    ziyang.all.on(date(2011, 12, 9))
    page = desk.go(clerk, f"{root}/filings")
    expect(page.locator("h1")).to_have_text("2 份逾期未报")
    press(page.locator(".strip a", has_text="逾期未报"))
    page.reload()
    expect(page.locator("main tbody tr")).to_have_count(2)
    is_accessible(page)
    press(page.get_by_role("link", name="通报 高桥镇工会联合会"))
    page.get_by_label("通报批评", exact=True).check()
    fill(page, ground="活动方案逾期 9 天未报")
    page.get_by_role("button", name="发出通报").click()
    confirm(page)
    expect(page.get_by_text("限 2012年1月8日 前整改")).to_be_visible()
    is_accessible(page)

    page = desk.go(late, f"{root}/notices")
    expect(page.locator("h1")).to_have_text("1 件待报告")
    page.get_by_label("整改情况", exact=True).fill("方案已补报，专人负责报送")
    press(page.get_by_role("button", name="报告整改情况"))
    expect(page.get_by_text("整改情况（2011年12月9日）：方案已补报，专人负责报送")).to_be_visible()


def test_money_is_asked_for_once_and_never_beyond_the_budget(
    databases: Any, services: Any, clock: SettableClock, desk: Desk, is_accessible: Callable[[Page], None]
) -> None:
    changxing = Changxing(databases, clock, services, budget=7_500)
    root = f"/competitions/{changxing.county.code}/campaigns/{changxing.campaign}/subsidies"
    for town in changxing.towns[:2]:
        changxing.contest(town)

    def ask(page: Page) -> None:
        fill(page, spent="6,000")
        page.get_by_label("成绩册").check()
        page.get_by_label("支出票据").check()
        page.locator("#f-files").set_input_files(PROOF)
        press(page.get_by_role("button", name="申请补助"))

    page = desk.go(changxing.people[0], root)
    twin = page.context.new_page()
    twin.set_default_timeout(PATIENCE_MS)
    twin.goto(desk.origin + root)
    ask(page)
    expect(page.get_by_text("待审批", exact=True)).to_be_visible()
    is_accessible(page)
    ask(twin)
    assert faults(twin) == ["这场比武已经申请过补助，一场比武只补助一次"]
    ask(desk.go(changxing.people[1], root))

    page = desk.go(changxing.clerk, root)
    expect(page.locator("h1")).to_have_text("2 份补助申请待审批")
    for _each in range(2):
        page.get_by_role("button", name="批准 焊工技能比武 的补助").first.click()
        confirm(page)
    assert faults(page) == ["申请 5000 元，预算只剩 2500 元，超出预算不予补助"]
    page = desk.go(changxing.clerk, root)
    page.get_by_role("button", name="登记发放 焊工技能比武 的补助").click()
    confirm(page)
    figures = page.locator(".strip b").all_inner_texts()
    assert figures == ["7,500.00", "5,000.00", "0.00", "2,500.00"]
    is_accessible(page)
