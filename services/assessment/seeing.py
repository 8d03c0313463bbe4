"""An assessment as one principal may see it: the same for page and API. What may not be seen is not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from services.assessment import queries, rules
from services.assessment.domain import Assessment, Card, Kind, Relation, result_of
from services.assessment.queries.loading import load
from services.common.principal import Principal
from services.common.regulation import SheetResult


@dataclass(frozen=True)
class SeenCard:
    """`card` and `result` are None while the findings are not for this principal's eyes; the state always shows."""

    number: int
    kind: Kind
    name: str
    is_own: bool
    is_signed: bool
    source: Card
    card: Card | None = None
    result: SheetResult | None = None


@dataclass(frozen=True)
class Seen:
    assessment: Assessment
    own: SeenCard | None
    assessors: tuple[SeenCard, ...]
    mine: SeenCard | None
    withdrawn: tuple[Card, ...]
    may_score_self: bool
    may_score: bool
    may_appoint: bool
    why_not_score: str | None
    shows_result: bool
    named: bool
    """The principal knows the assessors by name."""

    @property
    def reads_log(self) -> bool:
        """The log names who scored what: for those who oversee and do not score here."""
        return self.named and self.mine is None


def look(session: Session, who: Principal, assessment_id: UUID) -> Seen:
    """The case as the principal sees it now; NotFound where he does not."""
    relations = queries.relations_of(session, [who.subject]).get(who.subject, ())
    return see(who, load(session, who, assessment_id).assessment, relations)


def see(who: Principal, assessment: Assessment, relations: Sequence[Relation] = ()) -> Seen:
    """Decides once what is shown; doors only represent it."""
    named = rules.may_see_names(who, assessment)
    seen = [_card(who, assessment, card, n, named) for n, card in enumerate(assessment.assessors, 1)]
    own = assessment.self_card if assessment.self_card and assessment.self_card.is_active else None
    why_not = rules.why_not_score(who, assessment, relations)
    return Seen(
        assessment=assessment,
        own=_card(who, assessment, own, 0, True) if own else None,
        assessors=tuple(seen),
        mine=next((each for each in seen if each.is_own), None),
        withdrawn=tuple(card for card in assessment.cards if not card.is_active) if named else (),
        may_score_self=rules.may_score_self(who, assessment),
        may_score=why_not is None,
        may_appoint=rules.may_appoint(who, assessment),
        why_not_score=why_not,
        shows_result=assessment.outcome is not None,
        named=named,
    )


def _card(who: Principal, assessment: Assessment, card: Card, number: int, named: bool) -> SeenCard:
    is_own = card.kind is Kind.ASSESSOR and card.subject == who.subject
    seen = SeenCard(
        number=number,
        kind=card.kind,
        name=card.name if named or is_own else "",
        is_own=is_own,
        is_signed=card.is_submitted,
        source=card,
    )
    if not rules.may_read_card(who, assessment, card):
        return seen
    return SeenCard(
        seen.number, seen.kind, seen.name, seen.is_own, seen.is_signed, card, card,
        result_of(assessment.sheet, card.findings),
    )  # fmt: skip
