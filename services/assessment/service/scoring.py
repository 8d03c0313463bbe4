"""Scoring: the union on its own card, each assessor on his. Drafts are kept, a signature ends them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.assessment import queries, rules
from services.assessment.domain import Assessment, Card, Kind, complete, read_findings, save_card, sign_card
from services.assessment.queries.loading import Loaded, load, must_be
from services.assessment.service.keeping import settle
from services.assessment.service.telling import follow
from services.assessment.store import db
from services.common import audit
from services.common.errors import DomainError, Invalid, NotAllowed, NotFound, allow
from services.common.principal import Principal

Said = Mapping[str, Any]


def save_self_score(who: Principal, assessment_id: UUID, said: Said, *, expected: int, now: datetime) -> Card:
    """Keep the union's draft."""
    with db.transaction(who.tenant) as session:
        loaded, card = _own_self_card(session, who, assessment_id)
        return _save(session, who, loaded, card, said, expected=expected, now=now)


def submit_self_score(who: Principal, assessment_id: UUID, *, expected: int, now: datetime) -> Assessment:
    """Sign the self score; assessors can be appointed from here on."""
    with db.transaction(who.tenant) as session:
        loaded, card = _own_self_card(session, who, assessment_id)
        return _sign(session, who, loaded, card, "self_scored", expected=expected, now=now)


def save_scores(who: Principal, assessment_id: UUID, said: Said, *, expected: int, now: datetime) -> Card:
    """Keep the assessor's draft, seen by himself alone."""
    with db.transaction(who.tenant) as session:
        loaded, card = own_card(session, who, assessment_id)
        return _save(session, who, loaded, card, said, expected=expected, now=now)


def submit_scores(who: Principal, assessment_id: UUID, *, expected: int, now: datetime) -> Assessment:
    """Sign the score. The last one brings the result, or calls for a third assessor."""
    with db.transaction(who.tenant) as session:
        loaded, card = own_card(session, who, assessment_id)
        return _sign(session, who, loaded, card, "scored", expected=expected, now=now)


def _own_self_card(session: Session, who: Principal, assessment_id: UUID) -> tuple[Loaded, Card]:
    loaded = load(session, who, assessment_id, lock=True)
    card = loaded.assessment.self_card
    if card is not None and not card.is_active:
        raise DomainError("self_score_waived")
    allow(rules.may_score_self(who, loaded.assessment), "not_your_union")
    if card is None:
        raise NotFound("not_found")
    return loaded, card


def own_card(session: Session, who: Principal, assessment_id: UUID) -> tuple[Loaded, Card]:
    """The assessor's own card; a relation that came up since the appointment stops him here (rule 9)."""
    loaded = load(session, who, assessment_id, lock=True)
    relations = queries.relations_of(session, [who.subject]).get(who.subject, ())
    refusal = rules.why_not_score(who, loaded.assessment, relations)
    card = loaded.assessment.card_of(who.subject)
    if refusal or card is None:
        raise NotAllowed(refusal or "not_appointed")
    return loaded, card


def _save(
    session: Session, who: Principal, loaded: Loaded, card: Card, said: Said, *, expected: int, now: datetime
) -> Card:
    must_be(card, expected)
    read = read_findings(loaded.assessment.sheet, said)
    if read.faults:
        raise Invalid(read.faults)
    card = replace(card, subject=who.subject, name=who.name) if card.kind is Kind.SELF else card
    after = save_card(loaded.assessment, card, read.findings, now=now)
    settle(session, loaded, after)
    audit.record(session, who, "draft_saved", "assessment", after.id, at=now, card=card.number, kind=card.kind)
    return after.card(card.id)


def _sign(
    session: Session, who: Principal, loaded: Loaded, card: Card, action: str, *, expected: int, now: datetime
) -> Assessment:
    must_be(card, expected)
    before = loaded.assessment
    after = complete(sign_card(before, card, now=now), now=now)
    settle(session, loaded, after)
    signed = after.card(card.id)
    audit.record(
        session, who, action, "assessment", after.id, at=now, regulation=after.regulation_id,
        regulation_version=after.regulation_version, card=signed.number, total=signed.total, digest=signed.digest,
    )  # fmt: skip
    note_result(session, before, after, now=now)
    follow(session, before, after, by=who.subject, now=now)
    return after


def note_result(session: Session, before: Assessment, after: Assessment, *, now: datetime) -> None:
    """Log the result when this act brought it, or that a third is called."""
    if after.outcome is not None and before.outcome is None:
        outcome = after.outcome
        audit.record(
            session, audit.CLOCK, "completed", "assessment", after.id, at=now, regulation=after.regulation_id,
            regulation_version=after.regulation_version, score=outcome.score, passed=outcome.passed, gap=outcome.gap,
        )  # fmt: skip
    elif after.status != before.status and after.status == "third_needed":
        audit.record(session, audit.CLOCK, "third_called", "assessment", after.id, at=now)
