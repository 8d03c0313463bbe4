"""Whom a target is of, here: the federation, its units, the federations right below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common import directory
from services.common.db import tenant_of
from services.common.principal import Principal
from services.common.regulation.campaign_bodies import FEDERATION, levels_below, unit_kinds
from services.competitions.rules import campaigns as rules

_CHILDREN = text(
    "select code, parent_code, name, short_name, level from tenant where parent_code = :code"
    " and (valid_to is null or valid_to >= :on) order by code"
)
_DESCENDANTS = text(
    "with recursive down as (select code, 0 as depth from tenant where code = :code union all"
    " select t.code, down.depth + 1 from tenant t join down on t.parent_code = down.code where down.depth < 4)"
    " select t.code, t.parent_code, t.name, t.short_name, t.level from tenant t join down on down.code = t.code"
    " where down.depth > 0 and t.level = any(:levels) and (t.valid_to is null or t.valid_to >= :on) order by t.code"
)
REPORTING = ("township", "industry", "direct", "employer_union", "team")
LEVELS = ("national", "province", "city", "county")


@dataclass(frozen=True)
class Body:
    """`key`: "" for the federation itself, a unit's id, or the code of a federation below."""

    key: str
    name: str
    unit_path: str = ""
    kind: str = ""

    @property
    def is_unit(self) -> bool:
        return bool(self.unit_path)


def children(session: Session, code: str, *, on: date) -> list[directory.Tenant]:
    """The federations right below, by code."""
    return [directory.Tenant(*row) for row in session.connection().execute(_CHILDREN, {"code": code, "on": on})]


def descendants(session: Session, code: str, levels: Sequence[str], *, on: date) -> list[directory.Tenant]:
    """The federations below of those levels, however far below, by code."""
    asked = {"code": code, "levels": list(levels), "on": on}
    return [directory.Tenant(*row) for row in session.connection().execute(_DESCENDANTS, asked)]


def own_body(session: Session) -> Body:
    tenant = directory.find_tenant(session, tenant_of(session))
    return Body("", tenant.name, kind=tenant.level)


def bodies(session: Session, of: Sequence[str], *, on: date) -> list[Body]:
    """In this order: itself, its units, the federations below. A level named is also the federation's own."""
    own = own_body(session)
    levels = levels_below(tuple(of))
    found = [own] if FEDERATION in of or own.kind in levels else []
    kinds = unit_kinds(tuple(of))
    if kinds:
        units = directory.units_below(session, "", kinds=kinds, on=on)
        found += [Body(str(each.id), each.name, each.path, each.kind) for each in units]
    if levels:
        below = descendants(session, tenant_of(session), levels, on=on)
        found += [Body(each.code, each.name, kind=each.level) for each in below]
    return found


def own_units(session: Session, who: Principal, *, on: date) -> list[directory.OrgUnit]:
    """The units for which the principal may report."""
    units = directory.units_below(session, "", kinds=REPORTING, on=on)
    return [each for each in units if rules.may_report_for(who, each.path)]


def is_reached(level: str, to: Sequence[str]) -> bool:
    """Whether a federation of that level carries out, or passes on, what is deployed to those levels."""
    return any(LEVELS.index(level) <= LEVELS.index(each) for each in to)
