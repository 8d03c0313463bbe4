"""Where a subject stands in the tree: its union, its employer, its reviewing union."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.common.directory import OrgUnit
from services.common.errors import DomainError

REVIEWING = frozenset({"township", "industry", "direct"})
SUBJECT_KINDS = {
    "team": ("team", "post", "window"),
    "studio": ("team", "studio"),
    "employer": ("employer",),
    "grassroots_union": ("employer_union",),
    "reviewing_union": ("township", "industry", "direct"),
    "person": ("employer_union",),
}
"""Which units can be put forward for a programme's kind of subject; a person is put forward by his union."""


@dataclass(frozen=True)
class Place:
    subject: OrgUnit
    union: OrgUnit
    reviewing: OrgUnit
    employer_name: str


def place_of(subject: OrgUnit, above: Sequence[OrgUnit], employers: Sequence[OrgUnit]) -> Place:
    """`above`: its ancestors, root first. `employers`: employer units under its union.

    A unit without a grassroots union answers through its reviewing union. Raises DomainError unit_has_no_union.
    """
    line = [*above, subject]
    reviewing = next((unit for unit in reversed(line) if unit.kind in REVIEWING), None)
    if reviewing is None:
        raise DomainError("unit_has_no_union", unit=subject.name)
    union = next((unit for unit in reversed(line) if unit.kind == "employer_union"), reviewing)
    return Place(subject, union, reviewing, _employer_name(line, union, employers))


def _employer_name(line: Sequence[OrgUnit], union: OrgUnit, employers: Sequence[OrgUnit]) -> str:
    inside = next((unit for unit in reversed(line) if unit.kind == "employer"), None)
    if inside is not None:
        return inside.name
    if len(employers) == 1:
        return employers[0].name
    return union.name.removesuffix("委员会").removesuffix("工会")
