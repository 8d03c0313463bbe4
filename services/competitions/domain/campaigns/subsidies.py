"""Money for contests: by the standard, within the budget, once for one contest, approved by somebody else (B2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from services.common.errors import DomainError
from services.common.regulation.campaign_subsidies import PROOFS, Subsidy
from services.common.regulation.dates import AddWorkingDays


class Status(StrEnum):
    APPLIED = "applied"
    APPROVED = "approved"
    REFUSED = "refused"
    PAID = "paid"
    RECALLED = "recalled"


STANDING = frozenset({Status.APPLIED, Status.APPROVED, Status.PAID})
GRANTED = frozenset({Status.APPROVED, Status.PAID})


@dataclass(frozen=True)
class Held:
    """A contest that was held, as far as money asks."""

    contest_id: UUID
    unit_id: UUID
    level: str
    trade: str
    heads: int
    held_on: date


@dataclass(frozen=True)
class Claim:
    """An application for the subsidy of one contest."""

    id: UUID
    standard: str
    contest_id: UUID
    unit_id: UUID
    amount: Decimal
    applied_by: str
    status: Status = Status.APPLIED
    decided_by: str = ""


@dataclass(frozen=True)
class Account:
    """budget = paid + to_pay + left at any time; what was recalled is there again."""

    budget: Decimal
    to_pay: Decimal
    paid: Decimal
    recalled: Decimal

    @property
    def left(self) -> Decimal:
        return self.budget - self.paid - self.to_pay


def account(budget: Decimal, claims: Iterable[Claim]) -> Account:
    sums = dict.fromkeys(Status, Decimal(0))
    for each in claims:
        sums[each.status] += each.amount
    return Account(budget, sums[Status.APPROVED], sums[Status.PAID], sums[Status.RECALLED])


def amount_of(standard: Subsidy, held: Held, spent: Decimal) -> Decimal:
    """By the standard, not above what was spent where it says so. Raises no_standard_for."""
    by_standard = standard.sum_for(held.level, held.heads)
    fits = standard.where.level in (None, held.level) and standard.where.trade in (None, held.trade)
    if by_standard is None or not fits:
        raise DomainError("no_standard_for", standard=standard.title)
    return min(by_standard, spent) if standard.within_spent else by_standard


def check_claim(
    standard: Subsidy,
    held: Held,
    *,
    spent: Decimal,
    proofs: Sequence[str],
    claims: Iterable[Claim],
    left: Decimal,
    today: date,
    add_working_days: AddWorkingDays,
) -> Decimal:
    """What is asked for. Raises DomainError: contest_not_over, claim_too_late, claim_proof_missing, spent_nothing,
    no_standard_for, already_subsidised, too_many_claims, beyond_budget."""
    if held.held_on > today:
        raise DomainError("contest_not_over", held_on=held.held_on)
    if standard.claim_within is not None:
        last = standard.claim_within.after(held.held_on, add_working_days)
        if today > last:
            raise DomainError("claim_too_late", last=last)
    lacking = [PROOFS[each] for each in standard.proof if each not in proofs]
    if lacking:
        raise DomainError("claim_proof_missing", lacking="、".join(lacking))
    amount = amount_of(standard, held, spent)
    if amount <= 0:
        raise DomainError("spent_nothing")
    _refuse_double(standard, held, claims)
    _refuse_beyond(amount, left)
    return amount


def _refuse_double(standard: Subsidy, held: Held, claims: Iterable[Claim]) -> None:
    standing = [each for each in claims if each.status in STANDING]
    if any(each.contest_id == held.contest_id for each in standing):
        raise DomainError("already_subsidised")
    own = sum(each.unit_id == held.unit_id and each.standard == standard.id for each in standing)
    if standard.at_most is not None and own >= standard.at_most:
        raise DomainError("too_many_claims", at_most=standard.at_most)


def _refuse_beyond(amount: Decimal, left: Decimal) -> None:
    if amount > left:
        raise DomainError("beyond_budget", amount=amount, left=left)


def approve(claim: Claim, *, by: str, left: Decimal) -> Claim:
    """Raises claim_not_open, approved_by_applicant, beyond_budget."""
    _refuse_own(claim, by)
    _refuse_beyond(claim.amount, left)
    return replace(claim, status=Status.APPROVED, decided_by=by)


def refuse(claim: Claim, *, by: str) -> Claim:
    _refuse_own(claim, by)
    return replace(claim, status=Status.REFUSED, decided_by=by)


def _refuse_own(claim: Claim, by: str) -> None:
    if claim.status is not Status.APPLIED:
        raise DomainError("claim_not_open")
    if claim.applied_by == by:
        raise DomainError("approved_by_applicant")


def pay(claim: Claim) -> Claim:
    """Raises claim_not_approved."""
    if claim.status is not Status.APPROVED:
        raise DomainError("claim_not_approved")
    return replace(claim, status=Status.PAID)


def recall(claim: Claim) -> Claim:
    """What was granted is taken back, paid or not; then the contest may be applied for anew. Raises not_granted."""
    if claim.status not in GRANTED:
        raise DomainError("claim_not_granted")
    return replace(claim, status=Status.RECALLED)
