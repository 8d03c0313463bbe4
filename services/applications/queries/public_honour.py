"""What anybody may know of an honour: its standing as of now, where it hangs, what was found each year (A7, A10)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications.domain.honour import LEVEL_ORDER
from services.applications.models import ApplicationRow
from services.applications.models.dossier import DossierRow, DossierStepRow
from services.applications.models.honour import HonourRow
from services.applications.models.meeting import NoticeRow
from services.applications.queries import honours
from services.common import directory
from services.common.regulation.bodies import FACTS
from services.common.web.filters import score

MARKS = {"county": "县", "city": "市", "province": "省", "national": "国"}


@dataclass(frozen=True)
class PublicStep:
    word: str
    on: date | None


def public_honour(session: Session, row: HonourRow) -> dict[str, Any]:
    plaque = honours.plaque_of(session, row.id)
    issued = row.conferred_on
    return {
        "honour": row.honour,
        "level": row.level,
        "holder": row.subject_name,
        "employer": "" if row.subject_name.startswith(row.employer_name) else row.employer_name,
        "number": row.number,
        "plaque_number": plaque.number if plaque is not None else "",
        "issuer": directory.find_tenant(session, row.tenant).name,
        "issued": f"{issued.year}年{issued.month}月",
        "conferred_on": row.conferred_on,
        "standing": row.standing,
        "grade": row.grade,
        "hung_where": plaque.hung_where if plaque is not None and plaque.status == "hung" else "",
        "plaque_status": plaque.status if plaque is not None else "",
        "next_reinspection_on": row.next_reinspection_on,
        "rectify_by": row.rectify_by,
        "revoked_on": row.revoked_on,
        "ground": FACTS.get(row.revoke_ground, row.revoke_ground),
        "ladder": _ladder(session, row),
        "steps": list(_steps(session, row)),
    }


def _ladder(session: Session, row: HonourRow) -> list[dict[str, str]]:
    """Sealed up to here and where it was conferred above; in hand where a dossier lies."""
    asked = (
        select(DossierRow.to_tenant, DossierRow.status)
        .where(DossierRow.tenant == row.tenant, DossierRow.direction == "sent", DossierRow.honour_id == row.id)
        .order_by(DossierRow.at)
    )
    above = {directory.find_tenant(session, to).level: status for to, status in session.execute(asked)}
    steps = select(DossierStepRow.level, DossierStepRow.decision).join(
        DossierRow, (DossierRow.tenant == DossierStepRow.tenant) & (DossierRow.id == DossierStepRow.dossier_id)
    )
    steps = steps.where(DossierStepRow.tenant == row.tenant, DossierRow.honour_id == row.id)
    conferred = {level for level, decision in session.execute(steps) if decision == "conferred"}
    here = LEVEL_ORDER.index(row.level)
    return [
        {"mark": MARKS[level], "standing": _standing(level, place, here, above, conferred)}
        for place, level in enumerate(LEVEL_ORDER)
    ]


def _standing(level: str, place: int, here: int, above: dict[str, str], conferred: set[str]) -> str:
    if place <= here or level in conferred:
        return "sealed"
    status = above.get(level, "")
    return {"sent": "here", "received": "here", "returned": "back", "refused": "back"}.get(status, "next")


def _steps(session: Session, row: HonourRow) -> list[PublicStep]:
    found = [PublicStep("授予称号", row.conferred_on)]
    application = session.get(ApplicationRow, (row.tenant, row.application_id))
    notice = (
        session.get(NoticeRow, (row.tenant, application.notice_id))
        if application is not None and application.notice_id
        else None
    )
    if notice is not None:
        found.insert(0, PublicStep(f"公示 {notice.working_days} 个工作日，无有效异议", notice.ends_on))
    if application is not None and application.score is not None:
        found.insert(0, PublicStep(f"考核 {score(application.score)} 分", None))
    for each in honours.reinspections_of(session, row.id):
        word = {"passed": "复查合格，保持荣誉", "failed": "复查未合格"}.get(each.status)
        if word and each.completed_at is not None:
            found.append(PublicStep(word, each.completed_at.date()))
    for order in honours.rectifications_of(session, row.id):
        found.append(PublicStep(f"限期整改至 {order.due_on}", order.ordered_on))
    if row.revoked_on is not None:
        found.append(PublicStep(f"撤销称号：{FACTS.get(row.revoke_ground, row.revoke_ground)}", row.revoked_on))
    plaque = honours.plaque_of(session, row.id)
    if plaque is not None and plaque.hung_on is not None:
        found.append(PublicStep(f"牌匾悬挂于{plaque.hung_where}", plaque.hung_on))
    if plaque is not None and plaque.recalled_on is not None:
        found.append(PublicStep("牌匾已收回", plaque.recalled_on))
    return sorted(found, key=lambda step: step.on or date.min, reverse=True)
