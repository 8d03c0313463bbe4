"""The answering side: only programs of ours come in, and what is refused is answered as a status with its code."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Any

import grpc
import structlog
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from sqlalchemy.exc import InterfaceError, OperationalError

from services.common import metrics, trace
from services.common.connections import RPC_THREADS
from services.common.errors import NotAllowed, Refusal
from services.common.rpc.credentials import Credentials
from services.common.rpc.naming import service_of
from services.common.rpc.statuses import CODE_KEY, status_of
from services.common.tokens import Verifier

log = structlog.get_logger(__name__)
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
        name = details.method.split("/")[1] if "/" in details.method else "?"

        def answer(request: Any, context: grpc.ServicerContext) -> Any:
            started, code = perf_counter(), "OK"
            parent = str(metadata.get(trace.KEY, ""))
            try:
                with trace.span(details.method, service_of(name), parent=parent, kind=trace.SERVER):
                    self._admit(str(metadata.get("authorization", "")), context)
                    return handler.unary_unary(request, context)
            except Refusal as refused:
                code = status_of(refused).name
                context.set_trailing_metadata(((CODE_KEY, refused.code),))
                context.abort(status_of(refused), refused.says)
            except (OperationalError, InterfaceError) as away:
                log.error("database_away", error=type(away.orig).__name__)
                code = "UNAVAILABLE"
                context.abort(grpc.StatusCode.UNAVAILABLE, "database away")
            except ValueError:
                code = "INVALID_ARGUMENT"
                context.abort(grpc.StatusCode.INVALID_ARGUMENT, "bad value")
            finally:
                metrics.rpc_calls.labels(name, details.method, code).observe(perf_counter() - started)

        return grpc.unary_unary_rpc_method_handler(answer, handler.request_deserializer, handler.response_serializer)

    def _admit(self, authorization: str, context: grpc.ServicerContext) -> None:
        """A token is good only in the hands of the program whose certificate is shown, where certificates are."""
        claims = self._verifier.verify(authorization.removeprefix("Bearer "))
        if not claims.is_program or claims.client not in self._programs:
            raise NotAllowed("rpc_not_allowed")
        shown = [bytes(name).decode() for name in context.auth_context().get("x509_common_name", [])]
        if shown and claims.client not in shown:
            raise NotAllowed("rpc_not_allowed")


class Server:
    """A started server and its health."""

    def __init__(self, server: grpc.Server, alive: health.HealthServicer) -> None:
        self._server, self._alive = server, alive

    def stop(self, grace: float | None) -> Any:
        """Says first that it goes, then lets calls end; the answer can be waited for."""
        self._alive.enter_graceful_shutdown()
        return self._server.stop(grace)


def serve(
    address: str,
    verifier: Verifier,
    programs: frozenset[str],
    add_servicers: list[Callable[[grpc.Server], None]],
    credentials: Credentials | None = None,
) -> tuple[Server, int]:
    """Start a server with health; returns it and the port it listens on. Raises RuntimeError where it is taken."""
    server = grpc.server(
        ThreadPoolExecutor(max_workers=RPC_THREADS, thread_name_prefix="rpc"),
        interceptors=[Guard(verifier, programs)],
        options=[("grpc.so_reuseport", 0)],
    )
    for add in add_servicers:
        add(server)
    alive = health.HealthServicer()
    alive.set("", health_pb2.HealthCheckResponse.SERVING)
    health_pb2_grpc.add_HealthServicer_to_server(alive, server)
    if credentials is None:
        port = server.add_insecure_port(address)
    else:
        port = server.add_secure_port(address, credentials.for_server())
    server.start()
    return Server(server, alive), port
