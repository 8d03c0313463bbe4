"""Refusals on the way upward and back down."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "may_not_see_dossiers": _l("封存案卷由总工会经办人、主席办公会成员和审计员查看。"),
    "may_not_trust": _l("外部公钥由本级工会的权限管理员登记和停用。"),
    "may_not_reveal_sealed": _l("您的岗位不需要查看封存案卷中的个人信息。"),
    "key_of_our_own": _l("这是本平台内单位的公钥，平台已经自动登记，不必再登记。"),
    "key_known": _l("这把公钥已经登记。"),
    "at_the_meeting": _l("这个案卷已列入主席办公会议题，请在会上决定；会上退回后再退回下级。"),
    "sent_by_event": _l("报送单位在本平台内，案卷已自动送达，不需要导入。"),
    "dossier_broken": _l("核验不通过：{why}"),
    "dossier_refused_here": _l("不能受理这个案卷：{why}"),
    "decision_not_ours": _l("这份决定不是对本单位案卷的答复，或案卷已有定论。"),
    "nothing_decided": _l("这个案卷还没有决定，不能导出决定文件。"),
    "not_revoked_below": _l("下级没有撤销这个案卷所依据的荣誉。"),
    "note_needed": _l("请写明处理意见，例如 本级荣誉一并提请撤销。"),
    "file_gone": _l("封存文件的字节与登记的校验值不符，或文件不在库中，请联系平台管理员从备份恢复。"),
}
