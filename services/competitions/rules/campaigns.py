"""Who may do what in a campaign."""

from services.common.principal import Principal
from services.common.roles import Role


def may_run(who: Principal) -> bool:
    """Publish, hand out shares, supervise, commend and criticise: the federation's own clerk."""
    return who.holds_everywhere(Role.SECRETARY)


def may_report_for(who: Principal, unit_path: str) -> bool:
    """A unit by its own people; the federation ("") by its clerk."""
    if not unit_path:
        return may_run(who)
    return who.holds(Role.REVIEWER, unit_path=unit_path) or who.holds(Role.APPLICANT, unit_path=unit_path)


def may_correct_for(who: Principal, unit_path: str) -> bool:
    """Whoever may report, and the federation's clerk, who answers for the sum."""
    return may_report_for(who, unit_path) or may_run(who)


def may_see_papers(who: Principal, unit_path: str) -> bool:
    """What a unit filed, or claimed money with."""
    return may_export(who) or may_report_for(who, unit_path)


def may_export(who: Principal) -> bool:
    return bool(who.paths(Role.SECRETARY, Role.AUDITOR, Role.CHAIR, Role.SUPERVISOR))
