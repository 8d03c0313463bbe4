"""Earning rules of a row: points per piece, only the best, or by a table of rates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Protocol

from services.common.regulation.bound_shapes import BoundShape
from services.common.regulation.bounds import Bound, plain
from services.common.regulation.fault import Complaint
from services.common.regulation.shapes import Id, Number, Text
from services.common.regulation.sheet_inputs import Ask, Move, RowInput
from services.common.regulation.word_shapes import ListOf, WordOf
from services.common.regulation.words import Family, Key

EARNING = Family("earn", "得分办法")


class Earning(Protocol):
    """A word of this family: what it wants to be told, what it gives, what it still asks, and how it is said."""

    def wants(self) -> Iterator[Ask]: ...

    def gives(self, found: RowInput) -> Iterator[Move]: ...

    def asks(self, found: RowInput) -> Iterator[str]: ...

    def phrase(self) -> str: ...


@EARNING.word("per_piece", "每有一项")
@dataclass(frozen=True, kw_only=True)
class PerPiece:
    """So many points per piece, with or without a ceiling."""

    per_piece: Annotated[Decimal, Key("每项得", Number())]
    id: Annotated[str, Key("代号", Id())]
    title: Annotated[str, Key("事项", Text(60))]
    at_most: Annotated[Decimal | None, Key("最多得", Number())] = None

    def wants(self) -> Iterator[Ask]:
        yield Ask("count", self.id, self.title, "项")

    def gives(self, found: RowInput) -> Iterator[Move]:
        pieces = found.counts.get(self.id, 0)
        if pieces:
            plus = self.per_piece * pieces
            plus = plus if self.at_most is None else min(plus, self.at_most)
            each = plain(self.per_piece)
            yield Move(self.id, plus, f"{self.title} {pieces} 项，每项得 {each} 分，得 {plus:.2f} 分")

    def asks(self, found: RowInput) -> Iterator[str]:
        if self.id not in found.counts:
            yield f"请填{self.title}的项数，没有填 0"

    def phrase(self) -> str:
        most = f"，最多得 {plain(self.at_most)} 分" if self.at_most is not None else ""
        return f"{self.title}每项得 {plain(self.per_piece)} 分{most}"


@dataclass(frozen=True, kw_only=True)
class Grade:
    id: Annotated[str, Key("代号", Id())]
    title: Annotated[str, Key("档次", Text(60))]
    points: Annotated[Decimal, Key("得分", Number())]


@EARNING.word("best_of", "只计最高")
@dataclass(frozen=True, kw_only=True)
class BestOf:
    """For one matter only the highest counts."""

    best_of: Annotated[tuple[Grade, ...], Key("各档", ListOf(WordOf(Grade), least=2))]

    def wants(self) -> Iterator[Ask]:
        yield from (Ask("count", grade.id, grade.title, "项") for grade in self.best_of)

    def gives(self, found: RowInput) -> Iterator[Move]:
        reached = [grade for grade in self.best_of if found.counts.get(grade.id, 0) > 0]
        if reached:
            best = max(reached, key=lambda grade: grade.points)
            yield Move(best.id, best.points, f"{best.title}，只计最高一项，得 {best.points:.2f} 分")

    def asks(self, found: RowInput) -> Iterator[str]:
        if not any(grade.id in found.counts for grade in self.best_of):
            yield f"请填{'、'.join(grade.title for grade in self.best_of)}的项数，都没有填 0"

    def phrase(self) -> str:
        return f"{'；'.join(f'{each.title}得 {plain(each.points)} 分' for each in self.best_of)}；只计最高一项"


@EARNING.word("by_kind", "分级累计")
@dataclass(frozen=True, kw_only=True)
class ByKind:
    """So many points per piece of each kind and level, added up, with or without a ceiling."""

    by_kind: Annotated[tuple[Grade, ...], Key("各类各级", ListOf(WordOf(Grade), least=2))]
    at_most: Annotated[Decimal | None, Key("最多得", Number())] = None

    def wants(self) -> Iterator[Ask]:
        yield from (Ask("count", grade.id, grade.title, "项") for grade in self.by_kind)

    def gives(self, found: RowInput) -> Iterator[Move]:
        room = self.at_most
        for grade in self.by_kind:
            pieces = found.counts.get(grade.id, 0)
            plus = grade.points * pieces if room is None else min(grade.points * pieces, room)
            room = None if room is None else room - plus
            if pieces:
                says = f"{grade.title} {pieces} 项，每项 {plain(grade.points)} 分，得 {plus:.2f} 分"
                yield Move(grade.id, plus, says)

    def asks(self, found: RowInput) -> Iterator[str]:
        for grade in self.by_kind:
            if grade.id not in found.counts:
                yield f"请填{grade.title}的项数，没有填 0"

    def phrase(self) -> str:
        most = f"；累计最多得 {plain(self.at_most)} 分" if self.at_most is not None else ""
        return f"{'；'.join(f'{each.title}每项得 {plain(each.points)} 分' for each in self.by_kind)}{most}"


@dataclass(frozen=True, kw_only=True)
class RateRow:
    bound: Annotated[Bound, Key("界限", BoundShape(inline=True))]
    points: Annotated[Decimal, Key("得分", Number())]


@EARNING.word("rate", "按率得分")
@dataclass(frozen=True, kw_only=True)
class RateTable:
    """A table from a rate to points; its rows may neither overlap nor leave a gap (checked)."""

    rate: Annotated[str, Key("指标", Id())]
    title: Annotated[str, Key("名称", Text(40))]
    table: Annotated[tuple[RateRow, ...], Key("分档", ListOf(WordOf(RateRow), least=2))]

    def check(self) -> Iterator[Complaint]:
        from services.common.regulation.bands import gaps_and_overlaps

        for says in gaps_and_overlaps([row.bound for row in self.table], Decimal(0), Decimal(100), Decimal("0.01")):
            yield Complaint("table", "bands_do_not_fit", says)

    def wants(self) -> Iterator[Ask]:
        yield Ask("measure", self.rate, self.title, "%", is_share=True)

    def gives(self, found: RowInput) -> Iterator[Move]:
        value = found.measures.get(self.rate)
        for row in self.table:
            if value is not None and row.bound.admits(value) and row.points:
                says = f"{self.title} {value:.2f}%，{row.bound.phrase()}一档，得 {row.points:.2f} 分"
                yield Move(self.rate, row.points, says)

    def asks(self, found: RowInput) -> Iterator[str]:
        if self.rate not in found.measures:
            yield f"请填{self.title}"

    def phrase(self) -> str:
        rows = "；".join(f"{row.bound.phrase()}得 {plain(row.points)} 分" for row in self.table)
        return f"{self.title}：{rows}"
