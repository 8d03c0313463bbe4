"""Fields with a closed set of answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar

from services.common.regulation.form_fields import FIELDS, FormField, UnfitError, typed_text
from services.common.regulation.shapes import Flag, Text
from services.common.regulation.word_shapes import ListOf
from services.common.regulation.words import Key


@FIELDS.word("choice", "选择")
@dataclass(frozen=True, kw_only=True)
class ChoiceField(FormField):
    options: Annotated[tuple[str, ...], Key("选项", ListOf(Text(40), least=2))]
    control: ClassVar[str] = "select"

    def read(self, raw: Any, *, today: date) -> str:
        text = typed_text(raw)
        if text not in self.options:
            raise UnfitError(f"请从下列选项中选择：{'、'.join(self.options)}。")
        return text


@FIELDS.word("sex", "性别")
@dataclass(frozen=True, kw_only=True)
class Sex(ChoiceField):
    options: Annotated[tuple[str, ...], Key("选项", ListOf(Text(40), least=2))] = ("男", "女")
    control: ClassVar[str] = "radio"


@FIELDS.word("political_status", "政治面貌")
@dataclass(frozen=True, kw_only=True)
class PoliticalStatus(ChoiceField):
    """The thirteen of GB/T 4762."""

    options: Annotated[tuple[str, ...], Key("选项", ListOf(Text(40), least=2))] = (
        "中共党员",
        "中共预备党员",
        "共青团员",
        "民革党员",
        "民盟盟员",
        "民建会员",
        "民进会员",
        "农工党党员",
        "致公党党员",
        "九三学社社员",
        "台盟盟员",
        "无党派人士",
        "群众",
    )
    personal: Annotated[bool, Key("个人信息", Flag())] = True


@FIELDS.word("education", "文化程度")
@dataclass(frozen=True, kw_only=True)
class Education(ChoiceField):
    options: Annotated[tuple[str, ...], Key("选项", ListOf(Text(40), least=2))] = (
        "研究生",
        "大学本科",
        "大专",
        "中专",
        "技校",
        "高中",
        "初中",
        "小学",
    )


@FIELDS.word("yes_no", "是否")
@dataclass(frozen=True, kw_only=True)
class YesNo(ChoiceField):
    options: Annotated[tuple[str, ...], Key("选项", ListOf(Text(40), least=2))] = ("是", "否")
    control: ClassVar[str] = "radio"
