"""A federation's signing key and the keys it believes."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.applications import given
from services.applications.models.dossier import PublicKeyRow, SigningKeyRow, TrustedKeyRow
from services.applications.queries.keys import newest_key
from services.applications.rules import dossiers as rules
from services.applications.store import db
from services.common import audit, directory, idempotency
from services.common.dossier import PublicKey, SigningKey, generate_key, open_private, seal_private
from services.common.errors import DomainError, Invalid, NotFound, allow
from services.common.principal import Principal

PURPOSE = "signing keys"


def own_key(tenant: str, *, now: datetime) -> SigningKey:
    """The tenant's newest key; made and published when it signs for the first time.

    Making it is not the act that was asked for, so it takes no Idempotency-Key: a refused act can be sent again.
    """
    with db.read(tenant) as session:
        row = newest_key(session)
    if row is None:
        asked = idempotency.pending.get()
        idempotency.pending.set(None)
        try:
            with db.transaction(tenant) as session:
                row = _made(session, now)
        finally:
            idempotency.pending.set(asked)
    return open_private(row.sealed, given.key_for(PURPOSE))


def _made(session: Session, now: datetime) -> SigningKeyRow:
    tenant = session.info["tenant"]
    session.execute(text("select pg_advisory_xact_lock(hashtextextended(:t, 7))"), {"t": tenant})
    kept = newest_key(session)
    if kept is not None:
        return kept
    key = generate_key(tenant)
    row = SigningKeyRow(tenant=tenant, key_id=key.key_id, sealed=seal_private(key, given.key_for(PURPOSE)), made_at=now)
    session.add(row)
    session.add(PublicKeyRow(tenant=tenant, key_id=key.key_id, raw=key.public.raw, made_at=now))
    audit.record(session, audit.CLOCK, "signing_key_made", "signing_key", key.key_id, at=now)
    return row


def trust_key(who: Principal, key: str, title: str, *, now: datetime) -> PublicKey:
    """Believe a federation outside this deployment, by its public key as it handed it out.

    Raises NotAllowed may_not_trust, Invalid key_not_read, DomainError key_of_our_own, key_known.
    """
    allow(rules.may_trust_keys(who), "may_not_trust")
    try:
        found = PublicKey.from_json(key.strip())
    except ValueError as fault:
        raise Invalid({"key": '请粘贴对方单位提供的整行公钥，以 {"algorithm": 开头。'}, "key_not_read") from fault
    if not 2 <= len(title.strip()) <= 60:
        raise Invalid({"title": "请填写对方单位全称，例如 全国总工会。"})
    with db.transaction(who.tenant) as session:
        if _is_here(session, found.tenant):
            raise DomainError("key_of_our_own")
        if session.get(TrustedKeyRow, (who.tenant, found.key_id)) is not None:
            raise DomainError("key_known")
        row = TrustedKeyRow(
            tenant=who.tenant,
            key_id=found.key_id,
            of_tenant=found.tenant,
            raw=found.raw,
            title=title.strip(),
            added_by=who.subject,
            added_at=now,
        )
        session.add(row)
        audit.record(session, who, "key_trusted", "trusted_key", found.key_id, at=now, of_tenant=found.tenant)
    return found


def distrust_key(who: Principal, key_id: str, *, now: datetime) -> None:
    """Believe it no longer. Raises NotFound."""
    allow(rules.may_trust_keys(who), "may_not_trust")
    with db.transaction(who.tenant) as session:
        row = session.get(TrustedKeyRow, (who.tenant, key_id))
        if row is None:
            raise NotFound("not_found")
        session.delete(row)
        audit.record(session, who, "key_distrusted", "trusted_key", key_id, at=now, of_tenant=row.of_tenant)


def _is_here(session: Session, code: str) -> bool:
    try:
        directory.find_tenant(session, code)
    except NotFound:
        return False
    return True
