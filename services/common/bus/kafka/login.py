"""`kafka://user:password@host:port,host:port`: where the brokers are and who signs in.

After `?`: `mechanism` (SCRAM-SHA-512 if left out) and `ca`, a file: with it the connection is TLS, checked against it.
"""

import logging
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

# Warns at each connection without TLS, which on loopback is meant so, and by SCRAM sends no password.
logging.getLogger("kafka.net.sasl.scram").setLevel(logging.ERROR)


def login(url: str) -> dict[str, Any]:
    """What every client of kafka-python is told. Raises ValueError where the URL is not of this shape."""
    parts = urlsplit(url)
    who, at, where = parts.netloc.rpartition("@")
    user, colon, password = who.partition(":")
    servers = where.split(",")
    if parts.scheme != "kafka" or not (at and colon and user) or not all(_is_server(server) for server in servers):
        raise ValueError("a Kafka URL is kafka://user:password@host:port,host:port")
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    told = {
        "bootstrap_servers": servers,
        "security_protocol": "SASL_SSL" if "ca" in asked else "SASL_PLAINTEXT",
        "sasl_mechanism": asked.get("mechanism", "SCRAM-SHA-512"),
        "sasl_plain_username": unquote(user),
        "sasl_plain_password": unquote(password),
        # Brokers come back in seconds; waiting longer than this between two tries only makes a restart longer.
        "reconnect_backoff_max_ms": 1000,
    }
    return told | ({"ssl_cafile": asked["ca"]} if "ca" in asked else {})


def _is_server(server: str) -> bool:
    host, colon, port = server.rpartition(":")
    return bool(host and colon and port.isdigit())


def away(url: str, error: Exception) -> ConnectionError:
    """In words; a wrong password is not told apart by the client from a broker that is away."""
    told = login(url)
    user, servers = told["sasl_plain_username"], ", ".join(told["bootstrap_servers"])
    return ConnectionError(f"no broker of {servers} lets {user} in: away, or a wrong name or password ({error})")
