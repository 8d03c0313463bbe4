"""The fields of a form: one word a kind. Each reads what was typed, or says in Chinese what to type instead (B8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Final

from services.common.regulation.bound_shapes import BoundShape
from services.common.regulation.bounds import Bound, plain
from services.common.regulation.day_bounds import DayBound, DayBoundShape
from services.common.regulation.shapes import Choice, Count, Flag, Id, ListOf, OneOf, Text, WordOf
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

_ANY: Final = Bound()
_ANY_DAY: Final = DayBound()
_A_LINE: Final = Bound(at_most=Decimal(100))
_A_PAGE: Final = Bound(at_most=Decimal(2000))
_ROWS: Final = Bound(at_most=Decimal(50))


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
        return _text(raw)


def _text(raw: Any) -> str:
    if isinstance(raw, bool) or not isinstance(raw, (str, int, Decimal)):
        raise UnfitError("请填文字。")
    return str(raw).strip()


@FIELDS.word("text", "文字")
@dataclass(frozen=True, kw_only=True)
class TextField(FormField):
    length: Annotated[Bound, Key("字数", BoundShape())] = _A_LINE

    def read(self, raw: Any, *, today: date) -> str:
        text = _text(raw)
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
        text = _text(raw)
        if not re.fullmatch(r"[^\W\d_]+(?:[·.\- ’']{1,2}[^\W\d_]+)*\.?", text) or not 2 <= len(text) <= 50:
            raise UnfitError("请填姓名全称，例如 葛云舟；少数民族姓名中间用“·”。")
        return text


@FIELDS.word("choice", "选择")
@dataclass(frozen=True, kw_only=True)
class ChoiceField(FormField):
    options: Annotated[tuple[str, ...], Key("选项", ListOf(Text(40), least=2))]
    control: ClassVar[str] = "select"

    def read(self, raw: Any, *, today: date) -> str:
        text = _text(raw)
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


@FIELDS.word("month", "年月")
@dataclass(frozen=True, kw_only=True)
class MonthField(FormField):
    """A month, kept as its first day; `at_most: today` means this month or earlier."""

    bound: Annotated[DayBound, Key("界限", DayBoundShape())] = _ANY_DAY
    control: ClassVar[str] = "month"

    def read(self, raw: Any, *, today: date) -> date:
        found = re.fullmatch(r"(\d{4})(?:-|年|\.|/)(\d{1,2})月?", _text(raw))
        if not found or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1900:
            raise UnfitError("请填年月，例如 2019-01。")
        day = date(int(found[1]), int(found[2]), 1)
        if says := self.bound.wrong(day, today=today, by_month=True):
            raise UnfitError(says)
        return day


@FIELDS.word("day", "日期")
@dataclass(frozen=True, kw_only=True)
class DayField(FormField):
    bound: Annotated[DayBound, Key("界限", DayBoundShape())] = _ANY_DAY
    control: ClassVar[str] = "date"

    def read(self, raw: Any, *, today: date) -> date:
        try:
            day = date.fromisoformat(_text(raw))
        except ValueError:
            raise UnfitError("请填存在的日期，例如 2026-04-08。") from None
        if says := self.bound.wrong(day, today=today):
            raise UnfitError(says)
        return day


@FIELDS.word("count", "个数")
@dataclass(frozen=True, kw_only=True)
class CountField(FormField):
    bound: Annotated[Bound, Key("界限", BoundShape(inline=True))] = _ANY
    unit: Annotated[str, Key("单位", Text(10))] = ""
    control: ClassVar[str] = "count"

    def read(self, raw: Any, *, today: date) -> int:
        text = _text(raw)
        if not re.fullmatch(r"[0-9]{1,7}", text):
            raise UnfitError("请填 0 或正整数，例如 18。")
        if not self.bound.admits(int(text)):
            raise UnfitError(f"应{self.bound.phrase(self.unit)}，现为 {int(text)}。")
        return int(text)


@FIELDS.word("decimal", "小数")
@dataclass(frozen=True, kw_only=True)
class DecimalField(FormField):
    bound: Annotated[Bound, Key("界限", BoundShape(inline=True))] = _ANY
    decimals: Annotated[int, Key("小数位", Count(0, 4))] = 1
    unit: Annotated[str, Key("单位", Text(10))] = ""
    control: ClassVar[str] = "decimal"

    def read(self, raw: Any, *, today: date) -> Decimal:
        text = _text(raw)
        if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]+)?", text):
            raise UnfitError("请填数字，例如 34.5。")
        if len(text.partition(".")[2]) > self.decimals:
            raise UnfitError(f"最多保留 {self.decimals} 位小数，例如 {plain(round(Decimal(text), self.decimals))}。")
        if not self.bound.admits(Decimal(text)):
            raise UnfitError(f"应{self.bound.phrase(self.unit)}，现为 {text}。")
        return Decimal(text)


@FIELDS.word("phone", "电话")
@dataclass(frozen=True, kw_only=True)
class Phone(FormField):
    """A mainland mobile number; `landline: yes` takes 0550-5612345 too."""

    landline: Annotated[bool, Key("可填座机", Flag())] = False
    personal: Annotated[bool, Key("个人信息", Flag())] = True
    control: ClassVar[str] = "tel"

    def read(self, raw: Any, *, today: date) -> str:
        text = re.sub(r"[\s-]", "", _text(raw)).removeprefix("+86")
        if re.fullmatch(r"1[3-9][0-9]{9}", text):
            return text
        if self.landline and re.fullmatch(r"0[0-9]{2,3}[0-9]{7,8}", text):
            return _text(raw)
        also = "，或带区号的座机，例如 0550-5612345" if self.landline else ""
        raise UnfitError(f"请填 11 位手机号码，例如 13800000000{also}。")


@FIELDS.word("postcode", "邮政编码")
@dataclass(frozen=True, kw_only=True)
class Postcode(FormField):
    control: ClassVar[str] = "postcode"

    def read(self, raw: Any, *, today: date) -> str:
        text = _text(raw)
        if not re.fullmatch(r"[0-8][0-9]{5}", text) or text == "000000":
            raise UnfitError("请填 6 位邮政编码，例如 239200。")
        return text


@FIELDS.word("contact", "QQ 号、微信号")
@dataclass(frozen=True, kw_only=True)
class Contact(FormField):
    required: Annotated[bool, Key("必填", Flag())] = False
    personal: Annotated[bool, Key("个人信息", Flag())] = True

    def read(self, raw: Any, *, today: date) -> str:
        text = _text(raw)
        if text != "无" and not re.fullmatch(r"[1-9][0-9]{4,11}|[A-Za-z][A-Za-z0-9_-]{5,19}", text):
            raise UnfitError("请填 QQ 号（5 至 12 位数字）或微信号（字母开头，6 至 20 位）；没有请填“无”。")
        return text


@FIELDS.word("repeat", "多行")
@dataclass(frozen=True, kw_only=True)
class Repeat(FormField):
    """Rows of the same fields: past awards by when, where and what."""

    fields: Annotated[tuple[FormField, ...], Key("每行栏目", ListOf(OneOf(FIELDS), least=1))]
    rows: Annotated[Bound, Key("行数", BoundShape())] = _ROWS
    control: ClassVar[str] = "rows"

    def is_blank(self, raw: Any) -> bool:
        return not isinstance(raw, list) or not raw

    def read(self, raw: Any, *, today: date) -> list[Mapping[str, Any]]:
        """Only the number of rows; the rows' fields are asked one by one."""
        if not isinstance(raw, list) or not all(isinstance(row, Mapping) for row in raw):
            raise UnfitError("请逐行填写。")
        if not self.rows.admits(len(raw)):
            raise UnfitError(f"行数应{self.rows.phrase('行')}，现有 {len(raw)} 行。")
        return raw
