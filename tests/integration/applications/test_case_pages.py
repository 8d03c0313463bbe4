"""The pages of a case, as its several people meet them."""

import io
from typing import Any

import pytest
from flask import Flask

from services.applications.service import fill
from services.common.clock import at
from tests import issuer
from tests.conftest import NOW
from tests.factories import Who
from tests.integration.applications.case_world import FORM, World
from tests.pages import Page, PageClient
from tests.unit.files.samples import a_pdf


class Desk:
    """The same site, whoever sits at it."""

    def __init__(self, app: Flask, world: World) -> None:
        self.app, self.root = app, f"/applications/{world.tenant}"
        app.config["WTF_CSRF_ENABLED"] = False
        self._clients: dict[str, PageClient] = {}

    def of(self, who: Who) -> PageClient:
        if who.subject not in self._clients:
            headers = issuer.bearer(who.subject, name=who.name)
            self._clients[who.subject] = PageClient(self.app, headers=headers)
        return self._clients[who.subject]

    def get(self, who: Who, path: str, expect: int = 200) -> Page:
        return self.of(who).get(f"{self.root}{path}", expect)

    def send(self, who: Who, page: Page, action: str, *, expect: int = 200, **fields: Any) -> Page:
        return self.of(who).submit(page, f"{self.root}{action}", expect=expect, **fields)


@pytest.fixture
def desk(case_app: Flask, world: World) -> Desk:
    return Desk(case_app, world)


def a_file(name: str = "佐证.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(a_pdf()), name


def test_an_empty_list_leads_on(desk: Desk, world: World) -> None:
    page = desk.get(world.applicant, "/")

    assert page.h1 == "申报 0 件"
    assert "还没有申报。" in page.text
    assert page.links()["新建申报"] == f"{desk.root}/new"


def test_starting_leads_to_the_first_step_with_what_is_known(desk: Desk, world: World) -> None:
    page = desk.get(world.applicant, "/new")
    begun = desk.send(world.applicant, page, "/new", subject=str(world.team.id))

    assert begun.h1 == "焊接一班 · 申报工人先锋号"
    assert begun.select("#f-employer")[0]["value"] == "滁东轨道部件有限公司"
    assert "平台已有：组织目录，2025-09-15" in begun.text


def test_starting_for_nobody_is_refused_at_the_field(desk: Desk, world: World) -> None:
    page = desk.get(world.applicant, "/new")
    again = desk.send(world.applicant, page, "/new", subject="", expect=422)

    assert again.faults == {"subject": "请选择为谁申报。"}


def test_a_step_that_is_wrong_says_so_at_its_fields_and_keeps_what_was_typed(desk: Desk, world: World) -> None:
    case = world.started(now=NOW)
    step = f"/cases/{case.id}/form/team"
    page = desk.get(world.applicant, step)
    again = desk.send(world.applicant, page, step, headcount="十八", act="next")

    assert again.faults["headcount"] == "请填 0 或正整数，例如 18。"
    assert again.faults["post_leader"] == "请填写“岗长姓名”。"
    assert again.select("#f-headcount")[0]["value"] == "十八"


def test_all_steps_fill_the_form_and_submit_it(desk: Desk, world: World) -> None:
    case = world.started(now=NOW)
    base, who = f"/cases/{case.id}", world.applicant
    page = desk.get(who, f"{base}/form")
    for step, names in {
        "employer": ["employer", "employer_founded"],
        "team": ["team", "headcount", "post_leader", "team_founded"],
        "composition": ["men", "women", "party", "league", "mean_age", "mean_grade", "college", "senior", "junior"],
        "leader": [name for name in FORM if name.startswith("leader")],
        "address": ["address", "postcode"],
    }.items():
        page = desk.get(who, f"{base}/form/{step}")
        page = desk.of(who).submit(page, f"{desk.root}{base}/form/{step}", **{name: FORM[name] for name in names})
    page = desk.get(who, f"{base}/form/awards")
    desk.send(
        who,
        page,
        f"{base}/form/awards",
        **{
            "past_awards.1.when": "2023-05",
            "past_awards.1.where": "来安县",
            "past_awards.1.what": "优胜班组",
        },
    )
    page = desk.get(who, f"{base}/form/conditions")
    files = {f"file-condition-{each}": a_file() for each in ("quality", "work", "service", "results", "harmony")}
    desk.send(who, page, f"{base}/form/conditions", **files, **{"condition-work": "完成“五小”成果 11 项。"})
    page = desk.get(who, f"{base}/form/materials")
    desk.send(who, page, f"{base}/form/materials", **{"file-material-deeds": a_file("事迹.pdf")})
    page = desk.get(who, f"{base}/form/safety")
    facts = ("casualty", "major_quality_accident", "major_equipment_accident")
    desk.send(who, page, f"{base}/form/safety", **{f"fact-{fact}": "no" for fact in facts})

    page = desk.get(who, f"{base}/form/check")
    assert "各项都已填好，可以提交" in page.text
    done = desk.send(who, page, f"{base}/form/check", **{"opinion-employer": "同意。"})
    assert "现由汊河经济开发区工会审核" in done.text


def test_two_people_editing_see_both_words(desk: Desk, world: World) -> None:
    case = world.started(now=NOW)
    step = f"/cases/{case.id}/form/team"
    page = desk.get(world.applicant, step)
    asks = world.principal(world.applicant, now=NOW)
    fill.save(asks, case.id, fill.form_change({"headcount": "18"}), expected=case.version, now=NOW)

    both = desk.send(world.applicant, page, step, headcount="19", act="save", expect=412)

    assert "有人在您之前保存过，您填的还没有保存" in both.text
    assert [cell.get_text() for cell in both.select("table.diff td")] == ["18 人", "19 人"]
    assert both.select("#f-headcount")[0]["value"] == "19"
    desk.send(world.applicant, both, step, act="save")
    assert world.case(world.applicant, case.id, now=NOW).filling.form["headcount"] == "19"


def test_autosave_answers_with_the_new_version(desk: Desk, world: World) -> None:
    case = world.started(now=NOW)
    url = f"{desk.root}/cases/{case.id}/form/team"
    sent = {"version": str(case.version), "headcount": "18", "idempotency_key": "k-1"}
    headers = {
        **issuer.bearer(world.applicant.subject),
        "Accept": "application/json",
        "X-Autosave": "1",
    }
    answer = desk.app.test_client().post(url, data=sent, headers=headers)

    assert (answer.status_code, answer.get_json()) == (200, {"version": 2, "saved_at": "10:00"})
    late = desk.app.test_client().post(url, data={**sent, "idempotency_key": "k-2", "headcount": "20"}, headers=headers)
    assert late.status_code == 412


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("说明.exe", b"MZ\x90\x00", "请上传 PDF、JPG、PNG 格式的文件"),
        ("说明.pdf", b"MZ\x90\x00" + b"\0" * 200, "文件名是 PDF，内容却是程序或脚本，不能上传"),
    ],
)
def test_a_bad_file_is_refused_at_its_field_and_texts_are_kept(
    desk: Desk, world: World, name: str, content: bytes, says: str
) -> None:
    case = world.started(now=NOW)
    step = f"/cases/{case.id}/form/conditions"
    page = desk.get(world.applicant, step)
    fields = {"file-condition-quality": (io.BytesIO(content), name), "condition-quality": "全员持证上岗。"}
    again = desk.send(world.applicant, page, step, expect=422, **fields)

    assert again.faults == {"file-condition-quality": f"“{name}”：{says}"}
    assert again.select("#f-condition-quality")[0].get_text().strip() == "全员持证上岗。"


def test_the_reviewer_returns_and_sees_the_difference(desk: Desk, world: World) -> None:
    case = world.submitted(now=NOW)
    base, who = f"/cases/{case.id}", world.reviewer
    page = desk.get(who, f"{base}/review")
    assert page.h1 == "审核 滁东轨道部件有限公司 焊接一班"
    page = desk.send(who, page, f"{base}/opinion", verdict="return", text="人数与名册不符。", expect=422)
    assert page.faults == {"supply": "请写明需要补充什么，例如 2024 年度安全生产证明。"}
    desk.send(who, page, f"{base}/opinion", verdict="return", text="人数与名册不符。", supply="核对后的人数")

    theirs = desk.get(world.applicant, base)
    assert "汊河经济开发区工会退回补正。理由：人数与名册不符。 需要补充：核对后的人数" in theirs.text
    mended = world.case(world.applicant, case.id, now=NOW).application
    asks = world.principal(world.applicant, now=NOW)
    saved = fill.save(
        asks, case.id, fill.form_change({"headcount": "19", "men": "14"}), expected=mended.version, now=NOW
    )
    from services.applications.service import submit

    submit.submit(asks, case.id, expected=saved.application.version, now=NOW)
    page = desk.get(who, f"{base}/review")
    assert [cell.get_text() for cell in page.select("#changes td")] == ["18 人", "19 人", "13 人", "14 人"]
    opined = [each.get_text(" ", strip=True) for each in page.select("#opinions .opinion")]
    assert [("情况属实，同意申报。" in each, "人数与名册不符。" in each) for each in opined].count((True, False)) == 1
    assert sum("人数与名册不符。" in each for each in opined) == 1


def test_hearing_comes_before_agreeing_and_agreeing_leads_to_the_batch(desk: Desk, world: World) -> None:
    case = world.submitted(now=NOW)
    base, who = f"/cases/{case.id}", world.reviewer
    page = desk.get(who, f"{base}/review")
    page = desk.send(who, page, f"{base}/opinion", verdict="agree", text="同意推荐。", expect=422)
    assert page.faults == {"method": "请先记录听取职工群众意见的情况，再签署同意的意见。"}
    page = desk.send(who, page, f"{base}/hearings", method="meeting", held_on="2025-09-16", present="0", expect=422)
    assert set(page.faults) == {"held_on", "present", "result"}
    page = desk.send(
        who, page, f"{base}/hearings", held_on="2025-09-14", present="18", agreed="17", result="17 人赞成推荐。"
    )
    done = desk.send(who, page, f"{base}/opinion", verdict="agree", text="经审核符合条件，同意推荐。")

    assert done.h1 == "1 件待推荐"
    assert "2025年10月31日前推荐到总工会。" in done.text


def _seen(page: Page, **sent: str) -> dict[str, str]:
    """What a button of the list sends: with the order that the page shows."""
    return {"version": str(page.select("input[name=version]")[0]["value"]), **sent}


def test_ranking_moves_and_the_batch_is_recommended_at_once(desk: Desk, world: World) -> None:
    first = world.endorsed(now=NOW)
    second = world.endorsed(now=NOW, team=world.a_team("装配二班"))
    path, who = f"/batches/worker-pioneer/2025/{world.zone.id}", world.reviewer
    page = desk.get(who, path)
    assert _names(page) == ["焊接一班", "装配二班"]
    page = desk.of(who).post(f"{desk.root}{path}", _seen(page, act=f"up:{second.id}"))
    assert _names(page) == ["装配二班", "焊接一班"]
    page = desk.of(who).post(f"{desk.root}{path}", _seen(page, act="order", **{f"place-{first.id}": "1"}))
    assert _names(page) == ["焊接一班", "装配二班"]
    page = desk.of(who).post(f"{desk.root}{path}", _seen(page, act="order", **{f"place-{first.id}": "3"}), 409)
    assert "名次请填 1 到 2 之间的数。" in page.text
    done = desk.of(who).post(f"{desk.root}{path}", {"act": "recommend", "case": [str(first.id), str(second.id)]})
    assert done.h1 == "没有待推荐的申报"
    assert "已推荐 2 件到总工会。" in done.text
    opened = desk.get(world.secretary, "/assessing")
    assert opened.h1 == "2 件等待开始考核"
    opened = desk.send(world.secretary, opened, "/assessing")
    assert opened.h1 == "没有等待考核的申报"


def _names(page: Page) -> list[str]:
    return [str(each.get_text()).split()[-1] for each in page.select("table .what")]


def test_personal_values_are_masked_until_looked_at(desk: Desk, world: World) -> None:
    case = world.submitted(now=NOW)
    page = desk.get(world.reviewer, f"/cases/{case.id}")
    assert "138****6207" in page.text
    assert "13800006207" not in page.text
    answer = desk.of(world.reviewer).post(f"{desk.root}/cases/{case.id}/reveal", {"field": "leader_mobile"})
    assert "13800006207" in answer.text
    assert "查看了个人信息：手机号码" in answer.text


def test_a_secretary_of_no_need_cannot_look_at_a_draft(desk: Desk, world: World) -> None:
    case = world.started(now=NOW)

    desk.get(world.secretary, f"/cases/{case.id}", 404)
    desk.get(world.stranger, f"/cases/{case.id}", 404)


def test_form_1_prints_as_pdf_and_each_full_print_is_logged(desk: Desk, world: World) -> None:
    case = world.submitted(now=NOW)
    answer = desk.app.test_client().get(
        f"{desk.root}/cases/{case.id}/form.pdf", headers=issuer.bearer(world.reviewer.subject)
    )

    assert (answer.status_code, answer.content_type, answer.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert "打印了申报表" in desk.get(world.reviewer, f"/cases/{case.id}").text


def test_the_export_holds_what_the_list_holds(desk: Desk, world: World) -> None:
    world.submitted(now=NOW)
    world.submitted(now=NOW, team=world.other_team, who=world.stranger)
    answer = desk.app.test_client().get(f"{desk.root}/cases.xlsx", headers=issuer.bearer(world.reviewer.subject))
    import python_calamine

    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[2:]] == ["L-2025-0001"]


def test_the_list_filters_survive_in_the_address(desk: Desk, world: World) -> None:
    world.submitted(now=NOW)
    world.started(now=at(NOW.date()), team=world.a_team("装配二班"))
    page = desk.get(world.applicant, "/?status=draft&q=装配")

    assert page.h1 == "申报 1 件"
    assert page.select("#q-q")[0]["value"] == "装配"
    assert _names(page) == ["装配二班"]


@pytest.mark.parametrize("rows", [50, 5000])
def test_the_list_costs_the_same_statements_however_many_cases(
    desk: Desk, world: World, rows: int, count_statements: Any
) -> None:
    case = world.submitted(now=NOW)
    _many(world, str(case.id), rows)
    with count_statements(world.db) as counted:
        page = desk.get(world.secretary, "/")

    assert page.h1 == f"申报 {rows} 件"
    assert counted.number == 10


def _many(world: World, like: str, rows: int) -> None:
    from sqlalchemy import text

    columns = (
        "programme, honour, level, year, regulation_id, regulation_version, subject_kind, employer_name,"
        " subject_unit_path, union_unit_id, union_path, union_name, reviewing_unit_id, reviewing_path, reviewing_name,"
        " stage, status, origin, ground, nomination_key, is_endorsed, is_late, reason, created_by, created_at, moved_at,"
        " submitted_at, version, form, declared, saved_by, search"
    )
    with world.db.transaction(world.tenant) as session:
        session.execute(
            text(
                f"insert into application (tenant, id, number, subject_name, {columns})"
                f" select tenant, gen_random_uuid(), 'X-' || n, '班组' || n, {columns}"
                " from application, generate_series(2, :rows) as n where tenant = :t and id = :like"
            ),
            {"t": world.tenant, "rows": rows, "like": like},
        )


def test_a_public_page_greets_who_is_signed_in_and_asks_nobody_else(desk: Desk, world: World) -> None:
    """A cookie that is valid leads back to one's own work; one that is not, or none, is offered to sign in."""
    found = []
    for token in (issuer.bearer(world.secretary.subject)["Authorization"].removeprefix("Bearer "), "forged", ""):
        client = desk.app.test_client()
        if token:
            client.set_cookie("pioneer_token", token)
        page = client.get(f"{desk.root}/public/notices")
        assert page.status_code == 200
        found.append(["回工作台" in page.text, "/portal/sign-in?next=" in page.text])

    assert found == [[True, False], [False, True], [False, True]]
