"""No honour for life (A8): re-inspection, rectification with a day, revocation, the plaque."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from services.common.regulation.bodies import FACTS
from services.common.regulation.bound_shapes import BoundShape
from services.common.regulation.bounds import Bound
from services.common.regulation.date_shapes import EveryShape, SpanShape
from services.common.regulation.dates import Every, Span
from services.common.regulation.due import Due
from services.common.regulation.fault import Complaint
from services.common.regulation.grades import Grades
from services.common.regulation.shapes import Choice, Count, IdOf
from services.common.regulation.sheet_kinds import SheetOf, sheet_for
from services.common.regulation.word_shapes import ListOf, WordOf
from services.common.regulation.words import Key

_A_MONTH: Final = Span(30, "days")


@dataclass(frozen=True, kw_only=True)
class Reinspect:
    every: Annotated[Every, Key("周期", EveryShape())]
    sheet: Annotated[str, Key("评价表", IdOf("sheets"))]
    sheets: Annotated[tuple[SheetOf, ...], Key("另用评价表的对象", ListOf(WordOf(SheetOf)))] = ()
    pass_: Annotated[Bound | None, Key("合格线", BoundShape())] = None
    due: Annotated[Due | None, Key("期限", WordOf(Due))] = None

    def check(self) -> Iterator[Complaint]:
        if self.due is not None and self.due.hour is not None:
            yield Complaint("due.hour", "contradictory_rule", "复查的期限到当日终了为止，不写几时，请删去 hour。")
        if self.due is not None and self.due.late == "waived":
            says = "复查由本级办理，逾期也要办完，不能视为放弃，请写 late: marked（逾期注明）。"
            yield Complaint("due.late", "late_never_refused", says)

    def sheet_for(self, kinds: frozenset[str]) -> str:
        """The id of the sheet for a holder of these kinds."""
        return sheet_for(self.sheet, self.sheets, kinds)

    def sentences(self) -> Iterator[str]:
        if self.sheets:
            yield "复查时，不同类别的对象分别使用各自的评价表。"
        line = f"，{self.pass_.phrase('分')}为合格" if self.pass_ else ""
        yield f"{self.every.phrase()}复查一次{line}；合格的保持荣誉。"


@dataclass(frozen=True, kw_only=True)
class Rectify:
    within: Annotated[Span, Key("整改期限", SpanShape())]
    then: Annotated[str, Key("整改后", Choice({"reinspect": "再次复查"}))] = "reinspect"
    unless_failed_running: Annotated[int | None, Key("连续几次不合格不再整改", Count(2, 10))] = None

    def sentences(self) -> Iterator[str]:
        yield f"复查不合格的，限 {self.within.phrase()}内整改，整改后再次复查。"
        if self.unless_failed_running is not None:
            yield f"连续 {self.unless_failed_running} 次复查不合格的，不再整改，提请撤销。"


AFTER_KEPT: Final = {"skip_next": "下一次免予复查", "propose": "提请研究表彰或向上推荐"}


@dataclass(frozen=True, kw_only=True)
class KeptRunning:
    """What follows every time it was kept so many times running; a failed re-inspection begins the count anew."""

    times: Annotated[int, Key("连续合格次数", Count(2, 20))]
    then: Annotated[str, Key("达到后", Choice(AFTER_KEPT))]

    def is_reached(self, run: int) -> bool:
        return run > 0 and run % self.times == 0

    def phrase(self) -> str:
        return f"连续 {self.times} 次复查合格，{AFTER_KEPT[self.then]}"


@dataclass(frozen=True, kw_only=True)
class Revoke:
    when: Annotated[tuple[str, ...], Key("撤销情形", ListOf(Choice(FACTS), least=1))]
    plaque: Annotated[str, Key("牌匾", Choice({"recalled": "收回", "returned": "自行交回", "kept": "留存不挂"}))] = (
        "recalled"
    )
    return_within: Annotated[Span, Key("收回期限", SpanShape())] = _A_MONTH
    apply_again_after: Annotated[Span | None, Key("再次申报须满", SpanShape())] = None

    def sentences(self) -> Iterator[str]:
        why = "、".join(FACTS[each] for each in self.when)
        what = {"recalled": "收回牌匾", "returned": "自行交回牌匾", "kept": "牌匾留存，不得悬挂"}[self.plaque]
        yield f"有下列情形之一的撤销称号，{what}：{why}。"
        if self.apply_again_after:
            yield f"撤销满 {self.apply_again_after.phrase()}后方可再次申报。"


@dataclass(frozen=True, kw_only=True)
class Tenure:
    """What keeping the honour takes."""

    reinspect: Annotated[Reinspect | None, Key("复查", WordOf(Reinspect))] = None
    grades: Annotated[Grades | None, Key("等级", WordOf(Grades))] = None
    kept_running: Annotated[tuple[KeptRunning, ...], Key("连续合格", ListOf(WordOf(KeptRunning)))] = ()
    rectify: Annotated[Rectify | None, Key("整改", WordOf(Rectify))] = None
    revoke: Annotated[Revoke | None, Key("撤销", WordOf(Revoke))] = None

    def check(self) -> Iterator[Complaint]:
        if self.kept_running and self.reinspect is None:
            says = "没有复查，就没有连续合格可算，请补上 reinspect，或删去 kept_running。"
            yield Complaint("kept_running", "event_never_announced", says)
        if self.grades and self.reinspect is None:
            says = "等级在复查时升降，没有复查就不会升降，请补上 reinspect，或删去 grades。"
            yield Complaint("grades", "event_never_announced", says)

    def sentences(self) -> Iterator[str]:
        if self.grades:
            yield from self.grades.sentences()
        for running in self.kept_running:
            yield f"{running.phrase()}。"
        for each in (self.reinspect, self.rectify, self.revoke):
            if each:
                yield from each.sentences()
