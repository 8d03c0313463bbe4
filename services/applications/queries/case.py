"""One case and everything kept under it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session

from services.applications.domain import Application
from services.applications.domain.difference import Submitted
from services.applications.domain.evidence import Evidence
from services.applications.domain.filling import Filling
from services.applications.models import ApplicationRow, EvidenceRow, HearingRow, OpinionRow, SubmissionRow
from services.applications.rules import cases as rules
from services.common.errors import NotFound
from services.common.principal import Principal


@dataclass(frozen=True)
class Case:
    """An application with what its applicant filled in."""

    application: Application
    filling: Filling
    saved_at: datetime | None
    saved_by: str


@dataclass(frozen=True)
class SignedOpinion:
    stage: str
    body: str
    body_name: str
    verdict: str
    text: str
    supply: str
    signer_name: str
    signed_at: datetime


@dataclass(frozen=True)
class RecordedHearing:
    kind: str
    method: str
    held_on: date
    present: int
    agreed: int | None
    result: str
    recorder_name: str
    recorded_at: datetime


def find_case(session: Session, who: Principal, application_id: UUID | str) -> Case:
    """Raises NotFound alike for what is not there and what this principal may not see."""
    asked = select(ApplicationRow).where(
        ApplicationRow.tenant == session.info["tenant"], ApplicationRow.id == _uuid(application_id)
    )
    row = session.scalars(asked).one_or_none()
    if row is None or not rules.may_see(who, row.to_domain()):
        raise NotFound("not_found")
    return case_of(row)


def case_of(row: ApplicationRow) -> Case:
    return Case(row.to_domain(), Filling.of(row.form, row.declared), row.saved_at, row.saved_by)


def _uuid(value: UUID | str) -> UUID:
    try:
        return UUID(str(value))
    except ValueError:
        raise NotFound("not_found") from None


def evidence_of(session: Session, application_id: UUID) -> list[Evidence]:
    """What is attached now, in the order it came."""
    asked = (
        select(EvidenceRow)
        .where(
            EvidenceRow.tenant == session.info["tenant"],
            EvidenceRow.application_id == application_id,
            EvidenceRow.removed_at.is_(None),
        )
        .order_by(EvidenceRow.id)
    )
    return [_evidence(row) for row in session.scalars(asked)]


def _evidence(row: EvidenceRow) -> Evidence:
    return Evidence(
        row.id, row.proves, row.caption, row.file_name, row.mime, row.size, row.sha256, row.added_at, row.added_by
    )


def find_file(session: Session, application_id: UUID, evidence_id: UUID | str) -> Evidence:
    """Attached now, or part of an earlier submission. Raises NotFound."""
    asked = select(EvidenceRow).where(
        EvidenceRow.tenant == session.info["tenant"],
        EvidenceRow.application_id == application_id,
        EvidenceRow.id == _uuid(evidence_id),
    )
    row = session.scalars(asked).one_or_none()
    if row is None:
        raise NotFound("not_found")
    return _evidence(row)


def opinions_of(session: Session, application_id: UUID) -> list[SignedOpinion]:
    """Newest first."""
    asked = (
        select(OpinionRow)
        .where(OpinionRow.tenant == session.info["tenant"], OpinionRow.application_id == application_id)
        .order_by(OpinionRow.signed_at.desc(), OpinionRow.id.desc())
    )
    return [
        SignedOpinion(
            row.stage, row.body, row.body_name, row.verdict, row.text, row.supply, row.signer_name, row.signed_at
        )
        for row in session.scalars(asked)
    ]


def hearings_of(session: Session, application_id: UUID) -> list[RecordedHearing]:
    asked = (
        select(HearingRow)
        .where(HearingRow.tenant == session.info["tenant"], HearingRow.application_id == application_id)
        .order_by(HearingRow.id)
    )
    return [
        RecordedHearing(
            row.kind, row.method, row.held_on, row.present, row.agreed, row.result, row.recorder_name, row.recorded_at
        )
        for row in session.scalars(asked)
    ]


def submissions_of(session: Session, application_id: UUID) -> list[Submitted]:
    """All of them, the first one first."""
    asked = (
        select(SubmissionRow)
        .where(SubmissionRow.tenant == session.info["tenant"], SubmissionRow.application_id == application_id)
        .order_by(SubmissionRow.ordinal)
    )
    return [Submitted(Filling.of(row.form, row.declared), row.files) for row in session.scalars(asked)]


def last_year_form(session: Session, case: Application) -> Row[tuple[dict[str, object], datetime]] | None:
    """What the same subject submitted last for the same honour, before this case: form and when."""
    return session.execute(
        text(
            "select form, submitted_at from application where tenant = :t and honour = :honour and id <> :id"
            " and subject_name = :name and subject_unit_id is not distinct from :unit"
            " and submitted_at is not null and submitted_at < :before order by submitted_at desc limit 1"
        ),
        {
            "t": session.info["tenant"],
            "honour": case.honour,
            "id": case.id,
            "name": case.subject_name,
            "unit": case.subject_unit_id,
            "before": case.created_at,
        },
    ).one_or_none()
