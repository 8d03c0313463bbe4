"""Appointing assessors and stepping back (rule 9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.assessment import queries, rules
from services.assessment.domain import Assessment, Candidate, Card, Kind, appoint, complete, recuse, waive_self_score
from services.assessment.queries.loading import Loaded, load
from services.assessment.service.keeping import settle
from services.assessment.service.scoring import note_result
from services.assessment.service.telling import follow
from services.assessment.store import db
from services.common import audit
from services.common.clock import day_of
from services.common.errors import ChangedMeanwhile, DomainError, NotFound, allow
from services.common.ids import new_id
from services.common.principal import Principal


def appoint_assessors(
    who: Principal, assessment_id: UUID, person_ids: Sequence[UUID], *, expected: int, now: datetime
) -> Assessment:
    """From the holders of the role of assessor; the related are refused by name of the rule."""
    with db.transaction(who.tenant) as session:
        loaded = load(session, who, assessment_id, lock=True)
        before = loaded.assessment
        allow(rules.may_appoint(who, before), "may_not_appoint")
        if before.version != expected:
            raise ChangedMeanwhile("changed_meanwhile", by="—", at="—")
        known = {each.person_id: each for each in queries.candidates(session, before, on=day_of(now))}
        if any(id_ not in known for id_ in person_ids):
            raise DomainError("not_an_assessor", name="—")
        chosen = [known[id_] for id_ in dict.fromkeys(person_ids)]
        after, new = appoint(before, chosen, ids=[new_id() for _ in chosen], now=now)
        settle(session, loaded, after)
        for card in new:
            loaded.cards[card.id].appointed_at = now
            audit.record(
                session, who, "assessor_appointed", "assessment", after.id, at=now, number=card.number,
                person=card.person_id,
            )  # fmt: skip
        follow(session, before, after, by=who.subject, now=now)
        return after


def candidates_for(who: Principal, assessment_id: UUID, *, on: date) -> list[tuple[Candidate, str | None]]:
    """Everybody with the role, and why one may not: for the secretary who picks."""
    with db.read(who.tenant) as session:
        assessment = load(session, who, assessment_id).assessment
        allow(rules.may_appoint(who, assessment), "may_not_appoint")
        taken = {card.subject for card in assessment.cards if card.kind is Kind.ASSESSOR}
        found = [each for each in queries.candidates(session, assessment, on=on) if each.subject not in taken]
    return [(each, queries.reason_for(assessment, each)) for each in found]


def go_on_without_self_score(who: Principal, assessment_id: UUID, reason: str, *, now: datetime) -> Assessment:
    """The secretary goes on when the union has let the day pass; the union is told."""
    with db.transaction(who.tenant) as session:
        loaded = load(session, who, assessment_id, lock=True)
        before = loaded.assessment
        allow(rules.may_appoint(who, before), "may_not_appoint")
        after = waive_self_score(before, reason, now=now)
        settle(session, loaded, after)
        audit.record(session, who, "self_score_waived", "assessment", after.id, at=now, reason=reason.strip())
        follow(session, before, after, by=who.subject, now=now)
        return after


def step_back(who: Principal, assessment_id: UUID, reason: str, *, now: datetime) -> Assessment:
    """The assessor declares a conflict himself, before he signs."""
    with db.transaction(who.tenant) as session:
        loaded = load(session, who, assessment_id, lock=True)
        card = loaded.assessment.card_of(who.subject)
        allow(card is not None, "not_appointed")
        assert card is not None
        return _withdraw(session, who, loaded, card, reason, "stepped_back", now=now)


def release_assessor(who: Principal, assessment_id: UUID, card_id: UUID, reason: str, *, now: datetime) -> Assessment:
    """The secretary lets an assessor go who has not signed: related after all, or away."""
    with db.transaction(who.tenant) as session:
        loaded = load(session, who, assessment_id, lock=True)
        allow(rules.may_appoint(who, loaded.assessment), "may_not_appoint")
        card = loaded.assessment.card(card_id)
        if card not in loaded.assessment.assessors:
            raise NotFound("not_found")
        return _withdraw(session, who, loaded, card, reason, "assessor_released", now=now)


def _withdraw(
    session: Session, who: Principal, loaded: Loaded, card: Card, reason: str, action: str, *, now: datetime
) -> Assessment:
    before = loaded.assessment
    after = complete(recuse(before, card, reason, now=now), now=now)
    settle(session, loaded, after)
    audit.record(session, who, action, "assessment", after.id, at=now, number=card.number, reason=reason)
    note_result(session, before, after, now=now)
    follow(session, before, after, by=who.subject, now=now)
    return after
