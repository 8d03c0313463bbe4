"""A docket as pages and programs see it: the meeting, each case with who may vote on it, and what is missing."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.applications.domain import docket as domain
from services.applications.domain.docket import Docket, DocketCase, Missing
from services.applications.models.meeting import DocketRow
from services.applications.queries.dockets import DocketLine, find, lines_of, load_docket
from services.applications.queries.notices import notice_of_docket
from services.applications.queries.regulated import regulation_of
from services.applications.words.honours import MISSING
from services.common.regulation import Approve, Programme


def docket_page(session: Session, docket_id: UUID) -> dict[str, Any]:
    row = find(session, docket_id)
    docket, approve = load_docket(session, row), approve_of(session, row)
    notice = notice_of_docket(session, row.id)
    lines = lines_of(session, row.id)
    return {
        "id": row.id,
        "title": row.title,
        "number": row.number,
        "status": row.status,
        "held_at": row.held_at,
        "place": row.place,
        "presiding": row.presiding,
        "recorder": row.recorder,
        "signed_at": row.signed_at,
        "quorum": domain.least(approve.quorum, len(docket.members)),
        "is_quorate": domain.is_quorate(docket, approve),
        "present": len(docket.present),
        "members": [vars(member) | {"presence": str(member.presence)} for member in docket.members],
        "choices": [(member.subject, member.name) for member in docket.members],
        "cases": [_case(docket, case, line) for case, line in zip(docket.cases, lines, strict=True)],
        "missing": [_missing(each) for each in domain.missing(docket, approve)],
        "minutes_sha256": row.minutes_sha256,
        "notice_id": notice.id if notice is not None else None,
        "version": row.version,
        "regulation_id": row.regulation_id,
        "regulation_version": row.regulation_version,
        "rules": list(approve.sentences()),
        "earlier": earlier_stages(programme_of(session, row), row.stage),
    }


def programme_of(session: Session, row: DocketRow) -> Programme:
    return regulation_of(session, row.regulation_id, row.regulation_version).programmes[row.programme]


def earlier_stages(programme: Programme, stage: str) -> list[tuple[str, str]]:
    keys = [each.key for each in programme.stages]
    return [(each.key, each.says) for each in programme.stages[: keys.index(stage)]]


def approve_of(session: Session, row: DocketRow) -> Approve:
    stage = programme_of(session, row).stage(row.stage)
    assert isinstance(stage, Approve)
    return stage


def _case(docket: Docket, case: DocketCase, line: DocketLine) -> dict[str, Any]:
    names = {member.subject: member.name for member in docket.members}
    return {
        "application_id": case.application_id,
        "ordinal": case.ordinal,
        "number": line.number,
        "subject_name": line.subject_name,
        "employer_name": line.employer_name,
        "recommended_by": line.recommended_by,
        "rank": line.rank,
        "score": line.score,
        "remarks": list(line.remarks),
        "decision": str(case.decision),
        "reason": case.reason,
        "return_to": case.return_to,
        "in_favour": case.in_favour,
        "against": case.against,
        "abstained": case.abstained,
        "recused": [names.get(subject, subject) for subject in sorted(case.recused)],
        "recused_subjects": sorted(case.recused),
        "must_recuse": [member.name for member in domain.must_recuse(docket, case)],
        "voters": domain.voters(docket, case),
    }


def _missing(missing: Missing) -> dict[str, Any]:
    says = str(MISSING[missing.code]).format_map(missing.facts or {})
    where = f"第 {missing.case} 项：" if missing.case is not None else ""
    return {"code": missing.code, "case": missing.case, "says": where + says}
