"""A county with a township, a union, its team, and the people who assess; the sheet is the county's own regulation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from pioneer.assessment.v1 import assessment_service_pb2 as messages
from sqlalchemy import text

from services.assessment.rpc import Assessments
from services.common.clock import SettableClock
from services.common.ids import new_id
from services.common.roles import Role
from tests.factories import Place, Unit, Who, a_place

NOW_DAY = date(2025, 9, 15)
REGULATION = "laian-worker-pioneer.yaml"
FULL: dict[str, Any] = {
    "documents": {"missing": []},
    "activities": {"missing": []},
    "effect": {"measures": {"awareness": "100", "participation": "100", "satisfaction": "96.40"}},
    "summary": {"missing": []},
    **{f"wall_{name}": {"present": True} for name in ("group", "post", "members", "slogan", "promise", "phone")},
}


@dataclass
class County:
    """One tenant of the assessment service, and a program that asks for assessments."""

    place: Place
    client: FlaskClient
    clock: SettableClock
    union: Unit
    team: Unit
    township: Unit
    secretary: Who
    applicant: Who
    assessors: list[Who] = field(default_factory=list)

    @property
    def code(self) -> str:
        return self.place.code

    @property
    def root(self) -> str:
        return f"/api/v1/tenants/{self.code}/assessment"

    def order(self, **changes: Any) -> Any:
        values = {
            "tenant": self.code,
            "object_type": "application",
            "object_id": str(new_id()),
            "round": 1,
            "regulation_id": "laian-worker-pioneer",
            "regulation_version": 1,
            "sheet_id": "four-level-2018",
            "title": "工人先锋号 2025",
            "subject_unit_id": str(self.team.id),
            "subject_unit_name": self.team.name,
            "subject_unit_path": self.team.path,
            "self_scoring_unit_path": self.union.path,
            "due_on": "2025-11-25",
            "self_score_required": True,
            "assessors_at_least": 2,
            "gap_over": "10",
            "asked_by_subject": self.secretary.subject,
            "pass_at_least": "90",
        }
        return messages.OpenAssessmentRequest(**{**values, **changes})

    def open(self, **changes: Any) -> UUID:
        answer = Assessments(self.clock).OpenAssessment(self.order(**changes), None)
        return UUID(answer.assessment_id)

    def get(self, who: Who, path: str) -> Any:
        return self.client.get(f"{self.root}{path}", headers=who.headers)

    def send(self, method: str, who: Who, path: str, body: Any = None, *, version: int | None = None) -> Any:
        headers = who.headers | ({"If-Match": f'"{version}"'} if version is not None else {})
        return self.client.open(f"{self.root}{path}", method=method, json=body, headers=headers)

    def case(self, who: Who, id_: UUID) -> Any:
        answer = self.get(who, f"/assessments/{id_}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.json

    def score_self(self, id_: UUID, rows: dict[str, Any] = FULL) -> Any:
        card = self.case(self.applicant, id_)["self_score"]
        saved = self.send(
            "PUT", self.applicant, f"/assessments/{id_}/self-score", {"rows": rows}, version=card["version"]
        )
        assert saved.status_code == 200, saved.get_data(as_text=True)
        version = saved.json["self_score"]["version"]
        return self.send("POST", self.applicant, f"/assessments/{id_}/self-score/submission", version=version)

    def appoint(self, id_: UUID, *who: Who) -> Any:
        version = self.case(self.secretary, id_)["version"]
        people = {"person_ids": [str(each.person_id) for each in who]}
        return self.send("POST", self.secretary, f"/assessments/{id_}/assessors", people, version=version)

    def mine(self, who: Who, id_: UUID) -> Any:
        return next(card for card in self.case(who, id_)["assessors"] if card["is_own"])

    def score(self, who: Who, id_: UUID, **changes: Any) -> Any:
        """Save and sign; every row that is changed gets a ground and a pointer as evidence."""
        rows = {**FULL, **{row: {**found, "ground": "现场查阅台账"} for row, found in changes.items()}}
        saved = self.send(
            "PUT", who, f"/assessments/{id_}/scores", {"rows": rows}, version=self.mine(who, id_)["version"]
        )
        assert saved.status_code == 200, saved.get_data(as_text=True)
        for row in changes:
            pointer = {"row_id": row, "word": "申报材料", "href": f"/applications/{self.code}/x"}
            added = self.send("POST", who, f"/assessments/{id_}/evidence/pointers", pointer)
            assert added.status_code == 200, added.get_data(as_text=True)
        return self.send("POST", who, f"/assessments/{id_}/scores/submission", version=self.mine(who, id_)["version"])

    def told(self, type_: str) -> list[bytes]:
        with self.place.db.read(self.code) as session:
            rows = session.execute(
                text("select body from outbox where tenant = :t and type like '%' || :type order by seq"),
                {"t": self.code, "type": type_},
            )
            return [bytes(row.body) for row in rows]


@pytest.fixture
def a_county(services: Any, databases: Any, clock: SettableClock) -> Callable[[], County]:
    """Makes a fresh county."""
    db = databases.of("assessment")
    client = services.client("assessment")

    def make() -> County:
        place = a_place(db)
        place.regulation(REGULATION)
        township = place.unit("汊河镇工会", "township")
        union = place.unit("滁东轨道部件有限公司工会", "employer_union", township)
        team = place.unit("焊接一班", "team", union)
        county = County(
            place,
            client,
            clock,
            union,
            team,
            township,
            secretary=place.person("何立言", Role.SECRETARY),
            applicant=place.person("程以宁", (Role.APPLICANT, union), at=union),
        )
        county.assessors = [place.person(name, Role.ASSESSOR) for name in ("许文静", "龚思齐", "邵玉兰")]
        return county

    return make


@pytest.fixture
def county(a_county: Callable[[], County]) -> County:
    return a_county()
