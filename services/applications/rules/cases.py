"""Who may see and do what with an application (rule 9: nobody reviews his own unit)."""

from sqlalchemy import ColumnElement, and_, false, or_, true

from services.applications.domain import Application, Status
from services.applications.models import ApplicationRow
from services.common.principal import Principal
from services.common.regulation import Stage
from services.common.roles import Role

SEES_SUBMITTED = (Role.REVIEWER, Role.SECRETARY, Role.CHAIR, Role.SUPERVISOR, Role.AUDITOR, Role.ASSESSOR)
MAY_REVEAL = (Role.REVIEWER, Role.SECRETARY)


def may_see(who: Principal, case: Application) -> bool:
    """The union sees its own from the draft on; those above it see what was submitted, where their grant reaches."""
    if may_start(who, case.union_path):
        return True
    was_sent = case.submitted_at is not None or case.origin == "received"
    return was_sent and reaches(who, case.union_path)


def reaches(who: Principal, union_path: str) -> bool:
    """Whether what this union submitted may be read: by itself, and where a reader's grant reaches."""
    read = any(union_path.startswith(path) for path in who.paths(*SEES_SUBMITTED))
    return read or may_start(who, union_path)


def visible_to(who: Principal) -> ColumnElement[bool]:
    """`may_see` as a predicate of the query: nothing else decides what a list, count, search or export holds."""
    own = [ApplicationRow.union_path.startswith(path, autoescape=True) for path in who.paths(Role.APPLICANT) if path]
    was_sent = or_(ApplicationRow.submitted_at.is_not(None), ApplicationRow.origin == "received")
    reach = [
        ApplicationRow.union_path.startswith(path, autoescape=True) if path else true()
        for path in who.paths(*SEES_SUBMITTED)
    ]
    return or_(false(), *own, and_(was_sent, or_(false(), *reach)))


def may_start(who: Principal, union_path: str) -> bool:
    return any(union_path.startswith(path) for path in who.paths(Role.APPLICANT) if path)


def may_edit(who: Principal, case: Application) -> bool:
    return bool(case.union_path) and may_start(who, case.union_path)


def may_withdraw(who: Principal, case: Application) -> bool:
    return may_edit(who, case)


def is_own_unit(who: Principal, case: Application) -> bool:
    """The person belongs to the applying union, or filed the case himself."""
    belongs = bool(case.union_path) and who.org_unit_path.startswith(case.union_path)
    return belongs or who.subject == case.created_by


def may_review(who: Principal, case: Application, stage: Stage) -> bool:
    """The body that the stage names, and never for its own unit."""
    if is_own_unit(who, case):
        return False
    if stage.by == "reviewing_union":
        return bool(case.reviewing_path) and who.holds(Role.REVIEWER, unit_path=case.reviewing_path)
    return who.holds_everywhere(Role.SECRETARY)


def may_rank(who: Principal, reviewing_path: str) -> bool:
    """The batch of one reviewing union; "" is the federation's own."""
    if reviewing_path:
        return who.holds(Role.REVIEWER, unit_path=reviewing_path)
    return who.holds_everywhere(Role.SECRETARY)


def may_open_assessments(who: Principal) -> bool:
    return who.holds_everywhere(Role.SECRETARY)


def may_announce_days(who: Principal) -> bool:
    return who.holds_everywhere(Role.SECRETARY)


DECIDES = {
    "reviewing_union": Role.REVIEWER,
    "federation": Role.SECRETARY,
    "chairmens_meeting": Role.CHAIR,
    "party_group": Role.CHAIR,
}
"""Who speaks for a body that may except from a rule; any other is spoken for by the federation's secretary."""


def may_decide_exception(who: Principal, case: Application, body: str) -> bool:
    """The body that the rule names, and never for its own unit."""
    if is_own_unit(who, case):
        return False
    role = DECIDES.get(body, Role.SECRETARY)
    if role is Role.REVIEWER:
        return bool(case.reviewing_path) and who.holds(role, unit_path=case.reviewing_path)
    return who.holds_everywhere(role)


def may_reveal(who: Principal, case: Application) -> bool:
    """Personal data is for those whose task needs it: the union, its reviewer, the federation's secretary (X5)."""
    if may_edit(who, case):
        return True
    return may_see(who, case) and any(case.union_path.startswith(path) for path in who.paths(*MAY_REVEAL))


def is_editable(case: Application) -> bool:
    return case.status in (Status.DRAFT, Status.RETURNED)
