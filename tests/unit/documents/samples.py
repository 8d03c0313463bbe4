"""One invented team's papers, with names whose characters common fonts lack."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from services.common.documents import (
    ApplicationFormSheet,
    Attendee,
    CaseDecision,
    CaseDossier,
    Certificate,
    Composition,
    EvidenceLine,
    HonourLine,
    Leader,
    Listing,
    LogLine,
    Minutes,
    MinutesExtract,
    Notice,
    ObjectionLine,
    OpinionBox,
    OpinionLine,
    Plaque,
    PublicityLine,
    ScoreRow,
    ScoreSheet,
    Tail,
    TeamForm,
    WayStep,
    team_form_rows,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
VERIFY = "https://honours.example.cn/v/7C3E-91B0"


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


TEAM = TeamForm(
    employer="浙江苕溪动力有限公司",
    employer_founded="2009年6月",
    team="极板涂布班",
    headcount="18",
    leader_name="葛翀堃",
    team_founded="2014年3月",
    composition=Composition("18", "13", "5", "6", "4", "34.5", "3.2", "9", "7", "2"),
    leader=Leader("葛翀堃", "男", "1986年9月", "大专", "中共党员", "涂布工", "2019年1月", "无", "13800000000"),
    address="长兴县画溪街道白溪大道 18 号",
    postcode="313100",
    past_awards=("2023年5月，长兴县，县“安康杯”竞赛优胜班组；", "2025年9月，湖州市，职工“五小”成果二等奖。"),
)
FORM_1 = ApplicationFormSheet(
    annex="附件 1",
    title="2026 年长兴县创建“工人先锋号”示范培育申报表",
    rows=team_form_rows(TEAM),
    opinions=(
        OpinionBox(
            "单位工会\n意见", "情况属实，班组职工讨论通过，同意申报。", "沈知微", date(2026, 4, 3), "苕溪动力工会"
        ),
        OpinionBox("单位意见", "同意。", "余景川", date(2026, 4, 3), "浙江苕溪动力有限公司"),
        OpinionBox(
            "乡镇（街道、\n园区）、\n县直属产业\n（行业）工会\n（工委）意见",
            "经审核符合条件，同意推荐，列本街道第 1 名。",
            "陆怀瑾",
            date(2026, 4, 8),
            "画溪街道总工会",
        ),
        OpinionBox("县劳动竞赛\n委员会办公室\n意见"),
    ),
    remarks=(
        "此表由基层工会在 4 月 10 日前上报到县总工会经济部。",
        "此表一式 3 份，县总工会经济工作部、各乡镇（街道、园区）（总）工会、县直属产业（行业）工会（工委）、基层工会各一份。",
    ),
    tail=Tail("C-2026-0012", 1, 3, "县总工会经济工作部", "7C3E-91B0", at(4, 8, 16, 20), VERIFY),
)


def _row(group, item, full, self_score, score, ground="", evidence=""):
    return ScoreRow(group, item, Decimal(full), Decimal(self_score), Decimal(score), ground, evidence)


FORM_3 = ScoreSheet(
    annex="附件 3",
    title="2026 年长兴县开展“工人先锋号”创建活动考核评价表",
    holder="浙江苕溪动力有限公司 极板涂布班",
    rows=(
        _row(
            "一全\n（20 分）",
            "创建活动文件齐全（上级文件和本级计划、活动情况、总结），每少 1 项扣 5 分，扣完为止。",
            20,
            20,
            "20.00",
        ),
        _row(
            "三有\n（50 分）",
            "有活动（培训、“五小”活动、评比等），少 1 项扣 3 分，扣完为止。",
            15,
            15,
            "12.00",
            "缺第三季度岗位练兵记录",
            "活动台账第 14 页",
        ),
        _row(
            "三有\n（50 分）",
            "有实效（测评岗员知晓率、参与率在 100%，服务对象满意率在 95% 以上）。每少 5 个百分点扣 10 分。",
            25,
            25,
            "25.00",
        ),
        _row(
            "三有\n（50 分）",
            "有总结（文字和相关图片）少 1 项扣 5 分，扣完为止。",
            10,
            10,
            "5.00",
            "总结无图片",
            "年度总结.pdf",
        ),
        *(
            _row("六上墙\n（30 分）", item, 5, 5, "5.00")
            for item in ("创建领导小组", "岗位全称", "岗位成员情况", "口号", "承诺和目标", "监督电话")
        ),
    ),
    remarks=(
        "考核在 90 分以上为合格。",
        "此表由基层工会在 11 月 25 日前上报到县总工会经济部。",
        "其他上墙内容企业根据实际情况而定。",
    ),
    verdict="考核分 92.00，不低于 90.00，合格。",
    assessors=("周垚", "唐珺"),
    assessed_on=date(2026, 11, 20),
    seal="长兴县总工会",
    tail=Tail(case_no="C-2026-0012", check_code="5B20-77D1", made_at=at(11, 20, 17, 5), verify_url=VERIFY),
)

CERTIFICATE = Certificate(
    honour="工人先锋号",
    level="县级",
    employer="安徽皖东智能装备有限公司",
    holder="装配二班",
    citation="在全县职工“当好主人翁、建功新时代”主题劳动竞赛中，创一流素质、一流工作、一流服务、一流业绩，成绩显著，决定授予",
    number="来工先〔2026〕018 号",
    conferred_on=date(2026, 12, 19),
    body="来安县总工会",
    verify_url=VERIFY,
)
PLAQUE = Plaque(
    honour="工人先锋号",
    employer="安徽皖东智能装备有限公司",
    holder="装配二班",
    number="来工牌〔2026〕018 号",
    conferred_on=date(2026, 12, 19),
    body="来安县总工会",
    verify_url=VERIFY,
)

CASE_2 = CaseDecision(
    "装配二班",
    "同意命名",
    "考核 96.50 分，五项条件均有佐证，公示前无异议",
    5,
    0,
    0,
    ("许文镕",),
    "安徽皖东智能装备有限公司",
    Decimal("96.50"),
    "L-2026-0031",
)
MINUTES = Minutes(
    body="来安县总工会",
    title="主席办公会会议纪要",
    number="〔2026〕第 9 号",
    held_at=at(11, 24, 9, 30),
    place="县总工会三楼会议室",
    chair="郑立群（主席）",
    recorder="林秋实",
    attendees=(
        Attendee("郑立群", "主席"),
        Attendee("许文镕", "副主席"),
        Attendee("赵喆", "副主席"),
        Attendee("吴翀", "经审委主任"),
        Attendee("钱珺", "女工委主任"),
        Attendee("孙垚", "常委"),
        Attendee("李修远", "常委", "因公出差请假"),
    ),
    quorum=5,
    subject="会议听取经济工作部关于 2026 年度县级“工人先锋号”考核验收情况的汇报，逐案审议并表决。",
    cases=(
        CaseDecision(
            "急诊护理组", "同意命名", "考核 97.00 分，群众满意率 98.60%", 6, 0, 0, (), "县第二医院", Decimal("97"), "L-2026-0007"
        ),
        CASE_2,
        CaseDecision(
            "冲压班", "不同意命名", "考核期内发生人身伤害事故 1 起，不符合“一流业绩”条件", 0, 6, 0, (), "滁东轨道部件有限公司",
            Decimal("91.00"), "L-2026-0015",
        ),
    ),
    observers=("韩松（经济工作部部长）",),
    notes=("以上拟命名集体由经济工作部拟稿公示，公示期 5 个工作日。",),
)  # fmt: skip

NOTICE = Notice(
    body="来安县总工会",
    number="来工示〔2026〕6 号",
    title="关于 2026 年拟命名县级\n“工人先锋号”集体的公示",
    paragraphs=(
        "经基层工会申报、镇乡和主管局工会审核推荐、县总工会考核评价、主席办公会审定，拟命名县第二医院急诊护理组等 5 个集体为 2026 年来安县“工人先锋号”。现予公示，接受社会监督。",
    ),
    period="公示期 5 个工作日，自 2026年11月27日起，至 12月3日止。",
    listing=Listing(
        ("序", "集体", "单位", "推荐工会", "考核分"),
        (
            ("1", "急诊护理组", "县第二医院", "卫健工会", "97.00"),
            ("2", "装配二班", "安徽皖东智能装备有限公司", "汊河经济开发区工会", "96.50"),
            ("3", "综合窗口", "县政务服务中心", "县直机关工会", "96.00"),
            ("4", "第三清扫班", "新安镇环卫所", "新安镇工会", "95.50"),
            ("5", "细纱乙班", "恒远纺织有限公司", "水口镇工会", "93.50"),
        ),
        frozenset({0, 4}),
    ),
    closing=(
        "对公示对象有异议的，请在公示期内以书面、电话或网上方式实名反映，并提供必要的事实依据。异议人身份受保护。",
    ),
    contact=("联系人：经济工作部 林秋实", "电话：0550-5600000（工作日 8:30 至 17:30）"),
    issued_on=date(2026, 11, 26),
    verify_url=VERIFY,
)

DOSSIER = CaseDossier(
    title="“工人先锋号”案卷",
    case_no="L-2026-0031",
    holder="装配二班",
    employer="安徽皖东智能装备有限公司",
    body="来安县总工会",
    state="县级已命名，荣誉有效",
    made_at=at(12, 20, 8, 15),
    verify_url=VERIFY,
    why="县级考核 96.50 分，不低于 90.00 分；主席办公会同意命名；公示 5 个工作日，收到异议 1 件，经核查不成立；2026年12月19日授予称号并挂牌。",
    facts=(
        ("所属", "汊河经济开发区工会"),
        ("人数", "18 人，女 5 人，党员 6 人"),
        ("规则", "来安县“工人先锋号”规则第 4 版"),
    ),
    way=(
        WayStep(at(10, 12, 10, 2), "皖东智能装备工会 孟知行", "提交申报", "规则第 4 版 申报"),
        WayStep(at(10, 20, 15, 40), "汊河经济开发区工会 郑立", "审核同意，列推荐第 1 名", "规则第 4 版 审核推荐"),
        WayStep(at(11, 20, 17, 5), "考核组 周垚、唐珺", "考核 96.50 分", "规则第 4 版 考核"),
        WayStep(at(12, 19, 11, 0), "来安县总工会", "授予称号，挂牌", "规则第 4 版 命名"),
    ),
    forms=(FORM_1,),
    opinions=(
        OpinionLine(
            "汊河经济开发区工会",
            "审核推荐",
            "同意推荐",
            "听取职工意见 36 人，同意推荐，列第 1 名。",
            "郑立",
            at(10, 20, 15, 40),
        ),
    ),
    evidence=(EvidenceLine("一流业绩", "安全生产证明.pdf", "1.2 MB", "9f86d081884c7d659a2feaa0c55ad015" * 2),),
    sheets=(FORM_3,),
    minutes=(
        MinutesExtract(
            "主席办公会",
            "〔2026〕第 9 号",
            date(2026, 11, 24),
            "应到 7 人，实到 6 人，不少于 5 人方可议事，符合议事规则。",
            CASE_2,
        ),
    ),
    publicity=(
        PublicityLine(
            "关于 2026 年拟命名县级“工人先锋号”集体的公示",
            "来工示〔2026〕6 号",
            date(2026, 11, 27),
            date(2026, 12, 3),
            5,
            "异议 1 件，不成立",
        ),
    ),
    objections=(
        ObjectionLine(
            "Y-2026-002",
            at(11, 28, 20, 11),
            "反映班组三季度未开展岗位练兵",
            "机关纪委 何朗",
            "查阅台账并访谈 6 人，反映不属实，已答复本人。",
            date(2026, 12, 2),
        ),
    ),
    honours=(
        HonourLine(
            "工人先锋号",
            "县",
            "来安县总工会",
            "来工先〔2026〕018 号",
            "来工牌〔2026〕018 号",
            date(2026, 12, 19),
            "有效",
        ),
    ),
    log=tuple(
        LogLine(number, at(10, number - 13, 9, number), "孟知行", act, f"{number:02x}" * 32)
        for number, act in enumerate(("保存草稿", "提交申报", "审核同意", "推荐至县总工会"), 25)
    ),
    chain="日志 28 条，链条完整，2026年12月20日 06:00 校验。",
)
