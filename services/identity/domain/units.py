"""Org units of one federation: a tree with paths, moves and merges that history can tell."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from flask_babel import lazy_gettext as _l

from services.common.errors import DomainError


class UnitKind(StrEnum):
    TOWNSHIP = "township"
    INDUSTRY = "industry"
    DIRECT = "direct"
    OFFICE = "office"
    EMPLOYER_UNION = "employer_union"
    EMPLOYER = "employer"
    TEAM = "team"


NAMES = {
    UnitKind.TOWNSHIP: _l("镇乡（街道、园区）工会"),
    UnitKind.INDUSTRY: _l("产业（主管局）工会"),
    UnitKind.DIRECT: _l("直属工会"),
    UnitKind.OFFICE: _l("机关部室"),
    UnitKind.EMPLOYER_UNION: _l("基层工会"),
    UnitKind.EMPLOYER: _l("单位"),
    UnitKind.TEAM: _l("班组、岗位"),
}
REVIEWING = (UnitKind.TOWNSHIP, UnitKind.INDUSTRY, UnitKind.DIRECT)
ROOT: tuple[UnitKind | None, ...] = (None,)
PLACES: dict[UnitKind, tuple[UnitKind | None, ...]] = {
    UnitKind.TOWNSHIP: ROOT,
    UnitKind.INDUSTRY: ROOT,
    UnitKind.DIRECT: ROOT,
    UnitKind.OFFICE: ROOT,
    UnitKind.EMPLOYER_UNION: (*REVIEWING, UnitKind.EMPLOYER_UNION),
    UnitKind.EMPLOYER: (*REVIEWING, UnitKind.EMPLOYER_UNION),
    UnitKind.TEAM: (UnitKind.EMPLOYER_UNION, UnitKind.EMPLOYER, UnitKind.DIRECT),
}
"""Under which kinds a kind may stand; none is the federation itself."""


@dataclass(frozen=True)
class OrgUnit:
    """`path` is "/id/id/", root first, its own id last."""

    id: UUID
    parent_id: UUID | None
    path: str
    kind: UnitKind
    name: str
    valid_from: date
    valid_to: date | None = None
    merged_into_id: UUID | None = None
    version: int = 1

    def is_valid(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def is_within(self, other: "OrgUnit") -> bool:
        """Whether it is the other or stands under it."""
        return self.path.startswith(other.path)


def path_under(parent: OrgUnit | None, unit_id: UUID) -> str:
    return f"{parent.path if parent else '/'}{unit_id}/"


def _fits(kind: UnitKind, parent: OrgUnit | None, on: date) -> None:
    if (parent.kind if parent else None) not in PLACES[kind]:
        raise DomainError(
            "unit_kind_misplaced", kind=NAMES[kind], parent=NAMES[parent.kind] if parent else _l("总工会")
        )
    if parent is not None and not parent.is_valid(on):
        raise DomainError("unit_ended", name=parent.name)


def create(unit_id: UUID, *, parent: OrgUnit | None, kind: UnitKind, name: str, on: date) -> OrgUnit:
    _fits(kind, parent, on)
    return OrgUnit(unit_id, parent.id if parent else None, path_under(parent, unit_id), kind, name, on)


def rename(unit: OrgUnit, name: str) -> OrgUnit:
    return replace(_living(unit), name=name, version=unit.version + 1)


def move(unit: OrgUnit, to: OrgUnit | None, *, on: date) -> OrgUnit:
    """Under another unit; what stands under it goes along (`carried`)."""
    _living(unit)
    if to is not None and to.is_within(unit):
        raise DomainError("unit_into_itself", name=unit.name)
    _fits(unit.kind, to, on)
    parent_id = to.id if to else None
    if parent_id == unit.parent_id:
        raise DomainError("unit_already_there", name=unit.name)
    return replace(unit, parent_id=parent_id, path=path_under(to, unit.id), version=unit.version + 1)


def carried(below: Sequence[OrgUnit], before: str, after: str) -> list[OrgUnit]:
    """The units under a moved one, with their new paths."""
    return [replace(unit, path=after + unit.path[len(before) :], version=unit.version + 1) for unit in below]


def end(unit: OrgUnit, *, on: date, has_living_below: bool) -> OrgUnit:
    _living(unit)
    if on < unit.valid_from:
        raise DomainError("ends_before_it_begins")
    if has_living_below:
        raise DomainError("unit_has_others_below", name=unit.name)
    return replace(unit, valid_to=on, version=unit.version + 1)


def merge(unit: OrgUnit, into: OrgUnit, *, on: date) -> OrgUnit:
    """The unit ends on the day and goes on in the other, of the same kind. Its units and people go along."""
    _living(unit)
    if unit.id == into.id or into.is_within(unit) or unit.is_within(into):
        raise DomainError("unit_into_itself", name=unit.name)
    if unit.kind is not into.kind:
        raise DomainError("merge_of_two_kinds", kind=NAMES[unit.kind], into=NAMES[into.kind])
    if not into.is_valid(on):
        raise DomainError("unit_ended", name=into.name)
    return replace(unit, valid_to=on, merged_into_id=into.id, version=unit.version + 1)


def _living(unit: OrgUnit) -> OrgUnit:
    if unit.valid_to is not None:
        raise DomainError("unit_ended", name=unit.name)
    return unit
