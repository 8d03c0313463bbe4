"""Federations above one another in the service of competitions, and the bus between them played by hand."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from google.protobuf.message import Message
from pioneer.competitions.v1 import campaign_events_pb2 as events
from sqlalchemy import text

from services.common.bus.interface import Record
from services.common.clock import SettableClock, at, day_of
from services.common.ids import new_id
from services.common.principal import Principal, load_principal
from services.common.roles import Role
from services.competitions.consumers import handlers
from services.competitions.domain.campaigns.figures import Figure
from services.competitions.queries.campaigns.finding import find_campaign
from services.competitions.queries.campaigns.progress import Standing, standings
from services.competitions.service.campaigns import publishing, reporting, sharing
from tests.factories import REGULATIONS, Place, Who, a_place

TOPIC = "competitions.campaigns"
PICTURE = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
"""A picture of one point."""
KINDS = {
    each.DESCRIPTOR.full_name: each
    for each in (
        events.CampaignDeployed,
        events.ShareOffered,
        events.ShareTaken,
        events.FigureTold,
        events.FindingTold,
        events.FindingAnswered,
    )
}


def fig(amount: object, whole: object = None) -> Figure:
    return Figure(Decimal(str(amount)), None if whole is None else Decimal(str(whole)))


@dataclass
class Federations:
    """Places by code, each with a clerk; `settle` carries what was told until nothing more is."""

    db: Any
    clock: SettableClock
    places: dict[str, Place] = field(default_factory=dict)
    clerks: dict[str, Who] = field(default_factory=dict)
    carried: set[UUID] = field(default_factory=set)

    def add(self, level: str, parent: str = "", name: str = "") -> Place:
        place = a_place(self.db, level=level, parent=parent, name=name or "测试总工会")
        self.places[place.code] = place
        self.clerks[place.code] = self.person(place, "何立言", Role.SECRETARY)
        return place

    def person(self, place: Place, name: str, *roles: Any) -> Who:
        """The stories are older than the grants of other tests."""
        who = place.person(name, *roles)
        with self.db.transaction(place.code) as session:
            session.execute(text("update grant_ set valid_from = '2000-01-01' where tenant = :t"), {"t": place.code})
        return who

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def on(self, day: date) -> None:
        self.clock.set(at(day))

    def clerk(self, code: str) -> Principal:
        return self.as_(self.clerks[code])

    def as_(self, who: Who) -> Principal:
        with self.db.read(who.tenant) as session:
            return load_principal(session, who.subject, who.name, on=day_of(self.now))

    def rules(self, place: Place, file: str) -> str:
        """A notice of the product, in force at the place whatever its code is there."""
        source = (REGULATIONS / f"{file}.yaml").read_text(encoding="utf-8")
        return place.regulation("", text_=source)

    def publish(self, place: Place, regulation: str, key: str) -> UUID:
        return publishing.publish_campaign(self.clerk(place.code), regulation, key, now=self.now)

    def offer(self, code: str, campaign: UUID, target: str, amounts: dict[str, Any]) -> None:
        said = {name: Decimal(str(amount)) for name, amount in amounts.items()}
        version = self.version(code, campaign)
        sharing.offer_shares(self.clerk(code), campaign, target, said, expected=version, now=self.now)

    def version(self, code: str, campaign: UUID) -> int:
        with self.db.read(code) as session:
            return find_campaign(session, campaign).version

    def take(self, code: str, campaign: UUID, target: str, amount: object) -> None:
        version = self.version(code, campaign)
        sharing.take_on(self.clerk(code), campaign, target, Decimal(str(amount)), expected=version, now=self.now)

    def report(self, code: str, campaign: UUID, target: str, figure: Figure, on: date) -> UUID:
        return reporting.report_figure(
            self.clerk(code), campaign, target, "", figure, as_of=on, now=self.now, evidence=[{"word": "报表"}]
        )

    def correct(self, code: str, campaign: UUID, report: UUID, figure: Figure, reason: str) -> UUID:
        return reporting.correct_figure(self.clerk(code), campaign, report, figure, reason, now=self.now)

    def standings(self, code: str, campaign: UUID) -> dict[str, Standing]:
        with self.db.read(code) as session:
            found = standings(session, find_campaign(session, campaign), today=day_of(self.now))
        return {each.target.id: each for each in found}

    def whole(self, code: str, campaign: UUID, target: str) -> Figure | None:
        line = self.standings(code, campaign)[target].whole
        assert line is not None
        return line.figure

    def settle(self) -> int:
        """Every event of every federation to whom it is for, again and again; how many there were."""
        carried = 0
        while fresh := [each for code in self.places for each in self._told(code) if each[1] not in self.carried]:
            for code, id_, kind, body in fresh:
                self.carried.add(id_)
                self.deliver(KINDS[kind].FromString(body), code, id_)
                carried += 1
        return carried

    def _told(self, code: str) -> Sequence[tuple[str, UUID, str, bytes]]:
        with self.db.read(code) as session:
            rows = session.execute(
                text("select id, type, body from outbox where tenant = :t and topic = :topic order by seq"),
                {"t": code, "topic": TOPIC},
            )
            return [(code, row.id, row.type, bytes(row.body)) for row in rows]

    def deliver(self, said: Message, code: str, id_: UUID | None = None) -> str:
        return handlers.handle(self.record(said, code, id_))

    def record(
        self, said: Message, code: str, id_: UUID | None = None, source: str = "competitions", topic: str = TOPIC
    ) -> Record:
        headers = {
            "ce_id": str(id_ or new_id()),
            "ce_source": f"/pioneer/{source}",
            "ce_type": said.DESCRIPTOR.full_name,
            "ce_time": self.now.isoformat(),
            "ce_tenant": code,
        }
        return Record(topic, "k", headers, said.SerializeToString())

    def log(self, code: str, action: str) -> list[dict[str, Any]]:
        with self.db.read(code) as session:
            asked = text("select detail from log_entry where tenant = :t and action = :action order by seq")
            return [row.detail for row in session.execute(asked, {"t": code, "action": action})]

    def count(self, code: str, table: str) -> int:
        with self.db.read(code) as session:
            return int(
                session.execute(text(f"select count(*) from {table} where tenant = :t"), {"t": code}).scalar_one()
            )


def refused(act: Any) -> str:
    """The code with which it is refused."""
    from services.common.errors import Refusal

    try:
        act()
    except Refusal as refusal:
        return refusal.code
    raise AssertionError("it was not refused")
