"""The honour roll (荣誉名册) and plaques by number: what any visitor may see (A7, A10)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.common.paging import SIZE, Cursors, Page
from services.portal.domain.honour import Honour, Standing
from services.portal.domain.searching import asked_of, number_of

_COLUMNS = (
    "id, application_id, honour, level, number, plaque_number, subject_unit_id, subject_name, union_unit_id,"
    " conferred_on, year, url, deeds, standing, rectify_by, inspected_year, revoked_on, ground"
)


@dataclass(frozen=True)
class RollWish:
    words: str = ""
    honour: str = ""
    year: int | None = None
    standing: str = ""

    @property
    def is_any(self) -> bool:
        return bool(self.words or self.honour or self.year or self.standing)


@dataclass(frozen=True)
class RollChoices:
    honours: Sequence[str]
    years: Sequence[int]
    total: int


_LIST = f"""
select {_COLUMNS} from honour
where tenant = :tenant and words @> cast(:asked as text[]) and (:honour = '' or honour = :honour)
  and (cast(:year as int) is null or year = :year) and (:standing = '' or standing = :standing)
  and (cast(:on as date) is null or (conferred_on, id) < (cast(:on as date), :id))
order by conferred_on desc, id desc limit :size
"""  # noqa: S608


def list_honours(
    session: Session, wish: RollWish, *, cursors: Cursors, cursor: str | None = None, size: int = SIZE
) -> Page[Honour]:
    tenant = tenant_of(session)
    place: Sequence[str | None] = cursors.read(tenant, cursor) or [None, ""]
    values = {"tenant": tenant, "asked": asked_of(wish.words), "honour": wish.honour, "year": wish.year}
    rows = session.execute(
        text(_LIST), {**values, "standing": wish.standing, "on": place[0], "id": place[1], "size": size + 1}
    ).all()
    found = [_honour(row._mapping) for row in rows[:size]]
    following = cursors.sign(tenant, [found[-1].conferred_on.isoformat(), found[-1].id]) if len(rows) > size else None
    return Page(found, following)


def roll_choices(session: Session) -> RollChoices:
    """What can be chosen in the filters."""
    rows = session.execute(
        text("select honour, year, count(*) as n from honour where tenant = :tenant group by honour, year"),
        {"tenant": tenant_of(session)},
    ).all()
    honours, years = {row.honour for row in rows}, {row.year for row in rows}
    return RollChoices(sorted(honours), sorted(years, reverse=True), sum(row.n for row in rows))


def find_by_number(session: Session, typed: str) -> list[Honour]:
    """By the honour's or the plaque's number, however it was typed; more than one only where a pattern repeats."""
    rows = session.execute(
        text(
            f"select {_COLUMNS} from honour where tenant = :tenant and (number_key = :key or plaque_key = :key)"  # noqa: S608
            " order by conferred_on desc, id desc limit 5"
        ),
        {"tenant": tenant_of(session), "key": number_of(typed)},
    ).all()
    return [_honour(row._mapping) for row in rows]


def _honour(row: object) -> Honour:
    values = dict(row)  # type: ignore[call-overload]
    return Honour(**{**values, "standing": Standing(values["standing"])})


@dataclass(frozen=True)
class UnionYear:
    """A11: how many honours a union's year counts."""

    union_unit_id: str
    name: str
    conferred: int
    valid: int


def honours_by_union(session: Session, year: int) -> list[UnionYear]:
    rows = session.execute(
        text(
            "select h.union_unit_id, coalesce(max(u.name), '') as name, count(*) as conferred,"
            " count(*) filter (where h.standing = 'valid') as valid from honour h"
            " left join org_unit u on u.tenant = h.tenant and cast(u.id as text) = h.union_unit_id"
            " where h.tenant = :tenant and h.year = :year and h.union_unit_id <> ''"
            " group by h.union_unit_id order by conferred desc, name, h.union_unit_id limit 200"
        ),
        {"tenant": tenant_of(session), "year": year},
    ).all()
    return [UnionYear(*row) for row in rows]
