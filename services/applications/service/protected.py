"""Who objected, sealed at rest (A5): AES-GCM under the master key, bound to the tenant and the objection."""

import os
from dataclasses import dataclass
from uuid import UUID

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.applications import given

PURPOSE = "objectors"


@dataclass(frozen=True)
class Objector:
    name: str
    contact: str

    def __repr__(self) -> str:
        """Never written anywhere by accident."""
        return "Objector(protected)"


def seal(objector: Objector, tenant: str, objection_id: UUID) -> bytes:
    nonce = os.urandom(12)
    plain = orjson.dumps({"name": objector.name, "contact": objector.contact})
    return nonce + AESGCM(given.key_for(PURPOSE)).encrypt(nonce, plain, _bound(tenant, objection_id))


def unseal(sealed: bytes, tenant: str, objection_id: UUID) -> Objector:
    """Raises cryptography's InvalidTag when the bytes are of another objection or were changed."""
    plain = AESGCM(given.key_for(PURPOSE)).decrypt(sealed[:12], sealed[12:], _bound(tenant, objection_id))
    return Objector(**orjson.loads(plain))


def _bound(tenant: str, objection_id: UUID) -> bytes:
    return f"{tenant}|{objection_id}".encode()
