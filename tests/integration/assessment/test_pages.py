"""The pages, read and filled as their several people do."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.common.clock import at
from services.common.roles import Role
from tests.factories import Who
from tests.integration.assessment.conftest import County
from tests.pages import PageClient

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f6"
    "45400000000049454e44ae426082"
)
ALL_THERE = {
    **{f"documents.piece.{piece}": "yes" for piece in ("上级文件", "本级计划", "活动情况", "总结")},
    **{f"activities.piece.{piece}": "yes" for piece in ("培训", "“五小”活动", "评比")},
    **{f"effect.measure.{measure}": "100" for measure in ("awareness", "participation", "satisfaction")},
    **{f"summary.piece.{piece}": "yes" for piece in ("文字", "图片")},
    **{f"wall_{name}.present": "yes" for name in ("group", "post", "members", "slogan", "promise", "phone")},
}


@pytest.fixture
def pages(services: Any) -> Callable[[Who], PageClient]:
    app = services.of("assessment").app
    return lambda who: PageClient(app, headers={"Authorization": who.headers["Authorization"]})


def place(county: County, id_: UUID | None = None, rest: str = "") -> str:
    return f"/assessment/{county.code}/{id_ or ''}{rest}"


def test_an_empty_list_says_so(county: County, pages: Any) -> None:
    page = pages(county.secretary).get(place(county))

    assert page.h1 == "没有等您办理的考核"
    assert "还没有考核案卷" in page.text


def test_a_case_on_screen_from_self_score_to_result(county: County, pages: Any) -> None:
    id_ = county.open()
    union = pages(county.applicant)
    assert union.get(place(county)).h1 == "您有 1 个班组待自评"
    form = union.get(place(county, id_, "/self"))
    done = union.submit(form, place(county, id_, "/self"), **ALL_THERE, act="submit")
    assert "已签字提交" in done.text

    secretary = pages(county.secretary)
    assert secretary.get(place(county)).h1 == "1 个案卷等您安排考核员"
    form = secretary.get(place(county, id_, "/assessors"))
    chosen = [str(who.person_id) for who in county.assessors[:2]]
    done = secretary.submit(form, place(county, id_, "/assessors"), person_ids=chosen)
    assert "考核员已安排" in done.text

    for who in county.assessors[:2]:
        score(pages(who), county, id_)

    page = union.get(place(county, id_))
    assert "考核分 95.00，合格" in page.text
    assert "许文静" not in page.text
    assert "查阅记录.png" in page.text
    assert "许文静" in secretary.get(place(county, id_)).text


def score(client: PageClient, county: County, id_: UUID) -> None:
    """Once without ground and evidence, then with both."""
    url = place(county, id_, "/score")
    assert client.get(place(county)).h1 == "您有 1 个案卷待打分"
    answers = {**ALL_THERE, "documents.piece.总结": "no", "act": "submit"}
    refused = client.submit(client.get(url), url, **answers, expect=422)
    assert refused.faults == {
        "documents.ground": "创建活动文件齐全：扣了 5.00 分，请写明扣分依据",
        "documents.evidence": "创建活动文件齐全：扣了 5.00 分，请附佐证",
    }
    more = {"documents.ground": "缺本级年度总结", "documents.file": (io.BytesIO(PNG), "查阅记录.png")}
    assert "已签字提交" in client.submit(refused, url, **more, act="submit").text


def test_what_was_typed_wrong_stands_on_the_page_again(county: County, pages: Any) -> None:
    id_ = county.open()
    union, url = pages(county.applicant), place(county, id_, "/self")

    page = union.submit(
        union.get(url), url, **{**ALL_THERE, "effect.measure.awareness": "一百"}, act="save", expect=422
    )

    assert page.faults == {"effect.measure.awareness": "岗员知晓率请填 0 到 100 之间的数，例如 96.40"}
    (field,) = page.select('[name="effect.measure.awareness"]')
    assert field["value"] == "一百"
    assert page.select('[name="wall_phone.present"][value="yes"][checked]')


def test_two_who_fill_the_self_score_see_each_others_changes(county: County, pages: Any) -> None:
    id_ = county.open()
    url = place(county, id_, "/self")
    other = county.place.person("程小满", (Role.APPLICANT, county.union), at=county.union)
    first, second = pages(county.applicant), pages(other)
    page = first.get(url)
    second.submit(second.get(url), url, **{"wall_phone.present": "no"}, act="save")

    refused = first.submit(page, url, **ALL_THERE, act="save", expect=412)

    assert "程小满" in refused.faults[""] if "" in refused.faults else "程小满" in refused.text
    assert refused.faults["wall_phone.present"] == "监督电话：您填“有”，已保存的是“没有”"
    kept = first.submit(refused, url, act="save")
    assert kept.select('[name="wall_phone.present"][value="yes"][checked]')


def test_a_self_score_that_never_came_does_not_stop_the_case(county: County, pages: Any, clock: Any) -> None:
    id_ = county.open(due_on="2025-09-20")
    secretary, url = pages(county.secretary), place(county, id_)
    assert "不等自评" not in secretary.get(url).text
    clock.set(at(date(2025, 9, 21)))

    done = secretary.submit(secretary.get(url), f"{url}/self/waiver", reason="已两次催报")

    assert "请安排考核员" in done.text
    assert county.case(county.secretary, id_)["status"] == "appointing"
    assert "自评逾期未报" in pages(county.applicant).get(f"{url}/self", expect=409).text
    county.appoint(id_, *county.assessors[:2])
    for who in county.assessors[:2]:
        county.score(who, id_)
    assert "未等自评：已两次催报" in secretary.get(url).text
    assert county.case(county.secretary, id_)["result"]["self_score"] == ""
