"""Federations: founded, renamed and ended by the one above; the first of a deployment by the operator's command."""

from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common import audit
from services.common.audit import Actor
from services.common.clock import day_of
from services.common.errors import DomainError, allow
from services.common.principal import Principal
from services.identity import rules
from services.identity.domain import tenants as domain
from services.identity.domain.tenants import Tenant
from services.identity.events import tell_tenant
from services.identity.models import TenantRow
from services.identity.queries.rows import expect, tenant_row
from services.identity.store import db


def found_tenant(
    who: Principal, code: str, *, name: str, short_name: str, now: datetime, valid_from: date | None = None
) -> Tenant:
    """A federation directly below one's own."""
    with db.transaction(who.tenant) as session:
        allow(rules.may_change_tenants(who), "may_not_change_tenants")
        parent = tenant_row(session, who.tenant).to_domain()
        return _found(session, who, code, parent, name, short_name, valid_from or day_of(now), now)


def found_by_command(
    code: str, parent_code: str, *, name: str, short_name: str, by: Actor, now: datetime, valid_from: date | None = None
) -> Tenant:
    """The operator's way, for the first federations of a deployment. Harmless when it is there already."""
    with db.transaction(code) as session:
        known = session.get(TenantRow, code)
        if known is not None:
            return known.to_domain()
        parent = tenant_row(session, parent_code).to_domain() if parent_code else None
        return _found(session, by, code, parent, name, short_name, valid_from or day_of(now), now)


def _found(
    session: Session,
    by: Principal | Actor,
    code: str,
    parent: Tenant | None,
    name: str,
    short_name: str,
    valid_from: date,
    now: datetime,
) -> Tenant:
    if session.get(TenantRow, code) is not None:
        raise DomainError("tenant_exists", code=code)
    tenant = domain.found(code, parent=parent, name=name, short_name=short_name, valid_from=valid_from)
    session.add(TenantRow().put(tenant))
    _log(session, by, "founded", tenant, now)
    return tenant


def rename_tenant(who: Principal, code: str, *, name: str, short_name: str, version: int, now: datetime) -> Tenant:
    with db.transaction(who.tenant) as session:
        row = _own_or_below(session, who, code)
        expect(version, row.version)
        tenant = domain.rename(row.to_domain(), name=name, short_name=short_name)
        row.put(tenant)
        _log(session, who, "renamed", tenant, now)
        return tenant


def end_tenant(who: Principal, code: str, *, on: date, version: int, now: datetime) -> Tenant:
    with db.transaction(who.tenant) as session:
        row = _own_or_below(session, who, code)
        expect(version, row.version)
        if code == who.tenant:
            raise DomainError("ends_itself")
        living = session.scalar(
            text(
                "select exists (select 1 from tenant where parent_code = :code"
                " and (valid_to is null or valid_to > :on))"
            ),
            {"code": code, "on": on},
        )
        tenant = domain.end(row.to_domain(), on=on, has_living_below=bool(living))
        row.put(tenant)
        _log(session, who, "ended", tenant, now)
        return tenant


def _own_or_below(session: Session, who: Principal, code: str) -> TenantRow:
    allow(rules.may_change_tenants(who), "may_not_change_tenants")
    row = tenant_row(session, code, lock=True)
    allow(who.tenant in (row.code, row.parent_code), "may_not_change_tenants")
    return row


def _log(session: Session, by: Principal | Actor, action: str, tenant: Tenant, now: datetime) -> None:
    audit.record(
        session, by, action, "tenant", tenant.code, at=now, federation=tenant.name, valid_from=tenant.valid_from,
        valid_to=tenant.valid_to,
    )  # fmt: skip
    tell_tenant(session, tenant, at=now)
