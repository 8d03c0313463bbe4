"""Certificate, plaque, minutes and notice."""

from dataclasses import replace

import pytest

from services.common.documents import Attendee, Listing, certificate, inspect_seal, minutes, notice, plaque
from tests.unit.documents.reading import lacking, pages, pictures, size, whole
from tests.unit.documents.samples import CERTIFICATE, MINUTES, NOTICE, PLAQUE
from tests.unit.documents.seals import a_seal


@pytest.mark.parametrize(
    ("issue", "sheet"), [(certificate, CERTIFICATE), (plaque, PLAQUE), (minutes, MINUTES), (notice, NOTICE)]
)
def test_equal_sheets_are_equal_bytes_for_the_archive(issue, sheet):
    printed = issue(sheet)

    assert issue(replace(sheet)) == printed
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>" in printed


def test_a_certificate_names_holder_honour_number_and_giver_on_one_page():
    printed = certificate(CERTIFICATE)

    assert (len(pages(printed)), size(printed)) == (1, (297, 210))
    assert lacking(
        printed,
        "荣誉证书",
        "编号　来工先〔2026〕018 号",
        "安徽皖东智能装备有限公司装配二班：",
        CERTIFICATE.citation,
        "工人先锋号荣誉称号，特发此证。",
        "县级荣誉扫码查验本荣誉现状",
        "来安县总工会（盖章）2026年12月19日",
    ) == []  # fmt: skip


ISSUED = [(certificate, CERTIFICATE), (minutes, MINUTES), (notice, NOTICE)]


@pytest.mark.parametrize(("issue", "sheet"), ISSUED)
def test_without_an_image_the_place_waits_for_a_stamp(issue, sheet):
    assert f"{sheet.body}（盖章）" in whole(issue(sheet))
    assert "（盖章）" not in whole(issue(replace(sheet, sealed=False)))


@pytest.mark.parametrize(("issue", "sheet"), ISSUED)
def test_the_image_of_the_seal_stands_over_body_and_day(issue, sheet):
    image = inspect_seal("公章.png", a_seal())
    printed = issue(replace(sheet, seal=image))

    assert "（盖章）" not in whole(printed)
    assert pictures(printed) == [(image.width, image.height)]
    assert pictures(issue(replace(sheet, seal=image, sealed=False))) == []
    assert b"<pdfaid:part>2</pdfaid:part>" in printed


@pytest.mark.parametrize("issue_and_sheet", [(certificate, CERTIFICATE), (plaque, PLAQUE), (notice, NOTICE)])
def test_the_code_changes_with_the_address(issue_and_sheet):
    issue, sheet = issue_and_sheet

    assert issue(replace(sheet, verify_url="https://honours.example.cn/v/other")) != issue(sheet)


@pytest.mark.parametrize("honour", ["工匠", "模范职工之家", "全国五一劳动奖状先进集体示范单位荣誉称号"])
def test_any_honour_fits_certificate_and_plaque(honour):
    for printed in (certificate(replace(CERTIFICATE, honour=honour)), plaque(replace(PLAQUE, honour=honour))):
        assert (len(pages(printed)), lacking(printed, honour)) == (1, [])


def test_a_plaque_has_its_own_number():
    printed = plaque(PLAQUE)

    assert (len(pages(printed)), size(printed)) == (1, (297, 210))
    assert (
        lacking(
            printed, "安徽皖东智能装备有限公司装配二班", "工人先锋号", "来安县总工会2026年12月", "来工牌〔2026〕018 号"
        )
        == []
    )


def test_minutes_tell_attendance_quorum_and_every_case():
    printed = minutes(MINUTES)

    assert lacking(
        printed,
        "主席办公会会议纪要〔2026〕第 9 号",
        "时间：2026年11月24日 09:30",
        "出席：郑立群（主席）、许文镕（副主席）、赵喆（副主席）、吴翀（经审委主任）、钱珺（女工委主任）、孙垚（常委）",
        "缺席：李修远（常委，因公出差请假）",
        "应到 7 人，实到 6 人，不少于 5 人方可议事，符合议事规则。",
        "县第二医院急诊护理组L-2026-0007",
        "96.50同意命名",
        "同意 5反对 0弃权 0许文镕",
        "不同意命名",
        "公示期 5 个工作日。",
    ) == []  # fmt: skip


@pytest.mark.parametrize(("there", "says"), [(5, "符合议事规则"), (4, "未达到法定人数，不能作出决定")])
def test_minutes_say_whether_there_was_a_quorum(there, says):
    members = tuple(Attendee(f"委员{n}", "常委", "" if n < there else "请假") for n in range(7))

    assert (
        lacking(minutes(replace(MINUTES, attendees=members)), f"实到 {there} 人，不少于 5 人方可议事，{says}。") == []
    )


def test_a_long_docket_runs_over_pages_with_its_heads():
    printed = minutes(replace(MINUTES, cases=MINUTES.cases * 15))

    assert len(pages(printed)) > 2
    assert [page.count("序对象考核分决定理由表决回避") for page in pages(printed)][:3] == [1, 1, 1]


def test_a_notice_reads_like_an_official_document():
    printed = notice(NOTICE)

    assert (len(pages(printed)), size(printed)) == (1, (210, 297))
    assert lacking(
        printed,
        "来安县总工会来工示〔2026〕6 号关于 2026 年拟命名县级“工人先锋号”集体的公示",
        NOTICE.paragraphs[0],
        "公示期 5 个工作日，自 2026年11月27日起，至 12月3日止。",
        "序集体单位推荐工会考核分",
        "2装配二班安徽皖东智能装备有限公司汊河经济开发区工会96.50",
        "异议人身份受保护。",
        "电话：0550-5600000",
        "来安县总工会（盖章）2026年11月26日",
    ) == []  # fmt: skip


def test_a_notice_may_have_an_addressee_and_no_list():
    printed = notice(replace(NOTICE, listing=None, addressee="各镇乡工会", verify_url=""))

    assert (lacking(printed, "各镇乡工会：经基层工会申报"), "扫码查看" in whole(printed)) == ([], False)


def test_a_list_whose_rows_do_not_fit_is_refused():
    with pytest.raises(ValueError, match="does not fit"):
        Listing(("序", "集体"), (("1",),))
