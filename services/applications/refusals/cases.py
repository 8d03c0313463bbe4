"""Refusals on the way of a case, from its draft to the assessment."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "case_changed_meanwhile": _l(
        "您打开页面后，有人办理或保存过这个案卷。您填的内容还没有保存，请核对最新内容后再办理。"
    ),
    "not_moving": _l("这个案卷现在不能这样办理：它已办结，或正在别人手里。请刷新页面查看最新状态。"),
    "reason_needed": _l("请写明理由，例如缺少哪份材料、依据哪条规定。"),
    "not_an_earlier_stage": _l("只能退回到规则允许的前面环节。"),
    "not_received": _l("这个案卷不是下级报送来的，不能退回下级。"),
}
