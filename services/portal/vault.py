"""Keeps issuers' tokens sealed at rest, bound to the session they belong to."""

import hashlib
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12


class Vault:
    """`master_key` is the deployment's; the key used here is derived from it for this purpose alone."""

    def __init__(self, master_key: str) -> None:
        derived = HKDF(SHA256(), length=32, salt=None, info=b"pioneer portal browser sessions")
        self._cipher = AESGCM(derived.derive(master_key.encode()))

    def seal(self, secret: str, owner: str) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, secret.encode(), owner.encode())

    def open(self, sealed: bytes, owner: str) -> str:
        """Raises cryptography's InvalidTag for another owner's seal or another deployment's."""
        return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], owner.encode()).decode()


def hash_of(session_id: str) -> str:
    """What the database keeps of a cookie: reading the database does not sign anybody in."""
    return hashlib.sha256(session_id.encode()).hexdigest()
