"""County, city, province and nation, and the bus between them."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from pioneer.applications.v1 import events_pb2
from sqlalchemy import text

from services.applications import given
from services.applications.domain import Application
from services.applications.domain.honour import Honour
from services.applications.models import ApplicationRow
from services.applications.models.dossier import DossierRow, DossierStepRow
from services.applications.models.honour import HonourRow
from services.applications.service import forward as forwarding
from services.common import idempotency
from services.common.clock import day_of
from services.common.files import FileKey
from services.common.principal import Principal, load_principal
from services.common.roles import Role
from tests.factories import Place, Who, a_place
from tests.integration.applications.honour_world import HonourWorld, deliver, told

TOPIC = "applications.dossiers"


@dataclass
class Ladder:
    honours: HonourWorld
    city: Place
    province: Place
    nation: Place
    people: dict[str, Who]
    files: Path

    @property
    def county(self) -> str:
        return self.honours.tenant

    def secretary(self, tenant: str, now: datetime) -> Principal:
        who = self.people[tenant]
        with self.city.db.read(tenant) as session:
            return load_principal(session, who.subject, who.name, on=day_of(now))

    def forward(self, honour: Honour, *, now: datetime, to: str = "") -> UUID:
        return forwarding.forward(self.secretary(honour.tenant, now), honour.id, to_tenant=to, now=now)

    def forwarded(self, tenant: str) -> events_pb2.DossierForwarded:
        """The last one told by the tenant."""
        return events_pb2.DossierForwarded.FromString(told(self.city.db, tenant, "DossierForwarded")[-1][1])

    def deliver_forwarded(self, tenant: str, *, now: datetime) -> Application | None:
        said = self.forwarded(tenant)
        deliver(said, tenant=tenant, topic=TOPIC, now=now)
        return self.received(said.to_tenant, said.dossier_id)

    def deliver_decisions(self, tenant: str, *, now: datetime, since: int = 0) -> list[events_pb2.DossierDecided]:
        """Everything that the tenant decided, in order; returns it."""
        found = [
            events_pb2.DossierDecided.FromString(body) for _key, body in told(self.city.db, tenant, "DossierDecided")
        ]
        for each in found[since:]:
            deliver(each, tenant=tenant, topic=TOPIC, now=now)
        return found[since:]

    def received(self, tenant: str, dossier_id: object) -> Application | None:
        with self.city.db.read(tenant) as session:
            row = session.query(ApplicationRow).filter_by(tenant=tenant, dossier_id=UUID(str(dossier_id))).one_or_none()
            return row.to_domain() if row else None

    def dossier(self, tenant: str, dossier_id: UUID) -> DossierRow:
        with self.city.db.read(tenant) as session:
            return session.get_one(DossierRow, (tenant, dossier_id))

    def steps(self, tenant: str, dossier_id: UUID) -> list[tuple[str, str]]:
        """(who decided, what), in the order in which it arrived."""
        with self.city.db.read(tenant) as session:
            rows = (
                session.query(DossierStepRow)
                .filter_by(tenant=tenant, dossier_id=dossier_id)
                .order_by(DossierStepRow.id)
            )
            return [(row.decided_by_tenant, row.decision) for row in rows]

    def blob(self, tenant: str, sha256: str) -> bytes:
        return given.store().get(FileKey(tenant, sha256))

    def last_decision(self, tenant: str) -> events_pb2.DossierDecided:
        return events_pb2.DossierDecided.FromString(told(self.city.db, tenant, "DossierDecided")[-1][1])

    def at_confer(self, case: Application) -> None:
        """Straight to the last stage: what comes before it is tested where it belongs."""
        self.set_case(case, stage="confer", status="open")

    def chair(self, tenant: str, now: datetime) -> Principal:
        place = next(each for each in (self.city, self.province, self.nation) if each.code == tenant)
        who = place.person("程立言", Role.CHAIR)
        with self.city.db.read(tenant) as session:
            return load_principal(session, who.subject, who.name, on=day_of(now))

    def move(self, tenant: str, *, under: str) -> None:
        with self.city.db.transaction(tenant) as session:
            asked = text("update tenant set parent_code = :parent where code = :code")
            session.execute(asked, {"parent": under, "code": tenant})

    def count(self, tenant: str, table: str) -> int:
        with self.city.db.read(tenant) as session:
            asked = text(f"select count(*) from {table} where tenant = :t")
            return int(session.execute(asked, {"t": tenant}).scalar_one())

    def set_dossier(self, tenant: str, dossier_id: UUID, **values: Any) -> None:
        with self.city.db.transaction(tenant) as session:
            row = session.get_one(DossierRow, (tenant, dossier_id))
            for name, value in values.items():
                setattr(row, name, value)

    def set_honour(self, honour: Honour, **values: Any) -> None:
        # A request in this thread may have left its key behind; this is none of its acts.
        idempotency.pending.set(None)
        with self.city.db.transaction(honour.tenant) as session:
            row = session.get_one(HonourRow, (honour.tenant, honour.id))
            for name, value in values.items():
                setattr(row, name, value)

    def log(self, tenant: str, object_id: object) -> list[str]:
        with self.city.db.read(tenant) as session:
            asked = text("select action from log_entry where tenant = :t and object_id = :id order by seq")
            return [row.action for row in session.execute(asked, {"t": tenant, "id": str(object_id)})]

    def touch(self, tenant: str, sha256: str, near: bytes) -> None:
        """Change one byte of a stored file where it lies."""
        place = self.files / FileKey(tenant, sha256).path
        blob = bytearray(place.read_bytes())
        blob[blob.index(near)] ^= 1
        place.write_bytes(bytes(blob))

    def set_explained(self, honour: Honour, explanation: dict[str, Any]) -> None:
        with self.city.db.transaction(honour.tenant) as session:
            row = session.get_one(ApplicationRow, (honour.tenant, honour.application_id))
            row.explanation = explanation

    def set_case(self, case: Application, **values: Any) -> None:
        with self.city.db.transaction(case.tenant) as session:
            row = session.get_one(ApplicationRow, (case.tenant, case.id))
            for name, value in values.items():
                setattr(row, name, value)


def a_ladder(honours: HonourWorld) -> Ladder:
    files_at = Path(str(given.parts().settings.files))
    db = honours.world.db
    nation = a_place(db, level="national", name="全国总工会")
    province = a_place(db, level="province", parent=nation.code, name="安徽省总工会")
    city = a_place(db, level="city", parent=province.code, name="滁州市总工会")
    with db.transaction(honours.tenant) as session:
        asked = text("update tenant set parent_code = :parent where code = :code")
        session.execute(asked, {"parent": city.code, "code": honours.tenant})
    people = {honours.tenant: honours.world.secretary}
    files = {city.code: "chuzhou", province.code: "anhui", nation.code: "national"}
    for place in (city, province, nation):
        place.regulation(f"{files[place.code]}-worker-pioneer.yaml", effective=date(2020, 1, 1))
        people[place.code] = place.person("许安", Role.SECRETARY)
    return Ladder(honours, city, province, nation, people, files_at)
