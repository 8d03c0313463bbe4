"""Places of a large contest, by one window function of the database (the same order as `domain.contests.rank`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from uuid import UUID

from sqlalchemy import ColumnElement, Over, Row, Update, func, select, true, tuple_, update
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.competitions.domain.contests.ranking import KEYS
from services.competitions.models.score import ResultRow

_CHAIN = (ResultRow.reached.desc(), *(getattr(ResultRow, name).asc().nulls_last() for name in KEYS))
_SAME = (ResultRow.ranked_apart, ResultRow.reached, *(getattr(ResultRow, name) for name in KEYS))


Place = Row[UUID, str, int]
"""Entry, what it is ranked in, place."""


@dataclass(frozen=True)
class Places:
    """Best first, trade by trade; whoever shares a place stands beside whom he shares it with.

    Rows as the database gave them: an object each would cost more than the ranking.
    """

    rows: Sequence[Place]

    @cached_property
    def shared(self) -> frozenset[tuple[str, int]]:
        """Two who stand beside one another with one place share it."""
        return frozenset(
            (apart, place)
            for (_, before, was), (_, apart, place) in pairwise(self.rows)
            if was == place and before == apart
        )

    def is_shared(self, row: Place) -> bool:
        return (row[1], row[2]) in self.shared


def places(session: Session, contest_id: UUID) -> Places:
    """All who are ranked."""
    asked = (
        select(ResultRow.entry_id, ResultRow.ranked_apart, _number().label("place"))
        .where(*_ranked(session, contest_id))
        .order_by(ResultRow.ranked_apart, *_CHAIN)
    )
    return Places(session.execute(asked).all())


def _number() -> Over[int]:
    return func.rank().over(partition_by=ResultRow.ranked_apart, order_by=_CHAIN)


def store_places(session: Session, contest_id: UUID) -> int:
    """Write down what has changed, in one statement; how many rows that were. The unranked lose their place."""
    number = _number().label("place")
    shared = (func.count().over(partition_by=_SAME) > 1).label("is_shared")
    found = select(ResultRow.entry_id, number, shared).where(*_ranked(session, contest_id)).subquery()
    moved = (
        update(ResultRow)
        .where(*_own(session, contest_id), ResultRow.entry_id == found.c.entry_id)
        .where(tuple_(ResultRow.place, ResultRow.is_shared).is_distinct_from(tuple_(found.c.place, found.c.is_shared)))
        .values(place=found.c.place, is_shared=found.c.is_shared)
        .execution_options(synchronize_session=False)
    )
    fallen = (
        update(ResultRow)
        .where(*_own(session, contest_id), ResultRow.standing != "ranked", ResultRow.place.is_not(None))
        .values(place=None, is_shared=~true())
        .execution_options(synchronize_session=False)
    )
    return _count(session, moved) + _count(session, fallen)


def _count(session: Session, statement: Update) -> int:
    return int(session.execute(statement).rowcount)  # type: ignore[attr-defined]


def _own(session: Session, contest_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return ResultRow.tenant == tenant_of(session), ResultRow.contest_id == contest_id


def _ranked(session: Session, contest_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return *_own(session, contest_id), ResultRow.standing == "ranked"
