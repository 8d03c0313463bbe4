"""From the docket to the revoked plaque, page by page, as the several people meet them."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from services.applications.domain.honour import Honour
from services.applications.service.publicity import finish_publicity
from services.common.clock import SettableClock
from tests.conftest import NOW
from tests.integration.applications.honour_world import HonourWorld
from tests.integration.applications.test_case_pages import Desk
from tests.pages import PageClient

FACTS = "2025 年 3 月 12 日该班组在二号车间发生过一起未上报的机械伤害，现场有监控。"


@pytest.fixture
def desk(case_app: Flask, honours: HonourWorld) -> Desk:
    return Desk(case_app, honours.world)


@pytest.fixture
def public(case_app: Flask, desk: Desk) -> PageClient:
    assert desk
    return PageClient(case_app)


def test_the_docket_goes_from_waiting_to_its_signed_minutes(
    desk: Desk, honours: HonourWorld, public: PageClient
) -> None:
    kept, dropped = honours.at_approve(["焊接二班", "装配二班"], now=NOW, scores=["95.00", "91.00"])
    secretary, chair = honours.world.secretary, honours.chairs[0]
    page = desk.get(secretary, "/dockets")
    assert page.h1 == "有 1 批案卷等待主席办公会审批"
    page = desk.send(secretary, page, "/dockets")
    assert page.h1 == "审定 2025 年来安县“工人先锋号”命名名单"
    docket = page.url.rpartition("/")[2]

    there = {f"presence-{each.subject}": "present" for each in honours.chairs}
    page = desk.send(
        secretary, page, f"/dockets/{docket}/meeting", held_at="2025-09-15T15:00", place="三楼会议室",
        presiding=chair.subject, **there,
    )  # fmt: skip
    assert "应到 3 人，实到 3 人" in page.text
    decisions = {
        f"d-{kept.id}": "agree",
        f"d-{dropped.id}": "disagree",
        f"reason-{dropped.id}": "满意率偏低，补测后再议。",
    }
    page = desk.send(secretary, page, f"/dockets/{docket}/decisions", **decisions)
    assert "已决定 2 / 2" in page.text
    assert "已齐，可以签发。" in page.text

    page = desk.get(chair, f"/dockets/{docket}")
    page = desk.send(chair, page, f"/dockets/{docket}/signature")
    assert "会议纪要已签发，同意的已开始公示" in page.text
    notice = public.get(page.links().get("查看公示") or page.select("aside a")[0]["href"])
    assert notice.h1 == "关于 2025 年拟命名来安县“工人先锋号”的公示"
    assert "焊接二班" in notice.text
    assert "装配二班" not in notice.text


def test_an_objection_is_taken_from_the_public_and_answered_by_the_supervisor(
    desk: Desk, honours: HonourWorld, public: PageClient
) -> None:
    notice_id, cases = honours.publicised(["焊接二班"], now=NOW)
    root = f"{desk.root}/public"
    page = public.get(f"{root}/notices/{notice_id}")
    wrong = public.submit(
        page, f"{root}/notices/{notice_id}/objections", expect=422, application_id=str(cases[0].id), facts="不服",
    )  # fmt: skip
    assert set(wrong.faults) == {"facts", "name", "contact"}
    taken = public.submit(
        page, f"{root}/notices/{notice_id}/objections", application_id=str(cases[0].id), facts=FACTS, name="柳青山",
        contact="13900001111",
    )  # fmt: skip
    assert "异议已收到" in taken.text
    receipt = taken.select("strong.num")[0].get_text()

    supervisor = honours.supervisor
    page = desk.get(supervisor, "/objections")
    page = desk.get(supervisor, page.select("main a.what")[0]["href"].removeprefix(desk.root))
    objection = page.url.rpartition("/")[2]
    assert "柳青山" not in page.soup.get_text()
    page = desk.send(supervisor, page, f"/objections/{objection}/handler")
    revealed = desk.send(supervisor, page, f"/objections/{objection}/objector")
    assert "柳青山" in revealed.soup.get_text()
    desk.send(
        supervisor, page, f"/objections/{objection}/answer", outcome="dismissed", finding="经查监控，不属实。",
        answer="经核查不属实，感谢监督。",
    )  # fmt: skip

    page = public.get(f"{root}/receipt")
    assert "经核查不属实，感谢监督。" in public.submit(page, f"{root}/receipt", code=receipt).text


def test_conferring_and_the_page_behind_the_code(
    desk: Desk, honours: HonourWorld, public: PageClient, clock: SettableClock
) -> None:
    honours.publicised(["焊接二班"], now=NOW)
    later = NOW + timedelta(days=8)
    clock.set(later)
    finish_publicity(honours.tenant, now=later)
    secretary = honours.world.secretary
    page = desk.get(secretary, "/honours/confer")
    page = desk.send(secretary, page, "/honours/confer")
    assert "已命名 1 个" in page.text

    page = desk.get(secretary, page.select("main a.what")[0]["href"].removeprefix(desk.root))
    assert page.h1 == "滁东轨道部件有限公司 焊接二班"
    honour = page.url.rpartition("/")[2]
    page = desk.send(secretary, page, f"/honours/{honour}/plaque", where="焊接车间入口", hung_on="2025-09-23")
    page = desk.send(
        secretary, page, f"/honours/{honour}/rewards", kind="money", amount="3000", given_by="employer",
        paid_on="2025-09-23",
    )  # fmt: skip
    assert "奖金 3,000.00 元" in page.text
    wrong = desk.send(
        secretary, page, f"/honours/{honour}/rewards", expect=422, kind="money", amount="三千", given_by="employer",
        paid_on="2025-09-23",
    )  # fmt: skip
    assert list(wrong.faults) == ["amount"]

    plaque = public.get(page.select("aside a[href*='/public/honours/']")[0]["href"].split("8440")[1])
    assert "荣誉有效，牌匾属实" in plaque.text
    assert "焊接车间入口" in plaque.text
    roll = public.get(f"{desk.root}/public/honours?q=焊接")
    assert "焊接二班" in roll.text
    assert "没有找到符合条件的荣誉。" in public.get(f"{desk.root}/public/honours?q=纺织").text
    assert "没有这块牌匾" in public.get(f"{desk.root}/public/honours/nothing", 404).text


def test_a_revoked_plaque_says_so(desk: Desk, honours: HonourWorld, public: PageClient, clock: SettableClock) -> None:
    honour: Honour = honours.conferred(["焊接二班"], now=NOW)[0]
    clock.set(NOW + timedelta(days=20))
    chair = honours.chairs[0]
    page = desk.get(chair, f"/honours/{honour.id}")
    refused = desk.send(chair, page, f"/honours/{honour.id}/revocation", expect=422, ground="casualty", reason="事故。")
    assert list(refused.faults) == ["confirmed"]
    page = desk.send(
        chair, page, f"/honours/{honour.id}/revocation", ground="casualty", reason="发生人身伤亡事故。", confirmed="yes"
    )
    assert "荣誉已撤销" in page.text

    plaque = public.get(f"{desk.root}/public/honours/{honour.token}")
    assert "荣誉已撤销，牌匾无效" in plaque.text
    assert "人身伤亡事故" in plaque.text


def test_the_archive_shows_the_whole_way_and_prints_as_one_dossier(
    desk: Desk, honours: HonourWorld, clock: SettableClock
) -> None:
    honour: Honour = honours.conferred(["焊接二班"], now=NOW)[0]
    clock.set(NOW + timedelta(days=20))
    page = desk.get(honours.world.applicant, f"/archive/{honour.application_id}")

    assert page.h1 == "滁东轨道部件有限公司 焊接二班 档案"
    for said in ("主席办公会审批", "同意 3，反对 0，弃权 0", "公示与异议", honour.number, "逐条核验，没有改动"):
        assert said in page.text
    printed = desk.of(honours.world.applicant).client.get(
        f"{desk.root}/archive/{honour.application_id}/dossier.pdf", headers=desk.of(honours.world.applicant).headers
    )
    assert (printed.status_code, printed.data[:5]) == (200, b"%PDF-")


def test_another_union_finds_no_archive(desk: Desk, honours: HonourWorld, clock: SettableClock) -> None:
    honour: Honour = honours.conferred(["焊接二班"], now=NOW)[0]
    clock.set(NOW + timedelta(days=20))

    desk.get(honours.world.stranger, f"/archive/{honour.application_id}", 404)
    desk.get(honours.world.stranger, f"/honours/{honour.id}", 404)


def test_lists_ask_the_same_number_of_statements_however_long(
    desk: Desk, honours: HonourWorld, clock: SettableClock, count_statements: Any
) -> None:
    honours.conferred(["焊接二班"], now=NOW)
    clock.set(NOW + timedelta(days=20))
    counted = []
    for more in (["装配二班", "质检组", "细纱乙班"], []):
        numbers = []
        for path in ("/honours", "/dockets", "/reinspections", "/objections", "/notices"):
            who = honours.supervisor if path == "/objections" else honours.world.secretary
            desk.get(who, path)
            with count_statements(honours.world.db) as seen:
                desk.get(who, path)
            numbers.append(seen.number)
        counted.append(numbers)
        if more:
            honours.conferred(more, now=NOW)

    assert counted[0] == counted[1]
