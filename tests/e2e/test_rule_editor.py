"""A tenant admin turns a notice into rules without a programmer: fields, lists and publishing, and on a phone (X1)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from services.common.roles import Role
from services.identity.models import DraftRow
from services.identity.queries.rows import own
from services.identity.service import regulations
from services.identity.store import db
from tests import issuer
from tests.conftest import NOW, Services
from tests.e2e.acting import confirm, press
from tests.factories import REGULATIONS
from tests.integration.identity.conftest import make_land

pytestmark = pytest.mark.e2e


def test_an_admin_adds_a_condition_and_changes_the_pass_line_then_publishes(
    services: Services,
    serve: Callable[[Flask], str],
    person: Callable[..., Page],
    is_accessible: Callable[[Page], None],
):
    origin, land = serve(services.of("identity").app), make_land()
    admin = land.person("许文静", Role.TENANT_ADMIN)
    text = (REGULATIONS / "laian-worker-pioneer.yaml").read_text("utf-8").replace('"341122"', f'"{land.code}"')
    draft = regulations.start_draft(admin, text, now=NOW)
    page = person("许文静", phone=True, extra_http_headers=issuer.bearer(admin.subject))
    at = f"{origin}/identity/{land.code}/regulations/drafts/{draft}/edit"

    page.goto(f"{at}/programmes/worker-pioneer")
    is_accessible(page)
    press(page.get_by_role("button", name="增加一项：基本条件"))
    expect(page.locator("#f-title-wrong")).to_contain_text("缺少“title”（条件），请补上。")
    page.get_by_label("条件", exact=True).fill("安全生产")
    page.get_by_label("佐证份数，下限").nth(1).fill("2")
    press(page.get_by_role("button", name="保存这一页"))
    expect(page.locator("#reading")).to_contain_text("安全生产，佐证材料不少于 2 份。")
    is_accessible(page)

    page.goto(f"{at}/sheets/four-level-2018")
    page.locator("#f-pass").fill("85")
    page.locator("#f-pass").press("Enter")
    expect(page.locator("#reading")).to_contain_text("不低于 85 分为合格")
    is_accessible(page)
    with db.read(land.code) as session:
        kept = own(session, DraftRow, draft).text
    assert "- {id: item-1, title: 安全生产, evidence: {at_least: 2}}\n" in kept
    assert "    pass: {at_least: 85}\n    combine" in kept

    press(page.get_by_role("link", name="文本与发布"))
    page.get_by_role("button", name="发布第 1 版").click()
    confirm(page)
    expect(page.locator("main")).to_contain_text("满分 100 分，不低于 85 分为合格")
    is_accessible(page)
