"""An honour as pages and programs see it: its number, plaque, reward, re-inspections, and what of it is public."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.applications import given
from services.applications.models.honour import HonourRow, PlaqueRow
from services.applications.queries import honours
from services.common.principal import Principal


def honour_page(session: Session, who: Principal, honour_id: UUID) -> dict[str, Any]:
    row = honours.find_seen(session, who, honour_id)
    plaque = honours.plaque_of(session, row.id)
    return {
        **line(row),
        "application_id": row.application_id,
        "union_name": row.union_name,
        "public_url": public_url(row),
        "next_reinspection_on": row.next_reinspection_on,
        "rectify_by": row.rectify_by,
        "grade": row.grade,
        "revoked_on": row.revoked_on,
        "revoke_ground": row.revoke_ground,
        "revoke_reason": row.revoke_reason,
        "plaque": plaque_document(plaque) if plaque is not None else None,
        "rewards": [
            columns(each, "id kind given_by amount what paid_on") for each in honours.rewards_of(session, row.id)
        ],
        "reinspections": [reinspection(each) for each in honours.reinspections_of(session, row.id)],
        "rectifications": [
            columns(each, "id honour_id ordered_on due_on status report files reported_at version")
            for each in honours.rectifications_of(session, row.id)
        ],
        "version": row.version,
    }


def line(row: Any) -> dict[str, Any]:
    return columns(row, "id number honour level subject_name employer_name standing conferred_on kept_years")


def reinspection(row: Any) -> dict[str, Any]:
    return columns(row, "id honour_id year kind due_on status score assessment_id rectification_id completed_at")


def plaque_document(row: PlaqueRow) -> dict[str, Any]:
    return columns(row, "number status hung_where hung_on photo_sha256 recall_by recalled_on recall_note version")


def columns(row: Any, names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names.split()}


def public_url(row: HonourRow) -> str:
    return f"{given.origin()}/applications/{row.tenant}/public/honours/{row.token}"
