"""How contests read: states, duties, standings, ways of entering."""

from flask_babel import lazy_gettext as _l

from services.competitions.domain.running import Duty, Status

STATUS: dict[str, tuple[object, str | None]] = {
    Status.OPEN: (_l("报名中"), "act"),
    Status.SCORING: (_l("评分中"), "act"),
    Status.FROZEN: (_l("成绩已封存"), "seal"),
    Status.FINAL: (_l("已定稿"), "ok"),
    Status.PUBLISHED: (_l("已公布"), "ok"),
    Status.CANCELLED: (_l("已取消"), None),
}
LEVELS = {
    "team": _l("班组级"),
    "enterprise": _l("企业级"),
    "township": _l("乡镇级"),
    "county": _l("县级"),
    "city": _l("市级"),
    "province": _l("省级"),
    "national": _l("全国"),
}
DUTIES = {
    Duty.JUDGE: _l("裁判员"),
    Duty.CHIEF: _l("裁判长"),
    Duty.ARBITER: _l("仲裁人"),
    Duty.FINALISER: _l("定稿人"),
}
GRADES = {
    "none": _l("无等级"),
    "junior": _l("初级工"),
    "intermediate": _l("中级工"),
    "senior": _l("高级工"),
    "technician": _l("技师"),
    "senior_technician": _l("高级技师"),
}
SOURCES = {"unit": _l("单位报名"), "person": _l("本人报名"), "excel": _l("Excel 导入"), "advanced": _l("下级晋级")}
APPEALS: dict[str, tuple[object, str | None]] = {
    "open": (_l("待裁决"), "act"),
    "upheld": (_l("申诉成立"), "risk"),
    "dismissed": (_l("申诉不成立"), None),
}
CHANGES: dict[str, tuple[object, str | None]] = {
    "pending": (_l("待批复"), "act"),
    "granted": (_l("已同意更正"), "ok"),
    "refused": (_l("未同意更正"), None),
}
ENTRIES: dict[str, tuple[object, str | None]] = {
    "entered": (_l("已报名"), "ok"),
    "withdrawn": (_l("已撤回"), None),
}
ACTIONS = {
    "contest_opened": _l("开设比武"),
    "contest_cancelled": _l("取消比武"),
    "duty_given": _l("安排裁判与任务"),
    "duty_ended": _l("解除任务"),
    "entered": _l("报名"),
    "entry_withdrawn": _l("撤回报名"),
    "entries_taken": _l("导出报名名单"),
    "results_taken": _l("导出名次"),
    "form_two_taken": _l("取用参赛企业汇总表"),
    "stations_drawn": _l("抽签并封存工位"),
    "mark_saved": _l("打分"),
    "marks_signed": _l("裁判签字"),
    "marks_countersigned": _l("裁判长复核签字"),
    "mark_change_asked": _l("申请更正分数"),
    "mark_change_decided": _l("批复分数更正"),
    "scores_frozen": _l("封存并公布成绩"),
    "scores_opened_again": _l("重新开放评分"),
    "appealed": _l("提出申诉"),
    "appeal_ruled": _l("裁决申诉"),
    "contest_finalised": _l("签字定稿"),
    "contest_published": _l("公布结果"),
    "award_made": _l("授予奖项"),
    "award_withdrawn": _l("撤销奖项"),
}
"""What the log says of a contest; what is not here is said by its own name."""
