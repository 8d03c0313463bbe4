"""Reports of a target by workbook: all rows with their evidence or, with every fault named, none (D2)."""

from __future__ import annotations

import io
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from python_calamine import CalamineWorkbook

from services.common.clock import SettableClock
from services.common.roles import Role
from services.common.spreadsheet import write_table
from services.competitions.queries.campaigns.finding import find_campaign
from services.competitions.service.campaigns.importing import columns, reportable
from tests.integration.competitions.campaign_world import PICTURE, Federations, fig
from tests.integration.competitions.test_campaign_pages import pages_of

RULES = """\
regulation: growth
title: 建会入会
tenant: "610924"
effective: 2012-01-01
campaigns:
  growth:
    title: 建会入会集中行动
    runs: {from: 2012-03-01, to: 2012-12-31}
    targets:
      - {id: new_unions, title: 新建工会, report: added, reported_by: each township, at_least: 40, evidence: 1}
      - id: union_rate
        title: 建会率
        rate: {part: 已建会企业数, whole: 应建会企业数}
        reported_by: [federation, each township]
        at_least: 79.9%
"""
DAY = date(2012, 6, 30)
XLSX = "表.xlsx"


class County:
    """Two townships of this county; a neighbour has one of the same name."""

    def __init__(self, federations: Federations) -> None:
        self.all = federations
        federations.on(date(2012, 3, 5))
        self.place, neighbour = (federations.add("county", name=name) for name in ("紫阳县总工会", "汉阴县总工会"))
        self.towns = [self.place.unit(name, "township") for name in ("城关镇工会", "高桥镇工会")]
        neighbour.unit("汉王镇工会", "township")
        # Of the whole county, so that one person brings in what all townships sent.
        self.clerk = federations.person(
            self.place, "许文静", Role.SECRETARY, *((Role.REVIEWER, town) for town in self.towns)
        )
        self.campaign: UUID = federations.publish(self.place, self.place.regulation("", text_=RULES), "growth")
        self.root = f"/competitions/{self.place.code}/campaigns/{self.campaign}"
        federations.on(DAY)

    def workbook(self, target_id: str, *rows: dict[str, Any]) -> bytes:
        """As the template has it, filled in."""
        with self.all.db.read(self.place.code) as session:
            target: Any = find_campaign(session, self.campaign).rules.target(target_id)
            places = reportable(session, self.all.as_(self.clerk), target, on=DAY)
        return write_table(columns(target, places), rows, title="上报")

    def sum_of(self, target_id: str) -> Any:
        whole = self.all.standings(self.place.code, self.campaign)[target_id].whole
        assert whole is not None
        return whole.figure


@pytest.fixture
def county(databases: Any, clock: SettableClock) -> County:
    return County(Federations(databases.of("competitions"), clock))


def test_every_row_is_reported_with_the_evidence_of_the_workbook(county: County, services: Any) -> None:
    clerk = pages_of(services, county.clerk)
    page = clerk.get(f"{county.root}/targets/new_unions")
    template = clerk.client.get(f"{county.root}/targets/new_unions/figures/template.xlsx", headers=clerk.headers)
    heads = CalamineWorkbook.from_filelike(io.BytesIO(template.get_data())).get_sheet_by_index(0).to_python()[0]
    assert heads == ["填报单位 *", "截至日期 *", "新建工会（个） *", "说明"]
    blob = county.workbook(
        "new_unions",
        {"body": "城关镇工会", "as_of": DAY, "amount": 12, "note": "含两家联合工会"},
        {"body": "高桥镇工会", "as_of": DAY, "amount": 7},
    )

    proof = (io.BytesIO(PICTURE), "报表.png")
    done = clerk.submit(page, f"{page.url}/figures/import", workbook=(io.BytesIO(blob), XLSX), proofs=proof)

    assert county.sum_of("new_unions") == fig(19)
    cells = [line.get_text(" ", strip=True) for line in done.select("main tbody tr")]
    assert "2012-06-30 高桥镇工会 7 报表.png 有效 更正" in cells
    assert "2012-06-30 城关镇工会 含两家联合工会 12 报表.png 有效 更正" in cells
    (noted,) = county.all.log(county.place.code, "figures_imported")
    assert (noted["target"], noted["rows"]) == ("new_unions", 2)


def test_one_wrong_row_and_none_is_taken(county: County, services: Any) -> None:
    clerk = pages_of(services, county.clerk)
    page = clerk.get(f"{county.root}/targets/union_rate")
    blob = county.workbook(
        "union_rate",
        {"body": "城关镇工会", "as_of": DAY, "amount": 799, "whole": 1000},
        {"body": "城关镇工会", "as_of": DAY, "amount": 800, "whole": 1000},
        {"body": "高桥镇工会", "as_of": DAY, "amount": 1001, "whole": 1000},
        {"body": "汉王镇工会", "as_of": DAY, "amount": 1, "whole": 1},
        {"body": "高桥镇工会", "as_of": date(2012, 7, 1), "amount": 1, "whole": 1},
        {"body": "高桥镇工会", "as_of": DAY, "amount": 1},
    )

    refused = clerk.submit(page, f"{page.url}/figures/import", workbook=(io.BytesIO(blob), XLSX), expect=422)

    said = list(refused.faults.values())
    assert said == [
        "第 4 行“城关镇工会”：截至 2012-06-30 的数已经报过，有差错请在原数上更正",
        "第 5 行“高桥镇工会”：“已建会企业数”大于“应建会企业数”，比率超过 100%，请核对两个数",
        "第 6 行“汉王镇工会”：您不能代这个单位填报",
        "第 7 行“高桥镇工会”：截至日期不能晚于今天，请改正“截至日期”",
        "第 8 行“应建会企业数”（D 列）：请填写“应建会企业数”",
    ]
    assert county.sum_of("union_rate") is None
    picture = clerk.submit(page, f"{page.url}/figures/import", workbook=(io.BytesIO(PICTURE), "图.png"), expect=422)
    assert list(picture.faults) == ["workbook"]
    assert clerk.submit(page, f"{page.url}/figures/import", expect=422).faults == {
        "workbook": "请选择填好的 .xlsx 文件"
    }


def test_a_program_brings_the_same_workbook(county: County, services: Any) -> None:
    client = services.client("competitions")
    root = f"/api/v1/tenants/{county.place.code}/competitions/campaigns/{county.campaign}/targets"
    blob = county.workbook("new_unions", {"body": "城关镇工会", "as_of": DAY, "amount": 12})

    def send(**files: Any) -> Any:
        return client.post(f"{root}/new_unions/figures/import", data=files, headers=county.clerk.headers)

    bare = send(workbook=(io.BytesIO(blob), XLSX))
    assert (bare.status_code, bare.json["code"]) == (422, "rows_refused")
    assert [each["says"] for each in bare.json["faults"]] == [
        "第 3 行“城关镇工会”：须附佐证 1 份，现有 0 份，请补充上传"
    ]
    done = send(workbook=(io.BytesIO(blob), XLSX), proofs=(io.BytesIO(PICTURE), "报表.png"))
    assert (done.status_code, done.json) == (201, {"reported": 1})
    template = client.get(f"{root}/new_unions/figures/template.xlsx", headers=county.clerk.headers)
    assert template.status_code == 200
