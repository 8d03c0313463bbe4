import io
import re
from uuid import UUID

import pytest

from services.common import audit
from services.common.principal import Principal
from services.common.roles import Role
from services.common.spreadsheet import read_rows, write_table
from services.identity.domain.imports import COLUMNS, ImportKind
from services.identity.domain.people import Facts
from services.identity.domain.units import UnitKind
from services.identity.service import people, units
from services.identity.store import db
from tests import issuer
from tests.conftest import NOW, Services
from tests.factories import REGULATIONS
from tests.integration.identity.conftest import Land
from tests.pages import PageClient


def visit(services: Services, who: Principal) -> PageClient:
    return PageClient(services.of("identity").app, headers=issuer.bearer(who.subject))


def a_township(land: Land, name: str = "汊河镇工会联合会") -> UUID:
    return units.create_unit(land.system, parent_id=None, kind=UnitKind.TOWNSHIP, name=name, on=NOW.date(), now=NOW).id


def laian(land: Land) -> str:
    """The product's regulation, made this county's own."""
    text = (REGULATIONS / "laian-worker-pioneer.yaml").read_text(encoding="utf-8")
    return text.replace('tenant: "341122"', f'tenant: "{land.code}"')


def test_the_tree_is_grown_on_the_page(services: Services, land: Land):
    pages = visit(services, land.system)
    new = pages.get(f"/identity/{land.code}/units/new")
    assert new.h1 == "设立组织"

    made = pages.submit(new, name="半塔镇工会联合会", kind="township", parent_id="")

    assert made.h1 == "半塔镇工会联合会"
    assert "成立" in made.text
    listed = pages.get(f"/identity/{land.code}/units")
    assert "半塔镇工会联合会" in listed.links()


def test_a_refused_place_is_said_on_the_form_with_what_was_typed(services: Services, land: Land):
    pages = visit(services, land.system)
    new = pages.get(f"/identity/{land.code}/units/new")

    refused = pages.submit(new, name="装配一班", kind="team", parent_id="", expect=409)

    assert "班组、岗位不能设在总工会之下，请另选上级组织。" in refused.text
    assert refused.select("#f-name")[0]["value"] == "装配一班"


def test_renaming_keeps_the_history(services: Services, land: Land):
    unit = a_township(land)
    pages = visit(services, land.system)
    page = pages.get(f"/identity/{land.code}/units/{unit}")
    opened_before = pages.get(f"/identity/{land.code}/units/{unit}")

    renamed = pages.submit(page, f"/identity/{land.code}/units/{unit}/rename", name="汊河经济开发区工会")
    stale = pages.submit(opened_before, f"/identity/{land.code}/units/{unit}/rename", name="另一名称", expect=412)

    assert renamed.h1 == "汊河经济开发区工会"
    assert "汊河镇工会联合会 → 汊河经济开发区工会" in renamed.text
    assert "有人保存过新内容" in stale.text


def test_a_phone_is_masked_until_it_is_looked_at_and_that_is_logged(services: Services, land: Land):
    person = people.register_person(land.system, "", Facts("孟秋山", "13800000107"), now=NOW)
    pages = visit(services, land.system)
    page = pages.get(f"/identity/{land.code}/people/{person.id}")
    assert "138****0107" in page.text
    assert "13800000107" not in str(page.soup.select("aside"))

    shown = pages.submit(page, f"/identity/{land.code}/people/{person.id}/phone")

    assert "13800000107" in shown.text
    with db.read(land.code) as session:
        last = audit.entries_of(session, "person", person.id)[-1].entry
    assert (last.action, last.actor.subject) == ("phone_revealed", land.system.subject)


def test_the_security_admin_sees_masked_phones_only(services: Services, land: Land):
    person = people.register_person(land.system, "", Facts("孟秋山", "13800000107"), now=NOW)

    page = visit(services, land.security).get(f"/identity/{land.code}/people/{person.id}")

    assert "138****0107" in page.text
    assert "13800000107" not in str(page.soup)


def test_the_security_admin_grants_and_revokes_on_the_persons_page(services: Services, land: Land):
    unit = a_township(land)
    person = people.register_person(land.system, f"p{unit.hex[-12:]}", Facts("郑立群"), now=NOW)
    pages = visit(services, land.security)
    page = pages.get(f"/identity/{land.code}/people/{person.id}")

    granted = pages.submit(
        page, f"/identity/{land.code}/people/{person.id}/grants", role="reviewer", org_unit_id=str(unit)
    )
    assert "审核工会经办人 汊河镇工会联合会" in granted.text
    action = next(form["action"] for form in granted.select("main form") if "/revoke" in str(form["action"]))
    revoked = pages.submit(granted, str(action))

    assert "已收回" in revoked.text


def test_the_system_admin_has_no_form_to_grant_and_is_refused(services: Services, land: Land):
    person = people.register_person(land.system, "", Facts("郑立群"), now=NOW)
    pages = visit(services, land.system)
    page = pages.get(f"/identity/{land.code}/people/{person.id}")
    assert not [form for form in page.select("main form") if str(form["action"]).endswith("/grants")]

    refused = pages.post(f"/identity/{land.code}/people/{person.id}/grants", {"role": "secretary"}, expect=403)

    assert "只有权限管理员可以授予和收回岗位。" in refused.text


def test_a_regulation_is_loaded_wrong_mended_and_published(services: Services, land: Land):
    admin = land.person("许文静", Role.TENANT_ADMIN)
    pages = visit(services, admin)
    new = pages.get(f"/identity/{land.code}/regulations/new")
    wrong = laian(land).replace(
        "by: grassroots_union, title: 基层工会申报", "by: grassroots_onion, title: 基层工会申报"
    )

    draft = pages.submit(new, text=wrong)
    line = next(n for n, each in enumerate(wrong.splitlines(), 1) if "grassroots_onion" in each)
    assert draft.h1.startswith("第 1 版草稿")
    assert f"第 {line} 行" in draft.text
    assert draft.select(f"#line-{line}.is-wrong")
    assert "发布，还差改正错误" in draft.text

    mended = pages.submit(draft, draft.answer.request.path, text=laian(land))
    assert "检查通过" in mended.text
    assert "名额不限，宁缺勿滥。" in mended.text
    published = pages.submit(mended, f"{mended.answer.request.path}/publish", effective_on="2025-10-01")

    assert published.h1 == "来安县创建“工人先锋号”实施意见"
    assert "第 1 版" in published.text
    assert "待施行" in published.text
    listed = pages.get(f"/identity/{land.code}/regulations")
    assert "2025-10-01" in listed.text


def test_a_day_gone_by_is_refused_at_publishing(services: Services, land: Land):
    admin = land.person("许文静", Role.TENANT_ADMIN)
    pages = visit(services, admin)
    draft = pages.submit(pages.get(f"/identity/{land.code}/regulations/new"), text=laian(land))

    refused = pages.submit(draft, f"{draft.answer.request.path}/publish", effective_on="2025-09-14", expect=409)

    assert "施行日期 2025-09-14 早于今天" in refused.text


def test_two_versions_are_compared(services: Services, land: Land):
    admin = land.person("许文静", Role.TENANT_ADMIN)
    pages = visit(services, admin)
    base = f"/identity/{land.code}/regulations"
    for text in (laian(land), laian(land).replace("for: {working_days: 5}", "for: {working_days: 7}")):
        draft = pages.submit(pages.get(f"{base}/new"), text=text)
        pages.submit(draft, f"{draft.answer.request.path}/publish", effective_on="2025-09-15")

    page = pages.get(f"{base}/laian-worker-pioneer/1/compared/2")

    assert "− for: {working_days: 5}" in re.sub(r"\s+", " ", page.text)
    assert "+ for: {working_days: 7}" in re.sub(r"\s+", " ", page.text)
    text = pages.client.get(f"{base}/laian-worker-pioneer/2.yaml", headers=pages.headers)
    assert "working_days: 7" in text.get_data(as_text=True)


@pytest.mark.parametrize(
    ("path", "word"),
    [(each, "组织") for each in ("units", "people", "people/new", "grants", "tenants", "imports", "log")]
    + [("regulations", "规则"), ("calendar/2025", "规则")],
)
def test_the_navigation_says_where_one_is(services: Services, land: Land, path: str, word: str):
    of_their_own = {"grants": Role.SECURITY_ADMIN, "log": Role.AUDITOR, "regulations": Role.TENANT_ADMIN}
    holder = land.person("欧阳修远", of_their_own.get(path, Role.SYSTEM_ADMIN))

    page = visit(services, holder).get(f"/identity/{land.code}/{path}")

    assert [a.get_text() for a in page.select(".topnav [aria-current]")] == [word]


def test_two_who_change_one_person_see_each_other_s_words(services: Services, land: Land):
    pages = visit(services, land.system)
    form = pages.get(f"/identity/{land.code}/people/new")
    made = pages.submit(form, f"/identity/{land.code}/people", name="卫东来", phone="13800001111")
    at = made.url
    elsewhere = pages.get(at)
    pages.submit(made, at, phone="13800002222")

    clash = pages.submit(elsewhere, at, name="卫东徕", phone="13800001111", expect=412)

    assert "有人保存过新内容" in clash.text
    assert "姓名 卫东来 卫东徕 电话 13800002222 13800001111" in clash.text
    kept = pages.submit(clash, at)
    assert kept.h1 == "卫东徕"


def test_a_county_cannot_change_the_calendar_and_a_province_can(services: Services, land: Land, province: Land):
    county = visit(services, land.person("许文静", Role.TENANT_ADMIN))
    refused = county.post(
        f"/identity/{land.code}/calendar/2031/days",
        {"day": "2031-10-01", "is_working": "no", "title": "国庆节", "version": "0"},
        expect=403,
    )
    assert "工作日历由省级和全国的规则管理员维护。" in refused.text

    pages = visit(services, province.person("林望舒", Role.TENANT_ADMIN))
    page = pages.get(f"/identity/{province.code}/calendar/2031")
    elsewhere = pages.get(f"/identity/{province.code}/calendar/2031")
    changed = pages.submit(
        page, f"/identity/{province.code}/calendar/2031/days", day="2031-10-01", is_working="no", title="国庆节"
    )
    assert "2031-10-01 星期三 放假 国庆节" in changed.text
    at = f"/identity/{province.code}/calendar/2031/days"
    clash = pages.submit(elsewhere, at, day="2031-10-01", is_working="yes", title="上班", expect=412)
    assert "有人把 2031-10-01 调整为“国庆节”" in clash.text
    assert clash.form(at).select_one("[name=title]")["value"] == "上班"
    confirmed = pages.submit(changed, f"/identity/{province.code}/calendar/2031/confirm")
    assert "已确认" in confirmed.text


def workbook(kind: ImportKind, *rows: dict[str, object]) -> bytes:
    return write_table(COLUMNS[kind], rows)


def upload(pages: PageClient, land: Land, kind: str, blob: bytes, expect: int = 200):
    page = pages.get(f"/identity/{land.code}/imports")
    return pages.submit(
        page, f"/identity/{land.code}/imports", kind=kind, file=(io.BytesIO(blob), "表.xlsx"), expect=expect
    )


def test_an_import_is_tried_first_and_then_taken_whole(services: Services, land: Land):
    pages = visit(services, land.system)
    blob = workbook(
        ImportKind.UNITS,
        {"name": "新安镇工会联合会", "kind": "镇乡（街道、园区）工会"},
        {"name": "新安供水有限公司工会", "kind": "基层工会", "parent": "新安镇工会联合会"},
        {"name": "净化班", "kind": "班组、岗位", "parent": "新安镇工会联合会 / 新安供水有限公司工会"},
    )

    tried = upload(pages, land, "units", blob)
    assert "试读通过：可导入 3 行，另有 0 行原已存在" in tried.text
    assert "新安镇工会联合会" not in pages.get(f"/identity/{land.code}/units").text
    action = next(str(form["action"]) for form in tried.select("main form") if str(form["action"]).endswith("/apply"))
    done = pages.submit(tried, action)

    assert "已导入 3 行" in done.text
    assert "新安镇工会联合会" in pages.get(f"/identity/{land.code}/units").text
    again = upload(pages, land, "units", blob)
    assert "可导入 0 行，另有 3 行原已存在" in again.text


def test_every_fault_of_an_import_is_named_by_row_and_column(services: Services, land: Land):
    pages = visit(services, land.system)
    blob = workbook(
        ImportKind.UNITS,
        {"name": "雷官镇工会联合会", "kind": "镇乡（街道、园区）工会"},
        {"name": "保管班", "kind": "班组、岗位"},
        {"name": "储备库工会", "kind": "基层工会", "parent": "不存在的工会"},
        {"name": "化验班", "kind": "班组"},
    )

    tried = upload(pages, land, "units", blob)

    rows = [[cell.get_text() for cell in row.select("td")] for row in tried.select("main tbody tr")]
    assert [(row[0], row[1]) for row in rows] == [("3", "上级组织（C）"), ("4", "上级组织（C）"), ("5", "类别（B）")]
    assert rows[1][2] == "没有叫“不存在的工会”的组织，请核对名称，或先导入组织"
    assert "有 3 处错误，没有导入任何一行" in tried.text
    assert "雷官镇工会联合会" not in pages.get(f"/identity/{land.code}/units").text


def test_a_program_named_xlsx_is_refused_at_the_field(services: Services, land: Land):
    refused = upload(visit(services, land.system), land, "units", b"MZ\x90\x00" + b"\x00" * 400, expect=422)

    assert "file" in refused.faults


def test_grants_are_imported_by_the_security_admin_only(services: Services, land: Land):
    person = people.register_person(land.system, f"q{land.code}a", Facts("贺长庚"), now=NOW)
    blob = workbook(
        ImportKind.GRANTS,
        {"username": person.username, "role": "异议处理人"},
        {"username": person.username, "role": "系统管理员"},
        {"username": person.username, "role": "审计员"},
    )

    refused = upload(visit(services, land.security), land, "grants", blob)
    forbidden = visit(services, land.system).post(f"/identity/{land.code}/imports", {"kind": "grants"}, expect=422)

    assert "按三员分立，“审计员”与“系统管理员”不能由同一人担任。" in refused.text
    assert "请选择填好的 .xlsx 文件" in forbidden.text


def test_what_is_exported_can_be_read_again(services: Services, land: Land):
    a_township(land)
    people.register_person(land.system, "", Facts("孟秋山", "13800000107"), now=NOW)
    pages = visit(services, land.system)

    blob = pages.client.get(f"/identity/{land.code}/imports/people/export.xlsx", headers=pages.headers).data
    names = {row.values["name"]: row.values["phone"] for row in read_rows(blob, COLUMNS[ImportKind.PEOPLE]).rows}

    assert names["孟秋山"] == "13800000107"


def test_who_may_not_reveal_exports_masked(services: Services, land: Land):
    people.register_person(land.system, "", Facts("孟秋山", "13800000107", born="1985-03"), now=NOW)
    auditor = land.person("郑克勤", Role.AUDITOR)
    headers = issuer.bearer(auditor.subject)

    blob = services.client("identity").get(f"/identity/{land.code}/imports/people/export.xlsx", headers=headers).data
    row = next(row for row in read_rows(blob, COLUMNS[ImportKind.PEOPLE]).rows if row.values["name"] == "孟秋山")

    assert (row.values["phone"], row.values["born"]) == ("138****0107", None)


def test_the_auditor_reads_the_log_and_others_do_not(services: Services, land: Land):
    auditor = land.person("郑克勤", Role.AUDITOR)
    page = visit(services, auditor).get(f"/identity/{land.code}/log?check=1")

    assert "链条完整" in page.text
    assert "授予岗位 郑克勤（审计员）" in page.text
    visit(services, land.system).get(f"/identity/{land.code}/log", expect=403)


@pytest.mark.parametrize(
    "path",
    ["units", "people", "grants", "tenants", "imports", "regulations", "calendar/2025", "units/new", "people/new"],
)
def test_every_page_of_another_county_is_closed(services: Services, land: Land, other_land: Land, path: str):
    pages = visit(services, land.system)
    pages.get(f"/identity/{land.code}/{path}", expect=403 if path == "regulations/new" else 200)

    closed = pages.get(f"/identity/{other_land.code}/{path}", expect=403)

    assert "您在该工会没有岗位" in closed.text
