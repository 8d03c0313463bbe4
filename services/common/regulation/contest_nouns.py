"""The closed sets of nouns of contests: levels of the league, grades, who signs, who arbitrates (B1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LEAGUE: Final[Mapping[str, str]] = {
    "team": "班组级",
    "enterprise": "企业级",
    "township": "乡镇级",
    "county": "县级",
    "city": "市级",
    "province": "省级",
    "national": "全国",
}
"""From the lowest to the highest: winners advance upward."""

OWN_LEVELS: Final = ("team", "enterprise", "township", "county")
"""Levels whose contests stand in one federation's own rules: the four-level league."""

GRADES: Final[Mapping[str, str]] = {
    "none": "无等级",
    "junior": "初级工",
    "intermediate": "中级工",
    "senior": "高级工",
    "technician": "技师",
    "senior_technician": "高级技师",
}
"""From the lowest to the highest."""

ENTERED_BY: Final[Mapping[str, str]] = {"unit": "由单位报名", "person": "由本人报名"}
UNITS_OF_ENTRY: Final[Mapping[str, str]] = {"employer": "单位", "reviewing_union": "推荐工会", "team": "班组"}
EACH: Final[Mapping[str, str]] = {"contest": "整场比赛", "trade": "每个工种", "class": "每个组别"}
ADMITS: Final[Mapping[str, str]] = {
    "anyone": "符合条件的均可报名",
    "advanced": "限下级比赛晋级的选手",
    "both": "下级比赛晋级的选手和符合条件的报名人员",
}
ONE_PERSON: Final[Mapping[str, str]] = {
    "one_entry": "每人限报一个工种",
    "one_per_trade": "每人每个工种限报一次",
}
AGE_ON: Final[Mapping[str, str]] = {"closes": "报名截止日", "starts": "比赛开始日", "year_start": "当年1月1日"}
LATE_START: Final[Mapping[str, str]] = {"refused": "不得入场", "admitted": "可以入场，不延长时间"}
BELOW_LEAST: Final[Mapping[str, str]] = {"cancelled": "取消比赛", "without_awards": "照常比赛，不设奖"}

SCORED_BY: Final[Mapping[str, str]] = {"paper": "阅卷", "judges": "裁判打分", "measured": "按测量结果计分"}
BLIND: Final[Mapping[str, str]] = {"none": "不匿名", "paper_number": "密封试卷编号", "station_number": "抽取工位号"}
IDENTITY_SHOWN: Final[Mapping[str, str]] = {"void": "该项成绩作废", "zero": "该项计 0 分"}
OWN_UNIT: Final[Mapping[str, str]] = {
    "employer": "与选手同单位的裁判回避",
    "team": "与选手同班组的裁判回避",
}
WITHOUT_PART: Final[Mapping[str, str]] = {"unranked": "缺少该项的不排名次", "zero": "缺少该项的按 0 分计"}

SIGNERS: Final[Mapping[str, str]] = {"entrant": "选手", "judge": "裁判员", "chief": "裁判长"}
ARBITERS: Final[Mapping[str, str]] = {
    "arbitration_group": "仲裁组",
    "organising_committee": "组委会",
    "chief_judge": "裁判长",
    "federation": "总工会",
}

MEASURES: Final[Mapping[str, str]] = {
    "total": "总分",
    "finished_at": "交件时间",
    "time_used": "用时",
    "deductions": "扣分",
    "entered_at": "报名时间",
    "play_off": "加赛成绩",
    "drawn": "抽签",
    "firsts": "第一名人数",
}
ORDER_WAYS: Final[Mapping[str, str]] = {"more": "高的在前", "less": "少的在前", "earlier": "早的在前"}

AWARD_TIES: Final[Mapping[str, str]] = {
    "share": "并列的一并授奖，占用下一档名额",
    "widen": "并列的一并授奖，名额相应增加",
    "fewer": "名额不够的，并列的都归入下一档",
}
ADVANCE_TIES: Final[Mapping[str, str]] = {"share": "并列的一并晋级", "fewer": "名额不够的，并列的都不晋级"}
BASES: Final[Mapping[str, str]] = {
    "entered": "报名人数",
    "started": "实际参赛人数",
    "ranked": "取得名次的人数",
}

TEAM_SUMS: Final[Mapping[str, str]] = {
    "all": "全体队员成绩相加",
    "best": "成绩最好的几名队员相加",
    "places": "按名次计分相加",
}
SHORT_TEAM: Final[Mapping[str, str]] = {"out": "人数不足的队不排名次", "counts": "人数不足的队按实有成绩计"}
