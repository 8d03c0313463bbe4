"""Answers of one service to the others: a gRPC server with health, and its status for Prometheus."""

import sys

import structlog
from sqlalchemy import text

from services.common import rpc
from services.common.config import Settings
from services.common.connections import RPC_THREADS
from services.common.runtime import Service
from services.common.tokens import Verifier
from services.embedded import SERVICES
from services.serve import status
from services.serve.building import build, clock_for
from services.serve.ending import ended_by_signal

log = structlog.get_logger(__name__)
GRACE_SECONDS = 5.0


def run(settings: Settings) -> int:
    """Until SIGTERM; calls under way are finished first."""
    ended = ended_by_signal()
    service = build(settings, clock_for(settings), pool_size=RPC_THREADS)
    if service.add_servicers is None:
        sys.stderr.write(f"{settings.service} answers no calls: it needs no rpc process\n")
        return 2
    programs = frozenset(f"pioneer-{name}" for name in SERVICES)
    server, port = rpc.serve(
        settings.rpc_listen,
        Verifier(settings.issuer),
        programs,
        [service.add_servicers],
        rpc.Credentials.of(settings),
    )
    probe = status.serve(settings.status_listen, lambda: _readiness(service))
    log.info("serving", port=port)
    ended.wait()
    server.stop(GRACE_SECONDS).wait(GRACE_SECONDS + 1)
    probe.shutdown()
    service.db.close()
    return 0


def _readiness(service: Service) -> status.Told:
    with service.db.engine.connect() as connection:
        connection.execute(text("select 1"))
    return {}
