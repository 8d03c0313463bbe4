"""Activities with results: what may be recorded, and how a result goes on (B6)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.common.errors import DomainError
from services.common.regulation.campaign import Campaign
from services.common.regulation.campaign_bodies import OUTCOMES, later_outcomes


def check_activity(
    campaign: Campaign, kind: str, outcome: str, *, held_on: date, until: date | None, people: int, today: date
) -> None:
    """Raises activity_not_in_campaign, outcome_of_other_kind, activity_in_future, report_outside_run, nobody_took_part,
    term_ends_before."""
    if kind not in campaign.activities:
        raise DomainError("activity_not_in_campaign")
    if outcome not in OUTCOMES[kind]:
        raise DomainError("outcome_of_other_kind")
    if held_on > today:
        raise DomainError("activity_in_future")
    if not campaign.runs.has(held_on):
        raise DomainError("report_outside_run", first=campaign.runs.from_, last=campaign.runs.to)
    if people < 1:
        raise DomainError("nobody_took_part")
    if until is not None and until < held_on:
        raise DomainError("term_ends_before")


def check_outcome(kind: str, before: str, after: str, benefit: Decimal | None) -> None:
    """A result goes on, never back. Raises outcome_of_other_kind, outcome_goes_on, benefit_needed."""
    if after not in OUTCOMES[kind]:
        raise DomainError("outcome_of_other_kind")
    if after not in later_outcomes(kind, before):
        raise DomainError("outcome_goes_on")
    if after == "applied" and (benefit is None or benefit < 0):
        raise DomainError("benefit_needed")
