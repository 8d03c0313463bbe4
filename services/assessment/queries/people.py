"""Who could assess: holders of the role with everything that may relate them to the subject (rule 9)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.assessment.domain import Assessment, Candidate, Relation, reason_to_recuse
from services.assessment.models import RelationRow
from services.common import directory
from services.common.db import tenant_of
from services.common.paging import SIZE
from services.common.roles import Role


def candidates(session: Session, assessment: Assessment, *, on: date) -> list[Candidate]:
    """Everybody with the role of assessor on the day, the related included: `reason_for` says why not."""
    people = directory.holders_of(session, Role.ASSESSOR, on=on)
    kinds = _kinds(session, [each.org_unit_path for each in people])
    subjects = [each.subject for each in people]
    relations, acts = relations_of(session, subjects), _acts_for(session, subjects, on=on)
    return [
        Candidate(
            person_id=each.id,
            subject=each.subject,
            name=each.name,
            unit_path=each.org_unit_path,
            unit_kind=kinds.get(each.org_unit_path, ""),
            relations=tuple(relations.get(each.subject, ())),
            acts_for=tuple(acts.get(each.subject, ())),
        )
        for each in people
    ]


def reason_for(assessment: Assessment, who: Candidate) -> str | None:
    subject = assessment.subject
    return reason_to_recuse(who, subject_path=subject.path, answering_path=subject.answering_path)


def candidate_of(session: Session, assessment: Assessment, subject: str, *, on: date) -> Candidate | None:
    return next((each for each in candidates(session, assessment, on=on) if each.subject == subject), None)


def relations_of(session: Session, subjects: list[str]) -> dict[str, list[Relation]]:
    """The declared relations that still stand, by subject."""
    rows = session.execute(
        select(RelationRow.subject, RelationRow.unit_path, RelationRow.says).where(
            RelationRow.tenant == tenant_of(session),
            RelationRow.subject.in_(subjects),
            RelationRow.ended_at.is_(None),
        )
    )
    found: dict[str, list[Relation]] = {}
    for row in rows:
        found.setdefault(row.subject, []).append(Relation(row.unit_path, row.says))
    return found


def declared_relations(
    session: Session, *, subject: str | None = None, after: UUID | None = None, size: int = SIZE
) -> list[RelationRow]:
    """Of one person, or of all, newest first; one more than a page at most."""
    statement = select(RelationRow).where(RelationRow.tenant == tenant_of(session), RelationRow.ended_at.is_(None))
    if subject is not None:
        statement = statement.where(RelationRow.subject == subject)
    if after is not None:
        statement = statement.where(RelationRow.id < after)
    return list(session.scalars(statement.order_by(RelationRow.id.desc()).limit(size + 1)))


def names_of(session: Session, subjects: list[str]) -> dict[str, str]:
    rows = session.execute(
        text("select subject, name from person where tenant = :t and subject = any(:s)"),
        {"t": tenant_of(session), "s": subjects},
    )
    return {row.subject: row.name for row in rows}


def name_of(session: Session, subject: str) -> str:
    """The person's name by subject, "" where nobody is known."""
    return names_of(session, [subject]).get(subject, "")


def _kinds(session: Session, paths: list[str]) -> dict[str, str]:
    rows = session.execute(
        text("select path, kind from org_unit where tenant = :t and path = any(:paths)"),
        {"t": tenant_of(session), "paths": sorted({path for path in paths if path})},
    )
    return {row.path: row.kind for row in rows}


def _acts_for(session: Session, subjects: list[str], *, on: date) -> dict[str, list[str]]:
    """Units for which they apply or review."""
    rows = session.execute(
        text(
            "select subject, org_unit_path from grant_ where tenant = :t and subject = any(:subjects)"
            " and role in ('applicant', 'reviewer') and org_unit_path <> '' and not revoked"
            " and valid_from <= :on and (valid_to is null or valid_to >= :on)"
        ),
        {"t": tenant_of(session), "subjects": subjects, "on": on},
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.subject, []).append(row.org_unit_path)
    return found
