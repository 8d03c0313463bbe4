"""Passwords on their way to Keycloak, sealed for one person with the deployment's key."""

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12


class Sealing:
    def __init__(self, master_key: str) -> None:
        derived = HKDF(SHA256(), length=32, salt=None, info=b"pioneer identity handed passwords")
        self._cipher = AESGCM(derived.derive(master_key.encode()))

    def seal(self, password: str, subject: str) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, password.encode(), subject.encode())

    def open(self, sealed: bytes, subject: str) -> str:
        """Raises cryptography's InvalidTag for another person's seal or another deployment's."""
        return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], subject.encode()).decode()
