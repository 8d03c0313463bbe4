"""Rules that the fields of a form agree with one another (B8 form 1: counts add up, dates in order)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any, Protocol

from services.common.regulation.fault import Complaint
from services.common.regulation.shapes import Count, Id, Text
from services.common.regulation.word_shapes import ListOf
from services.common.regulation.words import Family, Key

AGREE = Family("agree", "核对")

TitleOf = Callable[[str], str]


class Agree(Protocol):
    """A word of this family: which fields it reads, what is wrong, and how the rule is said."""

    @property
    def reads(self) -> tuple[str, ...]: ...

    def wrong(self, values: Mapping[str, Any], title_of: TitleOf) -> tuple[str, str] | None:
        """The field to mend and what to do; None when it agrees or something is still blank."""

    def says(self, title_of: TitleOf) -> str: ...


def _titles(ids: tuple[str, ...], title_of: TitleOf) -> str:
    return "、".join(f"“{title_of(each)}”" for each in ids)


@AGREE.word("sum", "合计")
@dataclass(frozen=True, kw_only=True)
class SumAgrees:
    """Several counts make another, or no more than it."""

    sum: Annotated[tuple[str, ...], Key("相加的栏目", ListOf(Id(), least=1))]
    equals: Annotated[str | None, Key("等于", Id())] = None
    at_most: Annotated[str | None, Key("不超过", Id())] = None
    or_say: Annotated[str, Key("不符时提示", Text(120))] = ""

    @property
    def reads(self) -> tuple[str, ...]:
        return (*self.sum, self.equals or self.at_most or "")

    def check(self) -> Iterator[Complaint]:
        if (self.equals is None) == (self.at_most is None):
            yield Complaint("", "sum_without_target", "请写明合计等于（equals）还是不超过（at_most）哪一栏，二者选一。")

    def wrong(self, values: Mapping[str, Any], title_of: TitleOf) -> tuple[str, str] | None:
        whole = values.get(self.equals or self.at_most or "")
        parts = [values.get(each) for each in self.sum]
        if whole is None or (self.equals and None in parts):
            return None
        total = sum(part for part in parts if part is not None)
        if total == whole if self.equals else total <= whole:
            return None
        target = title_of(self.equals or self.at_most or "")
        says = self.or_say or self.says(title_of).rstrip("。")
        return self.sum[0], f"{says}：现合计 {total}，{target}为 {whole}。"

    def says(self, title_of: TitleOf) -> str:
        how = "之和应等于" if self.equals else "之和不超过" if len(self.sum) > 1 else "不超过"
        return f"{_titles(self.sum, title_of)}{how}“{title_of(self.equals or self.at_most or '')}”。"


@AGREE.word("order", "先后")
@dataclass(frozen=True, kw_only=True)
class InOrder:
    """Days in order, the same month allowed; blank ones are passed over."""

    order: Annotated[tuple[str, ...], Key("先后次序", ListOf(Id(), least=2))]
    years_between: Annotated[int, Key("至少相隔（年）", Count(0, 100))] = 0
    or_say: Annotated[str, Key("不符时提示", Text(120))] = ""

    @property
    def reads(self) -> tuple[str, ...]:
        return self.order

    def wrong(self, values: Mapping[str, Any], title_of: TitleOf) -> tuple[str, str] | None:
        given = [(each, values[each]) for each in self.order if values.get(each) is not None]
        for (before, earlier), (after, later) in pairwise(given):
            if (later.year - self.years_between, later.month, later.day) < (earlier.year, earlier.month, earlier.day):
                apart = f" {self.years_between} 年以上" if self.years_between else ""
                plainly = f"“{title_of(after)}”应在“{title_of(before)}”之后{apart}，请核对两处日期。"
                return after, f"{self.or_say}，请核对两处日期。" if self.or_say else plainly
        return None

    def says(self, title_of: TitleOf) -> str:
        apart = f"，至少相隔 {self.years_between} 年" if self.years_between else ""
        return f"{_titles(self.order, title_of)}应依次在后{apart}。"
