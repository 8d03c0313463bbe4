"""Figures of a federation and those below it, from the viewer's own rows: never a case, never another's table (X4)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common import directory
from services.common.db import tenant_of
from services.common.directory import Tenant
from services.common.errors import NotFound
from services.portal.domain.figure import Measure

STANDING_NOW = (Measure.VALID.value, Measure.RECTIFYING.value)
"""Counted whatever the year: what stands stands."""


@dataclass(frozen=True)
class FigureWish:
    year: int
    honour: str = ""
    level: str = ""


@dataclass(frozen=True)
class Below:
    """One federation directly below, or the asked one's own share (`is_own`)."""

    code: str
    name: str
    values: Mapping[str, int]
    is_own: bool = False


@dataclass(frozen=True)
class Figures:
    """`by_month`: conferred, twelve numbers for the year and for the year before."""

    about: Tenant
    way: Sequence[Tenant]
    total: Mapping[str, int]
    by_level: Mapping[str, Mapping[str, int]]
    below: Sequence[Below]
    this_year: Sequence[int]
    last_year: Sequence[int]
    years: Sequence[int]
    honours: Sequence[str]


_FILTER = """
(:honour = '' or f.honour = :honour) and (:level = '' or f.level = :level)
and (f.year = :year or f.measure = any(:standing))
"""
_TOTAL = f"""
select f.level, f.measure, cast(sum(f.value) as bigint) as value from figure f
where f.tenant = :tenant and f.about = :about and {_FILTER} group by f.level, f.measure
"""  # noqa: S608
_BELOW = f"""
select t.code, t.short_name, f.measure, cast(sum(f.value) as bigint) as value from tenant t
left join figure f on f.tenant = :tenant and f.about = t.code and {_FILTER}
where t.parent_code = :about group by t.code, t.short_name, f.measure order by t.code
"""  # noqa: S608
_MONTHS = """
select f.year, f.month, cast(sum(f.value) as bigint) as value from figure f
where f.tenant = :tenant and f.about = :about and f.measure = 'conferred' and f.year in (:year, :year - 1)
  and (:honour = '' or f.honour = :honour) and (:level = '' or f.level = :level) group by f.year, f.month
"""
_CHOICES = "select distinct year, honour from figure where tenant = :tenant and about = :tenant and value <> 0"


def read_figures(session: Session, about: str, wish: FigureWish) -> Figures:
    """Raises NotFound where `about` is not the viewer's federation or below it. Five statements, always."""
    tenant = tenant_of(session)
    way = _way(session, about, tenant)
    values = {"tenant": tenant, "about": about, "year": wish.year, "honour": wish.honour, "level": wish.level}
    values["standing"] = list(STANDING_NOW)
    by_level: dict[str, Counter[str]] = {}
    for row in session.execute(text(_TOTAL), values):
        by_level.setdefault(row.level, Counter())[row.measure] += row.value
    total = sum(by_level.values(), Counter())
    below = _below(session, values)
    months = Counter({(row.year, row.month): row.value for row in session.execute(text(_MONTHS), values)})
    chosen = session.execute(text(_CHOICES), values).all()
    return Figures(
        about=way[0],
        way=list(reversed(way)),
        total=total,
        by_level=by_level,
        below=[*below, *_own(way[0], total, below)],
        this_year=[months[wish.year, month] for month in range(1, 13)],
        last_year=[months[wish.year - 1, month] for month in range(1, 13)],
        years=sorted({row.year for row in chosen} | {wish.year}, reverse=True),
        honours=sorted({row.honour for row in chosen}),
    )


def year_totals(session: Session, year: int) -> Mapping[str, int]:
    """The federation's own work and everything below, one statement."""
    tenant = tenant_of(session)
    values = {
        "tenant": tenant,
        "about": tenant,
        "year": year,
        "honour": "",
        "level": "",
        "standing": list(STANDING_NOW),
    }
    total: Counter[str] = Counter()
    for row in session.execute(text(_TOTAL), values):
        total[row.measure] += row.value
    return total


def stage_titles(session: Session) -> Mapping[str, str]:
    """What the federation's own regulations call their stages, by the stage's key."""
    rows = session.execute(
        text(
            "select distinct coalesce(nullif(s->>'id', ''), s->>'stage') as key, s->>'title' as title"
            " from regulation_version v, jsonb_path_query(v.document, '$.programmes.*.stages[*]') s"
            " where v.tenant = :tenant and coalesce(s->>'title', '') <> ''"
        ),
        {"tenant": tenant_of(session)},
    )
    return {row.key: row.title for row in rows}


def _way(session: Session, about: str, viewer: str) -> list[Tenant]:
    """From the asked federation up to the viewer's."""
    up = directory.lineage(session, about)
    codes = [each.code for each in up]
    if viewer not in codes:
        raise NotFound("not_found")
    return up[: codes.index(viewer) + 1]


def _below(session: Session, values: Mapping[str, object]) -> list[Below]:
    found: dict[str, tuple[str, Counter[str]]] = {}
    for row in session.execute(text(_BELOW), values):
        _name, counts = found.setdefault(row.code, (row.short_name, Counter()))
        if row.measure:
            counts[row.measure] += row.value
    return [Below(code, name, counts) for code, (name, counts) in found.items()]


def _own(about: Tenant, total: Counter[str], below: Sequence[Below]) -> list[Below]:
    """What the federation did itself is what the ones below it did not."""
    if not below:
        return []
    own = Counter(total)
    for each in below:
        own.subtract(each.values)
    return [Below(about.code, about.short_name, +own, is_own=True)]
