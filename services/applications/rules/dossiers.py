"""Who may pass a name upward, take it in, see sealed files, and say which foreign keys are believed (rule 9)."""

from services.common.principal import Principal
from services.common.roles import Role

SEES_DOSSIERS = (Role.SECRETARY, Role.CHAIR, Role.AUDITOR, Role.SUPERVISOR)


def may_forward(who: Principal) -> bool:
    return who.holds_everywhere(Role.SECRETARY)


def may_see_dossiers(who: Principal) -> bool:
    """Of the whole federation: a dossier knows no unit of the tenant that received it."""
    return any(who.holds_everywhere(role) for role in SEES_DOSSIERS)


def may_return(who: Principal) -> bool:
    return who.holds_everywhere(Role.SECRETARY)


def may_take_in(who: Principal) -> bool:
    """Bring in a sealed file from a deployment that is not ours."""
    return who.holds_everywhere(Role.SECRETARY)


def may_propose_exception(who: Principal) -> bool:
    return who.holds_everywhere(Role.SECRETARY)


def may_confirm_exception(who: Principal) -> bool:
    return who.holds_everywhere(Role.CHAIR)


def may_reveal_sealed(who: Principal) -> bool:
    """Personal data inside a sealed file is for whoever works on the case (X5)."""
    return who.holds_everywhere(Role.SECRETARY)


def may_trust_keys(who: Principal) -> bool:
    return who.holds_everywhere(Role.SECURITY_ADMIN)


def may_see_keys(who: Principal) -> bool:
    return may_trust_keys(who) or may_see_dossiers(who) or who.holds_everywhere(Role.TENANT_ADMIN)
