"""What a judge is told when a mark cannot be taken."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "changes_undecided": _l("还有 {number} 处分数更正等待决定，决定后再计名次。"),
    "judge_is_entrant": _l("裁判不能给自己打分。"),
    "judge_of_own_unit": _l("您与这名选手同属一个单位（班组），按规则回避，不能打分。"),
    "points_beyond_marks": _l("“{part}”满分 {marks} 分，请填 0 到 {marks} 之间的分数。"),
    "points_too_fine": _l("分数最多 {decimals} 位小数，请改正。"),
    "deduction_unknown": _l("“{part}”的评分规则里没有这一项扣分，请从列表中选择。"),
    "deduction_not_counted": _l("请填写扣分次数，至少 1 次。"),
    "deduction_without_ground": _l("请写明“{title}”的扣分依据，例如看到了什么。"),
}
