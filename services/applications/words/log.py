"""What the acts of the log are done to."""

from flask_babel import lazy_gettext as _l

ACTIONS = {"log_exported": _l("导出操作日志")}
OBJECTS = {
    "application": _l("申报"),
    "docket": _l("会议议题单"),
    "notice": _l("公示"),
    "objection": _l("异议"),
    "honour": _l("荣誉"),
    "dossier": _l("封存案卷"),
    "round": _l("年度"),
    "seal_image": _l("公章图样"),
    "signing_key": _l("签名密钥"),
    "trusted_key": _l("外部公钥"),
    "log": _l("操作日志"),
}
