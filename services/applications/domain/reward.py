"""A9: what may be given with an honour by its regulation: so much, by such a day, so often."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from services.applications.domain.honour import Honour
from services.common.errors import DomainError
from services.common.regulation import Confer, Programme
from services.common.regulation.conferring import Earned, Reward
from services.common.regulation.dates import AddWorkingDays
from services.common.regulation.money import Money, yuan


def reward_of(programme: Programme) -> Reward | None:
    return next((stage.reward for stage in programme.stages if isinstance(stage, Confer)), None)


def check_reward(
    honour: Honour,
    rule: Reward | None,
    amount: Decimal | None,
    *,
    earned: Earned,
    paid: Sequence[Decimal],
    others: Sequence[Decimal] = (),
    on: date,
    add_working_days: AddWorkingDays,
) -> None:
    """`paid`: with this honour so far; `others`: for each other honour that counts together with it, what was paid.

    Raises DomainError reward_cause_outside, reward_too_late, reward_given, over_reward_sum.
    """
    if rule is None:
        return
    if rule.cause and not rule.cause.holds(honour.conferred_on):
        raise DomainError("reward_cause_outside", window=rule.cause.phrase())
    if rule.claim_within and on > rule.claim_within.after(honour.conferred_on, add_working_days):
        raise DomainError("reward_too_late", within=rule.claim_within.phrase())
    most = rule.sum_for(earned)
    if most is None or amount is None or rule.sum is None:
        return
    if (paid or others) and rule.sum.together == "once":
        raise DomainError("reward_given")
    own = sum(paid, Decimal(0))
    left = min(most - own, _left_together(rule.sum, most, own, others))
    if amount > left:
        given = own + sum(others, Decimal(0))
        raise DomainError("over_reward_sum", most=yuan(given + max(left, Decimal(0))), paid=yuan(given))


def _left_together(money: Money, most: Decimal, own: Decimal, others: Sequence[Decimal]) -> Decimal:
    """Of the best only what is above the best so far; adding up, what the ceiling leaves."""
    given = own + sum(others, Decimal(0))
    if money.together == "best":
        return max(most, *others) - given if others else most - given
    return most - own if money.at_most is None else money.at_most - given
