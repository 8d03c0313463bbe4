"""The gRPC door: one servicer, made of a mixin for each subject."""

from typing import Any

from pioneer.applications.v1 import applications_service_pb2_grpc as grpc_

from services.applications.rpc.cases import Nominating
from services.applications.rpc.honours import HonourQuestions
from services.applications.rpc.replay import Replaying
from services.common.clock import Clock
from services.common.rpc import Calls
from services.common.runtime import AddServicer


class Applications(Nominating, HonourQuestions, Replaying, grpc_.ApplicationsServiceServicer):
    def __init__(self, clock: Clock, calls: Calls | None = None) -> None:
        self.clock, self.calls = clock, calls


def adds(clock: Clock, calls: Calls | None) -> AddServicer:
    def add_servicers(server: Any) -> None:
        grpc_.add_ApplicationsServiceServicer_to_server(Applications(clock, calls), server)  # type: ignore[no-untyped-call]

    return add_servicers
