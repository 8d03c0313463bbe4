"""Words from the docket to the re-inspection."""

from flask_babel import lazy_gettext as _l

STANDINGS = {"valid": (_l("有效"), "ok", None), "rectifying": (_l("整改中"), "risk", "clock"),
             "revoked": (_l("已撤销"), "off", "cross")}  # fmt: skip
PLAQUES = {
    "made": (_l("待悬挂"), "off", None),
    "hung": (_l("已悬挂"), "ok", None),
    "recall_ordered": (_l("待收回"), "risk", None),
    "recalled": (_l("已收回"), None, None),
}
DOSSIERS = {
    "sent": (_l("已报送，待核验"), "act", None),
    "received": (_l("上级在办"), "act", None),
    "refused": (_l("拒收"), "risk", "cross"),
    "returned": (_l("退回"), "risk", "return"),
    "conferred": (_l("已命名"), "seal", None),
    "not_conferred": (_l("未命名"), None, "cross"),
    "forwarded": (_l("已再向上报送"), "seal", None),
    "revoked": (_l("荣誉已撤销"), "off", "cross"),
}
DECISIONS = {
    "open": (_l("未定"), "off", None),
    "agree": (_l("同意"), "ok", None),
    "disagree": (_l("不同意"), None, "cross"),
    "return": (_l("退回"), "risk", "return"),
}
DOCKETS = {
    "open": (_l("会议中"), "act", None),
    "signed": (_l("已签发"), "seal", None),
}
NOTICES = {
    "running": (_l("公示中"), "act", None),
    "over": (_l("公示期满"), None, None),
}
OBJECTIONS = {
    "open": (_l("核查中"), "act", None),
    "upheld": (_l("异议成立"), "risk", None),
    "dismissed": (_l("异议不成立"), "ok", None),
}
REINSPECTIONS = {
    "due": (_l("待复查"), "act", None),
    "assessing": (_l("复查考核中"), "act", None),
    "passed": (_l("合格"), "ok", None),
    "failed": (_l("未合格"), "risk", None),
    "dropped": (_l("已撤销，不再复查"), None, "minus"),
}
RECTIFICATIONS = {
    "ordered": (_l("整改中"), "risk", "clock"),
    "reported": (_l("已报结果，待复查"), "act", None),
    "rechecking": (_l("复查中"), "act", None),
    "passed": (_l("整改合格"), "ok", None),
    "failed": (_l("整改不合格"), "risk", None),
}
LEVELS = {"county": _l("县级"), "city": _l("市级"), "province": _l("省级"), "national": _l("全国")}
GIVERS = {"grassroots_union": _l("基层工会"), "employer": _l("所在单位"), "federation": _l("总工会")}
MISSING = {
    "docket_without_meeting": _l("会议时间和地点没有填写。"),
    "attendance_unknown": _l("{count} 名成员是否到会没有记录。"),
    "no_quorum": _l("到会 {present} 人，不少于 {needed} 人方可开会。"),
    "nobody_presides": _l("没有确定到会的主持人。"),
    "docket_empty": _l("议题单上没有案卷。"),
    "case_undecided": _l("尚未决定。"),
    "case_without_reason": _l("没有写明理由。"),
    "votes_do_not_add_up": _l("票数 {votes} 与可表决 {voters} 人不符。"),
    "no_majority": _l("同意 {in_favour} 票，可表决 {voters} 人，未达到规定多数。"),
    "too_many_agreed": _l("同意 {agreed} 个，超过剩余名额 {left} 个。"),
    "too_many_of_recommender": _l("{name} 同意 {agreed} 个，超过每个推荐单位的名额。"),
    "composition_unmet": _l("名单构成不符合规则：{says}"),
    "majority_agreed": _l("同意 {in_favour} 票已达到规定多数，不能记为不同意。"),
}
ACTIONS = {
    "put_on_docket": _l("列入主席办公会议题"),
    "docket_agree": _l("主席办公会审定：同意"),
    "docket_disagree": _l("主席办公会审定：不同意"),
    "docket_return": _l("主席办公会审定：退回"),
    "docket_made": _l("整理议题单"),
    "attendance_noted": _l("记录到会情况"),
    "decisions_noted": _l("记录表决"),
    "docket_signed": _l("签发会议纪要"),
    "publicity_began": _l("开始公示"),
    "publicity_over": _l("公示期满"),
    "publicity_passed": _l("公示期满，无未结异议"),
    "objection_received": _l("收到异议"),
    "objection_taken_up": _l("受理异议"),
    "objector_revealed": _l("查看异议提出人"),
    "objection_file_opened": _l("查看异议附件"),
    "objection_upheld": _l("异议成立"),
    "objection_dismissed": _l("异议不成立，已答复"),
    "stopped": _l("异议成立，终止办理"),
    "called_up": _l("名额空出，依次递补"),
    "conferred": _l("命名"),
    "plaque_hung": _l("登记牌匾悬挂"),
    "plaque_recalled": _l("登记牌匾收回"),
    "reward_recorded": _l("登记奖励发放"),
    "exception_proposed": _l("提出破格"),
    "exception_confirmed": _l("核定破格：同意"),
    "exception_rejected": _l("核定破格：不同意"),
    "forwarded": _l("封存案卷并报送上级"),
    "received": _l("报来案卷，核验通过"),
    "returned_below": _l("退回下级"),
    "dossier_refused": _l("拒收案卷"),
    "dossier_came_again": _l("同一案卷再次到达，未重复受理"),
    "above_received": _l("上级已收到案卷"),
    "above_refused": _l("上级拒收"),
    "above_returned": _l("上级退回"),
    "above_conferred": _l("上级命名"),
    "above_not_conferred": _l("上级未命名"),
    "above_forwarded": _l("上级再向上报送"),
    "above_revoked": _l("上级撤销荣誉"),
    "revoked_below": _l("下级撤销了所依据的荣誉"),
    "reinspection_due": _l("年度复查到期"),
    "reinspection_opened": _l("开始复查"),
    "reinspection_kept": _l("复查合格，保持荣誉"),
    "reinspection_lowered": _l("复查未合格，降低一级"),
    "reinspection_rectify": _l("复查未合格，限期整改"),
    "reinspection_failed": _l("复查未合格，提请撤销"),
    "rectification_reported": _l("报送整改结果"),
    "rectification_lapsed": _l("到期未报整改结果"),
    "revoked": _l("撤销荣誉"),
    "exported_dossier": _l("导出封存案卷"),
    "imported_dossier": _l("导入封存案卷"),
}
