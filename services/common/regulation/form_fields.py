"""The fields of a form: one word a kind. Each reads what was typed, or says in Chinese what to type instead (B8)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Final

from services.common.regulation.bound_shapes import BoundShape
from services.common.regulation.bounds import Bound
from services.common.regulation.shapes import Choice, Flag, Id, Text
from services.common.regulation.word_shapes import WordOf
from services.common.regulation.words import Family, Key

FIELDS = Family("field", "栏目", tag="type")

FILLS: Final = {
    "directory": "组织目录",
    "person": "人员档案",
    "last_form": "上年申报表",
    "honours": "荣誉档案",
    "contests": "竞赛成绩",
    "services": "服务记录",
    "satisfaction": "满意度测评",
}

_A_LINE: Final = Bound(at_most=Decimal(100))
_A_PAGE: Final = Bound(at_most=Decimal(2000))


class UnfitError(Exception):
    """What was typed does not fit the field; `says` tells what to type."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


@dataclass(frozen=True, kw_only=True)
class Fill:
    """Where the platform already knows the answer from."""

    from_: Annotated[str, Key("来源", Choice(FILLS))]


@dataclass(frozen=True, kw_only=True)
class FormField:
    """What every field has. `personal` is masked unless the viewer's task needs it (X5)."""

    id: Annotated[str, Key("代号", Id())]
    title: Annotated[str, Key("栏目", Text(60))]
    required: Annotated[bool, Key("必填", Flag())] = True
    hint: Annotated[str, Key("提示", Text(120))] = ""
    fill: Annotated[Fill | None, Key("自动填入", WordOf(Fill, lone="from"))] = None
    personal: Annotated[bool, Key("个人信息", Flag())] = False

    control: ClassVar[str] = "text"

    @property
    def word(self) -> str:
        return FIELDS.name_of(self)

    def is_blank(self, raw: Any) -> bool:
        return raw is None or (isinstance(raw, str) and not raw.strip()) or raw in ([], ())

    def read(self, raw: Any, *, today: date) -> Any:
        """The value, or UnfitError. Blank is not asked here."""
        return typed_text(raw)


def typed_text(raw: Any) -> str:
    if isinstance(raw, bool) or not isinstance(raw, (str, int, Decimal)):
        raise UnfitError("请填文字。")
    return str(raw).strip()


@FIELDS.word("text", "文字")
@dataclass(frozen=True, kw_only=True)
class TextField(FormField):
    length: Annotated[Bound, Key("字数", BoundShape())] = _A_LINE

    def read(self, raw: Any, *, today: date) -> str:
        text = typed_text(raw)
        if not self.length.admits(len(text)):
            raise UnfitError(f"字数应{self.length.phrase('字')}，现有 {len(text)} 字。")
        return text


@FIELDS.word("long_text", "长文字")
@dataclass(frozen=True, kw_only=True)
class LongText(TextField):
    length: Annotated[Bound, Key("字数", BoundShape())] = _A_PAGE
    control: ClassVar[str] = "textarea"


@FIELDS.word("unit", "单位")
@dataclass(frozen=True, kw_only=True)
class UnitField(TextField):
    """An employer or team by its full name; usually filled from the directory."""


@FIELDS.word("person_name", "姓名")
@dataclass(frozen=True, kw_only=True)
class PersonName(FormField):
    personal: Annotated[bool, Key("个人信息", Flag())] = True

    def read(self, raw: Any, *, today: date) -> str:
        text = typed_text(raw)
        if not re.fullmatch(r"[^\W\d_]+(?:[·.\- ’']{1,2}[^\W\d_]+)*\.?", text) or not 2 <= len(text) <= 50:
            raise UnfitError("请填姓名全称，例如 葛云舟；少数民族姓名中间用“·”。")
        return text


@FIELDS.word("phone", "电话")
@dataclass(frozen=True, kw_only=True)
class Phone(FormField):
    """A mainland mobile number; `landline: yes` takes 0550-5612345 too."""

    landline: Annotated[bool, Key("可填座机", Flag())] = False
    personal: Annotated[bool, Key("个人信息", Flag())] = True
    control: ClassVar[str] = "tel"

    def read(self, raw: Any, *, today: date) -> str:
        text = re.sub(r"[\s-]", "", typed_text(raw)).removeprefix("+86")
        if re.fullmatch(r"1[3-9][0-9]{9}", text):
            return text
        if self.landline and re.fullmatch(r"0[0-9]{2,3}[0-9]{7,8}", text):
            return typed_text(raw)
        also = "，或带区号的座机，例如 0550-5612345" if self.landline else ""
        raise UnfitError(f"请填 11 位手机号码，例如 13800000000{also}。")


@FIELDS.word("postcode", "邮政编码")
@dataclass(frozen=True, kw_only=True)
class Postcode(FormField):
    control: ClassVar[str] = "postcode"

    def read(self, raw: Any, *, today: date) -> str:
        text = typed_text(raw)
        if not re.fullmatch(r"[0-8][0-9]{5}", text) or text == "000000":
            raise UnfitError("请填 6 位邮政编码，例如 239200。")
        return text


@FIELDS.word("contact", "QQ 号、微信号")
@dataclass(frozen=True, kw_only=True)
class Contact(FormField):
    required: Annotated[bool, Key("必填", Flag())] = False
    personal: Annotated[bool, Key("个人信息", Flag())] = True

    def read(self, raw: Any, *, today: date) -> str:
        text = typed_text(raw)
        if text != "无" and not re.fullmatch(r"[1-9][0-9]{4,11}|[A-Za-z][A-Za-z0-9_-]{5,19}", text):
            raise UnfitError("请填 QQ 号（5 至 12 位数字）或微信号（字母开头，6 至 20 位）；没有请填“无”。")
        return text
