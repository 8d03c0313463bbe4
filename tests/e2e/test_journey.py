"""The journey on screen: steps 2 to 8 as their several people, one story told in the order of the tests (A1–A8).

Each test needs those before it: the module runs on one worker, in a deployment of its own.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from services.embedded.cluster import Cluster
from services.embedded.journey import cases, county
from services.embedded.journey.player import Player
from services.embedded.journey.setting import COUNTY, MAIN, RETURNED, Team, form_of
from tests.e2e.acting import confirm, fill, fill_form, go_on, press, score_sheet
from tests.e2e.stage import Stage, a_file, faults
from tests.live import start

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("journey on screen")]

YEAR = 2025
APPLICANT, OTHER_APPLICANT, REVIEWER = MAIN.applicant, RETURNED.applicant, MAIN.reviewer
SECRETARY = "laian.secretary1"
A_PROGRAM = b"MZ" + b"\0" * 4000


@pytest.fixture(scope="module")
def stage(server: Cluster, chrome: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The demo's people and rules, and nothing that anybody did yet."""
    folder: Path = tmp_path_factory.mktemp("screen")
    deployment = start(Cluster(server.socket, f"{server.prefix}screen_"), folder)
    deployment.at(date(YEAR, 1, 8))
    deployment.load_demo()
    made = Stage(deployment, chrome)
    yield made
    made.close()
    deployment.close()
    assert made.complaints == []


def player_of(stage: Stage) -> Player:
    """Acts by API, for what another person did meanwhile and no test of this story is about."""
    return Player(stage.origin, None, stage.deployment.token, None, stage.deployment.tick)  # type: ignore[arg-type]


def unit_of(stage: Stage, team: Team) -> str:
    path = f"/api/v1/tenants/{COUNTY}/identity/units"
    rows = stage.deployment.ask("GET", path, SECRETARY, params={"q": team.name, "kind": "team"}).json()["rows"]
    return next(str(row["id"]) for row in rows if row["name"] == team.name)


def begin_application(stage: Stage) -> Page:
    stage.deployment.at(date(YEAR, 9, 10))
    page = stage.go(APPLICANT, f"/applications/{COUNTY}/new")
    press(page.get_by_role("link", name="来安县“工人先锋号”"))
    stage.look(page, "02-start")
    page.get_by_label("为谁申报").select_option(label=MAIN.name)
    press(page.get_by_role("button", name="开始填写申报"))
    expect(page.locator("#step")).to_have_text("一、单位")
    return page


def test_a_wrong_sum_shows_its_fault_at_the_field(stage: Stage) -> None:
    page = begin_application(stage)
    form = form_of(MAIN)
    expect(page.get_by_label("单位名称")).to_have_value(MAIN.employer)
    fill(page, employer_founded=form["employer_founded"])
    go_on(page)
    fill_form(page, form)
    go_on(page)
    fill_form(page, {**form, "women": 6})
    go_on(page)

    assert faults(page) == ["男女人数之和应等于总人数：现合计 19，人数为 18。"]
    expect(page.locator("#f-men-wrong")).to_have_text("男女人数之和应等于总人数：现合计 19，人数为 18。")
    stage.look(page, "02-wrong-sum")
    fill(page, women=5)
    go_on(page)
    expect(page.locator("#step")).to_have_text("四、班组负责人情况")


def test_a_draft_survives_a_closed_browser(stage: Stage) -> None:
    page = stage.person(APPLICANT)
    fill(page, leader="孟秋山")
    page.get_by_label("职业（工种）").or_(page.locator("#f-leader_trade")).first.fill("焊工")
    page.locator("#f-leader_trade").blur()
    expect(page.locator("[data-autosave-status]")).to_contain_text("自动保存")
    stage.leave(APPLICANT)

    page = stage.take_up(APPLICANT, MAIN.name)
    press(page.get_by_role("link", name="班组负责人情况"))
    expect(page.locator("#f-leader")).to_have_value("孟秋山")
    expect(page.locator("#f-leader_trade")).to_have_value("焊工")
    fill_form(page, form_of(MAIN))
    go_on(page)
    fill_form(page, form_of(MAIN))
    go_on(page)
    expect(page.locator("#step")).to_have_text("六、何时何地受过何种奖励、称号")


def test_two_who_edit_see_both_versions(stage: Stage) -> None:
    page = stage.person(APPLICANT)
    press(page.get_by_role("link", name="单位地址").first)
    other = page.context.new_page()
    other.goto(page.url)
    fill(other, address="来安县汊河经济开发区纬三路 9 号")
    go_on(other)
    other.close()
    fill(page, address="来安县汊河镇大桥路 1 号")
    go_on(page)

    table = page.get_by_role("alert")
    expect(table).to_contain_text("来安县汊河经济开发区纬三路 9 号")
    expect(table).to_contain_text("来安县汊河镇大桥路 1 号")
    expect(page.locator("#f-address")).to_have_value("来安县汊河镇大桥路 1 号")
    stage.look(page, "02-conflict")
    go_on(page)
    go_on(page)
    expect(page.locator("#step")).to_have_text("七、基本条件")


def test_a_program_renamed_to_pdf_is_refused_at_its_field(stage: Stage) -> None:
    page = stage.person(APPLICANT)
    for condition in ("quality", "work", "service", "results", "harmony"):
        page.locator(f"#f-condition-{condition}").fill("全年完成“五小”成果 11 项，服务对象满意率 98%。")
        proof = a_file("证书", A_PROGRAM) if condition == "work" else a_file("佐证")
        page.locator(f"#f-file-condition-{condition}").set_input_files(proof)
    go_on(page)

    says = "“证书.pdf”：文件名是 PDF，内容却是程序或脚本，不能上传"
    assert faults(page) == [says]
    expect(page.locator("#f-file-condition-work-wrong")).to_have_text(says)
    stage.look(page, "02-refused-file")
    page.locator("#f-file-condition-work").set_input_files(a_file("成果"))
    go_on(page)
    expect(page.locator("#step")).to_have_text("八、材料")


def test_what_is_missing_is_named_before_submitting(stage: Stage) -> None:
    page = stage.person(APPLICANT)
    press(page.get_by_role("link", name="核对并提交"))
    expect(page.locator(".say li")).to_have_count(4)
    expect(page.get_by_role("button", name="还差 4 处")).to_be_disabled()
    stage.look(page, "02-missing")
    press(page.locator(".say li a").first)
    page.locator("#f-file-material-deeds").set_input_files(a_file("事迹材料"))
    go_on(page)
    for fact in ("casualty", "major_quality_accident", "major_equipment_accident"):
        page.locator(f"#f-fact-{fact}").get_by_label("没有发生").check()
    go_on(page)
    expect(page.locator(".say-ok")).to_contain_text("可以提交")
    press(page.get_by_role("button", name="提交申报"))
    expect(page.locator("#why")).to_contain_text("现由汊河经济开发区工会审核")
    stage.look(page, "02-case")


def test_the_reviewer_hears_the_workers_and_agrees(stage: Stage) -> None:
    stage.deployment.at(date(YEAR, 10, 12))
    page = stage.take_up(REVIEWER, MAIN.name)
    stage.look(page, "03-review")
    page.locator("#f-method").get_by_label("召开职工会议").check()
    fill(page, held_on=f"{YEAR}-10-10", present=18, agreed=17, result="到会 18 人，17 人赞成，1 人弃权。")
    press(page.get_by_role("button", name="记录听取意见的情况"))
    page.locator("#f-verdict label", has_text="同意推荐").click()
    fill(page, text="条件具备，职工认可，同意推荐。")
    page.get_by_role("button", name="签署意见").click()
    confirm(page)

    expect(page.locator("h1")).to_have_text("1 件待推荐")


def test_a_returned_one_comes_back_with_the_difference_shown(stage: Stage) -> None:
    player = player_of(stage)
    case_id = cases.apply(player, COUNTY, RETURNED, unit_of(stage, RETURNED))
    cases.submit(player, COUNTY, OTHER_APPLICANT, case_id)
    page = stage.take_up(REVIEWER, RETURNED.name)
    page.locator("#f-verdict label", has_text="退回补正").click()
    fill(page, text="缺少本年度安全生产证明。", supply="安全生产证明一份")
    page.get_by_role("button", name="签署意见").click()
    confirm(page)
    expect(page.locator("main")).to_contain_text("缺少本年度安全生产证明。")

    other = stage.take_up(OTHER_APPLICANT, RETURNED.name)
    expect(other.locator("main")).to_contain_text("缺少本年度安全生产证明。")
    other.goto(f"{stage.origin}/applications/{COUNTY}/cases/{case_id}/form/conditions")
    other.locator("summary", has_text="取得一流业绩").click()
    fill(other, **{"condition-results": "全年无人身伤亡和重大质量、设备事故，安全生产证明见附件。"})
    other.locator("#f-file-condition-results").set_input_files(a_file("安全生产证明"))
    stage.look(other, "03-mend")
    go_on(other)
    press(other.get_by_role("link", name="核对并提交"))
    press(other.get_by_role("button", name="提交申报"))

    page = stage.take_up(REVIEWER, RETURNED.name)
    expect(page.locator("#changes")).to_contain_text("安全生产证明见附件")
    stage.look(page, "03-changes")
    page.locator("#f-method").get_by_label("召开职工会议").check()
    fill(page, held_on=f"{YEAR}-10-11", present=26, agreed=26, result="全体赞成。")
    press(page.get_by_role("button", name="记录听取意见的情况"))
    page.locator("#f-verdict label", has_text="同意推荐").click()
    fill(page, text="已补正，同意推荐。")
    page.get_by_role("button", name="签署意见").click()
    confirm(page)
    expect(page.locator("h1")).to_have_text("2 件待推荐")


def test_the_good_ones_are_ranked_and_recommended(stage: Stage) -> None:
    page = stage.person(REVIEWER)
    names = page.locator("tbody a.what")
    press(page.get_by_role("button", name=f"{RETURNED.name} 上移"))
    expect(names.nth(0)).to_contain_text(RETURNED.name)
    press(page.get_by_role("button", name=f"{MAIN.name} 上移"))
    expect(names.nth(0)).to_contain_text(MAIN.name)
    stage.look(page, "03-batch")
    page.get_by_role("button", name="推荐所选的到总工会").click()
    confirm(page)

    expect(page.get_by_role("status").or_(page.locator(".say-flash")).first).to_contain_text("已推荐 2 件到总工会。")


def test_the_secretary_opens_the_assessments(stage: Stage) -> None:
    stage.deployment.at(date(YEAR, 11, 3))
    page = stage.take_up(SECRETARY, "开始考核")
    stage.look(page, "04-opening")
    press(page.get_by_role("button", name="开始考核 2 件"))

    expect(page.locator(".say-flash").first).to_contain_text("已开始考核 2 件。")


def test_the_team_scores_itself(stage: Stage) -> None:
    page = stage.take_up(APPLICANT, "自评分")
    score_sheet(page)
    expect(page.locator("#tally")).to_contain_text("100.00")
    stage.look(page, "04-self")
    press(page.get_by_role("button", name="签字并提交自评分"))

    expect(page.locator(".say-flash").first).to_contain_text("已签字提交")
    stage.look(page, "04-self-signed")


def test_who_is_related_cannot_be_appointed(stage: Stage) -> None:
    page = stage.take_up(SECRETARY, f"{MAIN.name} 的考核员")
    expect(page.locator("main")).to_contain_text("与申报班组同单位，按规则回避")
    expect(page.get_by_label("罗一鸣")).to_have_count(0)
    stage.look(page, "04-appoint")
    for name in ("阮思齐", "秦慕白"):
        page.get_by_label(name).check()
    press(page.get_by_role("button", name="安排考核员"))

    expect(page.locator("main")).to_contain_text("阮思齐")


@pytest.mark.parametrize(
    ("assessor", "lacking", "score"), [("laian.assessor1", (), "100.00"), ("laian.assessor2", ("总结",), "95.00")]
)
def test_assessors_score_with_ground_and_evidence(
    stage: Stage, assessor: str, lacking: tuple[str, ...], score: str
) -> None:
    page = stage.take_up(assessor, MAIN.name)
    score_sheet(page, lacking)
    expect(page.locator("#tally")).to_contain_text(score)
    if lacking:
        press(page.get_by_role("button", name="签字并提交考核分"))
        assert faults(page) != []
        stage.look(page, "04-no-ground")
        page.locator('[name="documents.ground"]').fill("现场查看档案，缺年度总结。")
        page.locator('[name="documents.file"]').set_input_files(a_file("现场检查记录"))
    press(page.get_by_role("button", name="签字并提交考核分"))
    expect(page.locator(".say-flash").first).to_contain_text("已签字提交")


def test_the_score_comes_back_to_the_case(stage: Stage) -> None:
    stage.deployment.settle()
    page = stage.go(SECRETARY, f"/applications/{COUNTY}/")
    press(page.get_by_role("link", name=MAIN.name).first)
    expect(page.locator("main")).to_contain_text("97.50")
    stage.look(page, "04-case")


def test_the_other_team_is_assessed_meanwhile(stage: Stage) -> None:
    player, name = player_of(stage), RETURNED.name
    found = player.get(SECRETARY, cases.api(COUNTY, "cases"), params={"q": name})["rows"][0]
    held = cases.case_of(player, SECRETARY, COUNTY, found["id"])
    path = cases.api(COUNTY, f"assessments/{held['assessment_id']}", "assessment")
    county.score(player, OTHER_APPLICANT, path, county.findings(self_score=True), own=True)
    county.appoint(player, path, ["laian.assessor1", "laian.assessor2"], RETURNED)
    for who in ("laian.assessor1", "laian.assessor2"):
        county.score(player, who, path, county.findings(self_score=False), own=False)
    stage.deployment.settle()

    assert cases.case_of(player, SECRETARY, COUNTY, found["id"])["score"] == "100.00"


def test_the_meeting_votes_with_a_recusal_and_signs(stage: Stage) -> None:
    stage.deployment.at(date(YEAR, 12, 3))
    page = stage.take_up(SECRETARY, "安排会议审批")
    press(page.get_by_role("button", name="整理").first)
    expect(page.locator("main")).to_contain_text("还差什么")
    for name in ("顾承平", "韩素云", "陆振邦", "谭月华"):
        page.get_by_role("group", name=f"{name} 是否到会").locator("label", has_text="到会").click()
    page.get_by_role("group", name="方绍文 是否到会").locator("label", has_text="缺席").click()
    page.get_by_label("方绍文 缺席原因").fill("外出开会")
    page.get_by_label("会议时间").fill(f"{YEAR}-12-03T15:00")
    page.get_by_label("地点").fill("县总工会三楼会议室")
    page.get_by_label("主持人").select_option(label="韩素云")
    press(page.get_by_role("button", name="记录到会情况"))
    expect(page.locator(".say-flash").first).to_contain_text("已记录到会情况")
    stage.look(page, "05-docket")
    for row in page.locator("#cases").locator("xpath=ancestor::form").locator("tbody tr").all():
        row.locator(".pick label", has_text="同意").first.click()
        if RETURNED.name in row.inner_text():
            row.locator("summary").click()
            row.get_by_label("谭月华").check()
    press(page.get_by_role("button", name="记录表决"))
    expect(page.locator(".say-flash").first).to_contain_text("已记录表决")
    expect(page.locator(".bar", has_text="已决定 2 / 2")).to_have_count(1)

    chair = stage.take_up("laian.chair2", "签发会议纪要")
    stage.look(chair, "05-chair")
    chair.get_by_role("button", name="形成决定并签发纪要").click()
    confirm(chair)
    expect(chair.locator(".say-flash").first).to_contain_text("会议纪要已签发")
    expect(chair.locator("main")).to_contain_text("回避：谭月华")
    stage.look(chair, "05-signed")
    minutes = chair.request.get(str(chair.get_by_role("link", name="打印会议纪要").evaluate("a => a.href")))
    assert minutes.body().startswith(b"%PDF")


def test_anybody_reads_the_notice_and_objects_even_without_scripts(stage: Stage) -> None:
    stage.deployment.at(date(YEAR, 12, 5))
    page = stage.go("", f"/applications/{COUNTY}/public/notices")
    press(page.locator("table a").first)
    expect(page.locator(".doc")).to_contain_text(MAIN.name)
    address = page.url
    stage.look(page, "06-notice")
    press(page.get_by_role("button", name="提交异议"))
    assert len(faults(page)) == 4
    stage.look(page, "06-notice-faults")

    plain = stage.person(scripts=False)
    plain.goto(address)
    choice = plain.locator("#f-application_id option", has_text=RETURNED.name).get_attribute("value")
    fill(
        plain,
        application_id=choice,
        facts="今年 6 月 18 日该班组贴片设备发生过停机故障，请核对是否属于设备事故。",
        name="高立秋",
        contact="13900000000",
    )
    press(plain.get_by_role("button", name="提交异议"))
    expect(plain.locator("main")).to_contain_text("异议已收到")


def test_another_than_the_deciders_handles_the_objection(stage: Stage) -> None:
    page = stage.take_up("laian.supervisor", f"处理异议：{RETURNED.name}")
    expect(page.locator("main")).not_to_contain_text("高立秋")
    press(page.get_by_role("button", name="受理这件异议"))
    press(page.get_by_role("button", name="查看提出人"))
    expect(page.locator("main")).to_contain_text("高立秋")
    page.locator("#f-outcome label", has_text="异议不成立").click()
    said = "经核查，停机不足一小时，未达到设备事故标准，异议不成立。"
    fill(page, finding=said, answer=said)
    stage.look(page, "06-objection")
    press(page.get_by_role("button", name="答复异议"))
    expect(page.locator("main")).to_contain_text("异议不成立")

    visitor = stage.person(scripts=False)
    receipt = visitor.locator(".say .num").inner_text()
    visitor.get_by_label("回执编号").fill(receipt)
    press(visitor.get_by_role("button", name="查看答复"))
    expect(visitor.locator("main")).to_contain_text(said)


def test_nothing_is_conferred_before_the_last_day_is_over(stage: Stage) -> None:
    page = stage.go(SECRETARY, f"/applications/{COUNTY}/")
    press(page.get_by_role("link", name="命名授牌"))
    expect(page.locator("main")).to_contain_text("现在没有等待命名的案卷")
    stage.deployment.at(date(YEAR, 12, 22))
    stage.deployment.tick()
    page = stage.take_up(SECRETARY, "命名")
    stage.look(page, "07-confer")
    page.get_by_role("button", name="命名 2 个").click()
    confirm(page)
    expect(page.locator("h1")).to_contain_text("荣誉名册")
    stage.look(page, "07-honours")


def test_the_address_in_the_qr_code_tells_the_state(stage: Stage) -> None:
    page = stage.person(SECRETARY)
    press(page.locator("table a", has_text=MAIN.name).first)
    stage.look(page, "07-honour")
    address = str(page.get_by_role("link", name="公开查验页").evaluate("a => a.href"))
    certificate = page.request.get(str(page.get_by_role("link", name="打印证书").evaluate("a => a.href")))
    assert certificate.body().startswith(b"%PDF")

    visitor = stage.person("")
    visitor.goto(address)
    expect(visitor.locator("main")).to_contain_text(MAIN.name)
    expect(visitor.locator("h1, h2").first).to_contain_text("有效")
    stage.look(visitor, "07-plaque")


def test_the_roll_is_searched_without_scripts(stage: Stage) -> None:
    page = stage.person(scripts=False)
    page.goto(f"{stage.origin}/applications/{COUNTY}/public/honours")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_label("集体、个人、单位或编号").fill(MAIN.employer)
    press(page.get_by_role("button", name="查找"))
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text(MAIN.name)


def test_one_is_sealed_and_forwarded_to_the_city(stage: Stage) -> None:
    page = stage.go(SECRETARY, f"/applications/{COUNTY}/honours")
    press(page.get_by_role("link", name="向上推荐").first)
    stage.look(page, "08-forwarding")
    page.get_by_role("button", name=f"封存并报送 {MAIN.employer} {MAIN.name}").click()
    confirm(page)
    expect(page.locator("main")).to_contain_text("滁州市总工会")
    stage.look(page, "08-sent")

    city = stage.take_up("chuzhou.secretary1", MAIN.name)
    stage.look(city, "08-city-case")
    city.goto(f"{stage.origin}/applications/3411/dossiers?direction=received")
    press(city.locator("table a", has_text=MAIN.name))
    expect(city.locator("main")).to_contain_text("核验通过：无改动")
    press(city.get_by_role("button", name="重新核验"))
    expect(city.locator("main")).to_contain_text("核验通过：无改动")
    stage.look(city, "08-dossier")
