"""What a row asks a scorer to look at: one answer a piece, figure, case or fact. Each word of a sheet says its own."""

from __future__ import annotations

from services.common.regulation import Ask, Row


def asks_of(row: Row) -> tuple[Ask, ...]:
    """Everything the row wants answered, in the order in which it is asked."""
    return row.wants()


__all__ = ["Ask", "asks_of"]
