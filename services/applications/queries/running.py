"""How often running a holder was kept or failed, by its yearly re-inspections (A8)."""

from itertools import takewhile

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications.domain.honour import Honour
from services.applications.models.honour import ReinspectionRow
from services.common.regulation import Programme

AT_MOST = 50


def kept_running(session: Session, honour: Honour) -> int:
    """The latest ones that were passed, one after another; a re-inspection after a rectification is none of them."""
    row = ReinspectionRow
    latest = (
        select(row.status)
        .where(row.tenant == honour.tenant, row.honour_id == honour.id, row.kind == "yearly")
        .where(row.status.in_(("passed", "failed")))
        .order_by(row.year.desc(), row.id.desc())
        .limit(AT_MOST)
    )
    session.flush()
    return len(list(takewhile(lambda status: status == "passed", session.scalars(latest))))


def failed_too_often(session: Session, programme: Programme, row: ReinspectionRow) -> bool:
    """So many yearly re-inspections failed running, this one included, that there is no rectifying any more."""
    tenure = programme.tenure
    times = tenure.rectify.unless_failed_running if tenure and tenure.rectify else None
    if times is None:
        return False
    latest = (
        select(ReinspectionRow.status)
        .where(ReinspectionRow.tenant == row.tenant, ReinspectionRow.honour_id == row.honour_id)
        .where(ReinspectionRow.kind == "yearly", ReinspectionRow.id != row.id)
        .where(ReinspectionRow.status.in_(("passed", "failed")))
        .order_by(ReinspectionRow.year.desc(), ReinspectionRow.id.desc())
        .limit(times - 1)
    )
    before = list(session.scalars(latest))
    return len(before) == times - 1 and all(status == "failed" for status in before)
