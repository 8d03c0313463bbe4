"""Who plays in the journey, and on which days. Everybody is invented; the federations are real."""

from dataclasses import dataclass
from datetime import date
from typing import Any

COUNTY, CITY, PROVINCE, NATION = "341122", "3411", "34", "00"
PROGRAMME = "worker-pioneer"
OWN = "laian-worker-pioneer.yaml"
"""The regulation that the county's admin publishes in the story."""


@dataclass(frozen=True)
class Team:
    """A team that applies; `applicant` and `reviewer` sign in by these names."""

    name: str
    employer: str
    applicant: str
    reviewer: str
    headcount: int
    men: int


MAIN = Team("焊接一班", "安徽滁东轨道部件有限公司", "laian.applicant.chudong", "laian.reviewer.chahe", 18, 13)
RETURNED = Team("贴片三线", "来安明辉电子有限公司", "laian.applicant.minghui", "laian.reviewer.chahe", 26, 9)
WANING = Team("净化班", "来安县新安供水有限公司", "laian.applicant.xinan", "laian.reviewer.xinan", 12, 8)
OBJECTED = Team("抢修班", "大英供电所", "laian.applicant.daying", "laian.reviewer.daying", 15, 14)
SHORT = Team("急诊护理组", "来安县第二医院", "laian.applicant.hospital", "laian.reviewer.health", 22, 3)
TEAMS = (MAIN, RETURNED, WANING, OBJECTED, SHORT)


@dataclass(frozen=True)
class Calendar:
    """The days of a story that begins in the given year and ends a year and a half later."""

    year: int

    @property
    def begins(self) -> date:
        return self.on(1, 8)

    def on(self, month: int, day: int, *, years: int = 0) -> date:
        return date(self.year + years, month, day)


def story_year(today: date) -> int:
    """The latest year whose whole story lies in the past."""
    return today.year - 2


def form_of(team: Team) -> dict[str, Any]:
    """Form 1 of the notice (B8 form 1), consistent in itself."""
    return {
        "employer_founded": "2006-04",
        "headcount": team.headcount,
        "post_leader": "孟秋山",
        "team_founded": "2012-03",
        "men": team.men,
        "women": team.headcount - team.men,
        "party": 4,
        "league": 3,
        "mean_age": "36.5",
        "mean_grade": "3.8",
        "college": team.headcount - 6,
        "senior": 5,
        "junior": 1,
        "leader": "孟秋山",
        "leader_sex": "男",
        "leader_born": "1982-05",
        "leader_education": "大专",
        "leader_politics": "中共党员",
        "leader_trade": "焊工",
        "leader_since": "2016-08",
        "leader_contact": "mengqiushan",
        "leader_mobile": "13855000000",
        "address": "来安县汊河经济开发区纬二路 8 号",
        "postcode": "239200",
        "past_awards": [{"when": "2021-05", "where": "滁州市", "what": "市级安全生产先进班组"}],
    }
