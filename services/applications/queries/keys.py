"""Keys as they are kept: a federation's own, those of its neighbours, and the foreign ones it believes."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications.models.dossier import PublicKeyRow, SigningKeyRow, TrustedKeyRow
from services.common.dossier import PublicKey


def newest_key(session: Session) -> SigningKeyRow | None:
    asked = select(SigningKeyRow).where(SigningKeyRow.tenant == session.info["tenant"])
    return session.scalars(asked.order_by(SigningKeyRow.made_at.desc(), SigningKeyRow.key_id).limit(1)).one_or_none()


def trusted_keys(session: Session) -> dict[str, PublicKey]:
    """By key id: the public keys of every federation here, and the foreign ones this tenant trusts."""
    foreign = session.scalars(select(TrustedKeyRow).where(TrustedKeyRow.tenant == session.info["tenant"]))
    # A foreign key never replaces a federation's own one.
    return {row.key_id: PublicKey(row.key_id, row.of_tenant, row.raw) for row in foreign} | own_keys(session)


def own_keys(session: Session) -> dict[str, PublicKey]:
    """The public keys of the federations of this deployment."""
    return {row.key_id: PublicKey(row.key_id, row.tenant, row.raw) for row in session.scalars(select(PublicKeyRow))}


def published(session: Session) -> PublicKey | None:
    """The tenant's own public key as it hands it out; None before it signed for the first time."""
    row = newest_key(session)
    kept = session.get(PublicKeyRow, (row.tenant, row.key_id)) if row is not None else None
    return PublicKey(kept.key_id, kept.tenant, kept.raw) if kept is not None else None
