"""Who may do what: predicates over a principal and an assessment, and the same said once in SQL for lists."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, false, or_, select, true

from services.assessment.domain import Assessment, Candidate, Card, Kind, Relation, reason_to_recuse
from services.assessment.models import AssessmentRow, CardRow
from services.common.principal import Principal
from services.common.roles import Role

READERS = (Role.SECRETARY, Role.AUDITOR, Role.APPLICANT)


def may_see(who: Principal, assessment: Assessment) -> bool:
    """The union its own, the assessor those he is appointed to, secretary and auditor all under them."""
    path = assessment.subject.answering_path
    return any(path.startswith(each) for each in who.paths(*READERS)) or assessment.card_of(who.subject) is not None


def seen_by(who: Principal) -> ColumnElement[bool]:
    """`may_see` as a predicate of a statement over AssessmentRow."""
    return or_(prefixes(who, *READERS), appointed(who.subject))


def prefixes(who: Principal, *roles: Role) -> ColumnElement[bool]:
    """Whether one of the roles is held over the union that answers."""
    paths = who.paths(*roles)
    if "" in paths:
        return true()
    return or_(false(), *(AssessmentRow.answering_path.startswith(path, autoescape=True) for path in paths))


def appointed(subject: str) -> ColumnElement[bool]:
    card = select(CardRow.id).where(
        CardRow.tenant == AssessmentRow.tenant,
        CardRow.assessment_id == AssessmentRow.id,
        CardRow.kind == Kind.ASSESSOR,
        CardRow.subject == subject,
        CardRow.withdrawn_at.is_(None),
    )
    return card.exists()


def answers_for(who: Principal, assessment: Assessment) -> bool:
    """Whether the principal applies for the union that answers for the subject."""
    path = assessment.subject.answering_path
    return bool(path) and who.holds(Role.APPLICANT, unit_path=path)


def may_score_self(who: Principal, assessment: Assessment) -> bool:
    own = assessment.self_card
    return own is not None and own.is_active and answers_for(who, assessment)


def oversees(who: Principal, assessment: Assessment) -> bool:
    return who.holds(Role.SECRETARY, unit_path=assessment.subject.answering_path)


def may_appoint(who: Principal, assessment: Assessment) -> bool:
    """A secretary, but never over his own unit's case (rule 9)."""
    return oversees(who, assessment) and not is_own(who, assessment)


def is_own(who: Principal, assessment: Assessment) -> bool:
    """Whether the principal belongs to the union that answers, or to the subject itself."""
    own, subject = who.org_unit_path, assessment.subject
    return bool(own) and bool(subject.answering_path) and own.startswith(subject.answering_path)


def why_not_score(who: Principal, assessment: Assessment, relations: Sequence[Relation] = ()) -> str | None:
    """None when the principal may score on his card; else the code of the refusal. `relations` are those declared."""
    card = assessment.card_of(who.subject)
    if card is None or not who.holds(Role.ASSESSOR):
        return "not_appointed"
    seen = Candidate(
        card.person_id or card.id,
        who.subject,
        who.name,
        who.org_unit_path,
        relations=tuple(relations),
        acts_for=tuple(path for path in who.paths(Role.APPLICANT, Role.REVIEWER) if path),
    )
    subject = assessment.subject
    return reason_to_recuse(seen, subject_path=subject.path, answering_path=subject.answering_path)


def may_read_card(who: Principal, assessment: Assessment, card: Card) -> bool:
    """Findings and points of a card. A draft is its author's alone; no assessor sees a fellow's before the end."""
    if card.kind is Kind.SELF:
        return answers_for(who, assessment) or card.is_submitted
    if card.subject == who.subject and card.is_active:
        return True
    if not card.is_submitted:
        return False
    return assessment.outcome is not None or _oversees_scores(who, assessment)


def _oversees_scores(who: Principal, assessment: Assessment) -> bool:
    """Secretary and auditor follow the signed scores, unless they score here themselves."""
    if assessment.card_of(who.subject) is not None:
        return False
    path = assessment.subject.answering_path
    return any(path.startswith(each) for each in who.paths(Role.SECRETARY, Role.AUDITOR))


def may_see_names(who: Principal, assessment: Assessment) -> bool:
    """The union knows the assessors by number; those who appoint, score and audit know them by name."""
    path = assessment.subject.answering_path
    by_duty = any(path.startswith(each) for each in who.paths(Role.SECRETARY, Role.AUDITOR))
    return by_duty or assessment.card_of(who.subject) is not None


def may_decide_correction(who: Principal, assessment: Assessment, card: Card) -> bool:
    """A secretary other than the assessor himself."""
    return may_appoint(who, assessment) and card.subject != who.subject


def may_export(who: Principal) -> bool:
    return bool(who.paths(Role.SECRETARY, Role.AUDITOR))


def may_see_log(who: Principal) -> bool:
    return who.holds_everywhere(Role.AUDITOR)


def may_declare_for(who: Principal, subject: str) -> bool:
    return who.subject == subject or who.holds(Role.SECRETARY)
