"""Says all facts of a tenant again, for a service that starts with an empty copy."""

from datetime import datetime

from sqlalchemy import select, text

from services.common import audit
from services.common.audit import Actor
from services.identity.domain.calendar import CalendarDay
from services.identity.events import tell_day, tell_grant, tell_person, tell_regulation, tell_tenant, tell_unit
from services.identity.models import GrantRow, OrgUnitRow, PersonRow, VersionRow
from services.identity.queries.rows import tenant_row
from services.identity.store import db


def resend_directory(tenant: str, *, by: Actor, now: datetime) -> int:
    """Facts replace what is known, so saying them twice is harmless. Returns how many were said."""
    with db.transaction(tenant) as session:
        tell_tenant(session, tenant_row(session, tenant).to_domain(), at=now)
        for unit in session.scalars(select(OrgUnitRow).where(OrgUnitRow.tenant == tenant).order_by(OrgUnitRow.path)):
            tell_unit(session, unit.to_domain(), at=now)
        for person in session.scalars(select(PersonRow).where(PersonRow.tenant == tenant)):
            tell_person(session, person.to_domain(), at=now)
        for grant in session.scalars(select(GrantRow).where(GrantRow.tenant == tenant)):
            tell_grant(session, grant.to_domain(), at=now)
        for row in session.scalars(select(VersionRow).where(VersionRow.tenant == tenant)):
            tell_regulation(
                session,
                row.regulation_id,
                row.version,
                row.title,
                row.effective_on,
                row.document,
                row.published_at,
                at=now,
            )
        for day in session.execute(text("select day, is_working, title, is_confirmed from calendar_day")):
            tell_day(session, CalendarDay(*day), at=now)
        said = len(session.info.get("outbox", []))
        audit.record(session, by, "resent", "directory", tenant, at=now, facts=said)
        return said


def resend_all(*, by: Actor, now: datetime) -> int:
    """For every federation of the deployment."""
    with db.public() as session:
        codes = list(session.scalars(text("select code from tenant order by length(code), code")))
    return sum(resend_directory(code, by=by, now=now) for code in codes)
