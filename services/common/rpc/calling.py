"""The caller's side: a channel a service, deadlines, retries by gRPC's own service configuration, and a breaker."""

import json
import threading
from collections.abc import Callable
from typing import Any, TypeVar

import grpc
from requests import RequestException

from services.common import trace
from services.common.errors import Unavailable
from services.common.rpc.breaker import Breaker
from services.common.rpc.credentials import Credentials
from services.common.rpc.naming import path_of, service_of
from services.common.rpc.statuses import as_refusal
from services.common.tokens import ServiceToken

Answer = TypeVar("Answer")
DEADLINE_SECONDS = 3.0
CONFIG = json.dumps(
    {
        "methodConfig": [
            {
                "name": [{}],
                "retryPolicy": {
                    "maxAttempts": 4,
                    "initialBackoff": "0.05s",
                    "maxBackoff": "0.5s",
                    "backoffMultiplier": 2,
                    "retryableStatusCodes": ["UNAVAILABLE"],
                },
            }
        ]
    }
)
# A service that comes back is found within two seconds, not after gRPC's usual two minutes.
OPTIONS = [
    ("grpc.service_config", CONFIG),
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 2000),
]


class Calls:
    """Channels to other services, one each, opened when first needed."""

    def __init__(
        self,
        targets: dict[str, str],
        token: ServiceToken | Callable[[], str],
        credentials: Credentials | None = None,
    ) -> None:
        self._targets, self._token, self._credentials = targets, token, credentials
        self._channels: dict[str, grpc.Channel] = {}
        self._breakers: dict[str, Breaker] = {}
        self._lock = threading.Lock()

    def channel(self, service: str) -> grpc.Channel:
        with self._lock:
            if service not in self._channels:
                self._channels[service] = self._open(service)
            return self._channels[service]

    def _open(self, service: str) -> grpc.Channel:
        target = self._targets.get(service)
        if not target:
            raise Unavailable("service_away", service=service)
        if self._credentials is None:
            return grpc.insecure_channel(target, options=OPTIONS)
        # The certificate names the service, wherever it listens.
        named = [*OPTIONS, ("grpc.ssl_target_name_override", service)]
        return grpc.secure_channel(target, self._credentials.for_channel(), options=named)

    def call(self, method: Callable[..., Answer], request: Any, *, seconds: float = DEADLINE_SECONDS) -> Answer:
        """Ask with a deadline; a refusal comes back as the same refusal, a silence as Unavailable.

        A service that was silent several times in a row is not asked for a few seconds: Unavailable comes at once.
        """
        path = path_of(method)
        with self._breaker(path).guarding(), trace.span(path, service_of(path), kind=trace.CLIENT):
            metadata = (("authorization", f"Bearer {self._signed()}"), (trace.KEY, trace.current()))
            with as_refusal():
                return method(request, timeout=seconds, metadata=metadata)

    def _signed(self) -> str:
        try:
            return self._token()
        except RequestException as away:
            raise Unavailable("service_away") from away

    def _breaker(self, path: str) -> Breaker:
        """By the called service's proto package: `/pioneer.assessment.v1.…`."""
        package = path.strip("/").partition("/")[0].rpartition(".")[0]
        with self._lock:
            if package not in self._breakers:
                self._breakers[package] = Breaker(package or "?")
            return self._breakers[package]

    def close(self) -> None:
        for channel in self._channels.values():
            channel.close()
