"""What each unit owes by when: filings with copies, keepers, reminders and points for lateness (B7, E6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Final

from services.common.regulation.campaign_bodies import BODIES_OF, OneOrMore, bodies_title
from services.common.regulation.date_shapes import SpanShape
from services.common.regulation.dates import Span
from services.common.regulation.due import Due
from services.common.regulation.fault import Complaint
from services.common.regulation.shapes import Choice, Count, Id, IdOf, Number, Text
from services.common.regulation.word_shapes import ListOf, WordOf
from services.common.regulation.words import Key

MADE_FROM: Final = {"entries": "参赛报名"}
_THREE_DAYS: Final = (Span(3, "days"),)
_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class LatePoints:
    """Points that lateness costs: so much a day to a ceiling, or a sum for never filing."""

    per_day: Annotated[Decimal, Key("每逾期一天扣", Number())] = _NOTHING
    at_most: Annotated[Decimal | None, Key("最多扣", Number())] = None
    never: Annotated[Decimal, Key("始终未报扣", Number())] = _NOTHING

    def check(self) -> Iterator[Complaint]:
        if not self.per_day and not self.never:
            yield Complaint("", "points_without_sum", "请写明每逾期一天扣几分（per_day），或未报扣几分（never）。")
        if self.never and self.at_most is not None and self.never < self.at_most:
            yield Complaint("never", "contradictory_bounds", "始终未报的不能比迟报的扣得少，请改正。")

    def lost(self, days_late: int, *, is_filed: bool) -> Decimal:
        """Nothing in time; late by the day up to the ceiling; who never filed loses no less."""
        if days_late <= 0:
            return Decimal(0)
        by_day = self.per_day * days_late
        late = by_day if self.at_most is None else min(by_day, self.at_most)
        return late if is_filed else max(late, self.never)


@dataclass(frozen=True, kw_only=True)
class Filing:
    """A document that each unit owes (报送)."""

    id: Annotated[str, Key("代号", Id())]
    title: Annotated[str, Key("名称", Text(80))]
    of: Annotated[tuple[str, ...], Key("由谁报送", OneOrMore(BODIES_OF))]
    to: Annotated[str, Key("报送至", Text(60))] = ""
    due: Annotated[Due, Key("期限", WordOf(Due))]
    copies: Annotated[int, Key("一式几份", Count(1, 20))] = 1
    keepers: Annotated[tuple[str, ...], Key("留存单位", ListOf(Text(60)))] = ()
    form: Annotated[str | None, Key("表格", IdOf("forms"))] = None
    made_from: Annotated[str | None, Key("由何处生成", Choice(MADE_FROM))] = None
    remind: Annotated[tuple[Span, ...], Key("提前提醒", ListOf(SpanShape()))] = _THREE_DAYS
    late_points: Annotated[LatePoints | None, Key("逾期扣分", WordOf(LatePoints))] = None

    def check(self) -> Iterator[Complaint]:
        if self.keepers and len(self.keepers) != self.copies:
            says = f"一式 {self.copies} 份，留存单位却写了 {len(self.keepers)} 个，请改成一致。"
            yield Complaint("keepers", "copies_and_keepers", says)
        if self.due.from_ not in (None, "announced"):
            says = "报送没有这件事可以起算，请写固定日期 on，或 from: announced（另行通知之日）。"
            yield Complaint("due.from", "event_never_announced", says)
        if any(each.unit not in ("days", "working_days") for each in self.remind):
            yield Complaint("remind", "span_without_unit", "提前提醒按天或工作日写，例如 [{days: 7}, {days: 1}]。")

    def sentences(self) -> Iterator[str]:
        to = f"报送至{self.to}" if self.to else "报送"
        yield f"{bodies_title(self.of)}{to}：{self.title}，{self.due.phrase()}，一式 {self.copies} 份。"
        if self.keepers:
            yield f"{self.title}由{'、'.join(self.keepers)}{'各' if len(self.keepers) > 1 else ''}存一份。"
        if self.remind:
            yield f"{self.title}到期前 {'、'.join(each.phrase() for each in self.remind)}提醒。"
        if self.late_points:
            yield f"{self.title}逾期的，{_points(self.late_points)}。"


def _points(points: LatePoints) -> str:
    parts = []
    if points.per_day:
        ceiling = f"，最多扣 {points.at_most:f} 分" if points.at_most is not None else ""
        parts.append(f"每天扣 {points.per_day:f} 分{ceiling}")
    if points.never:
        parts.append(f"始终未报的扣 {points.never:f} 分")
    return "；".join(parts)
