"""How things read: services, kinds of tasks, urgency, outcomes, standings, stages."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l

from services.common.regulation.stages import STAGES
from services.common.roles import NAMES, Role
from services.portal.domain.figure import AT
from services.portal.domain.honour import Standing
from services.portal.domain.task import Task, Urgency

SERVICES = {
    "identity": _l("组织与规则"),
    "applications": _l("荣誉"),
    "assessment": _l("考核"),
    "competitions": _l("劳动竞赛"),
    "portal": _l("门户"),
}
KINDS: dict[str, object] = {
    "fill": _l("填写申报"),
    "mend": _l("退回补正"),
    "review": _l("审核"),
    "recommend": _l("排序推荐"),
    "open_assessments": _l("组织考核"),
    "docket": _l("会议审批"),
    "publicise": _l("公示"),
    "confer": _l("命名"),
    "hold_meeting": _l("召开会议"),
    "sign_docket": _l("签署纪要"),
    "handle_objection": _l("异议办理"),
    "hang_plaque": _l("挂牌"),
    "record_reward": _l("奖励登记"),
    "reinspect": _l("年度复查"),
    "rectify": _l("限期整改"),
    "revoke": _l("撤销审批"),
    "recall_plaque": _l("收回牌匾"),
    "forward": _l("向上推荐"),
    "forward_again": _l("重新上报"),
    "confirm_exception": _l("破格确认"),
    "revoked_below": _l("下级撤销"),
    "correction": _l("更正批复"),
    "self_score": _l("填报自评"),
    "appoint": _l("安排考核员"),
    "third": _l("增派考核员"),
    "score": _l("考核打分"),
}
GROUPS = {
    Urgency.OVERDUE: _l("已逾期"),
    Urgency.TODAY: _l("今天到期"),
    Urgency.WEEK: _l("本周到期"),
    Urgency.LATER: _l("以后及未定期限"),
}
OUTCOMES: dict[str, tuple[object, str | None, str | None]] = {
    "done": (_l("已办结"), "ok", None),
    "agree": (_l("同意"), "ok", None),
    "granted": (_l("已批准"), "ok", None),
    "confirmed": (_l("已确认"), "ok", None),
    "dismissed": (_l("异议不成立"), None, "check"),
    "upheld": (_l("异议成立"), None, "check"),
    "disagree": (_l("不同意"), None, "cross"),
    "refused": (_l("未批准"), None, "cross"),
    "rejected": (_l("未同意"), None, "cross"),
    "return": (_l("退回补正"), None, "return"),
    "returned": (_l("退回补正"), None, "return"),
    "withdrawn": (_l("已撤回"), None, "minus"),
    "lapsed": (_l("逾期未办"), None, "clock"),
}
STANDINGS = {
    Standing.VALID: (_l("有效"), "ok"),
    Standing.RECTIFYING: (_l("整改中"), "risk"),
    Standing.REVOKED: (_l("已撤销"), None),
}
MAILS = {
    "waiting": _l("邮件待发"),
    "sending": _l("邮件待发"),
    "sent": _l("邮件已发"),
    "failed": _l("邮件未送达"),
    "unsent": _l("未发邮件：本站未配置邮件服务器"),
}


def service_name(service: str) -> object:
    return SERVICES.get(service, service)


def kind_name(service: str, kind: str) -> object:
    """A kind this page has no word for goes by its service's."""
    return KINDS.get(kind) or service_name(service)


def kinds(found: Sequence[tuple[str, str]]) -> list[tuple[str, object]]:
    return [(kind, kind_name(service, kind)) for service, kind in found]


def group_name(urgency: Urgency) -> object:
    return GROUPS[urgency]


def outcome(task: Task) -> tuple[object, str | None, str | None]:
    """Word, kind and sign of its state."""
    return OUTCOMES.get(task.outcome, OUTCOMES["done"])


def whose(task: Task) -> object:
    """Who is to act, by the role's name; a person is not named in a list."""
    return NAMES[Role(task.role)] if task.role else _l("指定的经办人")


def standing(of: Standing) -> tuple[object, str | None, str | None]:
    """Word, kind and sign of its state."""
    word, kind = STANDINGS[of]
    return word, kind, {"revoked": "cross", "rectifying": "clock"}.get(of)


def stages(counts: Mapping[str, int], titles: Mapping[str, str]) -> list[tuple[object, int]]:
    """Cases under way by stage, in the order of the stages a regulation can name; `titles` are the federation's own."""
    order = list(STAGES.titles)
    found = {measure.removeprefix(AT): value for measure, value in counts.items() if measure.startswith(AT) and value}
    places = sorted(found, key=lambda key: (order.index(key) if key in order else len(order), key))
    return [(titles.get(key) or STAGES.titles.get(key) or _l("其他环节"), found[key]) for key in places]
