from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from services.common.errors import DomainError
from services.identity.domain import units
from services.identity.domain.units import OrgUnit, UnitKind

DAY = date(2025, 9, 15)


def a_unit(number: int, kind: UnitKind, parent: OrgUnit | None = None) -> OrgUnit:
    return units.create(UUID(int=number), parent=parent, kind=kind, name=f"组织{number}", on=DAY)


TOWN = a_unit(1, UnitKind.TOWNSHIP)
OTHER_TOWN = a_unit(2, UnitKind.TOWNSHIP)
UNION = a_unit(3, UnitKind.EMPLOYER_UNION, TOWN)
TEAM = a_unit(4, UnitKind.TEAM, UNION)
BRANCH = a_unit(5, UnitKind.EMPLOYER_UNION, UNION)


def test_a_path_names_every_unit_above():
    assert TEAM.path == f"/{TOWN.id}/{UNION.id}/{TEAM.id}/"


@pytest.mark.parametrize("kind", list(UnitKind))
@pytest.mark.parametrize("parent", [None, TOWN, UNION, TEAM])
def test_a_kind_stands_only_where_it_belongs(kind: UnitKind, parent: OrgUnit | None):
    belongs = (parent.kind if parent else None) in units.PLACES[kind]
    if belongs:
        assert units.create(UUID(int=9), parent=parent, kind=kind, name="新", on=DAY).kind is kind
    else:
        with pytest.raises(DomainError) as refused:
            units.create(UUID(int=9), parent=parent, kind=kind, name="新", on=DAY)
        assert refused.value.code == "unit_kind_misplaced"


def test_nothing_is_set_up_under_what_has_ended():
    ended = replace(TOWN, valid_to=DAY - timedelta(days=1))
    with pytest.raises(DomainError) as refused:
        units.create(UUID(int=9), parent=ended, kind=UnitKind.EMPLOYER_UNION, name="新", on=DAY)
    assert refused.value.code == "unit_ended"


def test_a_moved_unit_takes_along_what_stands_below_it():
    moved = units.move(UNION, OTHER_TOWN, on=DAY)
    below = units.carried([TEAM, BRANCH], UNION.path, moved.path)

    assert moved.path == f"/{OTHER_TOWN.id}/{UNION.id}/"
    assert [each.path for each in below] == [f"{moved.path}{TEAM.id}/", f"{moved.path}{BRANCH.id}/"]
    assert [each.parent_id for each in below] == [UNION.id, UNION.id]
    assert (moved.version, below[0].version) == (2, 2)


@pytest.mark.parametrize(
    ("unit", "to", "refusal"),
    [
        (UNION, BRANCH, "unit_into_itself"),
        (UNION, UNION, "unit_into_itself"),
        (UNION, TOWN, "unit_already_there"),
        (UNION, None, "unit_kind_misplaced"),
        (replace(UNION, valid_to=DAY), OTHER_TOWN, "unit_ended"),
        (UNION, replace(OTHER_TOWN, valid_to=DAY - timedelta(days=1)), "unit_ended"),
    ],
)
def test_a_move_is_refused(unit: OrgUnit, to: OrgUnit | None, refusal: str):
    with pytest.raises(DomainError) as refused:
        units.move(unit, to, on=DAY)
    assert refused.value.code == refusal


def test_a_merged_unit_ends_in_the_other():
    merged = units.merge(TOWN, OTHER_TOWN, on=DAY)

    assert (merged.valid_to, merged.merged_into_id) == (DAY, OTHER_TOWN.id)


@pytest.mark.parametrize(
    ("unit", "into", "refusal"),
    [
        (TOWN, TOWN, "unit_into_itself"),
        (UNION, BRANCH, "unit_into_itself"),
        (BRANCH, UNION, "unit_into_itself"),
        (UNION, OTHER_TOWN, "merge_of_two_kinds"),
        (TOWN, replace(OTHER_TOWN, valid_to=DAY - timedelta(days=1)), "unit_ended"),
        (replace(TOWN, valid_to=DAY), OTHER_TOWN, "unit_ended"),
    ],
)
def test_a_merge_is_refused(unit: OrgUnit, into: OrgUnit, refusal: str):
    with pytest.raises(DomainError) as refused:
        units.merge(unit, into, on=DAY)
    assert refused.value.code == refusal


@pytest.mark.parametrize(
    ("unit", "on", "below", "refusal"),
    [
        (TOWN, DAY, True, "unit_has_others_below"),
        (TOWN, DAY - timedelta(days=1), False, "ends_before_it_begins"),
        (replace(TOWN, valid_to=DAY), DAY, False, "unit_ended"),
    ],
)
def test_ending_is_refused(unit: OrgUnit, on: date, below: bool, refusal: str):
    with pytest.raises(DomainError) as refused:
        units.end(unit, on=on, has_living_below=below)
    assert refused.value.code == refusal


def test_a_unit_without_others_below_ends():
    assert units.end(TOWN, on=DAY, has_living_below=False) == replace(TOWN, valid_to=DAY, version=2)
