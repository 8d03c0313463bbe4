"""A small contest in a browser, from its opening to the public results; what is refused is said where it was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from services.common.clock import SettableClock
from services.competitions.domain.running import Duty
from services.competitions.queries.entries import entered as entries_of
from services.competitions.service.contests.duties import appoint
from services.competitions.store import db
from tests import issuer
from tests.e2e.acting import confirm, fill, press
from tests.integration.competitions.league import HELD, OPENS, League, a_league
from tests.integration.competitions.test_pages import a_row, workbook

pytestmark = [pytest.mark.e2e]

LATER = HELD + timedelta(hours=2, minutes=1)
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Open = Callable[..., Page]


@pytest.fixture
def league(databases: Any, clock: SettableClock) -> League:
    databases.of("competitions")
    clock.set(OPENS)
    return a_league()


@pytest.fixture
def at(league: League, services: Any, serve: Callable[[Flask], str], person: Callable[..., Page]) -> Open:
    """`at("judge", phone=True)`: that person of the league, signed in, at the list of contests."""
    origin = serve(services.of("competitions").app)

    def opened(name: str, **options: Any) -> Page:
        page, who = person(name, **options), league.people[name]
        token = issuer.bearer(who.subject, name=who.name)["Authorization"].removeprefix("Bearer ")
        page.context.add_cookies([{"name": "pioneer_token", "value": token, "url": origin}])
        page.goto(f"{origin}/competitions/{league.place.code}/")
        return page

    return opened


def go(page: Page, league: League, rest: str = "") -> Page:
    home = page.url.partition("/competitions/")[0]
    page.goto(f"{home}/competitions/{league.place.code}/contests/{league.contest}{rest}")
    return page


def fault_at(page: Page, name: str) -> str:
    """What is said at the field; the summary above says it too and leads there."""
    said = page.locator(f'[id="f-{name}-wrong"]').inner_text()
    assert page.locator(f'#faults a[href="#f-{name}"]').inner_text() == said
    return said


def decide(page: Page, button: str) -> None:
    """A step that cannot be undone: it asks once more, and the page says that it was done."""
    page.get_by_role("button", name=button, exact=True).click()
    confirm(page)


def opened_and_manned(league: League, desk: Page) -> None:
    """The secretary opens a contest of the regulation and gives the duties, the chief's on screen."""
    press(desk.get_by_role("link", name="开设比武"))
    fill(desk, rule="welders/welders")
    press(desk.get_by_role("button", name="开设比武"))
    expect(desk.locator("h1")).to_have_text("焊工技能比武")
    league.contest = UUID(desk.url.rpartition("/")[2])
    fill(desk, person_id=league.people["chief"].person_id, duty="chief")
    press(desk.get_by_role("button", name="安排任务"))
    expect(desk.locator("aside")).to_contain_text("裁判长　郝守拙")
    others = {"judge": Duty.JUDGE, "eastern": Duty.JUDGE, "arbiter": Duty.ARBITER, "final": Duty.FINALISER}
    for name, duty in others.items():
        appoint(league.who("secretary"), league.contest, league.people[name].person_id, duty, now=OPENS)


def entered(league: League, union: Page) -> None:
    """A union enters people one by one and by workbook, and is told at the field and at the row what is wrong."""
    go(union, league, "/entries")
    press(union.get_by_role("link", name="报名一人"))
    fill(union, name="沈秋实", unit_id=league.place.units["东方机械一班"].id, born_on="2015-01-01")
    press(union.get_by_role("button", name="提交报名"))
    assert fault_at(union, "born_on") == "年龄须不低于 16 周岁 且不超过 60 周岁，到报名截止日为 11 周岁。"
    assert union.get_by_label("姓名").input_value() == "沈秋实"
    fill(union, born_on="1988-05-06")
    press(union.get_by_role("button", name="提交报名"))
    expect(union.locator("h1")).to_have_text("1 人已报名")
    press(union.get_by_role("link", name="用 Excel 报名"))
    book = workbook(
        league, a_row("苏子墨", "东方机械一班"), a_row("路遥远", "东方机械一班", born_on=date(2015, 1, 1))
    ).getvalue()
    union.locator("input[type=file]").set_input_files({"name": "报名.xlsx", "mimeType": SHEET, "buffer": book})
    press(union.get_by_role("button", name="导入报名"))
    expect(union.locator("#faults h2")).to_have_text("有 1 行要改正，一行也没有导入")
    assert union.locator("main tbody tr").all_inner_texts()[0].startswith("第 3 行\t路遥远\t年龄须不低于 16 周岁")


def scored_on_a_phone(league: League, judge: Page) -> None:
    """Blind, number by number; a mark beyond the marks and a deduction without its ground stay where they were typed."""
    press(judge.get_by_role("link", name="去打分"))
    expect(judge.locator("h1")).to_have_text("1 号工位")
    expect(judge.locator("main")).not_to_contain_text("沈秋实")
    fill(judge, points="120")
    press(judge.get_by_role("button", name="保存并评下一位"))
    assert fault_at(judge, "points") == "“实操”满分 100 分，请填 0 到 100 之间的分数。"
    fill(judge, **{"points": "88", "times-spatter": "1"})
    press(judge.get_by_role("button", name="保存并评下一位"))
    assert fault_at(judge, "ground-spatter") == "请写明“飞溅未清理”的扣分依据，例如看到了什么。"
    fill(judge, **{"ground-spatter": "背面飞溅三处"})
    press(judge.get_by_role("button", name="保存并评下一位"))
    expect(judge.locator("h1")).to_have_text("2 号工位")
    fill(judge, points="80")
    press(judge.get_by_role("button", name="保存这个分数"))
    decide(judge, "签字并提交 2 个分数")
    expect(judge.locator("footer")).to_contain_text("本项已全部签字")


def asked_and_granted(league: League, judge: Page, chief: Page) -> None:
    """A signed mark changes by a request with its reason, which another person decides."""
    go(judge, league, "/judging?part=practice&station=1")
    press(judge.get_by_role("link", name="申请更正这个分数"))
    fill(judge, points="90", reason="漏看了正面成形，少给 2 分")
    press(judge.get_by_role("button", name="提交更正申请"))
    go(chief, league, "/changes")
    expect(chief.locator("h1")).to_have_text("1 个分数的更正等您批复")
    chief.get_by_label("不同意，仍为 88.00 − 5.00 = 83.00").check()
    press(chief.get_by_role("button", name="签字批复"))
    expect(chief.locator(".wrong")).to_have_text("请写明不同意更正的理由。")
    chief.get_by_label("同意，改为 90.00 − 5.00 = 85.00", exact=True).check()
    press(chief.get_by_role("button", name="签字批复"))
    expect(chief.locator(".say-flash")).to_contain_text("已同意更正")


def test_a_contest_from_its_desk_to_the_public_results(
    league: League, at: Open, person: Callable[..., Page], clock: SettableClock, is_accessible: Callable[[Page], None]
) -> None:
    desk, union = at("secretary"), at("east")
    opened_and_manned(league, desk)
    entered(league, union)
    is_accessible(union)
    league.enter("江照野", "西岭纺织一班")
    go(union, league, "/entries/new")
    fill(union, name="陈知白", unit_id=league.place.units["东方机械一班"].id, born_on="1988-05-06")
    clock.set(HELD)
    press(union.get_by_role("button", name="提交报名"))
    expect(union.locator("#faults")).to_contain_text("报名已经截止，不再受理。")

    go(desk, league)
    decide(desk, "抽签并封存工位")
    expect(desk.locator(".say-flash")).to_contain_text("工位已抽签并封存")
    is_accessible(desk)
    own_unit = go(at("eastern", phone=True), league, "/judging?part=practice")
    expect(own_unit.locator("main")).to_contain_text("有 1 个工位的选手与您同单位，按规则回避")

    judge = go(at("judge", phone=True), league)
    scored_on_a_phone(league, judge)
    is_accessible(judge)
    with db.read(league.place.code) as session:
        league.entries = {row.name: row.id for row in entries_of(session, league.contest)}
    for name, points in (("沈秋实", "90"), ("江照野", "70")):
        for part in ("theory", "practice"):
            league.mark("chief", name, part, points)
    chief = at("chief")
    for part in ("theory", "practice"):
        decide(go(chief, league, f"/judging?part={part}"), "签字并提交 2 个分数")
    decide(chief, "复核并签字（实操）")
    asked_and_granted(league, judge, chief)
    late = go(judge, league, "/judging?part=practice&station=2")
    press(late.get_by_role("link", name="申请更正这个分数"))
    fill(late, points="81", reason="复核后发现少给 1 分")

    go(desk, league)
    decide(desk, "封存并公布成绩")
    expect(desk.locator(".say-risk")).to_contain_text("前仍可向仲裁组申诉，期满后方可定稿")
    clock.set(LATER)
    final = go(at("final"), league)
    decide(final, "签字定稿")
    press(late.get_by_role("button", name="提交更正申请"))
    expect(late.locator("#faults")).to_contain_text("成绩已经定稿，不再改变。")
    go(desk, league)
    decide(desk, "公布结果并授奖")

    go(desk, league, "/results")
    first = desk.locator("main tbody tr").first
    expect(first).to_contain_text("沈秋实")
    expect(first).to_contain_text("一等奖")
    is_accessible(desk)
    visitor = person("visitor", phone=True)
    visitor.goto(desk.url.replace("/contests/", "/public/contests/").removesuffix("/results"))
    expect(visitor.locator("main tbody tr").first).to_contain_text("沈秋实")
