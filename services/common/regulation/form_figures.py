"""Fields of days and figures, and rows of fields."""

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
from services.common.regulation.form_fields import FIELDS, FormField, UnfitError, typed_text
from services.common.regulation.shapes import Count, Text
from services.common.regulation.word_shapes import ListOf, OneOf
from services.common.regulation.words import Key

_ANY: Final = Bound()
_ANY_DAY: Final = DayBound()
_ROWS: Final = Bound(at_most=Decimal(50))


@FIELDS.word("month", "年月")
@dataclass(frozen=True, kw_only=True)
class MonthField(FormField):
    """A month, kept as its first day; `at_most: today` means this month or earlier."""

    bound: Annotated[DayBound, Key("界限", DayBoundShape())] = _ANY_DAY
    control: ClassVar[str] = "month"

    def read(self, raw: Any, *, today: date) -> date:
        found = re.fullmatch(r"(\d{4})(?:-|年|\.|/)(\d{1,2})月?", typed_text(raw))
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
            day = date.fromisoformat(typed_text(raw))
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
        text = typed_text(raw)
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
        text = typed_text(raw)
        if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]+)?", text):
            raise UnfitError("请填数字，例如 34.5。")
        if len(text.partition(".")[2]) > self.decimals:
            raise UnfitError(f"最多保留 {self.decimals} 位小数，例如 {plain(round(Decimal(text), self.decimals))}。")
        if not self.bound.admits(Decimal(text)):
            raise UnfitError(f"应{self.bound.phrase(self.unit)}，现为 {text}。")
        return Decimal(text)


@FIELDS.word("repeat", "多行")
@dataclass(frozen=True, kw_only=True)
class Repeat(FormField):
    """Rows of the same fields: past awards by when, where and what."""

    fields: Annotated[tuple[FormField, ...], Key("每行栏目", ListOf(OneOf(FIELDS), least=1))]
    rows: Annotated[Bound, Key("行数", BoundShape())] = _ROWS
    control: ClassVar[str] = "rows"

    def read(self, raw: Any, *, today: date) -> list[Mapping[str, Any]]:
        """Only the number of rows; the rows' fields are asked one by one."""
        if not isinstance(raw, list) or not all(isinstance(row, Mapping) for row in raw):
            raise UnfitError("请逐行填写。")
        if not self.rows.admits(len(raw)):
            raise UnfitError(f"行数应{self.rows.phrase('行')}，现有 {len(raw)} 行。")
        return raw
