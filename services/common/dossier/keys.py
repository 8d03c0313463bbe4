"""Ed25519 keys of tenants: made, published, and kept locked under the deployment's master key."""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass, field
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.common.dossier.canonical import canonical


class KeySealBroken(Exception):
    """A locked key does not open: another master key, or changed bytes."""


@dataclass(frozen=True)
class PublicKey:
    """What others need to check a tenant's seals; `raw` is the 32 bytes of Ed25519."""

    key_id: str
    tenant: str
    raw: bytes

    def accepts(self, signature: bytes, signed: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, signed)
        except (InvalidSignature, ValueError):
            return False
        return True

    def to_json(self) -> str:
        """The line that a federation hands out: key id, tenant, key in base64."""
        known = {"algorithm": "Ed25519", "key_id": self.key_id, "public": to_text(self.raw), "tenant": self.tenant}
        return canonical(known).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> PublicKey:
        """Raises ValueError for anything but a line of `to_json` whose id fits its key."""
        known = _object(text)
        key = cls(str(known.get("key_id")), str(known.get("tenant")), from_text(known.get("public")))
        if known.get("algorithm") != "Ed25519" or len(key.raw) != 32 or key.key_id != key_id_of(key.tenant, key.raw):
            raise ValueError("not a public key")
        return key


@dataclass(frozen=True)
class SigningKey:
    """A tenant's private key. Never logged: the key itself is left out of repr."""

    key_id: str
    tenant: str
    private: Ed25519PrivateKey = field(repr=False)

    @property
    def public(self) -> PublicKey:
        return PublicKey(self.key_id, self.tenant, self.private.public_key().public_bytes_raw())

    def sign(self, content: bytes) -> bytes:
        return self.private.sign(content)


def key_id_of(tenant: str, raw: bytes) -> str:
    return f"{tenant}-{hashlib.sha256(raw).hexdigest()[:16]}"


def signing_key(tenant: str, private: Ed25519PrivateKey) -> SigningKey:
    return SigningKey(key_id_of(tenant, private.public_key().public_bytes_raw()), tenant, private)


def generate_key(tenant: str) -> SigningKey:
    return signing_key(tenant, Ed25519PrivateKey.generate())


def seal_private(key: SigningKey, master: bytes) -> bytes:
    """The private key under AES-GCM, bound to its id and tenant. `master` is 32 bytes from the settings."""
    nonce = os.urandom(12)
    locked = AESGCM(master).encrypt(nonce, key.private.private_bytes_raw(), _bound(key.key_id, key.tenant))
    known = {"key_id": key.key_id, "locked": to_text(locked), "nonce": to_text(nonce), "tenant": key.tenant, "v": 1}
    return canonical(known)


def open_private(sealed: bytes, master: bytes) -> SigningKey:
    """Raises KeySealBroken."""
    try:
        known = _object(sealed)
        key_id, tenant = str(known["key_id"]), str(known["tenant"])
        nonce, locked = from_text(known["nonce"]), from_text(known["locked"])
        raw = AESGCM(master).decrypt(nonce, locked, _bound(key_id, tenant))
    except (InvalidTag, KeyError, ValueError) as fault:
        raise KeySealBroken("the private key does not open") from fault
    return SigningKey(key_id, tenant, Ed25519PrivateKey.from_private_bytes(raw))


def to_text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def from_text(text: Any) -> bytes:
    """Base64 in its one canonical form. Raises ValueError."""
    if not isinstance(text, str):
        raise ValueError("not base64")
    raw = base64.b64decode(text, validate=True)
    if to_text(raw) != text:
        raise ValueError("not base64")
    return raw


def _bound(key_id: str, tenant: str) -> bytes:
    return f"pioneer signing key|{key_id}|{tenant}".encode()


def _object(text: str | bytes) -> dict[str, Any]:
    known = orjson.loads(text)
    if not isinstance(known, dict):
        raise ValueError("not an object")
    return known
