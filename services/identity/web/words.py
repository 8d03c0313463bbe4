"""What the log's acts and objects are called on a page."""

from flask_babel import lazy_gettext as _l

DID = {
    "founded": _l("建立"),
    "created": _l("设立"),
    "renamed": _l("更名"),
    "moved": _l("划转"),
    "merged": _l("合并"),
    "ended": _l("终止"),
    "registered": _l("登记"),
    "changed": _l("变更"),
    "granted": _l("授予"),
    "revoked": _l("收回"),
    "password_reset": _l("重设口令："),
    "phone_revealed": _l("查看电话："),
    "drafted": _l("起草"),
    "draft_saved": _l("保存"),
    "draft_dropped": _l("放弃"),
    "published": _l("发布"),
    "set": _l("调整"),
    "confirmed": _l("确认"),
    "loaded": _l("装载"),
    "rehearsed": _l("试读"),
    "imported": _l("完成"),
    "exported": _l("导出"),
    "resent": _l("重发"),
    "replayed": _l("试算"),
    "replay_exported": _l("导出试算结果："),
    "log_exported": _l("导出"),
}
TURNS = {
    "loses": (_l("由命名变为落选"), "risk"),
    "gains": (_l("由落选变为命名"), "ok"),
    "open": (_l("尚不能判断"), "act"),
    "same": (_l("不变"), "off"),
}
OBJECTS = {
    "tenant": _l("总工会"),
    "org_unit": _l("组织"),
    "person": _l("人员"),
    "grant": _l("岗位"),
    "regulation": _l("规则"),
    "regulation_draft": _l("规则草稿"),
    "calendar_day": _l("工作日历"),
    "calendar_year": _l("年度日历"),
    "import": _l("导入"),
    "directory": _l("组织事实"),
    "log": _l("操作日志"),
}
