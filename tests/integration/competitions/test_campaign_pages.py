"""The pages of campaigns: published on screen, reported with evidence, refused with the reason, corrected, taken away."""

from __future__ import annotations

import io
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from services.common.clock import SettableClock
from services.common.ids import new_id
from services.common.roles import Role
from tests import issuer
from tests.factories import Place, Who
from tests.integration.competitions.campaign_world import PICTURE, Federations, fig
from tests.pages import Page, PageClient


@pytest.fixture
def federations(databases: Any, clock: SettableClock) -> Federations:
    return Federations(databases.of("competitions"), clock)


def pages_of(services: Any, who: Who) -> PageClient:
    return PageClient(services.of("competitions").app, headers=issuer.bearer(who.subject, name=who.name))


def row(page: Page, name: str) -> list[str]:
    """The cells of the first line of that body."""
    for line in page.select("main tbody tr"):
        cells = [cell.get_text(" ", strip=True) for cell in line.select("td")]
        if cells and cells[0].startswith(name):
            return cells
    raise AssertionError(f"{name} is not on {page.url}")


def a_county(federations: Federations) -> tuple[Place, str]:
    """A county below a city and a province, with the plan deployed to it."""
    federations.on(date(2012, 3, 5))
    province = federations.add("province", name="陕西省总工会")
    city = federations.add("city", province.code, "安康市总工会")
    county = federations.add("county", city.code, "紫阳县总工会")
    campaign = federations.publish(province, federations.rules(province, "shaanxi-campaign"), "plan-2012")
    federations.settle()
    return county, f"/competitions/{county.code}/campaigns/{campaign}"


def test_a_clerk_publishes_and_every_township_stands_there_with_its_target(
    federations: Federations, services: Any
) -> None:
    federations.on(date(2018, 2, 28))
    county = federations.add("county", name="长兴县总工会")
    federations.rules(county, "changxing-2018")
    townships = [county.unit(name, "township") for name in ("雉城街道总工会", "煤山镇总工会")]
    clerk = pages_of(services, federations.clerks[county.code])
    listed = clerk.get(f"/competitions/{county.code}/campaigns")
    assert "“聚焦效益品质，聚力创新创业”主题劳动竞赛" in listed.text

    made = clerk.submit(listed, f"/competitions/{county.code}/campaigns")

    assert made.h1 == "“聚焦效益品质，聚力创新创业”主题劳动竞赛"
    assert row(made, "煤山镇总工会") == ["煤山镇总工会", "1 场", "0", "", "1 场", "进行中"]
    assert len(made.select("main section.sheet")) == 7
    an_honour(federations, county, townships[0].id)
    again = clerk.get(made.url)
    cells = [line.get_text(" ", strip=True) for line in again.select("main tbody tr")]
    assert cells.count("雉城街道总工会 1 个 1 — 已完成") == 1
    assert cells.count("煤山镇总工会 1 个 0 1 个 进行中") == 4


def an_honour(federations: Federations, county: Place, unit: UUID) -> None:
    with federations.db.transaction(county.code) as session:
        session.execute(
            text("insert into honour_fact values (:t, :id, '工人先锋号', 'county', :unit, '2018-05-01', null)"),
            {"t": county.code, "id": new_id(), "unit": unit},
        )


def test_a_rate_is_reported_with_its_evidence_and_refused_above_100(federations: Federations, services: Any) -> None:
    county, root = a_county(federations)
    federations.on(date(2012, 6, 30))
    clerk = pages_of(services, federations.clerks[county.code])
    page = clerk.get(f"{root}/targets/union_rate")
    action = f"{root}/targets/union_rate/figures"

    bare = clerk.submit(page, action, amount="799", whole="1000", expect=409)
    assert "须附佐证 1 份，现有 0 份，请补充上传" in bare.text
    proof = {"evidence": (io.BytesIO(PICTURE), "报表.png")}
    beyond = clerk.submit(page, action, amount="1001", whole="1000", expect=409, **proof)
    assert "“已建立工会组织的企业数”大于“应建立工会组织的企业数”，比率超过 100%，请核对两个数" in beyond.text
    wrong = clerk.submit(page, action, amount="七百", whole="1000", expect=422)
    assert wrong.faults == {"amount": "请填数，例如 1200"}

    done = clerk.submit(page, action, amount="799", whole="1,000", evidence=(io.BytesIO(PICTURE), "报表.png"))
    assert row(done, "紫阳县总工会")[2:] == ["79.90%（799 / 1,000）", "", "—", "已完成"]
    file = next(href for words, href in done.links().items() if words == "报表.png")
    assert clerk.client.get(file, headers=clerk.headers).get_data() == PICTURE


def test_a_correction_keeps_the_old_figure_in_sight(federations: Federations, services: Any) -> None:
    county, root = a_county(federations)
    federations.on(date(2012, 6, 30))
    campaign = UUID(root.rpartition("/")[2])
    report = federations.report(county.code, campaign, "new_unions", fig(30), date(2012, 6, 30))
    clerk = pages_of(services, federations.clerks[county.code])
    form = clerk.get(f"{root}/figures/{report}/correction")

    blank = clerk.submit(form, amount="28", expect=422)
    assert blank.faults == {"reason": "更正须写明理由，例如：漏报两个镇"}
    clerk.submit(form, amount="28", reason="重报了两个村")

    page = clerk.get(f"{root}/targets/new_unions")
    assert [each.get_text(strip=True) for each in page.select("del")] == ["30"]
    assert "更正：重报了两个村" in page.text
    federations.settle()
    city = next(code for code in federations.places if federations.places[code].level == "city")
    assert federations.whole(city, campaign, "new_unions") == fig(28)


def test_the_table_says_who_lacks_what_and_only_those_who_oversee_take_it_away(
    federations: Federations, services: Any
) -> None:
    county, root = a_county(federations)
    answer = pages_of(services, federations.clerks[county.code]).client.get(
        f"{root}/progress.xlsx", headers=issuer.bearer(federations.clerks[county.code].subject)
    )
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.get_data())).get_sheet_by_index(0).to_python()
    assert sheet[1] == ["目标", "单位", "应完成", "已完成", "还差", "状态"]
    assert sheet[3] == ["建会率", "紫阳县总工会", "不低于 79.9%", "—", "79.90 个百分点", "进行中"]
    union = county.unit("城关镇工会", "township")
    applicant = federations.person(county, "程以宁", (Role.APPLICANT, union))
    refused = pages_of(services, applicant).client.get(
        f"{root}/progress.xlsx", headers=issuer.bearer(applicant.subject)
    )
    assert refused.status_code == 403


def test_another_county_finds_nothing_there(federations: Federations, services: Any) -> None:
    county, root = a_county(federations)
    neighbour = federations.add("county", name="汉阴县总工会")
    client = pages_of(services, federations.clerks[neighbour.code])
    assert client.get(root.replace(county.code, neighbour.code), expect=404).status == 404
    assert client.get(root, expect=403).status == 403
