"""How tasks read: the service's and the kind's names, groups by urgency, outcomes."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from services.common.roles import NAMES, Role
from services.portal.domain.task import Task, Urgency

SERVICES = {"applications": _l("荣誉"), "assessment": _l("考核"), "identity": _l("组织与规则")}
KINDS: dict[str, object] = {}
GROUPS = {
    Urgency.OVERDUE: _l("已逾期"),
    Urgency.TODAY: _l("今天到期"),
    Urgency.WEEK: _l("本周到期"),
    Urgency.LATER: _l("以后及未定期限"),
}
OUTCOMES = {"done": _l("已办结"), "fell_away": _l("无须再办")}


def service_name(service: str) -> object:
    return SERVICES.get(service, service)


def kind_name(service: str, kind: str) -> object:
    """A kind this page has no word for goes by its service's."""
    return KINDS.get(kind) or service_name(service)


def kinds(found: Sequence[tuple[str, str]]) -> list[tuple[str, object]]:
    return [(kind, kind_name(service, kind)) for service, kind in found]


def group_name(urgency: Urgency) -> object:
    return GROUPS[urgency]


def outcome(task: Task) -> object:
    return OUTCOMES.get(task.outcome, OUTCOMES["done"])


def whose(task: Task) -> object:
    """Who is to act, by the role's name; a person is not named in a list."""
    return NAMES[Role(task.role)] if task.role else _l("指定的经办人")
