"""The archive of one case (A7): from application to supervision, out of everything kept about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications.domain.docket import least, recused
from services.applications.models.meeting import DocketRow, NoticeRow, ObjectionRow
from services.applications.queries import honours
from services.applications.queries.case_page import CasePage
from services.applications.queries.docket_page import approve_of
from services.applications.queries.dockets import load_docket
from services.applications.queries.honour_page import honour_page
from services.applications.queries.notices import objections_of
from services.common import audit
from services.common.principal import Principal


@dataclass(frozen=True)
class Decided:
    """What the meeting decided on this case."""

    docket_id: Any
    title: str
    number: str
    held_on: date
    present: int
    members: int
    quorum: int
    decision: str
    reason: str
    in_favour: int
    against: int
    abstained: int
    recused: Sequence[str]


@dataclass(frozen=True)
class Archive:
    page: CasePage
    decided: Decided | None
    notice: NoticeRow | None
    objections: Sequence[ObjectionRow]
    honour: dict[str, Any] | None
    log: Sequence[audit.LogEntry]
    is_unbroken: bool


def load_archive(session: Session, who: Principal, page: CasePage) -> Archive:
    """Of a case that this principal may see; `page` was loaded under that check."""
    case = page.application
    row = honours.of_application(session, case.id)
    notice = session.get(NoticeRow, (case.tenant, case.notice_id)) if case.notice_id else None
    own = [*page.log, *(audit.entries_of(session, "honour", row.id) if row is not None else [])]
    return Archive(
        page=page,
        decided=_decided(session, page),
        notice=notice,
        objections=objections_of(session, case.id),
        honour=honour_page(session, who, row.id) if row is not None else None,
        log=sorted(own, key=lambda kept: kept.seq),
        is_unbroken=all(_is_whole(case.tenant, kept) for kept in own),
    )


def _is_whole(tenant: str, kept: audit.LogEntry) -> bool:
    """The entry still has the hash it was given; the whole chain is walked by the auditor's command."""
    return audit.digest(tenant, kept.seq, kept.previous_hash, kept.entry) == kept.hash


def _decided(session: Session, page: CasePage) -> Decided | None:
    case = page.application
    if case.docket_id is None:
        return None
    asked = select(DocketRow).where(DocketRow.tenant == case.tenant, DocketRow.id == case.docket_id)
    row = session.scalars(asked).one_or_none()
    if row is None or row.status != "signed":
        return None
    docket = load_docket(session, row)
    found = next((each for each in docket.cases if each.application_id == case.id), None)
    if found is None:
        return None
    return Decided(
        docket_id=row.id,
        title=row.title,
        number=row.number,
        held_on=(row.held_at or row.created_at).date(),
        present=len(docket.present),
        members=len(docket.members),
        quorum=least(approve_of(session, row).quorum, len(docket.members)),
        decision=str(found.decision),
        reason=found.reason,
        in_favour=found.in_favour,
        against=found.against,
        abstained=found.abstained,
        recused=[member.name for member in recused(docket, found)],
    )
