"""From the meeting on: a county with chairs and a supervisor, and cases that wait for the docket."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from google.protobuf.message import Message
from pioneer.assessment.v1 import events_pb2 as assessment_events
from sqlalchemy import text

from services.applications.consumers import handlers
from services.applications.domain import Application
from services.applications.domain.docket import Decision, Docket, DocketCase, Presence, voters
from services.applications.domain.honour import Honour
from services.applications.models import ApplicationRow
from services.applications.models.honour import HonourRow, ReinspectionRow
from services.applications.models.meeting import DocketRow
from services.applications.queries.dockets import load_docket
from services.applications.service import assess, docket
from services.applications.service.confer import confer
from services.applications.service.publicity import finish_publicity
from services.common.bus.interface import Record
from services.common.clock import at
from services.common.ids import new_id
from services.common.roles import Role
from tests.factories import Who
from tests.integration.applications.assessment_stand_in import Assessment
from tests.integration.applications.case_world import World

PROGRAMME = "worker-pioneer"
AFTER_PUBLICITY = timedelta(days=12)


@dataclass
class HonourWorld:
    """`world` with those who decide: `chairs` of the federation, the first one presides."""

    world: World
    assessment: Assessment
    chairs: list[Who]
    supervisor: Who

    @property
    def tenant(self) -> str:
        return self.world.tenant

    def who(self, person: Who, now: datetime) -> Any:
        return self.world.principal(person, now=now)

    def at_approve(self, names: list[str], *, now: datetime, scores: list[str] | None = None) -> list[Application]:
        """Teams whose cases passed the assessment and wait for the meeting."""
        cases = [self.world.recommended(now=now, team=self.world.a_team(name)) for name in names]
        secretary = self.who(self.world.secretary, now)
        assess.open_assessments(secretary, PROGRAMME, 2025, self.assessment, now=now)  # type: ignore[arg-type]
        return [
            self.assessed(case.id, score, now)
            for case, score in zip(cases, scores or ["96.00"] * len(cases), strict=True)
        ]

    def assessed(self, case_id: UUID, score: str, now: datetime) -> Application:
        case = self.case(case_id)
        said = assessment_events.AssessmentCompleted(
            assessment_id=str(case.assessment_id), object_type="application", object_id=str(case_id), score=score,
            self_score="97.00", passed=True, pass_line="90", explanation="{}",
        )  # fmt: skip
        with self.world.db.transaction(self.tenant) as session:
            after = assess.take_result(session, said, now=now)
        assert after is not None
        return after

    def case(self, case_id: UUID) -> Application:
        with self.world.db.read(self.tenant) as session:
            return session.get_one(ApplicationRow, (self.tenant, case_id)).to_domain()

    def honour(self, honour_id: UUID) -> Honour:
        with self.world.db.read(self.tenant) as session:
            return session.get_one(HonourRow, (self.tenant, honour_id)).to_domain()

    def docket(self, docket_id: UUID) -> Docket:
        with self.world.db.read(self.tenant) as session:
            return load_docket(session, session.get_one(DocketRow, (self.tenant, docket_id)))

    def a_docket(self, *, now: datetime) -> UUID:
        secretary = self.who(self.world.secretary, now)
        return docket.make_docket(secretary, "laian-worker-pioneer", 1, PROGRAMME, 2025, now=now)

    def attended(self, docket_id: UUID, present: int, *, now: datetime) -> Docket:
        """The first `present` chairs are there, the first presides."""
        there = {
            chair.subject: (Presence.PRESENT, "") if number < present else (Presence.ABSENT, "外出开会")
            for number, chair in enumerate(self.chairs)
        }
        return docket.record_meeting(
            self.who(self.world.secretary, now), docket_id, there, presiding=self.chairs[0].subject,
            held_at=now, place="总工会三楼会议室", expected=None, now=now,
        )  # fmt: skip

    def decided(self, docket_id: UUID, decisions: dict[UUID, Decision], *, now: datetime) -> Docket:
        """All who may vote are for what is decided."""
        before = self.docket(docket_id)
        told = {case.application_id: self._told(before, case, decisions) for case in before.cases}
        return docket.record_decisions(
            self.who(self.world.secretary, now), docket_id, told, expected=before.version, now=now
        )

    def _told(self, before: Docket, case: DocketCase, decisions: dict[UUID, Decision]) -> DocketCase:
        decision, may = decisions.get(case.application_id, Decision.AGREE), voters(before, case)
        if decision is Decision.AGREE:
            return replace(case, decision=decision, in_favour=may, against=0)
        return replace(case, decision=decision, reason="实绩材料须再核实。", in_favour=0, against=may)

    def signed(self, docket_id: UUID, *, now: datetime, who: Who | None = None) -> UUID | None:
        return docket.sign_docket(self.who(who or self.chairs[0], now), docket_id, expected=None, now=now)

    def publicised(self, names: list[str], *, now: datetime) -> tuple[UUID, list[Application]]:
        """Decided by everybody, in publicity since today."""
        cases = self.at_approve(names, now=now)
        made = self.a_docket(now=now)
        self.attended(made, len(self.chairs), now=now)
        self.decided(made, {}, now=now)
        notice = self.signed(made, now=now)
        assert notice is not None
        return notice, [self.case(case.id) for case in cases]

    def conferred(self, names: list[str], *, now: datetime) -> list[Honour]:
        """Conferred twelve days later, when publicity is long over."""
        _notice, cases = self.publicised(names, now=now)
        later = now + AFTER_PUBLICITY
        finish_publicity(self.tenant, now=later)
        secretary = self.who(self.world.secretary, later)
        return [confer(secretary, case.id, expected=None, now=later) for case in cases]

    def reinspections(self, honour_id: UUID) -> list[ReinspectionRow]:
        with self.world.db.read(self.tenant) as session:
            rows = session.query(ReinspectionRow).filter_by(tenant=self.tenant, honour_id=honour_id)
            return list(rows.order_by(ReinspectionRow.id))

    def told(self, type_name: str) -> list[bytes]:
        """The bodies of what was told, oldest first."""
        return [body for _key, body in told(self.world.db, self.tenant, type_name)]

    def log(self, object_id: object) -> list[str]:
        with self.world.db.read(self.tenant) as session:
            asked = text("select action from log_entry where tenant = :t and object_id = :id order by seq")
            return [row.action for row in session.execute(asked, {"t": self.tenant, "id": str(object_id)})]


def told(db: Any, tenant: str, type_name: str) -> list[tuple[str, bytes]]:
    with db.read(tenant) as session:
        asked = text("select key, body from outbox where tenant = :t and type like '%.' || :n order by seq")
        return [(row.key, bytes(row.body)) for row in session.execute(asked, {"t": tenant, "n": type_name})]


def an_honour_world(world: World, assessment: Assessment, *, chairs: int = 3) -> HonourWorld:
    names = ["顾承平", "沈月明", "方立新", "邱国安", "梁素芬", "石怀远", "丁一鸣"][:chairs]
    members = [world.place.person(name, Role.CHAIR) for name in names]
    return HonourWorld(world, assessment, members, world.place.person("何书文", Role.SUPERVISOR))


def deliver(message: Message, *, tenant: str, topic: str, now: datetime, source: str = "applications") -> str:
    """As the bus would hand it over."""
    headers = {
        "ce_id": str(new_id()),
        "ce_type": message.DESCRIPTOR.full_name,
        "ce_source": f"/pioneer/{source}",
        "ce_tenant": tenant,
        "ce_time": now.isoformat(),
    }
    return handlers.handle(Record(topic, "k", headers, message.SerializeToString()))


def day(year: int, month: int, day_: int) -> datetime:
    return at(date(year, month, day_))


__all__ = ["AFTER_PUBLICITY", "UTC", "HonourWorld", "an_honour_world", "day", "deliver", "told", "uuid4"]
