"""A county with two townships, and a team's whole application, for the tests of cases."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.applications.domain import Application
from services.applications.domain.hearing import Hearing
from services.applications.queries.batches import BatchKey
from services.applications.queries.case import Case, find_case
from services.applications.service import begin, fill, recommend, review, submit
from services.common.clock import day_of
from services.common.db import Database
from services.common.files import DOCUMENTS, ObstoreStore, inspect
from services.common.principal import Principal, load_principal
from services.common.roles import Role
from tests.factories import Place, Unit, Who, a_place
from tests.unit.files.samples import a_pdf

FORM: dict[str, Any] = {
    "employer": "滁东轨道部件有限公司",
    "employer_founded": "2009-06",
    "team": "焊接一班",
    "headcount": "18",
    "post_leader": "孟庆山",
    "team_founded": "2014-03",
    "men": "13",
    "women": "5",
    "party": "6",
    "league": "4",
    "mean_age": "34.5",
    "mean_grade": "3.2",
    "college": "9",
    "senior": "7",
    "junior": "2",
    "leader": "孟庆山",
    "leader_sex": "男",
    "leader_born": "1986-09",
    "leader_education": "大专",
    "leader_politics": "中共党员",
    "leader_trade": "焊工",
    "leader_since": "2019-01",
    "leader_contact": "无",
    "leader_mobile": "13800006207",
    "address": "来安县汊河经济开发区轨道大道 18 号",
    "postcode": "239200",
    "past_awards": [{"when": "2023-05", "where": "来安县", "what": "县“安康杯”竞赛优胜班组"}],
}
FACTS = {
    fact: {"happened": "no", "on": ""} for fact in ("casualty", "major_quality_accident", "major_equipment_accident")
}
PROVES = [*(f"condition:{each}" for each in ("quality", "work", "service", "results", "harmony")), "material:deeds"]


@dataclass
class World:
    """`zone` reviews `union`, under which `team` stands; `town` reviews another union."""

    place: Place
    store: ObstoreStore
    zone: Unit
    town: Unit
    union: Unit
    team: Unit
    other_union: Unit
    other_team: Unit
    applicant: Who
    reviewer: Who
    secretary: Who
    stranger: Who
    made: list[UUID] = field(default_factory=list)

    @property
    def db(self) -> Database:
        return self.place.db

    @property
    def tenant(self) -> str:
        return self.place.code

    def principal(self, who: Who, *, now: datetime) -> Principal:
        with self.db.read(self.tenant) as session:
            return load_principal(session, who.subject, who.name, on=day_of(now))

    def case(self, who: Who, case_id: UUID, *, now: datetime) -> Case:
        with self.db.read(self.tenant) as session:
            return find_case(session, self.principal(who, now=now), case_id)

    def a_team(self, name: str, union: Unit | None = None) -> Unit:
        return self.place.unit(name, "team", union or self.union)

    def started(self, *, now: datetime, team: Unit | None = None, who: Who | None = None) -> Application:
        return begin.start_application(
            self.principal(who or self.applicant, now=now),
            programme="worker-pioneer",
            subject_unit_id=(team or self.team).id,
            now=now,
        )

    def upload(self, proves: str, name: str = "佐证.pdf", content: bytes | None = None) -> fill.Upload:
        accepted = inspect(
            name,
            content or a_pdf(lambda writer: writer.add_metadata({"/Title": proves})),
            allowed=DOCUMENTS,
            limit_bytes=10**7,
        )
        self.store.put(self.tenant, accepted.content)
        return fill.Upload(proves, accepted)

    def filled(self, *, now: datetime, team: Unit | None = None, who: Who | None = None, **changes: Any) -> Application:
        """A draft with nothing missing."""
        who = who or self.applicant
        case = self.started(now=now, team=team, who=who)
        asks = self.principal(who, now=now)
        names = {"team": team.name} if team else {}
        form = fill.form_change({**FORM, **names, **changes})
        saved = fill.save(asks, case.id, form, expected=case.version, now=now)
        saved = fill.save(asks, case.id, fill.beside_change(facts=FACTS), expected=saved.application.version, now=now)
        for proves in PROVES:
            fill.attach(asks, case.id, self.upload(proves), now=now)
        return saved.application

    def submitted(self, *, now: datetime, team: Unit | None = None, who: Who | None = None) -> Application:
        case = self.filled(now=now, team=team, who=who)
        asks = self.principal(who or self.applicant, now=now)
        return submit.submit(asks, case.id, expected=case.version, now=now)

    def heard(self, case: Application, *, now: datetime, who: Who | None = None) -> None:
        hearing = Hearing("workers_heard", "meeting", day_of(now), 18, 17, "到会 18 人，17 人赞成推荐。")
        review.record_hearing(self.principal(who or self.reviewer, now=now), case.id, hearing, now=now)

    def opined(
        self, case: Application, verdict: str = "agree", *, now: datetime, who: Who | None = None, **said: str
    ) -> Application:
        words = review.Opined(verdict, said.pop("text", "经审核符合条件，同意推荐。"), **said)
        asks = self.principal(who or self.reviewer, now=now)
        return review.give_opinion(asks, case.id, words, expected=case.version, now=now)

    def endorsed(self, *, now: datetime, team: Unit | None = None) -> Application:
        case = self.submitted(now=now, team=team)
        self.heard(case, now=now)
        return self.opined(case, now=now)

    @property
    def batch(self) -> BatchKey:
        return BatchKey("worker-pioneer", 2025, str(self.zone.id))

    def recommended(self, *, now: datetime, team: Unit | None = None) -> Application:
        case = self.endorsed(now=now, team=team)
        asks = self.principal(self.reviewer, now=now)
        return recommend.recommend_batch(asks, self.batch, [case.id], now=now)[0]


def a_world(db: Database, store: ObstoreStore, *, regulation: bool = True) -> World:
    place = a_place(db, name="来安县总工会")
    if regulation:
        place.regulation("laian-worker-pioneer.yaml", effective=date(2020, 1, 1))
    zone = place.unit("汊河经济开发区工会", "township")
    town = place.unit("半塔镇总工会", "township")
    union = place.unit("滁东轨道部件有限公司工会", "employer_union", zone)
    place.unit("滁东轨道部件有限公司", "employer", union)
    team = place.unit("焊接一班", "team", union)
    other_union = place.unit("半塔水务有限公司工会", "employer_union", town)
    other_team = place.unit("抢修班", "team", other_union)
    return World(
        place,
        store,
        zone,
        town,
        union,
        team,
        other_union,
        other_team,
        applicant=place.person("周明远", (Role.APPLICANT, union), at=union),
        reviewer=place.person("郑立群", (Role.REVIEWER, zone), at=zone),
        secretary=place.person("许文静", Role.SECRETARY),
        stranger=place.person("罗清和", (Role.APPLICANT, other_union), at=other_union),
    )
