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
