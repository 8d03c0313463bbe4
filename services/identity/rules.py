"""Who may do what here: predicates over the principal and the object. Doors never compare roles."""

from services.common.directory import Tenant
from services.common.principal import Principal
from services.common.roles import Role

READERS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.TENANT_ADMIN, Role.AUDITOR, Role.SECRETARY)


def _everywhere(who: Principal, *roles: Role) -> bool:
    return any(who.holds_everywhere(role) for role in roles)


def may_see_units(who: Principal) -> bool:
    return _everywhere(who, *READERS)


def may_see_people(who: Principal) -> bool:
    return _everywhere(who, *READERS)


def may_reveal_phone(who: Principal) -> bool:
    """Those who keep the records, and the secretary who must call people."""
    return _everywhere(who, Role.SYSTEM_ADMIN, Role.SECRETARY)


def may_change_tenants(who: Principal) -> bool:
    """Found, rename and end federations below one's own."""
    return _everywhere(who, Role.SYSTEM_ADMIN)


def may_change_units(who: Principal) -> bool:
    return _everywhere(who, Role.SYSTEM_ADMIN)


def may_change_people(who: Principal) -> bool:
    return _everywhere(who, Role.SYSTEM_ADMIN)


def may_grant(who: Principal) -> bool:
    """Only the security admin; a program never."""
    return _everywhere(who, Role.SECURITY_ADMIN) and not who.is_program


def may_see_grants(who: Principal) -> bool:
    return _everywhere(who, Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN, Role.AUDITOR)


def may_read_regulations(who: Principal) -> bool:
    """A published regulation is a notice: everybody with a grant here reads it."""
    return bool(who.grants)


def may_edit_regulations(who: Principal) -> bool:
    return _everywhere(who, Role.TENANT_ADMIN)


def may_see_drafts(who: Principal) -> bool:
    return _everywhere(who, Role.TENANT_ADMIN, Role.AUDITOR)


def may_edit_calendar(who: Principal, tenant: Tenant) -> bool:
    """The province's rule keeper, or the national one: one calendar serves all below."""
    return tenant.level in ("province", "national") and _everywhere(who, Role.TENANT_ADMIN)


def may_see_log(who: Principal) -> bool:
    return _everywhere(who, Role.AUDITOR)
