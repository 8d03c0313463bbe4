"""Who reads the log of the service."""

from services.common.principal import Principal
from services.common.roles import Role


def may_see_log(who: Principal) -> bool:
    return who.holds_everywhere(Role.AUDITOR)
