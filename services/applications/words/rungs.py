"""How a level of the ladder stands, as the state component takes it."""

from flask_babel import lazy_gettext as _l

STATES = {
    "not_reached": (_l("未到"), "off", None),
    "sent": (_l("已报送"), "act", None),
    "received": (_l("在办"), "act", None),
    "open": (_l("在办"), "act", None),
    "conferred": (_l("已命名"), "seal", None),
    "forwarded": (_l("已命名并向上报送"), "seal", None),
    "returned": (_l("已退回下级"), "risk", "return"),
    "refused": (_l("拒收"), "risk", "cross"),
    "not_conferred": (_l("未命名"), None, "cross"),
    "revoked": (_l("已撤销"), "off", "cross"),
    "ended": (_l("已办结"), None, "minus"),
}
STEPS = {
    "received": _l("收到案卷，核验通过"),
    "refused": _l("拒收"),
    "returned": _l("退回下级"),
    "conferred": _l("命名"),
    "not_conferred": _l("未命名"),
    "forwarded": _l("向上报送"),
    "revoked": _l("撤销荣誉"),
}
