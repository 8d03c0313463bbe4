"""Whom a campaign speaks of, what it counts, and the shape for one or several of them (B2, B6, D1, D2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from services.common.regulation.nodes import Items, Node
from services.common.regulation.reading import Reading
from services.common.regulation.shapes import Choice, Shape
from services.common.regulation.word_shapes import ListOf

FEDERATION: Final = "federation"

UNITS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "each township": ("各乡镇（街道、园区）工会", ("township",)),
    "each industry": ("各产业（行业）工会", ("industry",)),
    "each direct": ("各直属单位工会", ("direct",)),
    "each reviewing_union": ("各乡镇、产业、直属工会", ("township", "industry", "direct")),
    "each grassroots_union": ("各基层工会", ("employer_union",)),
    "each team": ("各班组、岗位", ("team",)),
}
"""Kinds of units of the publishing federation, with the kinds of the tree that are meant."""

BELOW: Final[Mapping[str, tuple[str, str]]] = {
    "each province": ("各省总工会", "province"),
    "each city": ("各市总工会", "city"),
    "each county": ("各县（市、区）总工会", "county"),
}
"""Federations below, by their level."""

BODIES_OF: Final[Mapping[str, str]] = {
    FEDERATION: "本级总工会",
    **{word: title for word, (title, _) in UNITS.items()},
    **{word: title for word, (title, _) in BELOW.items()},
}

COUNTED: Final[Mapping[str, str]] = {
    "contests": "举办的技能比武（场）",
    "entrants": "技能比武参赛人数",
    "honours_cultivated": "新培育的荣誉（个）",
    "activities": "开展的活动（次）",
    "participants": "活动参加人数",
}
"""What the platform counts by itself; nobody types these figures."""

ACTIVITIES: Final[Mapping[str, str]] = {
    "team_interaction": "班组互动",
    "five_small": "“五小”活动",
    "mentoring": "师带徒",
    "protection_inspection": "劳动保护监督检查",
    "training": "培训",
}

OUTCOMES: Final[Mapping[str, Mapping[str, str]]] = {
    "team_interaction": {"held": "已开展"},
    "five_small": {"proposed": "已提出", "adopted": "已采纳", "applied": "已见效"},
    "mentoring": {"paired": "已结对", "passed": "出师", "ended": "未出师"},
    "protection_inspection": {"held": "已检查", "found": "发现问题", "solved": "问题已整改"},
    "training": {"held": "已开展"},
}
"""How far an activity has come; a later one in the row takes the place of an earlier."""

_ENDS: Final[Mapping[str, tuple[str, ...]]] = {"mentoring": ("passed", "ended")}
"""Results of which one excludes the other: an apprentice who did not pass has not passed."""


def later_outcomes(activity: str, outcome: str) -> tuple[str, ...]:
    """What may still come of it."""
    order = tuple(OUTCOMES[activity])
    return () if outcome in _ENDS.get(activity, ()) else order[order.index(outcome) + 1 :]


def counting_outcomes(activity: str, outcome: str) -> tuple[str, ...]:
    """Those that count as that one: itself and whatever comes after it. What took effect had been adopted."""
    return (outcome, *later_outcomes(activity, outcome))


ANY_OUTCOME: Final[Mapping[str, str]] = {word: title for each in OUTCOMES.values() for word, title in each.items()}

CONTEST_LEVELS: Final[Mapping[str, str]] = {
    "national": "全国",
    "province": "省级",
    "city": "市级",
    "county": "县级",
    "township": "乡镇级",
    "enterprise": "企业级",
    "team": "班组级",
}


def unit_kinds(of: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds of units in the tree that are meant, each once."""
    return tuple(dict.fromkeys(kind for each in of if each in UNITS for kind in UNITS[each][1]))


def levels_below(of: tuple[str, ...]) -> tuple[str, ...]:
    """The levels of the federations that are meant."""
    return tuple(dict.fromkeys(BELOW[each][1] for each in of if each in BELOW))


def bodies_title(of: tuple[str, ...]) -> str:
    return "、".join(BODIES_OF[each] for each in of)


class OneOrMore(Shape):
    """One word of a closed set, or a list of them; always kept as a tuple."""

    widget: ClassVar[str] = "choices"

    def __init__(self, words: Mapping[str, str]) -> None:
        self.word = Choice(words)

    @property
    def choices(self) -> Mapping[str, str]:
        return self.word.choices

    def read(self, node: Node, at: str, reading: Reading) -> tuple[str, ...]:
        if isinstance(node, Items):
            found: tuple[str, ...] = ListOf(self.word, least=1).read(node, at, reading)
            return tuple(dict.fromkeys(found))
        return (self.word.read(node, at, reading),)

    def schema(self) -> dict[str, Any]:
        one = self.word.schema()
        return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}
