"""Stands where competitions would answer what somebody won, and tells awards as its events do."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from google.protobuf.message import Message
from pioneer.competitions.v1 import competitions_service_pb2 as messages
from pioneer.competitions.v1 import events_pb2 as events

from services.applications.consumers import handlers
from services.common.bus.interface import Record
from services.common.errors import Unavailable
from services.common.ids import new_id
from services.common.worklist import stamp
from tests.factories import Unit, Who


class _Channel:
    def unary_unary(self, method: str, **_options: Any) -> str:
        return method


@dataclass
class Contests:
    """`won` is what GetResults answers, by the unit that is asked of."""

    won: dict[str, list[messages.ContestResult]] = field(default_factory=dict)
    asked: list[messages.GetResultsRequest] = field(default_factory=list)
    is_away: bool = False

    def channel(self, service: str) -> Any:
        assert service == "competitions"
        return _Channel()

    def call(self, method: str, request: messages.GetResultsRequest) -> messages.GetResultsResponse:
        assert method == "/pioneer.competitions.v1.CompetitionsService/GetResults"
        if self.is_away:
            raise Unavailable("service_away")
        self.asked.append(request)
        found = [each for each in self.won.get(request.unit_id, []) if request.person_name in ("", each.person_name)]
        return messages.GetResultsResponse(results=found)


def a_result(award: UUID, *, title: str = "一等奖", person: str = "苏子墨", number: str = "") -> messages.ContestResult:
    return messages.ContestResult(
        award_id=str(award),
        contest_id=str(new_id()),
        contest_title="焊工技能比武",
        level="county",
        trade="焊工",
        title=title,
        place=1,
        number=number or "JS2025-0AB1CD-001",
        made_on="2025-07-11",
        person_name=person,
    )


def made(
    award: UUID, *, unit: Unit | None = None, person: Who | None = None, contest: UUID | None = None, now: datetime,
    links: list[events.AwardLink] | None = None,
) -> events.AwardMade:  # fmt: skip
    return events.AwardMade(
        award_id=str(award),
        contest_id=str(contest or award),
        contest_title="焊工技能比武",
        level="county",
        trade="焊工",
        person_id=str(person.person_id) if person else "",
        unit_id=str(unit.id) if unit else "",
        title="一等奖",
        place=1,
        number="JS2025-0AB1CD-001",
        made_at=stamp(now),
        links=links or [],
    )


def withdrawn(award: UUID, *, now: datetime) -> events.AwardWithdrawn:
    return events.AwardWithdrawn(award_id=str(award), contest_id=str(award), withdrawn_at=stamp(now))


def a_record(tenant: str, said: Message, *, now: datetime) -> Record:
    headers = {
        "ce_id": str(new_id()),
        "ce_source": "/pioneer/competitions",
        "ce_type": said.DESCRIPTOR.full_name,
        "ce_time": now.isoformat(),
        "ce_tenant": tenant,
    }
    return Record("competitions.contests", "k", headers, said.SerializeToString())


def hear(tenant: str, said: Message, *, now: datetime) -> str:
    return handlers.handle(a_record(tenant, said, now=now))
