"""The rest of the pages: sums while typing, stepping back, replacing, correcting, declaring, the way in the log."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from tests.integration.assessment.conftest import County
from tests.integration.assessment.test_pages import ALL_THERE, pages, place

assert pages  # a fixture


@pytest.fixture
def scoring(county: County) -> tuple[County, UUID]:
    id_ = county.open()
    county.score_self(id_)
    county.appoint(id_, *county.assessors[:2])
    return county, id_


def test_the_sum_follows_what_is_typed_and_keeps_nothing(scoring: tuple[County, UUID], pages: Any) -> None:
    county, id_ = scoring
    url, who = place(county, id_, "/score"), county.assessors[0]
    form = {**ALL_THERE, "activities.piece.评比": "no"}

    answer = county.client.post(f"{url}/tally", data=form, headers=who.headers)

    html = answer.get_data(as_text=True)
    assert '<span class="big">97.00' in html
    assert 'id="given-activities" hx-swap-oob="true">12.00' in html
    assert "缺 1 项（评比），每少 1 项扣 3 分，扣 3.00 分" in html
    assert county.mine(who, id_)["findings"] == {}


def test_a_draft_is_kept_while_typing(scoring: tuple[County, UUID]) -> None:
    county, id_ = scoring
    url, who = place(county, id_, "/score/draft"), county.assessors[0]

    answer = county.client.post(url, data={"wall_phone.present": "yes", "version": "1"}, headers=who.headers)
    late = county.client.post(
        url, data={"wall_phone.present": "no", "version": "1"}, headers=who.headers | {"Accept": "application/json"}
    )

    assert answer.json == {"version": 2, "saved_at": "10:00"}
    assert late.status_code == 412
    assert county.mine(who, id_)["findings"] == {"wall_phone": {"present": True}}


def test_stepping_back_and_replacing_on_screen(scoring: tuple[County, UUID], pages: Any) -> None:
    county, id_ = scoring
    first, second, _third = county.assessors
    client = pages(first)

    gone = client.submit(
        client.get(place(county, id_, "/score")), place(county, id_, "/recusal"), reason="配偶在该单位"
    )
    assert "已回避此案卷" in gone.text

    secretary, url = pages(county.secretary), place(county, id_, "/assessors")
    page = secretary.get(url)
    (release,) = page.select('form[action$="/release"]')
    after = secretary.submit(page, str(release["action"]), reason="出差")
    assert "已更换" in after.text
    case = secretary.get(place(county, id_)).text
    assert "许文静 已回避：配偶在该单位" in case
    assert "龚思齐 已回避：出差" in case
    assert county.case(county.secretary, id_)["status"] == "appointing"
    assert second.name not in [label.get_text() for label in secretary.get(url).select(".form-check-label")]


def test_choosing_nobody_brings_the_page_again(scoring: tuple[County, UUID], pages: Any) -> None:
    county, _id = scoring
    other = county.open()
    county.score_self(other)
    secretary, url = pages(county.secretary), place(county, other, "/assessors")

    refused = secretary.submit(secretary.get(url), url, expect=422)

    assert refused.faults == {"person_ids": "请至少选一名考核员"}


def test_a_correction_is_asked_and_granted_on_screen(scoring: tuple[County, UUID], pages: Any) -> None:
    county, id_ = scoring
    first = county.assessors[0]
    county.score(first, id_, documents={"missing": ["总结"]})
    client, url = pages(first), place(county, id_, "/corrections")
    form = client.get(f"{url}/new")

    refused = client.submit(form, url, **{"documents.piece.总结": "yes"}, expect=422)
    assert refused.faults == {"reason": "请写明更正理由，例如漏看了哪份材料"}
    asked = client.submit(refused, url, reason="年度总结已在现场补看")
    assert "更正前 95.00 分，更正后 100.00 分" in asked.text

    secretary = pages(county.secretary)
    page = secretary.get(place(county, id_))
    (decision,) = page.select('form[action*="/corrections/"]')
    done = secretary.submit(page, str(decision["action"]), act="grant")
    assert "更正已批准" in done.text
    assert "批准更正" in done.text
    assert county.mine(first, id_)["total"] == "100.00"


def test_a_relation_is_declared_and_ended_on_screen(county: County, pages: Any) -> None:
    client, url = pages(county.assessors[0]), place(county, None, "relations")
    form = client.get(url)

    refused = client.submit(form, url, unit_id=str(county.union.id), says=" ", expect=422)
    assert refused.faults == {"says": "请写明是什么关系，例如配偶在该单位工作"}
    declared = client.submit(refused, url, unit_id=str(county.union.id), says="配偶在该单位工作")
    assert "滁东轨道部件有限公司工会" in declared.text
    (end,) = declared.select('form[action$="/end"]')
    assert "申明已撤销" in client.submit(declared, str(end["action"])).text


def test_a_foreign_case_looks_like_none(scoring: tuple[County, UUID], pages: Any) -> None:
    county, id_ = scoring
    stranger = pages(county.assessors[2])

    for rest in ("", "/score", "/print.pdf", "/corrections/new"):
        stranger.get(place(county, id_, rest), expect=404)
    pages(county.applicant).get(place(county, id_, "/score"), expect=403)
    pages(county.applicant).get(place(county, id_, "/assessors"), expect=403)
