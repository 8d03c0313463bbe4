"""The gRPC door: one servicer, made of a mixin for each subject."""

from typing import Any

from pioneer.applications.v1 import applications_service_pb2_grpc as grpc_

from services.applications.rpc.cases import Nominating
from services.applications.rpc.honours import HonourQuestions
from services.common.clock import Clock
from services.common.runtime import AddServicer


class Applications(Nominating, HonourQuestions, grpc_.ApplicationsServiceServicer):
    def __init__(self, clock: Clock) -> None:
        self.clock = clock


def adds(clock: Clock) -> AddServicer:
    def add_servicers(server: Any) -> None:
        grpc_.add_ApplicationsServiceServicer_to_server(Applications(clock), server)  # type: ignore[no-untyped-call]

    return add_servicers
