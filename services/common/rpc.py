"""gRPC between services: the caller's identity is checked, every call has a deadline, refusals keep their code.

A call never happens inside a transaction, and never on the way of a read.
"""

import contextlib
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Any, TypeVar

import grpc
import structlog
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from services.common import metrics, trace
from services.common.errors import DomainError, Invalid, NotAllowed, NotFound, Refusal, SignInNeeded, Unavailable
from services.common.tokens import ServiceToken, Verifier

log = structlog.get_logger(__name__)
Answer = TypeVar("Answer")
CODE_KEY = "pioneer-code"
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
STATUS = {
    NotFound: grpc.StatusCode.NOT_FOUND,
    NotAllowed: grpc.StatusCode.PERMISSION_DENIED,
    SignInNeeded: grpc.StatusCode.UNAUTHENTICATED,
    Invalid: grpc.StatusCode.INVALID_ARGUMENT,
    DomainError: grpc.StatusCode.FAILED_PRECONDITION,
    Unavailable: grpc.StatusCode.UNAVAILABLE,
}
HEALTH = "/grpc.health.v1.Health/"


class Guard(grpc.ServerInterceptor):  # type: ignore[type-arg]
    """Lets in only programs with a token of our issuer; answers refusals as statuses that carry their code."""

    def __init__(self, verifier: Verifier, programs: frozenset[str]) -> None:
        self._verifier, self._programs = verifier, programs

    def intercept_service(self, continuation: Any, details: grpc.HandlerCallDetails) -> Any:
        handler = continuation(details)
        if handler is None or details.method.startswith(HEALTH):
            return handler
        metadata = dict(details.invocation_metadata or ())

        def answer(request: Any, context: grpc.ServicerContext) -> Any:
            started, code = perf_counter(), "OK"
            trace.begin(str(metadata.get("traceparent", "")))
            try:
                self._admit(str(metadata.get("authorization", "")))
                return handler.unary_unary(request, context)
            except Refusal as refused:
                code = _status(refused).name
                context.set_trailing_metadata(((CODE_KEY, refused.code),))
                context.abort(_status(refused), refused.says)
            except ValueError:
                code = "INVALID_ARGUMENT"
                context.abort(grpc.StatusCode.INVALID_ARGUMENT, "bad value")
            finally:
                name = details.method.split("/")[1] if "/" in details.method else "?"
                metrics.rpc_calls.labels(name, details.method, code).observe(perf_counter() - started)

        return grpc.unary_unary_rpc_method_handler(answer, handler.request_deserializer, handler.response_serializer)

    def _admit(self, authorization: str) -> None:
        claims = self._verifier.verify(authorization.removeprefix("Bearer "))
        if not claims.is_program or claims.client not in self._programs:
            raise NotAllowed("rpc_not_allowed")


def _status(refused: Refusal) -> grpc.StatusCode:
    return next((status for kind, status in STATUS.items() if isinstance(refused, kind)), grpc.StatusCode.UNKNOWN)


def serve(
    address: str, verifier: Verifier, programs: frozenset[str], add_servicers: list[Callable[[grpc.Server], None]]
) -> tuple[grpc.Server, int]:
    """Start a server with health; returns it and the port it listens on."""
    server = grpc.server(
        ThreadPoolExecutor(max_workers=8, thread_name_prefix="rpc"),
        interceptors=[Guard(verifier, programs)],
        options=[("grpc.so_reuseport", 0)],
    )
    for add in add_servicers:
        add(server)
    alive = health.HealthServicer()
    alive.set("", health_pb2.HealthCheckResponse.SERVING)
    health_pb2_grpc.add_HealthServicer_to_server(alive, server)
    port = server.add_insecure_port(address)
    server.start()
    return server, port


class Calls:
    """Channels to other services, one each, opened when first needed."""

    def __init__(self, targets: dict[str, str], token: ServiceToken | Callable[[], str]) -> None:
        self._targets, self._token = targets, token
        self._channels: dict[str, grpc.Channel] = {}

    def channel(self, service: str) -> grpc.Channel:
        if service not in self._channels:
            target = self._targets.get(service)
            if not target:
                raise Unavailable("service_away", service=service)
            self._channels[service] = grpc.insecure_channel(target, options=[("grpc.service_config", CONFIG)])
        return self._channels[service]

    def call(self, method: Callable[..., Answer], request: Any, *, seconds: float = DEADLINE_SECONDS) -> Answer:
        """Ask with a deadline; a refusal comes back as the same refusal, a silence as Unavailable."""
        metadata = (("authorization", f"Bearer {self._token()}"), ("traceparent", trace.current()))
        with _as_refusal():
            return method(request, timeout=seconds, metadata=metadata)

    def close(self) -> None:
        for channel in self._channels.values():
            channel.close()


@contextlib.contextmanager
def _as_refusal() -> Iterator[None]:
    try:
        yield
    except grpc.RpcError as error:
        status = error.code()
        metadata: Any = error.trailing_metadata() or ()
        code = dict(metadata).get(CODE_KEY)
        kind = next((kind for kind, known in STATUS.items() if known is status), None)
        if code and kind is NotFound:
            raise NotFound(str(code)) from error
        if code and kind in (DomainError, NotAllowed):
            raise kind(str(code)) from error
        log.warning("rpc_failed", status=str(status))
        raise Unavailable("service_away") from error
