"""Who objected and what he attached, sealed at rest (A5): AES-GCM under the master key, bound to the objection."""

import hashlib
import hmac
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.applications import given

PURPOSE = "objectors"
RECEIPTS = "objection receipts"
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Objector:
    name: str
    contact: str

    def __repr__(self) -> str:
        """Never written anywhere by accident."""
        return "Objector(protected)"


@dataclass(frozen=True)
class Attached:
    """A file of the objector: `sha256` of what he sent, `kept` of its sealed bytes in the store."""

    name: str
    mime: str
    size: int
    sha256: str
    kept: str

    def __repr__(self) -> str:
        """A file's name can tell whose it is."""
        return "Attached(protected)"


def seal(objector: Objector, tenant: str, objection_id: UUID) -> bytes:
    return _sealed(orjson.dumps(asdict(objector)), _bound(tenant, objection_id))


def unseal(sealed: bytes, tenant: str, objection_id: UUID) -> Objector:
    """Raises cryptography's InvalidTag when the bytes are of another objection or were changed."""
    return Objector(**orjson.loads(_opened(sealed, _bound(tenant, objection_id))))


def seal_list(files: Sequence[Attached], tenant: str, objection_id: UUID) -> bytes:
    return _sealed(orjson.dumps([asdict(each) for each in files]), _bound(tenant, objection_id, "files"))


def unseal_list(sealed: bytes, tenant: str, objection_id: UUID) -> list[Attached]:
    """Raises InvalidTag."""
    return [Attached(**each) for each in orjson.loads(_opened(sealed, _bound(tenant, objection_id, "files")))]


def seal_file(content: bytes, tenant: str, objection_id: UUID) -> bytes:
    return _sealed(content, _bound(tenant, objection_id, "file"))


def unseal_file(sealed: bytes, tenant: str, objection_id: UUID) -> bytes:
    """Raises InvalidTag."""
    return _opened(sealed, _bound(tenant, objection_id, "file"))


def receipt_hash(code: str) -> str:
    return hashlib.sha256(code.strip().upper().replace("-", "").encode()).hexdigest()


def receipt_code(tenant: str, objection_id: UUID) -> str:
    """Twelve letters that only this deployment can make: told again to who asks twice, and kept nowhere."""
    made = hmac.digest(given.key_for(RECEIPTS), _bound(tenant, objection_id), "sha256")
    return "".join(LETTERS[byte % len(LETTERS)] for byte in made[:12])


def _sealed(plain: bytes, bound: bytes) -> bytes:
    nonce = os.urandom(12)
    return nonce + AESGCM(given.key_for(PURPOSE)).encrypt(nonce, plain, bound)


def _opened(sealed: bytes, bound: bytes) -> bytes:
    return AESGCM(given.key_for(PURPOSE)).decrypt(sealed[:12], sealed[12:], bound)


def _bound(tenant: str, objection_id: UUID, what: str = "") -> bytes:
    return "|".join(filter(None, (tenant, str(objection_id), what))).encode()
