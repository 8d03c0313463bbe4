"""What decides the reward of an honour (A9): its case, and what was paid for other honours of the same holder."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.applications.domain.honour import Honour
from services.applications.models import ApplicationRow
from services.applications.models.honour import HonourRow, RewardRow
from services.applications.models.meeting import DocketCaseRow
from services.common.regulation.conferring import Earned, Reward


def earned_of(session: Session, honour: Honour, spent: Decimal) -> Earned:
    row = session.get_one(ApplicationRow, (honour.tenant, honour.application_id))
    band = (row.explanation or {}).get("band") or ""
    return Earned(level=honour.level, band=str(band), place=_place(session, row.id), form=row.form or {}, spent=spent)


def _place(session: Session, application_id: UUID) -> int | None:
    """Its place among those whom the latest meeting agreed to, in the order of that docket."""
    row = DocketCaseRow
    mine = select(row.docket_id, row.ordinal).where(
        row.tenant == session.info["tenant"], row.application_id == application_id, row.decision == "agree"
    )
    own = session.execute(mine.order_by(row.docket_id.desc()).limit(1)).one_or_none()
    if own is None:
        return None
    before = select(func.count()).where(
        row.tenant == session.info["tenant"],
        row.docket_id == own.docket_id,
        row.decision == "agree",
        row.ordinal <= own.ordinal,
    )
    return session.execute(before).scalar_one()


def paid_for_others(session: Session, honour: Honour, rule: Reward | None) -> Sequence[Decimal]:
    """The sums paid for each of the holder's other honours that the rule counts together with this one."""
    if rule is None or rule.per == "honour":
        return ()
    held = HonourRow
    asked = (
        select(func.sum(RewardRow.amount))
        .join(held, (held.tenant == RewardRow.tenant) & (held.id == RewardRow.honour_id))
        .where(RewardRow.tenant == honour.tenant, held.id != honour.id)
        .where(held.subject_unit_id.is_not_distinct_from(honour.subject_unit_id))
        .where(held.subject_name == honour.subject_name, held.employer_name == honour.employer_name)
        .where(RewardRow.amount.is_not(None))
        .group_by(held.id)
    )
    of_the_same = held.year == honour.year if rule.per == "year" else held.programme == honour.programme
    return tuple(session.scalars(asked.where(of_the_same)))
