"""Who may see what: predicates over a principal and an object. Lists repeat them in SQL; a test ties the two."""

from services.common.principal import Principal
from services.common.roles import Role
from services.portal.domain.task import Task


def may_see_task(who: Principal, task: Task) -> bool:
    """The one meant, whoever holds the role at the unit or above it, who did it and who began the matter."""
    return is_for(who, task) or who.subject in (task.done_by, task.started_by)


def is_for(who: Principal, task: Task) -> bool:
    """Without a unit, everybody in the tenant who holds the role."""
    if task.subject:
        return task.subject == who.subject
    return any(
        grant.role.value == task.role and (not task.unit_path or task.unit_path.startswith(grant.unit_path))
        for grant in who.grants
    )


def may_start(who: Principal) -> bool:
    """Whether the worklist offers to begin an application; the service that keeps them decides itself."""
    return any(grant.role is Role.APPLICANT for grant in who.grants)


def may_see_figures(who: Principal) -> bool:
    return who.sees("figures")
