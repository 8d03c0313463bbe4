"""The public site: anybody reads notices and honours of one federation, nothing else."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from services.common.clock import SettableClock
from services.common.db import Database
from services.common.roles import Role
from tests import issuer
from tests.conftest import NOW, Services
from tests.factories import Place, a_place
from tests.integration.portal.honours import TOPIC, a_conferring, a_notice, a_reinspection, a_revocation
from tests.pages import Page, PageClient

Hear = Callable[..., str]


@pytest.fixture
def pages(services: Services) -> PageClient:
    """Nobody is signed in."""
    return PageClient(services.of("portal").app)


def names(page: Page) -> list[str]:
    return [found.get_text() for found in page.select("main table .what")]


def test_the_front_shows_the_tree_of_federations(db: Database, pages: PageClient) -> None:
    province = a_place(db, level="province", name="安徽省总工会")
    county = a_place(db, name="来安县总工会", parent=province.code)
    found = pages.get("/").select(f'a[href="/portal/{province.code}/public"]')
    assert len(found) == 1
    below = found[0].find_parent("section")
    assert below is not None
    assert [a["href"] for a in below.select(":scope ul a")] == [f"/portal/{county.code}/public"]


def test_a_federation_is_found_by_a_part_of_its_name(db: Database, pages: PageClient) -> None:
    province = a_place(db, level="province", name="甲省总工会")
    county = a_place(db, name="乙山县总工会", parent=province.code)
    other = a_place(db, name="丙水县总工会", parent=province.code)
    page = pages.get("/?q=乙山")
    assert [a["href"] for a in page.select("main .in a.what")] == [f"/portal/{county.code}/public"]
    assert not page.select(f'a[href="/portal/{other.code}/public"]')
    assert "没有找到“丁谷”" in pages.get("/?q=丁谷").text


def test_a_federation_that_ended_is_not_offered(db: Database, pages: PageClient, clock: SettableClock) -> None:
    place = a_place(db, name="撤并县总工会")
    with db.transaction(place.code) as session:
        session.execute(text("update tenant set valid_to = '2025-09-15' where code = :c"), {"c": place.code})
    assert pages.get("/").select(f'a[href="/portal/{place.code}/public"]')
    clock.set(NOW + timedelta(days=1))

    assert not pages.get("/").select(f'a[href="/portal/{place.code}/public"]')


def test_notices_are_listed_with_their_days(hear: Hear, county: Place, neighbour: Place, pages: PageClient) -> None:
    hear(TOPIC, county.code, a_notice("往届公示", "2025-09-01", "2025-09-14"))
    hear(TOPIC, county.code, a_notice("本届公示", "2025-09-10", "2025-09-15"))
    hear(TOPIC, county.code, a_notice("下周公示", "2025-09-16", "2025-09-22"))
    hear(TOPIC, neighbour.code, a_notice("邻县公示", "2025-09-10", "2025-09-20"))
    page = pages.get(f"/portal/{county.code}/notices")

    rows = {row.select_one(".what").get_text(): row.select_one(".state").get_text() for row in page.select("tbody tr")}  # type: ignore[union-attr]
    assert rows == {"下周公示": "未开始", "本届公示": "公示中", "往届公示": "已结束"}


def test_the_newest_word_about_a_notice_stands(hear: Hear, county: Place, pages: PageClient) -> None:
    later, earlier = NOW + timedelta(hours=1), NOW
    hear(TOPIC, county.code, a_notice("新题", "2025-09-10", "2025-09-20", notice_id="n"), at=later)
    hear(TOPIC, county.code, a_notice("旧题", "2025-09-10", "2025-09-12", notice_id="n"), at=earlier)

    assert names(pages.get(f"/portal/{county.code}/notices")) == ["新题"]


def test_the_roll_is_searched_by_name_honour_year_and_standing(
    hear: Hear, county: Place, neighbour: Place, pages: PageClient
) -> None:
    roll = f"/portal/{county.code}/roll"
    hear(TOPIC, county.code, a_conferring("h-1", name="皖东智能装备有限公司 装配二班", on=date(2025, 12, 19)))
    hear(TOPIC, county.code, a_conferring("h-2", name="县政务服务中心 综合窗口", on=date(2024, 12, 1), year=2024))
    hear(TOPIC, county.code, a_conferring("h-3", name="恒远纺织", honour="模范职工之家", on=date(2025, 11, 1)))
    hear(TOPIC, neighbour.code, a_conferring("h-4", name="邻县 装配二班"))
    hear(TOPIC, county.code, a_reinspection("h-2", "rectify", "rectifying"))
    hear(TOPIC, county.code, a_revocation("h-3"))
    first, second, third = "皖东智能装备有限公司 装配二班", "县政务服务中心 综合窗口", "恒远纺织"

    assert names(pages.get(roll)) == [first, third, second]
    assert names(pages.get(f"{roll}?q=装配二班")) == [first]
    assert names(pages.get(f"{roll}?q=装配一班")) == []
    assert names(pages.get(f"{roll}?q=窗口 政务")) == [second]
    assert names(pages.get(f"{roll}?honour=模范职工之家")) == [third]
    assert names(pages.get(f"{roll}?year=2024")) == [second]
    assert names(pages.get(f"{roll}?standing=valid")) == [first]
    assert names(pages.get(f"{roll}?standing=rectifying")) == [second]
    assert names(pages.get(f"{roll}?standing=revoked")) == [third]
    pages.get(f"{roll}?year=x", expect=422)


def test_the_roll_is_read_page_by_page_without_loss(hear: Hear, county: Place, pages: PageClient) -> None:
    for number in range(120):
        hear(TOPIC, county.code, a_conferring(f"h-{number:03d}", name=f"第 {number} 班", on=date(2025, 12, 19)))
    seen, address = [], f"/portal/{county.code}/roll"
    for _ in range(4):
        page = pages.get(address)
        seen.append(names(page))
        following = page.select("a[rel=next]")
        if not following:
            break
        address = str(following[0]["href"])

    assert [len(each) for each in seen] == [50, 50, 20]
    assert len({name for each in seen for name in each}) == 120


def test_a_cursor_of_another_federation_is_refused(
    hear: Hear, county: Place, neighbour: Place, pages: PageClient
) -> None:
    for number in range(51):
        hear(TOPIC, county.code, a_conferring(f"h-{number}"))
    following = str(pages.get(f"/portal/{county.code}/roll").select("a[rel=next]")[0]["href"])

    pages.get(following.replace(county.code, neighbour.code), expect=422)
    pages.get(f"/portal/{county.code}/roll?after=made-up", expect=422)


@pytest.mark.parametrize("typed", ["来工先〔2025〕018 号", "来工先[2025]018号", "来工匾（2025）018 号"])
def test_a_plaque_is_found_by_its_number(hear: Hear, county: Place, pages: PageClient, typed: str) -> None:
    hear(TOPIC, county.code, a_conferring("h-1"))

    assert "荣誉有效，牌匾属实" in pages.get(f"/portal/{county.code}/verify?number={typed}").text
    hear(TOPIC, county.code, a_revocation("h-1"))
    assert "荣誉已撤销，牌匾无效" in pages.get(f"/portal/{county.code}/verify?number={typed}").text


def test_a_number_nobody_gave_is_said(hear: Hear, county: Place, neighbour: Place, pages: PageClient) -> None:
    hear(TOPIC, neighbour.code, a_conferring("h-1"))

    assert "没有这块牌匾" in pages.get(f"/portal/{county.code}/verify?number=来工先〔2025〕018 号").text


def test_a_number_with_a_page_leads_to_it(hear: Hear, county: Place, pages: PageClient) -> None:
    hear(TOPIC, county.code, a_conferring("h-1", url=f"/applications/{county.code}/public/honours/x"))
    answer = pages.client.get(f"/portal/{county.code}/verify?number=来工先〔2025〕018 号")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/applications/{county.code}/public/honours/x")


def test_deeds_are_told_with_the_honour(hear: Hear, county: Place, pages: PageClient) -> None:
    hear(TOPIC, county.code, a_conferring("h-1", deeds="三年无质量事故，师带徒十二对。"))

    assert "三年无质量事故，师带徒十二对。" in pages.get(f"/portal/{county.code}/roll").text
    assert "三年无质量事故，师带徒十二对。" in pages.get(f"/portal/{county.code}/public").text


def test_the_public_pages_stand_without_content(county: Place, pages: PageClient) -> None:
    assert "现在没有公示" in pages.get(f"/portal/{county.code}/public").text
    assert "名册里还没有荣誉" in pages.get(f"/portal/{county.code}/roll").text
    assert "现在没有公示" in pages.get(f"/portal/{county.code}/notices").text
    pages.get(f"/portal/{county.code}/verify")
    pages.get("/portal/signed-out")
    pages.get("/docs")


def test_a_federation_that_is_not_there_is_not_found(pages: PageClient) -> None:
    for page in ("public", "notices", "roll", "verify"):
        pages.get(f"/portal/9none/{page}", expect=404)
    pages.get("/nowhere", expect=404)


def test_what_browsers_and_operators_look_for(services: Services) -> None:
    client = services.client("portal")

    assert client.get("/healthz").get_json() == {"status": "ok"}
    assert client.get("/robots.txt").text.startswith("User-agent: *\n")
    assert client.get("/favicon.ico").headers["Location"].startswith("/static/pioneer/mark.svg")


def test_the_front_knows_who_is_signed_in(services: Services, county: Place) -> None:
    who = county.person("许文静", Role.SECRETARY)
    client = services.client("portal")
    client.set_cookie("pioneer_token", issuer.token(who.subject, name=who.name))

    assert "进入工作台" in PageClient(services.of("portal").app, client).get("/").text
    client.set_cookie("pioneer_token", issuer.token(who.subject, name=who.name, key=issuer.FOREIGN_KEY))
    assert "登录办理" in PageClient(services.of("portal").app, client).get("/").text


def test_a_visitor_who_is_signed_in_is_led_back_to_his_work(services: Services, county: Place) -> None:
    who = county.person("许文静", Role.SECRETARY)
    client = services.client("portal")
    client.set_cookie("pioneer_token", issuer.token(who.subject, name=who.name))
    page = PageClient(services.of("portal").app, client).get(f"/portal/{county.code}/roll")

    assert [a["href"] for a in page.select(".me a")] == ["/portal/"]
    assert client.get("/portal/").headers["Location"] == f"/portal/{county.code}/"
    assert services.client("portal").get("/portal/").headers["Location"] == "/"
