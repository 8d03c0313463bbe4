"""The list of cases: one predicate for list, count, search and export; keyset pages, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from services.applications.domain.search import bigrams
from services.applications.models import ApplicationRow as A
from services.applications.rules.cases import visible_to
from services.common.errors import Invalid
from services.common.paging import SIZE
from services.common.principal import Principal

EXPORT_AT_MOST = 5000


@dataclass(frozen=True)
class Filter:
    """What the list is asked for; empty means all. `union_path` is a reviewing union or any unit below it."""

    programme: str = ""
    year: int | None = None
    stage: str = ""
    status: str = ""
    union_path: str = ""
    words: str = ""


@dataclass(frozen=True)
class CaseLine:
    id: UUID
    number: str
    programme: str
    honour: str
    level: str
    year: int
    subject_name: str
    employer_name: str
    union_name: str
    reviewing_name: str
    stage: str
    status: str
    origin: str
    is_endorsed: bool
    is_late: bool
    rank: int | None
    score: Decimal | None
    regulation_id: str
    regulation_version: int
    submitted_at: datetime | None
    moved_at: datetime

    @property
    def full_name(self) -> str:
        is_named = self.subject_name.startswith(self.employer_name)
        return self.subject_name if is_named else f"{self.employer_name} {self.subject_name}"


COLUMNS = tuple(getattr(A, name) for name in CaseLine.__dataclass_fields__)


def condition(session: Session, who: Principal, wanted: Filter) -> ColumnElement[bool]:
    """The tenant, what this principal may see, and what was asked."""
    parts: list[ColumnElement[bool]] = [A.tenant == session.info["tenant"], visible_to(who)]
    for column, value in ((A.programme, wanted.programme), (A.stage, wanted.stage), (A.status, wanted.status)):
        if value:
            parts.append(column == value)
    if wanted.year is not None:
        parts.append(A.year == wanted.year)
    if wanted.union_path:
        parts.append(A.union_path.startswith(wanted.union_path, autoescape=True))
    if wanted.words:
        parts += [A.search.contains(bigrams(wanted.words)), *map(_holds, wanted.words.split())]
    return and_(*parts)


def _holds(word: str) -> ColumnElement[bool]:
    """The bigrams find quickly what may fit; this keeps what does (0002 is not 2025 and 0001)."""
    columns = (A.number, A.subject_name, A.employer_name, A.union_name, A.honour)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


def list_cases(
    session: Session, who: Principal, wanted: Filter, *, after: Sequence[str] | None = None, size: int = SIZE
) -> tuple[list[CaseLine], tuple[str, ...] | None]:
    """A page, and the place after which the next one begins."""
    asked = select(*COLUMNS).where(condition(session, who, wanted)).order_by(A.id.desc()).limit(size + 1)
    if after is not None:
        asked = asked.where(A.id < _place(after))
    rows = [CaseLine(*row) for row in session.execute(asked)]
    more = len(rows) > size
    return rows[:size], (str(rows[size - 1].id),) if more else None


def _place(after: Sequence[str]) -> UUID:
    try:
        return UUID(after[0])
    except (ValueError, IndexError) as error:
        raise Invalid({"cursor": "bad_cursor"}, "bad_cursor") from error


def count_cases(session: Session, who: Principal, wanted: Filter) -> int:
    return session.execute(select(func.count()).select_from(A).where(condition(session, who, wanted))).scalar_one()


def count_by_status(session: Session, who: Principal, wanted: Filter) -> dict[tuple[str, str], int]:
    """How many stand at each (stage, status)."""
    asked = select(A.stage, A.status, func.count()).where(condition(session, who, wanted)).group_by(A.stage, A.status)
    return {(stage, status): number for stage, status, number in session.execute(asked)}


def years_of(session: Session, who: Principal) -> list[int]:
    asked = select(A.year).where(condition(session, who, Filter())).distinct().order_by(A.year.desc()).limit(30)
    return list(session.scalars(asked))
