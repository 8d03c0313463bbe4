"""A9: what may be given with an honour by its regulation: so much, by such a day, so often."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from services.applications.domain.honour import Honour
from services.common.errors import DomainError
from services.common.regulation import Confer, Programme
from services.common.regulation.conferring import Reward
from services.common.regulation.dates import AddWorkingDays
from services.common.regulation.money import yuan


def reward_of(programme: Programme) -> Reward | None:
    return next((stage.reward for stage in programme.stages if isinstance(stage, Confer)), None)


def check_reward(
    honour: Honour,
    rule: Reward | None,
    amount: Decimal | None,
    *,
    spent: Decimal,
    paid: Sequence[Decimal],
    on: date,
    add_working_days: AddWorkingDays,
) -> None:
    """`spent`: by the holder's own unit, `paid`: with this honour so far.

    Raises DomainError reward_too_late, reward_given, over_reward_sum.
    """
    if rule is None:
        return
    if rule.claim_within and on > rule.claim_within.after(honour.conferred_on, add_working_days):
        raise DomainError("reward_too_late", within=rule.claim_within.phrase())
    most = rule.sum_for(honour.level, spent)
    if most is None or amount is None or rule.sum is None:
        return
    if paid and rule.sum.together == "once":
        raise DomainError("reward_given")
    if sum(paid, Decimal(0)) + amount > most:
        raise DomainError("over_reward_sum", most=yuan(most), paid=yuan(sum(paid, Decimal(0))))
