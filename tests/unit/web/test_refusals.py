from __future__ import annotations

import pytest
from flask import Flask

from services.common.web.refusals import PAGES, error_page
from tests.pages import PageClient

TITLES = {
    400: "这个请求看不懂", 401: "请先登录", 403: "您没有办理这件事的权限", 404: "没有找到这个页面",
    409: "现在不能这样办理", 410: "这里的内容已经撤下", 412: "有人在您之前保存了新内容", 413: "上传的内容太大",
    422: "有内容需要改正", 429: "操作太频繁", 500: "系统出了问题", 503: "服务暂时没有应答",
}  # fmt: skip


def test_every_status_promised_has_its_page() -> None:
    assert set(TITLES) == PAGES


@pytest.mark.parametrize("status", sorted(TITLES))
def test_a_refusal_says_what_happened_and_what_to_do(pages: PageClient, status: int) -> None:
    page = pages.get(f"/portal/style/errors/{status}", expect=status)

    assert page.h1 == TITLES[status]
    assert len(page.select(".refusal ul:last-of-type li")) >= 1
    assert "7c3e91b04d55" in page.text


def test_a_forbidden_act_names_the_rule(pages: PageClient) -> None:
    text = pages.get("/portal/style/errors/403", expect=403).text

    assert "按规则您须回避" in text
    assert "依据的规则： 来安县“工人先锋号”创建办法 第 4 版，考核员回避" in text


def test_a_lost_race_shows_both_versions(pages: PageClient) -> None:
    page = pages.get("/portal/style/errors/412", expect=412)

    cells = [[c.get_text(strip=True) for c in row.select("th, td")] for row in page.select("tbody tr")]
    assert cells == [["人数", "19", "18"], ["岗长电话", "138****6207", "—"]]


def test_a_throttled_person_learns_how_long_to_wait(pages: PageClient) -> None:
    page = pages.get("/portal/style/errors/429", expect=429)

    assert "请 30 秒后再试。" in page.text
    assert page.answer.headers["Retry-After"] == "30"


@pytest.mark.parametrize(("status", "title"), [(405, TITLES[400]), (428, TITLES[400]), (502, TITLES[500])])
def test_a_status_without_a_page_keeps_its_number(app: Flask, status: int, title: str) -> None:
    with app.test_request_context("/"):
        answer = error_page(status)

    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in answer.get_data(as_text=True)


def test_next_steps_of_the_case_come_before_the_general_ones(app: Flask) -> None:
    with app.test_request_context("/"):
        html = error_page(409, next_steps=["先撤回，再修改"]).get_data(as_text=True)

    assert "<li>先撤回，再修改</li>" in html
    assert "返回刷新，看清现在到了哪一步" not in html
