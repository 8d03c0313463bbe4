"""递补: an objection took a name off the list; the next in rank gets its place where the regulation says so (A5)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.applications.domain import application as cases
from services.applications.domain.application import Application, Status
from services.applications.models import ApplicationRow
from services.applications.models.meeting import DocketCaseRow, DocketRow
from services.applications.queries.dockets import follows
from services.applications.queries.regulated import case_rules
from services.applications.service import case_tasks
from services.applications.service import waits as tasks
from services.applications.service.moves import find_row, record_move
from services.common.principal import Principal


def fill_place(session: Session, who: Principal, stopped: Application, *, now: datetime) -> Application | None:
    """The best of those who stood behind the last place waits for the meeting again. None where nobody follows."""
    rules = case_rules(session, stopped)
    if stopped.is_outside_quota or not follows(rules.programme):
        return None
    found = session.execute(_behind(session, stopped)).scalar()
    if found is None:
        return None
    row = find_row(session, found)
    before = row.to_domain()
    after = cases.call_up(before, at=now)
    row.apply(after)
    record_move(session, who, "called_up", before, after, now=now, instead_of=str(stopped.id))
    case_tasks.announce(session, after, rules, now=now)
    title = f"{after.full_name} 递补进入{after.honour}审批"
    body = f"{stopped.full_name}因异议成立撤下，按排序递补，由会议审批。"
    for to in (tasks.union_at(after.union_path), tasks.SECRETARY):
        tasks.tell(session, to, title, body, f"cases/{after.id}", now=now)
    return after


def _behind(session: Session, stopped: Application) -> Select[UUID]:
    """Of the round, passed over only because there was no place, the best first."""
    return (
        select(ApplicationRow.id)
        .join(
            DocketCaseRow,
            (DocketCaseRow.tenant == ApplicationRow.tenant) & (DocketCaseRow.application_id == ApplicationRow.id),
        )
        .join(DocketRow, (DocketRow.tenant == DocketCaseRow.tenant) & (DocketRow.id == DocketCaseRow.docket_id))
        .where(
            ApplicationRow.tenant == session.info["tenant"],
            ApplicationRow.programme == stopped.programme,
            ApplicationRow.year == stopped.year,
            ApplicationRow.status == Status.PASSED_OVER.value,
            ApplicationRow.docket_id == DocketRow.id,
            DocketRow.status == "signed",
            DocketCaseRow.is_beyond,
            DocketCaseRow.decision == "disagree",
        )
        .order_by(DocketRow.signed_at, DocketCaseRow.ordinal)
        .limit(1)
    )
