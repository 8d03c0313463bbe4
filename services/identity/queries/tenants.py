"""Federations: one, those above, those directly below."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.identity.domain.tenants import Tenant
from services.identity.models import TenantRow


def below(session: Session, code: str) -> list[Tenant]:
    question = select(TenantRow).where(TenantRow.parent_code == code).order_by(TenantRow.code).limit(200)
    return [row.to_domain() for row in session.scalars(question)]
