"""Words of dossiers, the ladder and keys."""

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "signing_key_made": _l("生成本单位签名密钥"),
    "key_trusted": _l("登记外部公钥"),
    "key_distrusted": _l("停用外部公钥"),
    "dossier_verified": _l("重新核验封存案卷"),
    "dossier_revealed": _l("查看了封存案卷中的个人信息"),
    "revoked_below_noted": _l("登记对下级撤销荣誉的处理意见"),
    "decision_exported": _l("导出决定文件"),
    "decision_imported": _l("导入上级决定文件"),
}
STATES = {
    "not_reached": _l("未到"),
    "sent": _l("已报送，待核验"),
    "open": _l("在办"),
    "conferred": _l("已命名"),
    "forwarded": _l("已命名，已再向上报送"),
    "returned": _l("退回下级"),
    "refused": _l("拒收"),
    "not_conferred": _l("未命名"),
    "revoked": _l("已撤销"),
    "ended": _l("已撤回"),
}
STATUSES = {
    "sent": _l("已报送，待核验"),
    "received": _l("在办"),
    "refused": _l("拒收"),
    "returned": _l("退回"),
    "conferred": _l("已命名"),
    "not_conferred": _l("未命名"),
    "forwarded": _l("已再向上报送"),
    "revoked": _l("荣誉已撤销"),
}
DECISIONS = {
    "received": _l("收到案卷，核验通过"),
    "refused": _l("拒收"),
    "returned": _l("退回"),
    "conferred": _l("命名"),
    "not_conferred": _l("未命名"),
    "forwarded": _l("再向上报送"),
    "revoked": _l("撤销荣誉"),
    "whole": _l("无改动"),
}


def says_of(decision: str) -> str:
    return str(DECISIONS.get(decision, decision))
