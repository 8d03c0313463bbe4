import pytest

from services.common.directory import Tenant
from services.common.principal import Grant, Principal
from services.common.roles import Role
from services.identity import rules

EXPECTED = {
    "may_see_units": {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.TENANT_ADMIN, Role.AUDITOR, Role.SECRETARY},
    "may_see_people": {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.TENANT_ADMIN, Role.AUDITOR, Role.SECRETARY},
    "may_reveal_phone": {Role.SYSTEM_ADMIN, Role.SECRETARY},
    "may_change_tenants": {Role.SYSTEM_ADMIN},
    "may_change_units": {Role.SYSTEM_ADMIN},
    "may_change_people": {Role.SYSTEM_ADMIN},
    "may_grant": {Role.SECURITY_ADMIN},
    "may_see_grants": {Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN, Role.AUDITOR},
    "may_read_regulations": set(Role),
    "may_edit_regulations": {Role.TENANT_ADMIN},
    "may_see_drafts": {Role.TENANT_ADMIN, Role.AUDITOR},
    "may_see_log": {Role.AUDITOR},
}


def who(role: Role, path: str = "", *, is_program: bool = False) -> Principal:
    return Principal("s", "某", "341122", (Grant(role, "", path),), is_program=is_program)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_act_is_open_to_its_roles_and_to_no_other(name: str):
    assert {role for role in Role if getattr(rules, name)(who(role))} == EXPECTED[name]


@pytest.mark.parametrize("name", sorted(set(EXPECTED) - {"may_read_regulations"}))
def test_a_grant_at_a_unit_opens_nothing_of_the_whole_federation(name: str):
    assert not any(getattr(rules, name)(who(role, "/unit/")) for role in Role)


def test_a_program_never_grants():
    assert not rules.may_grant(who(Role.SECURITY_ADMIN, is_program=True))


@pytest.mark.parametrize(
    ("level", "role", "may"),
    [
        ("province", Role.TENANT_ADMIN, True),
        ("national", Role.TENANT_ADMIN, True),
        ("city", Role.TENANT_ADMIN, False),
        ("county", Role.TENANT_ADMIN, False),
        ("province", Role.SECRETARY, False),
    ],
)
def test_the_calendar_is_kept_from_above(level: str, role: Role, may: bool):
    assert rules.may_edit_calendar(who(role), Tenant("34", "00", "安徽省总工会", "安徽", level)) is may
