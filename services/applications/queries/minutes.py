"""The minutes of a docket as they are printed."""

from datetime import date

from sqlalchemy.orm import Session

from services.applications.domain.docket import Decision, least, recused
from services.applications.models.meeting import DocketRow
from services.applications.queries.dockets import lines_of, load_docket
from services.applications.queries.regulated import regulation_of
from services.applications.queries.seals import seal_of_day
from services.common import directory
from services.common.clock import SHANGHAI
from services.common.documents import Attendee, CaseDecision, Minutes
from services.common.regulation import Approve

WORDS = {
    Decision.AGREE: "同意",
    Decision.DISAGREE: "不同意",
    Decision.RETURN: "退回",
    Decision.OPEN: "未定",
}


def minutes_of(session: Session, row: DocketRow, *, signed_on: date | None) -> Minutes:
    docket, lines = load_docket(session, row), lines_of(session, row.id)
    regulation = regulation_of(session, row.regulation_id, row.regulation_version)
    approve = regulation.programmes[row.programme].stage(row.stage)
    assert isinstance(approve, Approve)
    tenant = directory.find_tenant(session, row.tenant)
    names = {member.subject: member.name for member in docket.members}
    cases = tuple(
        CaseDecision(
            holder=line.subject_name,
            employer=line.employer_name,
            case_no=line.number,
            score=line.score,
            decision=WORDS[case.decision],
            reason=case.reason or "符合条件，同意命名",
            in_favour=case.in_favour,
            against=case.against,
            abstained=case.abstained,
            recused=tuple(member.name for member in recused(docket, case)),
        )
        for case, line in zip(docket.cases, lines, strict=True)
    )
    held = (row.held_at or row.created_at).astimezone(SHANGHAI)
    attendees = tuple(
        Attendee(member.name, "成员", "" if member in docket.present else member.absent_reason or "缺席")
        for member in docket.members
    )
    return Minutes(
        body=tenant.name,
        title="主席办公会会议纪要",
        number=row.number,
        held_at=held,
        place=row.place or "—",
        chair=names.get(row.presiding, "—"),
        recorder=row.recorder,
        attendees=attendees,
        quorum=least(approve.quorum, len(docket.members)),
        cases=cases,
        subject=row.title,
        notes=(f"依据《{regulation.title}》第 {row.regulation_version} 版。",),
        sealed=signed_on is not None,
        seal=seal_of_day(session, signed_on) if signed_on is not None else None,
    )
