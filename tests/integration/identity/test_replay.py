"""试算 on the page and by API: applications answers for real, the answer is kept, the neighbour's names stay out."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from services.applications.models import ApplicationRow
from services.applications.rpc import Applications
from services.common.clock import SettableClock
from services.common.db import Database
from services.common.errors import Unavailable
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.roles import Role
from services.identity.main import create
from services.identity.service import regulations
from services.identity.store import db
from tests import issuer
from tests.conftest import NOW, Services
from tests.factories import a_place
from tests.integration.applications.assessment_stand_in import _Channel
from tests.integration.identity.conftest import Land, make_land
from tests.integration.identity.test_pages import laian
from tests.pages import PageClient

PLACES = ("    quota: none ", "    quota: {total: 1, tie: share} ")


@dataclass
class Answering:
    """The applications service's own servicer, asked without a wire between."""

    clock: SettableClock
    is_away: bool = False

    def channel(self, _service: str) -> Any:
        return _Channel()

    def call(self, method: str, request: Any, *, seconds: float) -> Any:
        assert method.endswith("ApplicationsService/Replay"), method
        if self.is_away:
            raise Unavailable("service_away")
        return Applications(self.clock, None).Replay(request, None)


@dataclass
class Desk:
    land: Land
    admin: Principal
    pages: PageClient
    answering: Answering
    app: Flask

    @property
    def base(self) -> str:
        return f"/identity/{self.land.code}/regulations"

    def drafted(self) -> Any:
        changed = laian(self.land).replace(*PLACES)
        return self.pages.submit(self.pages.get(f"{self.base}/new"), text=changed)


def a_year(services: Services, land: Land, *names: str, year: int = 2024) -> None:
    """Honoured by the county's first version, the first with the highest score."""
    place = a_place(services.databases.of("applications"), code=land.code)
    place.regulation("laian-worker-pioneer.yaml", effective=date(2020, 1, 1))
    honoured(place.db, land, *names, year=year)


def honoured(applications: Database, land: Land, *names: str, year: int) -> None:
    with applications.transaction(land.code) as session:
        for number, name in enumerate(names):
            session.add(
                ApplicationRow(
                    tenant=land.code, id=new_id(), programme="worker-pioneer", honour="工人先锋号", level="county",
                    year=year, regulation_id="laian-worker-pioneer", regulation_version=1, subject_kind="team",
                    subject_name=name, employer_name="", stage="confer", status="conferred", created_by="s",
                    created_at=NOW, moved_at=NOW, number=f"{land.code}-{year}-{number}", subject_unit_path="",
                    union_path="", union_name="", reviewing_path="", reviewing_name="汊河镇工会", origin="applied",
                    ground="", nomination_key="", is_endorsed=False, is_late=False, score=Decimal(99 - number),
                    rank=number + 1, reason="", version=1,
                )
            )  # fmt: skip


@pytest.fixture
def desk(services: Services, clock: SettableClock) -> Desk:
    services.databases.of("identity")
    answering = Answering(clock)
    app = create(services.parts("identity", answering)).app
    land = make_land()
    admin = land.person("许文静", Role.TENANT_ADMIN)
    return Desk(land, admin, PageClient(app, headers=issuer.bearer(admin.subject)), answering, app)


def test_the_admin_sees_by_name_who_would_lose_and_why(desk: Desk, services: Services):
    a_year(services, desk.land, "焊接一班", "装配二班")
    draft = desk.drafted()
    at = draft.answer.request.path

    made = desk.pages.submit(draft, f"{at}/replays", year="2024")

    assert made.h1 == "2024 年案卷按草稿试算"
    assert "试算完成，1 件结果有变化" in made.text
    assert "2 件已办结的案卷，1 件结果有变化" in made.text
    row = made.select("main tbody tr")[0].get_text(" ", strip=True)
    assert "装配二班" in row
    assert "由命名变为落选" in row
    assert "名额共 1 个，按考核分、推荐名次排第 2，不在名额内。" in row
    assert "焊接一班" not in made.select("main table")[0].get_text()

    again = desk.pages.get(f"{at}/replays/2024?all=1")
    assert [line.select(".what")[0].get_text() for line in again.select("main tbody tr")] == ["焊接一班", "装配二班"]
    assert "2024 年案卷的试算结果" in desk.pages.get(at).links()


def test_what_was_asked_before_the_draft_changed_is_said(desk: Desk, services: Services):
    a_year(services, desk.land, "焊接一班")
    draft = desk.drafted()
    at = draft.answer.request.path
    desk.pages.submit(draft, f"{at}/replays", year="2024")
    desk.pages.submit(desk.pages.get(at), at, text=laian(desk.land))

    stale = desk.pages.get(f"{at}/replays/2024")

    assert "试算以后草稿又改过" in stale.text
    fresh = desk.pages.submit(stale, f"{at}/replays")
    assert "试算以后草稿又改过" not in fresh.text
    assert "没有一件的结果会改变。" in fresh.text


@pytest.mark.parametrize(
    ("year", "fault"), [("2026", "请选 2000 到 2025 之间的年度"), ("去年", "请填四位年度，例如 2025")]
)
def test_a_year_that_cannot_be_is_refused_at_its_field(desk: Desk, year: str, fault: str):
    draft = desk.drafted()

    refused = desk.pages.submit(draft, f"{draft.answer.request.path}/replays", year=year, expect=422)

    assert fault in refused.text


def test_a_draft_with_faults_is_not_replayed(desk: Desk):
    draft = desk.drafted()
    at = draft.answer.request.path
    wrong = laian(desk.land).replace("level: county", "level: contry")
    desk.pages.submit(draft, at, text=wrong)
    program = desk.app.test_client()

    refused = program.post(
        f"/api/v1/tenants/{desk.land.code}{at.replace('/' + desk.land.code, '')}/replays",
        json={"year": 2024}, headers=issuer.bearer(desk.admin.subject) | {"Idempotency-Key": "r-1"},
    )  # fmt: skip

    assert (refused.status_code, refused.get_json()["code"]) == (409, "regulation_has_faults")


def test_by_api_and_as_tables(desk: Desk, services: Services):
    a_year(services, desk.land, "焊接一班", "=装配二班")
    draft_path = desk.drafted().answer.request.path
    api = f"/api/v1/tenants/{desk.land.code}{draft_path.replace('/' + desk.land.code, '')}/replays"
    program, headers = desk.app.test_client(), issuer.bearer(desk.admin.subject)

    asked = program.post(api, json={"year": 2024}, headers=headers | {"Idempotency-Key": "r-2"})
    read = program.get(f"{api}/2024?all=true", headers=headers)
    table = program.get(f"{draft_path}/replays/2024.csv", headers=headers)
    book = program.get(f"{draft_path}/replays/2024.xlsx", headers=headers)

    assert asked.status_code == 201
    assert {key: asked.get_json()[key] for key in ("cases", "loses", "gains", "open", "left_out")} == {
        "cases": 2, "loses": 1, "gains": 0, "open": 0, "left_out": 0,
    }  # fmt: skip
    assert [(row["subject_name"], row["would"]) for row in read.get_json()["rows"]] == [
        ("焊接一班", "won"),
        ("=装配二班", "lost"),
    ]
    lines = list(csv.reader(io.StringIO(table.get_data().decode("utf-8-sig"))))
    assert lines[1][:2] == ["由命名变为落选", "'=装配二班"]
    assert book.get_data()[:2] == b"PK"


def test_only_those_who_edit_ask_and_only_who_sees_drafts_reads(desk: Desk, services: Services):
    a_year(services, desk.land, "焊接一班")
    draft = desk.drafted()
    at = draft.answer.request.path
    desk.pages.submit(draft, f"{at}/replays", year="2024")
    auditor, secretary = (
        desk.land.person(name, role) for name, role in (("审计", Role.AUDITOR), ("秘书", Role.SECRETARY))
    )
    client = desk.app.test_client()

    assert client.get(f"{at}/replays/2024", headers=issuer.bearer(auditor.subject)).status_code == 200
    assert client.get(f"{at}/replays/2024", headers=issuer.bearer(secretary.subject)).status_code == 403
    body, api = {"year": 2024}, f"/api/v1/tenants/{desk.land.code}{at.replace('/' + desk.land.code, '')}/replays"
    refused = client.post(api, json=body, headers=issuer.bearer(auditor.subject) | {"Idempotency-Key": "r-3"})
    assert refused.status_code == 403


def test_the_neighbour_s_year_is_not_counted_and_its_replay_not_found(desk: Desk, services: Services):
    other = make_land()
    a_year(services, desk.land, "焊接一班")
    a_year(services, other, "邻县一班", "邻县二班")
    stranger = other.person("邻县规则员", Role.TENANT_ADMIN)
    draft = desk.drafted()
    at = draft.answer.request.path

    made = desk.pages.submit(draft, f"{at}/replays", year="2024")

    assert "1 件已办结的案卷，0 件结果有变化" in made.text
    assert "邻县" not in made.text
    away = desk.app.test_client().get(
        f"{at.replace(desk.land.code, other.code)}/replays/2024", headers=issuer.bearer(stranger.subject)
    )
    assert away.status_code == 404


def test_when_applications_is_away_the_page_says_so_and_nothing_is_kept(desk: Desk):
    draft = desk.drafted()
    at = draft.answer.request.path
    desk.answering.is_away = True

    desk.pages.submit(draft, f"{at}/replays", year="2024", expect=503)

    with db.read(desk.land.code) as session:
        assert (
            session.scalar(text("select count(*) from regulation_replay where tenant = :t"), {"t": desk.land.code}) == 0
        )


def test_dropping_the_draft_drops_the_names(desk: Desk, services: Services):
    a_year(services, desk.land, "焊接一班")
    draft = desk.drafted()
    at = draft.answer.request.path
    desk.pages.submit(draft, f"{at}/replays", year="2024")
    regulations.drop_draft(desk.admin, at.rpartition("/")[2], version=1, now=NOW)

    with db.read(desk.land.code) as session:
        assert (
            session.scalar(text("select count(*) from regulation_replay where tenant = :t"), {"t": desk.land.code}) == 0
        )


def test_as_many_statements_for_two_cases_as_for_forty(desk: Desk, services: Services, count_statements: Any):
    a_year(services, desk.land, "焊接一班", "装配二班")
    applications = services.databases.of("applications")
    honoured(applications, desk.land, *(f"第{number}班" for number in range(40)), year=2023)
    draft = desk.drafted()
    at = draft.answer.request.path
    numbers = []
    for year in ("2024", "2023"):
        with count_statements(applications) as counted:
            desk.pages.submit(desk.pages.get(at), f"{at}/replays", year=year)
        numbers.append(counted.number)

    assert numbers[0] >= numbers[1]
