"""What is said when a round, the door, a tie or a signature of a contest is refused."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "contest_round_over": _l("“{part}”所在的轮次已经结束，成绩不再改变。"),
    "round_not_begun": _l("“{part}”所在的轮次还没有开始，不能打分。"),
    "rounds_left": _l("“{round}”还没有结束，后面还有轮次，不能封存成绩。"),
    "round_blocked": _l("本轮还不能结束：{says}"),
    "last_round": _l("这是最后一轮，请封存并公布成绩。"),
    "nobody_goes_on": _l("没有选手能进入下一轮，请核对成绩。"),
    "not_in_this_round": _l("{name}没有进入本轮。"),
    "attendance_unknown": _l("请选择到场或缺考。"),
    "nobody_left_to_record": _l("本项的选手都已登记。"),
    "absent_and_there": _l("缺考的选手不填迟到分钟，也不核验证件。"),
    "scored_already": _l("{name}在本项已有分数，不能记为缺考。"),
    "entrant_absent": _l("{number} 号缺考，不能打分。"),
    "time_used_impossible": _l("用时应大于 0 秒，不超过 24 小时。"),
    "part_not_blind": _l("“{part}”不匿名评分，没有泄露身份一说。"),
    "shown_without_ground": _l("认定泄露身份，要写明看到了什么。"),
    "order_knows_no_lot": _l("本场规则的名次先后没有写加赛或抽签。"),
    "not_the_tied": _l("加赛成绩要包括同一组并列的全部选手，不能多也不能少。"),
    "play_off_below_nothing": _l("加赛成绩不能小于 0。"),
    "play_off_first": _l("还有并列的选手没有加赛，加赛后仍并列的再抽签。"),
    "nobody_tied": _l("没有需要抽签的并列。"),
    "draws_for_himself": _l("您是并列的选手之一，不能由您抽签。"),
    "no_entrant_signs": _l("本场规则没有要求选手签字。"),
    "may_not_sign_score": _l("成绩由选手本人签字，或由举办单位登记纸面签字。"),
    "score_not_there_yet": _l("“{part}”的裁判还没有签字，选手不能先签。"),
    "score_changed": _l("“{part}”的分数刚刚有变动，请看过新的分数再签。"),
    "may_not_take_certificate": _l("团体证书由获奖单位、为其报名的工会和举办单位取用。"),
    "score_signed_already": _l("这项成绩选手已经签字。"),
}
