"""Secrets of clients, derived so that every process of a deployment knows its own and none is stored."""

import hashlib
import hmac


def client_secret(master_key: str, client_id: str) -> str:
    return hmac.new(master_key.encode(), f"client {client_id}".encode(), hashlib.sha256).hexdigest()


def hashed(secret: str) -> str:
    """How codes, refresh tokens and browser sessions are kept: a stolen table signs nobody in."""
    return hashlib.sha256(secret.encode()).hexdigest()
