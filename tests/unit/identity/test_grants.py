from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from uuid import UUID

import pytest

from services.common.errors import DomainError
from services.common.roles import SEPARATED, Role
from services.identity.domain.grants import AT_A_UNIT, WHOLE_TENANT, Grant, allow_grant, moved, revoke

TODAY = date(2025, 9, 15)
DAY = timedelta(days=1)
UNIT = UUID(int=7)
NEW = Grant(UUID(int=1), "s-1", UUID(int=2), Role.SECRETARY, None, "", TODAY)
AT_UNIT = replace(NEW, role=Role.REVIEWER, org_unit_id=UNIT, org_unit_path=f"/{UNIT}/")


def refusal(new: Grant, held: list[Grant] | None = None, by: str = "s-9") -> str:
    with pytest.raises(DomainError) as refused:
        allow_grant(new, held or [], by_subject=by, today=TODAY)
    return refused.value.code


def test_another_persons_grant_from_today_is_given():
    assert allow_grant(NEW, [], by_subject="s-9", today=TODAY) == NEW


def test_nobody_grants_himself():
    assert refusal(NEW, by="s-1") == "grants_himself"


def test_a_grant_is_not_dated_back():
    assert refusal(replace(NEW, valid_from=TODAY - DAY)) == "grant_in_the_past"


def test_a_grant_of_one_day_is_given_and_of_less_is_not():
    allow_grant(replace(NEW, valid_to=TODAY), [], by_subject="s-9", today=TODAY)
    assert refusal(replace(NEW, valid_from=TODAY + DAY, valid_to=TODAY)) == "ends_before_it_begins"


@pytest.mark.parametrize("role", sorted(WHOLE_TENANT))
def test_a_role_for_the_federation_has_no_unit(role: Role):
    allow_grant(replace(NEW, role=role), [], by_subject="s-9", today=TODAY)
    assert refusal(replace(AT_UNIT, role=role)) == "role_for_whole_tenant"


@pytest.mark.parametrize("role", sorted(AT_A_UNIT))
def test_a_role_at_a_union_needs_one(role: Role):
    allow_grant(replace(AT_UNIT, role=role), [], by_subject="s-9", today=TODAY)
    assert refusal(replace(NEW, role=role)) == "role_at_a_unit"


@pytest.mark.parametrize(("held", "new"), list(permutations(SEPARATED, 2)))
def test_separated_duties_never_meet_in_one_person(held: Role, new: Role):
    old = replace(NEW, role=held)

    assert refusal(replace(NEW, role=new), [old]) == "separated_duties"


@pytest.mark.parametrize(
    ("old_until", "new_from", "meet"),
    [(TODAY + DAY, TODAY + DAY, True), (TODAY + DAY, TODAY + 2 * DAY, False), (None, TODAY + 999 * DAY, True)],
)
def test_separated_duties_may_follow_each_other(old_until: date | None, new_from: date, meet: bool):
    old = replace(NEW, role=Role.AUDITOR, valid_to=old_until)
    new = replace(NEW, role=Role.SYSTEM_ADMIN, valid_from=new_from)
    if meet:
        assert refusal(new, [old]) == "separated_duties"
    else:
        assert allow_grant(new, [old], by_subject="s-9", today=TODAY) == new


def test_a_revoked_duty_separates_no_more():
    old = replace(NEW, role=Role.AUDITOR, revoked=True)
    new = replace(NEW, role=Role.SYSTEM_ADMIN)

    assert allow_grant(new, [old], by_subject="s-9", today=TODAY) == new


def test_the_same_role_at_the_same_place_is_given_once():
    assert refusal(AT_UNIT, [AT_UNIT]) == "granted_already"
    elsewhere = replace(AT_UNIT, org_unit_path="/another/")
    assert allow_grant(elsewhere, [AT_UNIT], by_subject="s-9", today=TODAY) == elsewhere


def test_other_roles_stand_together():
    new = replace(NEW, role=Role.CHAIR)

    assert allow_grant(new, [NEW, AT_UNIT], by_subject="s-9", today=TODAY) == new


def test_a_grant_is_revoked_once_and_by_another():
    assert revoke(NEW, by_subject="s-9") == replace(NEW, revoked=True)
    with pytest.raises(DomainError) as himself:
        revoke(NEW, by_subject="s-1")
    with pytest.raises(DomainError) as again:
        revoke(replace(NEW, revoked=True), by_subject="s-9")
    assert (himself.value.code, again.value.code) == ("revokes_himself", "revoked_already")


def test_a_grant_follows_its_unit():
    assert moved(AT_UNIT, f"/{UNIT}/", f"/x/{UNIT}/").org_unit_path == f"/x/{UNIT}/"
