"""Who may decide dockets, handle objections, confer, forward and look after honours (rule 9)."""

from sqlalchemy import ColumnElement, false, or_, true

from services.applications.domain.honour import Honour
from services.applications.models.honour import HonourRow
from services.common.principal import Principal
from services.common.roles import Role

SEES_MEETINGS = (Role.SECRETARY, Role.CHAIR, Role.AUDITOR)
SEES_HONOURS = (
    Role.APPLICANT,
    Role.REVIEWER,
    Role.SECRETARY,
    Role.CHAIR,
    Role.SUPERVISOR,
    Role.AUDITOR,
    Role.ASSESSOR,
    Role.TENANT_ADMIN,
)


def may_see_dockets(who: Principal) -> bool:
    return any(who.holds_everywhere(role) for role in SEES_MEETINGS)


def may_keep_dockets(who: Principal) -> bool:
    """Make a docket, note attendance and decisions."""
    return who.holds_everywhere(Role.SECRETARY)


def may_sign_docket(who: Principal) -> bool:
    return who.holds_everywhere(Role.CHAIR)


def may_see_objections(who: Principal) -> bool:
    return who.holds_everywhere(Role.SUPERVISOR)


def may_reveal_objector(who: Principal, handler: str) -> bool:
    """Only the supervisor who handles it."""
    return who.holds_everywhere(Role.SUPERVISOR) and who.subject == handler


def may_confer(who: Principal) -> bool:
    return who.holds_everywhere(Role.SECRETARY)


def may_see_honour(who: Principal, honour: Honour) -> bool:
    return any(honour.union_path.startswith(path) for path in who.paths(*SEES_HONOURS))


def honours_visible_to(who: Principal) -> ColumnElement[bool]:
    """`may_see_honour` as a predicate of the query."""
    reach = [
        HonourRow.union_path.startswith(path, autoescape=True) if path else true() for path in who.paths(*SEES_HONOURS)
    ]
    return or_(false(), *reach)


def may_look_after(who: Principal, honour: Honour) -> bool:
    """Record where the plaque hangs, the reward, the rectification: the holder's union, or the federation for it."""
    is_own = bool(honour.union_path) and who.holds(Role.APPLICANT, unit_path=honour.union_path)
    return is_own or who.holds_everywhere(Role.SECRETARY)


def may_report_rectification(who: Principal, honour: Honour) -> bool:
    if honour.union_path:
        return who.holds(Role.APPLICANT, unit_path=honour.union_path)
    return who.holds_everywhere(Role.SECRETARY)


def may_open_reinspections(who: Principal) -> bool:
    return who.holds_everywhere(Role.SECRETARY)


def may_revoke(who: Principal) -> bool:
    return who.holds_everywhere(Role.CHAIR)
