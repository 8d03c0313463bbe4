"""A regulation as a whole, and its stored form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from services.common.regulation.campaign import Campaign
from services.common.regulation.contest import Contest
from services.common.regulation.date_shapes import DayShape
from services.common.regulation.form import Form
from services.common.regulation.kinds import named_kinds
from services.common.regulation.later_sections import SECTIONS
from services.common.regulation.nodes import Table, from_plain
from services.common.regulation.programme import Programme
from services.common.regulation.reading import MisreadError, Reading, read_word
from services.common.regulation.shapes import Count, Id, Text
from services.common.regulation.sheet import Sheet
from services.common.regulation.word_shapes import ListOf, MapOf, WordOf
from services.common.regulation.words import Key


@dataclass(frozen=True, kw_only=True)
class BasedOn:
    """The superior's regulation of which this one says only the differences (X1)."""

    tenant: Annotated[str, Key("上级代码", Text(12))]
    regulation: Annotated[str, Key("规则", Id())]
    version: Annotated[int, Key("版本", Count(1, 100_000))] = 1


@dataclass(frozen=True, kw_only=True)
class Regulation:
    """One file, read and checked. `document` is what is stored; reading it again gives an equal regulation."""

    id: Annotated[str, Key("代号", Id(), name="regulation")]
    title: Annotated[str, Key("名称", Text(120))]
    tenant: Annotated[str, Key("制定单位代码", Text(12))]
    effective: Annotated[date, Key("施行日期", DayShape())]
    source: Annotated[str, Key("依据文件", Text(200))] = ""
    based_on: Annotated[BasedOn | None, Key("依据上级规则", WordOf(BasedOn))] = None
    locks: Annotated[tuple[str, ...], Key("下级不得改动", ListOf(Text(200)), name="locked")] = ()
    programmes: Annotated[Mapping[str, Programme], Key("荣誉评选", MapOf(Programme))] = field(default_factory=dict)
    forms: Annotated[Mapping[str, Form], Key("表格", MapOf(Form))] = field(default_factory=dict)
    sheets: Annotated[Mapping[str, Sheet], Key("评价表", MapOf(Sheet))] = field(default_factory=dict)
    campaigns: Annotated[Mapping[str, Campaign], Key("竞赛活动", MapOf(Campaign))] = field(default_factory=dict)
    contests: Annotated[Mapping[str, Contest], Key("技能比武", MapOf(Contest))] = field(default_factory=dict)
    sections: Mapping[str, Any] = field(default_factory=dict)
    """Of later services: by name, as written."""
    document: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def locked(self) -> frozenset[str]:
        return frozenset(self.locks)

    def to_document(self) -> dict[str, Any]:
        """What is stored as JSON: the file's content, whole, the superior's part included."""
        return dict(self.document)

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Regulation:
        """From what was stored; ValueError if that was never a clean regulation."""
        reading = Reading()
        try:
            return read_document(from_plain(dict(document)), reading, document)
        except MisreadError:
            raise ValueError(f"not a regulation: {reading.faults[:3]}") from None


def read_document(node: Any, reading: Reading, document: Mapping[str, Any]) -> Regulation:
    """The typed regulation of a tree. Sections of later services are taken out first, they are not words yet."""
    reading.kinds = named_kinds(node)
    later: dict[str, Any] = {}
    is_wrong = False
    if isinstance(node, Table):
        for name, (_, shape) in SECTIONS.items():
            value = node.get(name)
            if value is not None:
                reading.lines[name] = node.line_of(name)
                try:
                    later[name] = shape.read(value, name, reading)
                except MisreadError:
                    is_wrong = True
        node = Table(node.line, tuple(row for row in node.rows if row[0] not in SECTIONS))
    found = read_word(Regulation, node, "", reading, given={"sections": later, "document": document})
    if is_wrong:
        raise MisreadError
    return found
