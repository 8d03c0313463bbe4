"""What this service says when it refuses; the rule is named, and what to do."""

from flask_babel import lazy_gettext as _l

from services.common import errors

SENTENCES = {
    "no_such_sheet": _l("规则里没有代号为“{sheet}”的评价表，请核对规则版本。"),
    "unknown_regulation": _l("本级没有这一版规则，不能按它开展考核。"),
    "not_an_assessment": _l("考核申请不完整：{what}。"),
    "not_your_union": _l("自评分由申报的基层工会填报，您不是该工会的申报人。"),
    "may_not_appoint": _l("安排考核员由总工会经办人办理，本单位的案卷由他人办理。"),
    "not_appointed": _l("您不是这个案卷的考核员，不能打分。"),
    "not_an_assessor": _l("{name}没有考核员岗位，不能安排。请先由权限管理员授予岗位。"),
    "related_same_unit": _l("与申报班组同单位，按规则回避"),
    "related_recommends": _l("所在工会推荐了该班组，按规则回避"),
    "related_declared": _l("已申明与该单位有利害关系，按规则回避"),
    "related_acts_for": _l("承办过该班组的申报或审核，按规则回避"),
    "already_appointed": _l("{name}已经安排过，或已回避，请另选考核员。"),
    "nobody_chosen": _l("请选择考核员。"),
    "too_few_assessors": _l("规则要求不少于 {needed} 名考核员，请补足。"),
    "self_score_not_open": _l("申报单位已经自评，或不需要自评，不必免除。"),
    "self_score_not_overdue": _l("自评还没有逾期，请等到期限过后再办理。"),
    "self_score_waived": _l("自评逾期未报，总工会已按规则继续考核。"),
    "self_score_first": _l("申报单位还没有提交自评分，请等自评后再办理。"),
    "assessment_completed": _l("考核已经完成，分数不再改变。"),
    "score_signed": _l("分数已签字提交，不能再改。确有差错的，请申请更正。"),
    "card_withdrawn": _l("您已回避此案卷，不能再打分。"),
    "card_not_whole": _l("还有 {count} 处没有填完，补齐后再签字提交。"),
    "not_signed_yet": _l("分数还没有签字提交，直接修改即可，不必申请更正。"),
    "correction_pending": _l("这张评价表已有一份更正申请待批，请等批复。"),
    "correction_decided": _l("这份更正申请已经批复。"),
    "may_not_decide_correction": _l("更正由总工会经办人批复，考核员不能批复自己的更正。"),
    "card_reason_needed": _l("请写明理由，例如漏看了哪份材料。"),
    "evidence_signed": _l("分数已签字，佐证不能再撤下。"),
    "file_refused": _l("文件没有收下，请按提示更换。"),
    "may_not_declare": _l("利害关系由本人申明，或由总工会经办人登记。"),
    "may_not_export": _l("成绩汇总由总工会经办人或审计员导出。"),
    "nothing_to_print": _l("还没有可以打印的分数。"),
}

errors.speak(SENTENCES)
