"""The gRPC door: one servicer, made of a mixin for each subject."""

from typing import Any

from pioneer.applications.v1 import applications_service_pb2_grpc as grpc_

from services.applications.rpc.cases import Nominating
from services.applications.rpc.honours import HonourQuestions


class Applications(Nominating, HonourQuestions, grpc_.ApplicationsServiceServicer):
    pass


def add_servicers(server: Any) -> None:
    grpc_.add_ApplicationsServiceServicer_to_server(Applications(), server)
