"""How states are called on pages: the word, its colour, its sign."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from services.assessment.domain import Status

STATUS: dict[Status, tuple[Any, str | None]] = {
    Status.SELF_SCORING: (_l("自评中"), "act"),
    Status.APPOINTING: (_l("待安排考核员"), "risk"),
    Status.SCORING: (_l("考核中"), "act"),
    Status.THIRD_NEEDED: (_l("待增派考核员"), "risk"),
    Status.COMPLETED: (_l("已完成"), "ok"),
}

ACTIONS: dict[str, Any] = {
    "assessment_opened": _l("开启考核"),
    "draft_saved": _l("保存草稿"),
    "self_score_waived": _l("自评逾期未报，继续考核"),
    "self_scored": _l("提交自评分"),
    "assessor_appointed": _l("安排考核员"),
    "stepped_back": _l("申请回避"),
    "assessor_released": _l("更换考核员"),
    "scored": _l("签字提交考核分"),
    "third_called": _l("分差超过规定，须增派考核员"),
    "completed": _l("得出考核结果"),
    "evidence_added": _l("附上佐证"),
    "evidence_removed": _l("撤下佐证"),
    "correction_asked": _l("申请更正"),
    "correction_granted": _l("批准更正"),
    "correction_refused": _l("不同意更正"),
    "relation_declared": _l("申明利害关系"),
    "relation_ended": _l("撤销利害关系申明"),
    "printed": _l("打印评价表"),
    "results_exported": _l("导出成绩汇总"),
    "log_exported": _l("导出操作日志"),
}


def verdict(status: Status, passed: bool | None) -> tuple[Any, ...]:
    """For a state chip: a completed one says whether it passed."""
    if status is Status.COMPLETED and passed is not None:
        return (_l("合格"), "ok") if passed else (_l("未合格"), None, "cross")
    return STATUS[status]


def matter(title: str, subject: str) -> str:
    """What is assessed, said beside the name of whom: the title without the name that it begins with."""
    return title.removeprefix(f"{subject} · ")
