"""Opening: another service asks for an assessment, once per object and round; asked again, the same one answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.assessment import queries
from services.assessment.domain import Kind, Status, standing
from services.assessment.frozen import freeze, sheet_of
from services.assessment.models import AssessmentRow, CardRow
from services.assessment.queries.loading import load_any
from services.assessment.service.telling import follow, tell_of_self_score
from services.assessment.store import db
from services.common import audit, directory
from services.common.clock import day_of
from services.common.errors import NotFound
from services.common.ids import new_id
from services.common.worklist import REMIND_DAYS


@dataclass(frozen=True)
class Order:
    """What is asked for; the sheet is named, the service takes it from its own copy of the regulation."""

    tenant: str
    object_type: str
    object_id: str
    round: int
    regulation_id: str
    regulation_version: int
    sheet_id: str
    title: str
    subject_unit_id: UUID | None
    subject_name: str
    subject_path: str
    answering_path: str
    due_on: date | None
    self_score_required: bool
    assessors_at_least: int
    gap_over: Decimal | None
    pass_at_least: Decimal | None
    pass_over: Decimal | None
    asked_by: str
    self_score_optional: bool = False
    """May be given until the result stands, and nobody waits for it."""
    remind_days: int = REMIND_DAYS


def open_assessment(order: Order, *, now: datetime) -> tuple[UUID, bool]:
    """The assessment's id, and whether it was opened by this call."""
    with db.transaction(order.tenant) as session:
        version = _regulation(session, order)
        frozen = freeze(version.document, order.sheet_id)
        sheet_of(frozen)
        id_ = _insert(session, order, frozen, now)
        if id_ is None:
            return _opened_before(session, order), False
        if order.self_score_required or order.self_score_optional:
            session.add(_self_card(order.tenant, id_))
        session.flush()
        loaded = load_any(session, id_)
        loaded.row.status = standing(loaded.assessment)
        session.flush()
        opened = load_any(session, id_).assessment
        follow(session, None, opened, by=order.asked_by, now=now)
        if order.self_score_optional and not order.self_score_required:
            tell_of_self_score(session, opened, now=now)
        audit.record(
            session, _asker(session, order), "assessment_opened", "assessment", id_, at=now,
            regulation=order.regulation_id, regulation_version=order.regulation_version,
            of=order.object_type, object=order.object_id, sheet=order.sheet_id,
        )  # fmt: skip
        return id_, True


def _regulation(session: Session, order: Order) -> directory.RegulationVersion:
    try:
        return directory.find_regulation(session, order.regulation_id, order.regulation_version)
    except NotFound as missing:
        raise NotFound("unknown_regulation") from missing


def _insert(session: Session, order: Order, frozen: dict[str, object], now: datetime) -> UUID | None:
    """None where it is there already, also when another call is just putting it there."""
    values = {
        "tenant": order.tenant,
        "id": new_id(),
        "object_type": order.object_type,
        "object_id": order.object_id,
        "round": order.round,
        "year": day_of(now).year,
        "regulation_id": order.regulation_id,
        "regulation_version": order.regulation_version,
        "sheet_id": order.sheet_id,
        "sheet": frozen,
        "title": order.title,
        "subject_unit_id": order.subject_unit_id,
        "subject_name": order.subject_name,
        "subject_path": order.subject_path,
        "answering_path": order.answering_path or order.subject_path,
        "due_on": order.due_on,
        "self_score_required": order.self_score_required,
        "assessors_at_least": order.assessors_at_least,
        "gap_over": order.gap_over,
        "pass_at_least": order.pass_at_least,
        "pass_over": order.pass_over,
        "remind_days": order.remind_days,
        "asked_by": order.asked_by,
        "opened_at": now,
        "status": Status.SELF_SCORING,
    }
    statement = insert(AssessmentRow).values(values).on_conflict_do_nothing().returning(AssessmentRow.id)
    return session.execute(statement).scalar_one_or_none()


def _opened_before(session: Session, order: Order) -> UUID:
    return session.execute(
        select(AssessmentRow.id).where(
            AssessmentRow.tenant == order.tenant,
            AssessmentRow.object_type == order.object_type,
            AssessmentRow.object_id == order.object_id,
            AssessmentRow.round == order.round,
        )
    ).scalar_one()


def _self_card(tenant: str, assessment_id: UUID) -> CardRow:
    return CardRow(
        tenant=tenant, id=new_id(), assessment_id=assessment_id, kind=Kind.SELF, number=0, subject="", name="",
        person_id=None, findings={}, total=None, digest="", version=1, withdrawn_reason="",
    )  # fmt: skip


def _asker(session: Session, order: Order) -> audit.Actor:
    """The person in whose name the other service asks."""
    return audit.Actor(order.asked_by or "applications", queries.name_of(session, order.asked_by) or "荣誉服务")
