"""The components in a real browser: reachable by keyboard and on a phone, and what pioneer.js adds to plain forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from time import sleep

import pytest
from flask import Flask, redirect, render_template_string, request
from flask.typing import ResponseReturnValue
from playwright.sync_api import Page, expect

from services.common.clock import SettableClock
from services.common.http.faults import add_faults
from services.common.web import page_app, static_blueprint
from services.common.web.style import style_blueprint

pytestmark = pytest.mark.e2e

FORM = """
{% extends "layout.html" %}{% from "components/form.html" import form_open, saved_line, button_form, error_summary %}
{% import "components/field.html" as field %}{% block title %}表{% endblock %}{% block main %}
{{ error_summary({"deed": "请写明经过"}) if faulty else "" }}
{{ form_open("/portal/desk", version=1, autosave="/portal/draft", label="表") }}{{ saved_line() }}
{{ field.text("team", "班组名称") }}<details><summary>更多</summary>{{ field.textarea("deed", "经过", maxlength=5) }}</details>
<button type="submit">保存班组</button></form>
{{ button_form("/portal/desk", "撤销荣誉", "risk", confirm="撤销后牌匾须收回。") }}
{% endblock %}
"""


class Desk:
    """An app whose form records what reached it."""

    def __init__(self) -> None:
        self.kept: list[dict[str, str]] = []
        self.drafts: list[dict[str, str]] = []
        self.answer, self.seconds = 200, 0
        self.app = page_app("desk", templates_package="services.common.web", secret_key="k" * 40)
        self.app.extensions["clock"] = SettableClock(datetime(2026, 11, 23, 4, 0, tzinfo=UTC))
        add_faults(self.app)
        self.app.register_blueprint(static_blueprint)
        self.app.register_blueprint(style_blueprint)
        self.app.add_url_rule("/portal/desk", view_func=self.desk, methods=["GET", "POST"])
        self.app.add_url_rule("/portal/draft", view_func=self.draft, methods=["POST"])

    def desk(self) -> ResponseReturnValue:
        if request.method == "POST":
            sleep(self.seconds)
            self.kept.append(request.form.to_dict())
            return redirect("/portal/desk", 303)
        return render_template_string(FORM, faulty=request.args.get("faulty"))

    def draft(self) -> ResponseReturnValue:
        if self.answer != 200:
            return {}, self.answer
        self.drafts.append({**request.form.to_dict(), "header": request.headers["Idempotency-Key"]})
        return {"version": int(request.form["version"]) + 1, "saved_at": "12:00"}


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def origin(desk: Desk, serve: Callable[[Flask], str]) -> str:
    return serve(desk.app)


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("path", ["", "/phone", "/public", "/print", "/errors/412", "/errors/403"])
def test_every_component_is_accessible_on_desk_and_phone(
    origin: str, person: Callable[..., Page], is_accessible: Callable[[Page], None], path: str, phone: bool
) -> None:
    page = person(phone=phone)
    page.goto(f"{origin}/portal/style{path}")

    is_accessible(page)


def test_small_text_stays_readable_and_targets_stay_large_on_a_phone(origin: str, person: Callable[..., Page]) -> None:
    page = person(phone=True)
    page.goto(f"{origin}/portal/style")
    sizes = page.eval_on_selector_all(
        "main *:not(svg):not(script)",
        "all => all.filter(e => e.childNodes.length && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))",
    )
    low = page.eval_on_selector_all(
        "main .btn:not(.btn-mini)", "all => all.map(e => e.getBoundingClientRect().height).filter(h => h && h < 36)"
    )

    assert min(sizes) >= 12
    assert low == []


def test_the_skip_link_is_the_first_stop_of_the_keyboard(origin: str, person: Callable[..., Page]) -> None:
    page = person()
    page.goto(f"{origin}/portal/desk")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_a_summary_takes_focus_and_leads_into_a_folded_part(origin: str, person: Callable[..., Page]) -> None:
    page = person()
    page.goto(f"{origin}/portal/desk?faulty=1")
    expect(page.locator("#faults")).to_be_focused()
    page.get_by_role("link", name="请写明经过").click()

    expect(page.get_by_label("经过")).to_be_focused()


def test_an_irreversible_act_asks_again_and_can_be_left(desk: Desk, origin: str, person: Callable[..., Page]) -> None:
    page = person()
    page.goto(f"{origin}/portal/desk")
    page.get_by_role("button", name="撤销荣誉").click()
    box = page.get_by_role("dialog")
    expect(box).to_contain_text("撤销后牌匾须收回。")
    box.get_by_role("button", name="先不办理").click()
    expect(box).to_have_count(0)
    assert desk.kept == []

    page.get_by_role("button", name="撤销荣誉").click()
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name="撤销荣誉").click()
    assert len(desk.kept) == 1


def test_a_second_press_sends_nothing(desk: Desk, origin: str, person: Callable[..., Page]) -> None:
    page = person()
    page.goto(f"{origin}/portal/desk")
    page.get_by_label("班组名称").fill("焊接一班")
    desk.seconds = 1
    with page.expect_navigation():
        page.get_by_role("button", name="保存班组").evaluate("b => { b.click(); setTimeout(() => b.click(), 300); }")
    page.wait_for_load_state("networkidle")

    assert [one["team"] for one in desk.kept] == ["焊接一班"]


def test_a_draft_is_kept_while_typing_and_its_version_follows(
    desk: Desk, origin: str, person: Callable[..., Page]
) -> None:
    page = person()
    page.goto(f"{origin}/portal/desk")
    page.get_by_label("班组名称").fill("焊接")
    expect(page.locator("[data-autosave-status]")).to_have_text("有改动尚未保存")
    expect(page.locator("[data-autosave-status]")).to_have_text("已于 12:00 自动保存")
    page.get_by_label("班组名称").fill("焊接一班")
    expect(page.locator("[name=version]").first).to_have_value("3")

    assert [(d["team"], d["version"]) for d in desk.drafts] == [("焊接", "1"), ("焊接一班", "2")]
    assert all(d["header"] == d["idempotency_key"] for d in desk.drafts)
    assert desk.drafts[0]["header"] != desk.drafts[1]["header"]


@pytest.mark.parametrize(
    ("answer", "said"), [(412, "有人在您打开后保存过"), (401, "登录已过期"), (503, "未能自动保存")]
)
def test_a_draft_that_was_not_kept_says_why(
    desk: Desk, origin: str, person: Callable[..., Page], answer: int, said: str
) -> None:
    desk.answer = answer
    page = person(refused_files=True)
    page.goto(f"{origin}/portal/desk")
    page.get_by_label("班组名称").fill("焊接")

    expect(page.locator("[data-autosave-status]")).to_have_text(re.compile(said))
    assert page.get_by_label("班组名称").input_value() == "焊接"


def test_leaving_with_unsaved_words_is_questioned(desk: Desk, origin: str, person: Callable[..., Page]) -> None:
    page = person()
    page.goto(f"{origin}/portal/desk")
    asked: list[str] = []
    page.on("dialog", lambda box: (asked.append(box.type), box.accept()))
    page.get_by_label("班组名称").fill("焊接")
    page.goto(f"{origin}/portal/style")

    assert asked == ["beforeunload"]


def test_characters_are_counted_against_the_limit(origin: str, person: Callable[..., Page]) -> None:
    page = person()
    page.goto(f"{origin}/portal/desk")
    page.get_by_text("更多").click()
    page.get_by_label("经过").fill("一二三四 五")
    expect(page.locator(".count")).to_have_text("已写 5 字，上限 5 字")
    expect(page.locator(".count.is-over")).to_have_count(0)
    page.get_by_label("经过").fill("一二三四五六")

    expect(page.locator(".count.is-over")).to_have_text("已写 6 字，上限 5 字")


def test_scores_add_up_exactly_while_typing(origin: str, person: Callable[..., Page]) -> None:
    page = person()
    page.goto(f"{origin}/portal/style")
    total = page.locator("[data-score-total]").first
    expect(total).to_have_text("52.00")
    for key, points in (("s1", "0.10"), ("s2", "0.20"), ("s3", "14.7")):
        page.locator(f"#f-{key}").fill(points)

    expect(total).to_have_text("15.00")


def test_a_chart_is_drawn_beside_its_table(origin: str, person: Callable[..., Page]) -> None:
    page = person()
    page.goto(f"{origin}/portal/style")

    expect(page.locator(".chart-plot svg")).to_be_visible()
    expect(page.locator(".chart-table table")).to_be_visible()


def test_without_scripts_a_form_is_a_form(desk: Desk, origin: str, person: Callable[..., Page]) -> None:
    page = person(scripts=False)
    page.goto(f"{origin}/portal/desk")
    expect(page.locator(".js-only:visible")).to_have_count(0)
    page.get_by_label("班组名称").fill("焊接一班")
    page.get_by_role("button", name="保存班组").click()
    page.get_by_role("button", name="撤销荣誉").click()

    assert [one.get("team") for one in desk.kept] == ["焊接一班", None]
