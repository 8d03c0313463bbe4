"""A federation's signing key and the keys it believes."""

from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.applications import given
from services.applications.models.dossier import PublicKeyRow, SigningKeyRow, TrustedKeyRow
from services.common import audit
from services.common.dossier import PublicKey, SigningKey, generate_key, open_private, seal_private

PURPOSE = "signing keys"


def signing_key(session: Session, *, now: datetime) -> SigningKey:
    """The tenant's newest key; made and published when it signs for the first time."""
    tenant = session.info["tenant"]
    session.execute(text("select pg_advisory_xact_lock(hashtextextended(:t, 7))"), {"t": tenant})
    row = session.scalars(
        select(SigningKeyRow).where(SigningKeyRow.tenant == tenant).order_by(SigningKeyRow.made_at.desc()).limit(1)
    ).one_or_none()
    if row is not None:
        return open_private(row.sealed, given.key_for(PURPOSE))
    key = generate_key(tenant)
    sealed = seal_private(key, given.key_for(PURPOSE))
    session.add(SigningKeyRow(tenant=tenant, key_id=key.key_id, sealed=sealed, made_at=now))
    session.add(PublicKeyRow(tenant=tenant, key_id=key.key_id, raw=key.public.raw, made_at=now))
    audit.record(session, audit.CLOCK, "signing_key_made", "signing_key", key.key_id, at=now)
    return key


def trusted_keys(session: Session) -> dict[str, PublicKey]:
    """By key id: the public keys of every federation here, and the foreign ones this tenant trusts."""
    own = session.scalars(select(PublicKeyRow))
    foreign = session.scalars(select(TrustedKeyRow).where(TrustedKeyRow.tenant == session.info["tenant"]))
    found = {row.key_id: PublicKey(row.key_id, row.tenant, row.raw) for row in own}
    # A foreign key never replaces a federation's own one.
    return {row.key_id: PublicKey(row.key_id, row.of_tenant, row.raw) for row in foreign} | found
