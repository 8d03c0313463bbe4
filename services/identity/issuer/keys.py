"""The issuer's signing key: made at the first need, kept sealed with the deployment's master key."""

import hashlib
import os
import threading
from datetime import UTC, datetime

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from joserfc.jwk import ECKey, KeySet
from sqlalchemy import text

from services.common.db import Database

ALGORITHM = "ES256"


class SigningKeys:
    """One key per database; another process that made it first wins."""

    def __init__(self, db: Database, master_key: str) -> None:
        self._db = db
        self._seal = hashlib.sha256(f"issuer {master_key}".encode()).digest()
        self._lock = threading.Lock()
        self._keys: KeySet | None = None

    def private(self) -> KeySet:
        """Raises cryptography's InvalidTag where the master key is not the one that sealed it."""
        with self._lock:
            if self._keys is None:
                self._keys = self._load()
            return self._keys

    def public(self) -> dict[str, object]:
        return dict(self.private().as_dict(private=False))

    def _load(self) -> KeySet:
        with self._db.engine.begin() as connection:
            connection.execute(text("select pg_advisory_xact_lock(hashtextextended('issuer key', 0))"))
            rows = connection.execute(text("select kid, sealed from issuer.signing_key order by made_at desc")).all()
            if not rows:
                key = _fresh()
                connection.execute(
                    text("insert into issuer.signing_key values (:kid, :sealed, :at)"),
                    {"kid": key.kid, "sealed": self._sealed(key), "at": datetime.now(UTC)},
                )
                return KeySet([key])
        return KeySet([self._opened(row.kid, bytes(row.sealed)) for row in rows[:1]])

    def _sealed(self, key: ECKey) -> bytes:
        nonce = os.urandom(12)
        plain = orjson.dumps(key.as_dict(private=True))
        return nonce + AESGCM(self._seal).encrypt(nonce, plain, (key.kid or "").encode())

    def _opened(self, kid: str, sealed: bytes) -> ECKey:
        plain = AESGCM(self._seal).decrypt(sealed[:12], sealed[12:], kid.encode())
        return ECKey.import_key(orjson.loads(plain))


def _fresh() -> ECKey:
    kid = os.urandom(8).hex()
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig", "alg": ALGORITHM})
