"""How a refusal travels: as a status of gRPC with its code beside it."""

import contextlib
from collections.abc import Iterator
from typing import Any

import grpc
import structlog

from services.common.errors import DomainError, Invalid, NotAllowed, NotFound, Refusal, SignInNeeded, Unavailable

log = structlog.get_logger(__name__)
CODE_KEY = "pioneer-code"
STATUS = {
    NotFound: grpc.StatusCode.NOT_FOUND,
    NotAllowed: grpc.StatusCode.PERMISSION_DENIED,
    SignInNeeded: grpc.StatusCode.UNAUTHENTICATED,
    Invalid: grpc.StatusCode.INVALID_ARGUMENT,
    DomainError: grpc.StatusCode.FAILED_PRECONDITION,
    Unavailable: grpc.StatusCode.UNAVAILABLE,
}


def status_of(refused: Refusal) -> grpc.StatusCode:
    return next((status for kind, status in STATUS.items() if isinstance(refused, kind)), grpc.StatusCode.UNKNOWN)


@contextlib.contextmanager
def as_refusal() -> Iterator[None]:
    """What the other side refused is raised here as the same refusal, its silence as Unavailable."""
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
