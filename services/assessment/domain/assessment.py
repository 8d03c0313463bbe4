"""The life of an assessment: self score, assessors, each scoring by himself, a third where they differ (A5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from services.assessment.domain import card as cards_of
from services.assessment.domain.card import Card, Kind
from services.assessment.domain.finding import Findings
from services.assessment.domain.recusal import Candidate, reason_to_recuse
from services.common.clock import day_of
from services.common.errors import DomainError, NotAllowed, NotFound
from services.common.regulation import Bound, Combined, Sheet
from services.common.regulation import combine as combine_by
from services.common.regulation.programme import REMIND_DAYS


class Status(StrEnum):
    SELF_SCORING = "self_scoring"
    APPOINTING = "appointing"
    SCORING = "scoring"
    THIRD_NEEDED = "third_needed"
    COMPLETED = "completed"


@dataclass(frozen=True)
class Terms:
    """What the regulation asked for when the case began; an assessment stays on them."""

    self_score_required: bool = True
    assessors_at_least: int = 2
    gap_over: Decimal | None = None
    pass_at_least: Decimal | None = None
    pass_over: Decimal | None = None
    remind_days: int = REMIND_DAYS
    """How long before it is due whoever must act is reminded."""

    def line(self, sheet: Sheet) -> Bound:
        own = Bound(at_least=self.pass_at_least, over=self.pass_over)
        return sheet.pass_ if own == Bound() else own


@dataclass(frozen=True)
class Subject:
    """Who is assessed. `answering_path` is the union that scores itself and answers for it."""

    unit_id: UUID | None
    name: str
    path: str
    answering_path: str


@dataclass(frozen=True)
class Outcome:
    """The result, once and for all; `explanation` names assessors by number only."""

    score: Decimal
    passed: bool
    gap: Decimal
    self_score: Decimal | None
    explanation: dict[str, Any]
    completed_at: datetime


@dataclass(frozen=True)
class Assessment:
    id: UUID
    object_type: str
    object_id: str
    round: int
    title: str
    subject: Subject
    regulation_id: str
    regulation_version: int
    sheet: Sheet
    terms: Terms
    opened_at: datetime
    due_on: date | None = None
    cards: tuple[Card, ...] = ()
    status: Status = Status.SELF_SCORING
    outcome: Outcome | None = None
    version: int = 1
    below: Decimal | None = None
    """The mean score of the bodies below in this year, where the sheet adds them up."""

    @property
    def year(self) -> int:
        """The year in which it was opened, in China."""
        return day_of(self.opened_at).year

    @property
    def self_card(self) -> Card | None:
        return next((card for card in self.cards if card.kind is Kind.SELF), None)

    @property
    def assessors(self) -> tuple[Card, ...]:
        """Those whose scores count, in the order of appointment."""
        found = [card for card in self.cards if card.kind is Kind.ASSESSOR and card.is_active]
        return tuple(sorted(found, key=lambda card: card.number))

    def card(self, card_id: UUID) -> Card:
        """Raises NotFound."""
        for card in self.cards:
            if card.id == card_id:
                return card
        raise NotFound("not_found")

    def card_of(self, subject: str) -> Card | None:
        return next((card for card in self.assessors if card.subject == subject), None)

    def with_card(self, card: Card) -> Assessment:
        return replace(self, cards=tuple(card if each.id == card.id else each for each in self.cards))


def standing(assessment: Assessment) -> Status:
    """Where it stands follows from the cards alone, so that nothing can be skipped."""
    own = assessment.self_card
    if assessment.terms.self_score_required and own is not None and own.is_active and not own.is_submitted:
        return Status.SELF_SCORING
    active = assessment.assessors
    if len(active) < assessment.terms.assessors_at_least:
        return Status.APPOINTING
    if not all(card.is_submitted and not card.correction_pending for card in active):
        return Status.SCORING
    return Status.THIRD_NEEDED if combined(assessment).needs_another else Status.COMPLETED


def combined(assessment: Assessment) -> Combined:
    """The signed totals made one by the sheet and the terms."""
    totals = [card.total for card in assessment.assessors if card.total is not None]
    terms = assessment.terms
    return combine_by(assessment.sheet, totals, gap_over=terms.gap_over, at_least=terms.assessors_at_least)


def save_card(assessment: Assessment, card: Card, findings: Findings, *, now: datetime) -> Assessment:
    _may_work_on(assessment, card)
    return assessment.with_card(cards_of.save(card, findings, now=now))


def sign_card(assessment: Assessment, card: Card, *, now: datetime) -> Assessment:
    """Sign a card; what follows is for `standing` to say."""
    _may_work_on(assessment, card)
    signed = assessment.with_card(cards_of.sign(card, assessment.sheet, now=now))
    return replace(signed, status=standing(signed), version=assessment.version + 1)


def _may_work_on(assessment: Assessment, card: Card) -> None:
    if assessment.outcome is not None:
        raise DomainError("assessment_completed")
    if card.kind is Kind.SELF and not card.is_active:
        raise DomainError("self_score_waived")
    if card.kind is Kind.ASSESSOR and assessment.status is Status.SELF_SCORING:
        raise DomainError("self_score_first")


def appoint(
    assessment: Assessment, chosen: Sequence[Candidate], *, ids: Sequence[UUID], now: datetime
) -> tuple[Assessment, tuple[Card, ...]]:
    """The secretary names assessors; the related are refused by the rule that excludes them."""
    if assessment.outcome is not None:
        raise DomainError("assessment_completed")
    if assessment.status is Status.SELF_SCORING:
        raise DomainError("self_score_first")
    if not chosen:
        raise DomainError("nobody_chosen")
    for place, who in enumerate(chosen):
        _must_be_apart(assessment, who, chosen[:place])
    first = max((card.number for card in assessment.cards if card.kind is Kind.ASSESSOR), default=0) + 1
    new = tuple(
        Card(id_, Kind.ASSESSOR, first + place, subject=who.subject, name=who.name, person_id=who.person_id)
        for place, (id_, who) in enumerate(zip(ids, chosen, strict=True))
    )
    grown = replace(assessment, cards=assessment.cards + new)
    if len(grown.assessors) < assessment.terms.assessors_at_least:
        raise DomainError("too_few_assessors", needed=assessment.terms.assessors_at_least)
    return replace(grown, status=standing(grown), version=assessment.version + 1), new


def _must_be_apart(assessment: Assessment, who: Candidate, before: Sequence[Candidate]) -> None:
    subject = assessment.subject
    reason = reason_to_recuse(who, subject_path=subject.path, answering_path=subject.answering_path)
    if reason:
        raise NotAllowed(reason, name=who.name)
    known = {card.subject for card in assessment.cards if card.kind is Kind.ASSESSOR}
    if who.subject in known | {each.subject for each in before}:
        raise DomainError("already_appointed", name=who.name)


def waive_self_score(assessment: Assessment, reason: str, *, now: datetime) -> Assessment:
    """Go on without a self score that did not come by the day it was due; the record says so."""
    own = assessment.self_card
    if assessment.status is not Status.SELF_SCORING or own is None:
        raise DomainError("self_score_not_open")
    if assessment.due_on is None or day_of(now) <= assessment.due_on:
        raise DomainError("self_score_not_overdue")
    if not reason.strip():
        raise DomainError("card_reason_needed")
    left = assessment.with_card(cards_of.withdraw(own, reason.strip(), now=now))
    return replace(left, status=standing(left), version=assessment.version + 1)


def recuse(assessment: Assessment, card: Card, reason: str, *, now: datetime) -> Assessment:
    """An assessor steps back, or is let go, before he has signed; another has to be found where too few remain."""
    if assessment.outcome is not None:
        raise DomainError("assessment_completed")
    if not reason.strip():
        raise DomainError("card_reason_needed")
    left = assessment.with_card(cards_of.withdraw(card, reason.strip(), now=now))
    return replace(left, status=standing(left), version=assessment.version + 1)
