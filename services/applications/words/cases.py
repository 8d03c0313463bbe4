"""Words of a case on its way to the assessment."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.applications.domain import Status
from services.common.regulation import Programme

State = tuple[str, str | None, str | None]

STATUSES = {
    Status.DRAFT: _l("草稿"),
    Status.OPEN: _l("在办"),
    Status.RETURNED: _l("退回补正"),
    Status.WAITING_ASSESSMENT: _l("考核中"),
    Status.PASSED_OVER: _l("不同意"),
    Status.REFUSED: _l("未合格"),
    Status.WITHDRAWN: _l("已撤回"),
    Status.STOPPED: _l("异议成立"),
    Status.CONFERRED: _l("已命名"),
    Status.RETURNED_BELOW: _l("已退回下级"),
}
LOOKS: dict[str, tuple[str | None, str | None]] = {
    Status.DRAFT: ("off", "pen"),
    Status.OPEN: ("act", None),
    Status.RETURNED: ("risk", "return"),
    Status.WAITING_ASSESSMENT: ("act", None),
    Status.PASSED_OVER: (None, "cross"),
    Status.REFUSED: (None, "cross"),
    Status.WITHDRAWN: (None, "minus"),
    Status.STOPPED: (None, "cross"),
    Status.CONFERRED: ("seal", None),
    Status.RETURNED_BELOW: ("risk", "return"),
}
STAGES = {
    "apply": _l("申报"),
    "review": _l("审核推荐"),
    "clearance": _l("征求意见"),
    "assess": _l("考核验收"),
    "shortlist": _l("确定入围"),
    "approve": _l("审批"),
    "publicise": _l("公示"),
    "confer": _l("命名"),
}
VERDICTS: dict[str, State] = {
    "agree": (_l("同意"), "ok", None),
    "disagree": (_l("不同意"), None, "cross"),
    "return": (_l("退回补正"), "risk", "return"),
}
LEVEL_MARKS = {"county": "县", "city": "市", "province": "省", "national": "国"}
ACTIONS = {
    "started": _l("开始填写申报"),
    "nominated": _l("提名，待申报工会填写"),
    "saved": _l("保存了草稿"),
    "evidence_added": _l("上传了佐证"),
    "evidence_removed": _l("移除了佐证"),
    "award_taken": _l("带入竞赛获奖"),
    "submitted": _l("提交申报"),
    "withdrawn": _l("撤回申报"),
    "hearing_recorded": _l("记录了听取职工意见的情况"),
    "endorsed": _l("签署意见：同意推荐"),
    "endorsement_withdrawn": _l("移出推荐名单，重新审核"),
    "passed_over": _l("签署意见：不同意"),
    "returned": _l("退回补正"),
    "ranked": _l("调整了推荐名次"),
    "recommended": _l("推荐到总工会"),
    "exception_asked": _l("申请例外"),
    "exception_decided": _l("决定了例外申请"),
    "office_answered": _l("登记了部门意见"),
    "office_silent": _l("部门逾期没有答复，视为没有意见"),
    "shortlisted": _l("入围"),
    "not_shortlisted": _l("没有入围"),
    "cleared": _l("各部门没有意见"),
    "waived": _l("逾期视为放弃"),
    "day_announced": _l("通知了日期"),
    "assessment_opened": _l("开始考核"),
    "assessed": _l("考核合格"),
    "not_passed": _l("考核未合格"),
    "revealed": _l("查看了个人信息"),
    "printed": _l("打印了申报表"),
    "exported": _l("导出了名单"),
}


def state_of(status: str, stage_title: str, *, is_endorsed: bool = False) -> State:
    """As the state component takes it: word, kind, sign."""
    kind, sign = LOOKS[status]
    if status == Status.OPEN:
        if is_endorsed:
            return _("已同意，待推荐"), "ok", None
        return _("在办：%(stage)s", stage=stage_title), kind, sign
    return str(STATUSES[Status(status)]), kind, sign


def stage_title(programme: Programme | None, stage: str) -> str:
    """The regulation's own name of the stage, else its word."""
    if programme is not None:
        found = next((each for each in programme.stages if each.key == stage), None)
        if found is not None:
            return found.says
    return str(STAGES.get(stage, stage))
