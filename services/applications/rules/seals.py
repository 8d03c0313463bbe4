"""Who may keep the image of the federation's seal (rule 9: who administers it does not decide with it)."""

from services.common.principal import Principal
from services.common.roles import Role

SEES = (Role.TENANT_ADMIN, Role.SECRETARY, Role.CHAIR, Role.AUDITOR)


def may_keep_seal(who: Principal) -> bool:
    return who.holds_everywhere(Role.TENANT_ADMIN)


def may_see_seals(who: Principal) -> bool:
    return any(who.holds_everywhere(role) for role in SEES)
