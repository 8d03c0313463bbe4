"""What a replay needs of a year's closed cases: a handful of statements however many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import Session

from services.applications.domain.application import Application, Status
from services.applications.domain.evidence import Evidence
from services.applications.domain.filling import Filling
from services.applications.domain.gaps import Held
from services.applications.domain.kinds import OF_TEAMS
from services.applications.domain.replay import CLOSED, Past, Scored
from services.applications.models import ApplicationRow, EvidenceRow, HearingRow
from services.applications.models.honour import HonourRow
from services.applications.queries.held import FAILURES, ORGANISATIONS
from services.common.clock import day_of
from services.common.regulation import Candidate
from services.common.regulation import Held as HeldHonour
from services.common.regulation.candidate import Failed
from services.common.regulation.kinds import KINDS_OF_UNITS

AT_MOST = 2000
A, H = ApplicationRow, HonourRow


@dataclass(frozen=True)
class Kept:
    pasts: tuple[Past, ...]
    left_out: int


def closed_cases(session: Session, regulation_id: str, year: int) -> Kept:
    """Those of this tenant that began under the regulation, by programme, recommender and rank."""
    where = (
        A.tenant == session.info["tenant"],
        A.regulation_id == regulation_id,
        A.year == year,
        A.status.in_([status.value for status in CLOSED]),
    )
    order = (A.programme, A.reviewing_path, A.rank.asc().nulls_last(), A.id)
    rows = session.scalars(select(A).where(*where).order_by(*order).limit(AT_MOST)).all()
    number = session.execute(select(func.count()).select_from(A).where(*where)).scalar_one()
    cases = [row.to_domain() for row in rows]
    evidence, recorded = _evidence(session, cases), _recorded(session, cases)
    candidates = _candidates(session, cases)
    pasts = tuple(
        Past(
            case,
            Filling.of(row.form, row.declared),
            Held(evidence.get(case.id, ()), recorded.get(case.id, frozenset()), candidates[case.id]),
            _submitted(case),
            then=scored_then(case),
        )
        for row, case in zip(rows, cases, strict=True)
    )
    return Kept(pasts, number - len(rows))


def scored_then(case: Application) -> Scored | None:
    """As it was assessed; a refused one with every reason that was told."""
    if case.score is None:
        return None
    if case.status is not Status.REFUSED:
        return Scored(case.score, True)
    told = (case.explanation or {}).get("refusals") or [case.reason]
    return Scored(case.score, False, tuple(str(each) for each in told))


def _submitted(case: Application) -> date | None:
    return day_of(case.submitted_at) if case.submitted_at else None


def _evidence(session: Session, cases: Sequence[Application]) -> dict[UUID, tuple[Evidence, ...]]:
    row = EvidenceRow
    asked = select(row).where(
        row.tenant == session.info["tenant"],
        row.application_id.in_([case.id for case in cases]),
        row.removed_at.is_(None),
    )
    found: dict[UUID, tuple[Evidence, ...]] = {}
    for each in session.scalars(asked):
        kept = Evidence(
            each.id, each.proves, each.caption, each.file_name, each.mime, each.size, each.sha256, each.added_at,
            each.added_by,
        )  # fmt: skip
        found[each.application_id] = (*found.get(each.application_id, ()), kept)
    return found


def _recorded(session: Session, cases: Sequence[Application]) -> dict[UUID, frozenset[str]]:
    row = HearingRow
    asked = select(row.application_id, row.kind).where(
        row.tenant == session.info["tenant"], row.application_id.in_([case.id for case in cases])
    )
    found: dict[UUID, frozenset[str]] = {}
    for application_id, kind in session.execute(asked):
        found[application_id] = found.get(application_id, frozenset()) | {kind}
    return found


def _candidates(session: Session, cases: Sequence[Application]) -> dict[UUID, Candidate]:
    """As `held.candidate_of` tells it, for all at once, and with the honours of before the case was submitted only."""
    units = [case.subject_unit_id for case in cases if case.subject_unit_id]
    unions = [case.union_unit_id for case in cases if case.union_unit_id]
    columns = (H.subject_unit_id, H.subject_name, H.subject_kind, H.union_unit_id)
    asked = select(*columns, H.honour, H.level, H.conferred_on, H.revoked_on).where(
        H.tenant == session.info["tenant"], or_(H.subject_unit_id.in_(units), H.union_unit_id.in_(unions))
    )
    honours = session.execute(asked.order_by(H.conferred_on.desc(), H.id)).all()
    of_units = text("select id, kind from org_unit where tenant = :t and id = any(:ids)")
    rows = session.execute(of_units, {"t": session.info["tenant"], "ids": units})
    kinds: dict[UUID, str] = {row.id: row.kind for row in rows}
    failed = _failed(session, cases)
    return {case.id: replace(_candidate(case, honours, kinds), failed=failed.get(case.id, ())) for case in cases}


def _failed(session: Session, cases: Sequence[Application]) -> dict[UUID, tuple[Failed, ...]]:
    """Rounds of before in which the same candidate failed, as `held` tells them."""
    units = [case.subject_unit_id for case in cases if case.subject_unit_id]
    asked = select(A.programme, A.subject_unit_id, A.subject_name, A.status, A.moved_at).where(
        A.tenant == session.info["tenant"],
        A.subject_unit_id.in_(units),
        A.status.in_([str(each) for each in FAILURES]),
    )
    found: dict[tuple[str, UUID | None, str], list[Failed]] = {}
    for programme, unit, name, status, moved in session.execute(asked):
        found.setdefault((programme, unit, name), []).append(Failed(FAILURES[Status(status)], day_of(moved)))
    return {
        case.id: tuple(
            each
            for each in found.get((case.programme, case.subject_unit_id, case.subject_name), ())
            if each.on < day_of(case.created_at)
        )
        for case in cases
    }


def _candidate(case: Application, honours: Sequence[Any], kinds: Mapping[UUID, str]) -> Candidate:
    organisation = case.subject_kind in ORGANISATIONS
    before = _submitted(case) or day_of(case.created_at)
    held = [
        _held_then(each, before)
        for each in honours
        if each.conferred_on < before
        and (
            (each.subject_unit_id == case.subject_unit_id and each.subject_name == case.subject_name)
            or (organisation and each.subject_kind in ORGANISATIONS and each.union_unit_id == case.union_unit_id)
        )
    ]
    of_team = case.subject_kind in OF_TEAMS and case.subject_unit_id is not None
    kind = kinds.get(case.subject_unit_id, "") if of_team and case.subject_unit_id else ""
    kinds_of_unit = KINDS_OF_UNITS.get(kind, frozenset())
    of_unit = [
        _held_then(each, before)
        for each in honours
        if each.conferred_on < before
        and each.subject_kind in ORGANISATIONS
        and case.union_unit_id is not None
        and each.union_unit_id == case.union_unit_id
    ]
    unit = Candidate(held=tuple(of_unit))
    return Candidate(held=tuple(held), kinds=kinds_of_unit, has_new_merit=bool(case.ground), unit=unit)


def _held_then(each: Any, before: date) -> HeldHonour:
    """As it stood when the case was submitted; whether it was being rectified on that day is not known any more."""
    lost = each.revoked_on if each.revoked_on is not None and each.revoked_on <= before else None
    return HeldHonour(each.honour, each.level, each.conferred_on, "revoked" if lost else "good", lost)
