"""长兴 2018: the sixteen townships, who is entered from where, and the marks that everybody is given.

The townships are real; firms, teams and people are invented.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.embedded.journey.federation import Federation

HERE = Federation("330522", "changxing", "长兴县总工会")
CLERK, SYSTEM, SECURITY = (HERE.user(each) for each in ("secretary1", "system", "security"))
EAST, WEST = "changxing.reviewer.zhicheng", "changxing.reviewer.jiapu"
EAST_UNIONS, WEST_UNIONS = "changxing.applicant.ruoxi", "changxing.applicant.jiapu"
CHIEF, SECOND, THIRD = "changxing.assessor1", "changxing.assessor2", "changxing.chair2"
JUDGES = (CHIEF, SECOND, THIRD, "changxing.chair3", "changxing.auditor")
MORE_JUDGES = (*JUDGES, EAST, WEST)
ARBITER, FINALISER = "changxing.supervisor", "changxing.chair1"
TRADES = {"welder": "焊工", "electrician": "电工", "fitter": "钳工", "forklift": "叉车司机", "nurse": "护理"}
BORN = date(1988, 5, 6)


@dataclass(frozen=True)
class Town:
    """`surname` is that of its people; `is_known` where the demo has the firm already."""

    name: str
    trade: str
    firm: str
    team: str
    surname: str
    is_east: bool
    is_known: bool = False

    @property
    def reviewer(self) -> str:
        return EAST if self.is_east else WEST

    @property
    def applicant(self) -> str:
        return EAST_UNIONS if self.is_east else WEST_UNIONS

    @property
    def union(self) -> str:
        return f"{self.firm}工会"

    @property
    def first(self) -> str:
        return f"{self.surname}知远"

    @property
    def second(self) -> str:
        return f"{self.surname}思齐"

    @property
    def third(self) -> str:
        return f"{self.surname}若谷"

    @property
    def entrants(self) -> tuple[str, ...]:
        """吕山 enters two, under the least number of three."""
        return (self.first, self.second) if self.name == "吕山乡总工会" else (self.first, self.second, self.third)

    def row(self, name: str, trade: str = "", **more: Any) -> dict[str, Any]:
        """As it stands in the workbook of entries."""
        said = {"name": name, "sex": "男", "born_on": BORN, "unit": self.team, "trade": TRADES[trade or self.trade]}
        return said | {"grade": "中级工", "industry": "制造业", "leader": self.first, "phone": "13800000522"} | more


TOWNS = (
    Town("雉城街道总工会", "welder", "长兴箬溪机械有限公司", "总装一班", "沈", True, True),
    Town("画溪街道总工会", "welder", "浙江画溪新能源有限公司", "电芯二线", "苏", True, True),
    Town("太湖街道总工会", "welder", "长兴太湖钢构有限公司", "钢构焊接班", "江", True),
    Town("龙山街道总工会", "welder", "长兴龙山锅炉有限公司", "锅炉焊接班", "路", True),
    Town("洪桥镇总工会", "electrician", "长兴洪桥电气有限公司", "电气维修班", "柳", True),
    Town("李家巷镇总工会", "electrician", "长兴李家巷新材料有限公司", "配料班", "俞", True, True),
    Town("林城镇总工会", "electrician", "长兴林城机电有限公司", "机电班", "裴", True),
    Town("夹浦镇总工会", "electrician", "长兴夹浦纺织有限公司", "织造三班", "傅", False, True),
    Town("虹星桥镇总工会", "fitter", "长兴虹星桥轴承有限公司", "轴承钳工班", "季", False),
    Town("小浦镇总工会", "fitter", "长兴小浦阀门有限公司", "阀门装配班", "康", False),
    Town("和平镇总工会", "fitter", "长兴和平模具有限公司", "模具班", "毛", False),
    Town("泗安镇总工会", "forklift", "长兴泗安物流有限公司", "泗安仓储班", "范", False),
    Town("煤山镇总工会", "forklift", "长兴煤山蓄电池有限公司", "化成班", "彭", False, True),
    Town("水口乡总工会", "forklift", "长兴水口茶业有限公司", "水口储运班", "鲁", False),
    Town("吕山乡总工会", "nurse", "长兴吕山乡卫生院", "吕山护理组", "韦", False),
    Town("长兴经济技术开发区总工会", "nurse", "长兴开发区医院", "急诊护理组", "昌", False),
)
NEW_TOWN = TOWNS[-1]


def of_trade(trade: str) -> list[Town]:
    return [each for each in TOWNS if each.trade == trade]


# theory, and what each of three judges gives for practice.
TOWN_MARKS = {
    "first": ("90", ("84", "88", "86")),
    "second": ("80", ("90", "92", "70")),
    "third": ("60", ("67", "69", "65")),
}
# theory and practice of the eight of a county's contest; five judges give for practice 3 less, three times it, 4 more.
COUNTY_MARKS = (
    ("92", "90"), ("88", "86"), ("90", "90"), ("76", "96"), ("85", "88"), ("85", "88"), ("80", "80"), ("70", "80"),
)  # fmt: skip
SPREAD = (-3, 0, 0, 0, 4)
# Of the three who go on to the city's contest; the third stays under 60 and has no practice.
CITY_THEORY, CITY_PRACTICE = ("88", "90", "59"), ("90", "85")
