"""Refusals about the seal's image."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "may_not_keep_seal": _l("公章图样由本级管理员维护。"),
    "may_not_see_seals": _l("公章图样只对总工会的管理员、经办人、主席办公会成员和审计员开放。"),
    "seal_changed_meanwhile": _l("公章图样刚被别人更换过，请刷新后再办理。"),
    "no_seal": _l("还没有上传公章图样。"),
}
