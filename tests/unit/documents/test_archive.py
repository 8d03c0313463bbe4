import io
from dataclasses import fields, replace

import pypdf

from services.common.documents import CaseDossier, LogLine, ObjectionLine, case_dossier
from tests.unit.documents.reading import lacking, pages
from tests.unit.documents.samples import DOSSIER, FORM_1, at

PRINTED = case_dossier(DOSSIER)


def test_the_archive_holds_the_whole_way_of_the_case():
    assert lacking(
        PRINTED,
        "“工人先锋号”案卷",
        "案卷号 L-2026-0031",
        "一、概要" + DOSSIER.why,
        "2026-10-12 10:02皖东智能装备工会 孟知行提交申报规则第 4 版 申报",
        "汊河经济开发区工会审核推荐同意推荐",
        "一流业绩安全生产证明.pdf1.2 MB",
        "主席办公会　〔2026〕第 9 号　2026年11月24日",
        "同意 5反对 0弃权 0许文镕",
        "2026-11-27 至 2026-12-035 个工作日",
        "异议人实名提出，身份受保护，不载入案卷。",
        "Y-2026-002",
        "查阅台账并访谈 6 人，反映不属实，已答复本人。2026-12-02",
        "来工先〔2026〕018 号来工牌〔2026〕018 号有效",
        "日志 28 条，链条完整",
        "1c" * 16,
        "扣分说明",
    ) == []  # fmt: skip
    assert len(pages(PRINTED)) == 5


def test_the_parts_are_bookmarked():
    outline = pypdf.PdfReader(io.BytesIO(PRINTED)).outline

    assert [part.title for part in outline] == [
        "一、概要",
        "二、办理经过",
        "三、各级意见",
        "四、佐证材料",
        "五、会议纪要摘录",
        "六、公示与异议",
        "七、荣誉与牌匾",
        "八、日志",
        "九、申报表",
        "十、考核评价表",
    ]


def test_every_page_but_the_cover_is_numbered():
    texts = pages(PRINTED)

    assert ["共5页" in text for text in texts] == [False, True, True, True, True]
    assert "第2页，共5页" in texts[1]


def test_equal_archives_are_equal_bytes():
    assert case_dossier(replace(DOSSIER)) == PRINTED


def test_there_is_no_place_for_an_objectors_name():
    assert [field.name for field in fields(ObjectionLine)] == [
        "number",
        "received_at",
        "facts",
        "handler",
        "finding",
        "answered_on",
    ]


def test_a_young_case_prints_with_what_it_has():
    young = CaseDossier(
        title="案卷", case_no="L-1", holder="装配二班", employer="", body="来安县总工会", state="在办",
        made_at=at(4, 8), why="已提交申报。", forms=(FORM_1,),
    )  # fmt: skip

    texts = pages(case_dossier(young))

    assert len(texts) == 3
    assert "二、办理经过无三、各级意见无" in texts[1]


def test_a_long_log_runs_over_pages():
    log = tuple(LogLine(number, at(4, 8), "孟知行", "保存草稿", "ab" * 32) for number in range(1, 301))

    printed = case_dossier(replace(DOSSIER, log=log))

    assert len(pages(printed)) > 12
    assert lacking(printed, "3002026-04-08 09:00孟知行保存草稿") == []
