"""The federations above and below a tenant, those outside this deployment included as far as they are known."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.applications.domain.honour import level_above
from services.applications.models.dossier import TrustedKeyRow
from services.common import directory
from services.common.errors import NotFound


@dataclass(frozen=True)
class Federation:
    """`is_here`: a tenant of this deployment; the others exchange files with us."""

    code: str
    name: str
    level: str
    is_here: bool = True


def find(session: Session, code: str) -> Federation:
    """A tenant here; else known by the title under which its key is trusted, else by its code alone."""
    try:
        tenant = directory.find_tenant(session, code)
    except NotFound:
        return Federation(code, _title(session, code) or code, "", is_here=False)
    return Federation(tenant.code, tenant.name, tenant.level)


def names(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """All at once: tenants here by their name, others by the title of their key, else by the code itself."""
    wanted = sorted(set(codes))
    here = session.execute(text("select code, name from tenant where code = any(:codes)"), {"codes": wanted})
    found = {row.code: row.name for row in here}
    missing = [code for code in wanted if code not in found]
    if missing:
        row = TrustedKeyRow
        asked = select(row.of_tenant, row.title).where(row.tenant == session.info["tenant"], row.of_tenant.in_(missing))
        found |= {told.of_tenant: told.title for told in session.execute(asked.order_by(row.added_at))}
    return {code: found.get(code, code) for code in wanted}


def _title(session: Session, code: str) -> str | None:
    asked = select(TrustedKeyRow.title).where(
        TrustedKeyRow.tenant == session.info["tenant"], TrustedKeyRow.of_tenant == code
    )
    return session.scalars(asked.order_by(TrustedKeyRow.added_at.desc()).limit(1)).one_or_none()


def above(session: Session, code: str) -> list[Federation]:
    """Nearest first; the last may be a federation that this deployment only knows as a parent's code."""
    line = directory.lineage(session, code)
    found = [Federation(tenant.code, tenant.name, tenant.level) for tenant in line[1:]]
    if line and line[-1].parent_code:
        outside = find(session, line[-1].parent_code)
        found.append(Federation(outside.code, outside.name, level_above(line[-1].level) or "", is_here=False))
    return found
