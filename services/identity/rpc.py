"""The gRPC door: questions that other services ask about the directory."""

from datetime import date
from typing import Any
from uuid import UUID

import grpc
from pioneer.identity.v1 import identity_service_pb2 as messages
from pioneer.identity.v1 import identity_service_pb2_grpc as grpc_
from sqlalchemy import text

from services.common import directory
from services.identity.queries import calendar
from services.identity.store import db

_GRANTS = """
select role, coalesce(org_unit_id::text, '') as unit_id, org_unit_path, valid_from,
  coalesce(valid_to::text, '') as until
from grant_ where tenant = :t and subject = :subject and not revoked
  and valid_from <= :on and (valid_to is null or valid_to >= :on) order by role, org_unit_path
"""


class Identity(grpc_.IdentityServiceServicer):
    def GetLineage(  # noqa: N802
        self, request: messages.GetLineageRequest, context: grpc.ServicerContext
    ) -> messages.GetLineageResponse:
        with db.public() as session:
            directory.find_tenant(session, request.tenant)
            found = directory.lineage(session, request.tenant)
        return messages.GetLineageResponse(
            tenants=[
                messages.Tenant(code=each.code, parent_code=each.parent_code, name=each.name, level=each.level)
                for each in found
            ]
        )

    def GetOrgUnit(  # noqa: N802
        self, request: messages.GetOrgUnitRequest, context: grpc.ServicerContext
    ) -> messages.GetOrgUnitResponse:
        with db.read(request.tenant) as session:
            unit = directory.find_unit(session, UUID(request.org_unit_id))
        return messages.GetOrgUnitResponse(org_unit_id=str(unit.id), path=unit.path, kind=unit.kind, name=unit.name)

    def ListGrants(  # noqa: N802
        self, request: messages.ListGrantsRequest, context: grpc.ServicerContext
    ) -> messages.ListGrantsResponse:
        with db.read(request.tenant) as session:
            rows = session.execute(
                text(_GRANTS),
                {"t": request.tenant, "subject": request.subject, "on": date.fromisoformat(request.on)},
            ).all()
        return messages.ListGrantsResponse(
            grants=[
                messages.Grant(
                    role=row.role,
                    org_unit_id=row.unit_id,
                    org_unit_path=row.org_unit_path,
                    valid_from=row.valid_from.isoformat(),
                    valid_to=row.until,
                )
                for row in rows
            ]
        )

    def AddWorkingDays(  # noqa: N802
        self, request: messages.AddWorkingDaysRequest, context: grpc.ServicerContext
    ) -> messages.AddWorkingDaysResponse:
        start = date.fromisoformat(getattr(request, "from"))
        with db.public() as session:
            day, is_confirmed = calendar.reckon(session, start, request.working_days)
        return messages.AddWorkingDaysResponse(day=day.isoformat(), is_confirmed=is_confirmed)


def add_servicers(server: Any) -> None:
    grpc_.add_IdentityServiceServicer_to_server(Identity(), server)  # type: ignore[no-untyped-call]
