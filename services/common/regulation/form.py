"""A form: sections, fields, rules that fields agree with, opinions, copies and keepers, due day (B8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from services.common.regulation import form_choices, form_figures  # noqa: F401  (their words register)
from services.common.regulation.bodies import BODIES
from services.common.regulation.due import Due
from services.common.regulation.form_agree import AGREE, Agree
from services.common.regulation.form_fields import FIELDS, FormField
from services.common.regulation.kinds import KindShape
from services.common.regulation.shapes import Choice, Id, Text
from services.common.regulation.word_shapes import ListOf, OneOf, WordOf
from services.common.regulation.words import Key


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """A body's signed opinion on the form; its title as printed."""

    by: Annotated[str, Key("由谁签署", Choice(BODIES))]
    title: Annotated[str, Key("栏目", Text(60))] = ""
    when: Annotated[str | None, Key("适用对象", KindShape())] = None

    @property
    def says(self) -> str:
        return self.title or f"{BODIES[self.by]}意见"


@dataclass(frozen=True, kw_only=True)
class Section:
    id: Annotated[str, Key("代号", Id())] = ""
    title: Annotated[str, Key("名称", Text(60))]
    fields: Annotated[tuple[FormField, ...], Key("栏目", ListOf(OneOf(FIELDS)))] = ()
    agree: Annotated[tuple[Agree, ...], Key("核对", ListOf(OneOf(AGREE)))] = ()
    opinions: Annotated[tuple[Opinion, ...], Key("意见", ListOf(WordOf(Opinion, lone="by")))] = ()


@dataclass(frozen=True, kw_only=True)
class Form:
    id: str = ""
    title: Annotated[str, Key("名称", Text(120))]
    note: Annotated[str, Key("备注", Text(500))] = ""
    due: Annotated[Due | None, Key("期限", WordOf(Due))] = None
    copies: Annotated[tuple[str, ...], Key("留存单位", ListOf(Text(60)))] = ()
    sections: Annotated[tuple[Section, ...], Key("部分", ListOf(WordOf(Section), least=1))]
    layout: Annotated[str, Key("打印版式", Id())] = "plain"

    @property
    def fields(self) -> tuple[FormField, ...]:
        return tuple(field for section in self.sections for field in section.fields)

    @property
    def agree(self) -> tuple[Agree, ...]:
        return tuple(rule for section in self.sections for rule in section.agree)

    @property
    def opinions(self) -> tuple[Opinion, ...]:
        return tuple(opinion for section in self.sections for opinion in section.opinions)

    def field(self, field_id: str) -> FormField:
        """KeyError if there is none."""
        for each in self.fields:
            if each.id == field_id:
                return each
        raise KeyError(field_id)

    def sentences(self) -> Iterator[str]:
        if self.due:
            yield f"{self.due.phrase()}。"
        if self.copies:
            yield f"一式 {len(self.copies)} 份，{'、'.join(self.copies)}各一份。"
        for rule in self.agree:
            yield rule.says(self.title_of)
        if self.opinions:
            yield f"签署意见：{'、'.join(each.says for each in self.opinions)}。"

    def title_of(self, field_id: str) -> str:
        return next((each.title for each in self.fields if each.id == field_id), field_id)
