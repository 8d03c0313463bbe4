"""Kinds of candidate: out of the form, by what kind of unit it is, or declared. `scope`, `when`, pools, composition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from services.common.regulation.bodies import SCOPES
from services.common.regulation.fault import Complaint
from services.common.regulation.nodes import Items, Node, Scalar, Table
from services.common.regulation.reading import Reading, refuse_unknown, scalar
from services.common.regulation.shapes import Id, Shape, Text
from services.common.regulation.word_shapes import ListOf
from services.common.regulation.words import Key

KINDS_OF_UNITS: Final[Mapping[str, frozenset[str]]] = {
    "team": frozenset({"front_line"}),
    "post": frozenset({"front_line"}),
    "window": frozenset({"window"}),
}
"""What the tree of units says of a candidate without asking anybody."""


class KindShape(Shape):
    """A kind of candidate: one of those that everybody knows, or one that the programme names itself."""

    widget = "kind"

    @property
    def choices(self) -> Mapping[str, str]:
        return SCOPES

    def read(self, node: Node, at: str, reading: Reading) -> str:
        text = scalar(node, at, reading)
        by_title = [word for word, title in SCOPES.items() if title == text]
        if by_title or text in SCOPES or text in reading.kinds:
            return by_title[0] if by_title else text
        raise refuse_unknown(text, {*SCOPES, *reading.kinds}, node.line, at, reading)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"enum": [*SCOPES, *SCOPES.values()]}, Id().schema()]}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of the programme's own. With `field`, whoever answers so on the form is of it; without, it is declared."""

    id: Annotated[str, Key("代号", Id())]
    title: Annotated[str, Key("名称", Text(40))]
    field: Annotated[str | None, Key("看申报表哪一栏", Id())] = None
    is_: Annotated[tuple[str, ...], Key("填的是", ListOf(Text(40)))] = ()

    def check(self) -> Iterator[Complaint]:
        if (self.field is None) != (not self.is_):
            says = "按申报表判定类别的，要同时写明看哪一栏（field）和填的是什么（is）；由申报人自报的，两样都不写。"
            yield Complaint("field" if self.field is None else "is", "kind_half_told", says)

    def is_answered(self, form: Mapping[str, Any]) -> bool:
        return self.field is not None and str(form.get(self.field, "")).strip() in self.is_

    def sentences(self) -> Iterator[str]:
        if self.field is not None:
            yield f"申报表中填“{'”或“'.join(self.is_)}”的，为{self.title}。"


def named_kinds(node: Node) -> frozenset[str]:
    """The kinds that a file names, wherever it does: they may be spoken of before they are named."""
    return frozenset(kinds_and_titles(node))


def kinds_and_titles(node: Node) -> dict[str, str]:
    """The kinds that a file names, each with the title it gives them there."""
    programmes = node.get("programmes") if isinstance(node, Table) else None
    found: dict[str, str] = {}
    for _, _, programme in programmes.rows if isinstance(programmes, Table) else ():
        quota = programme.get("quota") if isinstance(programme, Table) else None
        for table, name, key in ((quota, "composition", "of"), (quota, "pools", "id"), (programme, "kinds", "id")):
            listed = table.get(name) if isinstance(table, Table) else None
            for item in listed.items if isinstance(listed, Items) else ():
                named, title = (item.get(each) if isinstance(item, Table) else None for each in (key, "title"))
                if isinstance(named, Scalar):
                    found[named.text] = title.text if isinstance(title, Scalar) else named.text
    return found
