"""The gRPC door: what a person or a team won. Only programs of ours come in (`services.common.rpc`)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pioneer.competitions.v1 import competitions_service_pb2 as messages
from pioneer.competitions.v1 import competitions_service_pb2_grpc as grpc_

from services.common.clock import day_of
from services.common.errors import NotFound
from services.competitions.queries.awarded import awards_of
from services.competitions.store import db


class Competitions(grpc_.CompetitionsServiceServicer):
    def GetResults(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Empty for whoever won nothing, and for whoever is not of this tenant: both look alike.

        Asked when a union takes its awards over into an application: whoever has no account is known by name alone.
        """
        if not request.tenant or bool(request.person_id) == bool(request.unit_id):
            raise NotFound("not_found")
        with db.read(request.tenant) as session:
            found = awards_of(
                session,
                person_id=_id(request.person_id),
                unit_id=_id(request.unit_id),
                person_name=request.person_name,
            )
        return messages.GetResultsResponse(
            results=[
                messages.ContestResult(
                    award_id=str(award.id),
                    contest_id=str(contest.id),
                    contest_title=contest.title,
                    level=contest.level,
                    trade=entry.trade if entry else "",
                    title=award.title,
                    place=award.place or 0,
                    number=award.number,
                    made_on=day_of(award.made_at).isoformat(),
                    person_name=entry.name if entry else "",
                    unit_id=str(award.unit_id or ""),
                )
                for award, contest, entry in found
            ]
        )


def _id(said: str) -> UUID | None:
    try:
        return UUID(said) if said else None
    except ValueError as wrong:
        raise NotFound("not_found") from wrong


def add_servicers(server: Any) -> None:
    """What a server is told to serve."""
    grpc_.add_CompetitionsServiceServicer_to_server(Competitions(), server)  # type: ignore[no-untyped-call]
