"""Replay by the gRPC door, with the real assessment behind it: the named cases move, nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
import pytest
from pioneer.applications.v1 import applications_service_pb2 as messages
from pioneer.assessment.v1 import assessment_service_pb2 as asked
from pioneer.assessment.v1 import events_pb2
from sqlalchemy import text

from services.applications.rpc import Applications
from services.applications.service import assess
from services.assessment.frozen import freeze
from services.assessment.models import AssessmentRow, CardRow
from services.assessment.rpc import Assessments
from services.common.clock import SettableClock
from services.common.db import Database
from services.common.errors import DomainError, NotFound
from services.common.files import ObstoreStore
from services.common.ids import new_id
from services.common.regulation import Regulation, read
from tests.conftest import NOW, Services
from tests.factories import REGULATIONS
from tests.integration.applications.assessment_stand_in import Assessment, _Channel
from tests.integration.applications.case_world import a_world
from tests.integration.applications.honour_world import PROGRAMME, HonourWorld, an_honour_world

TEXT = (REGULATIONS / "laian-worker-pioneer.yaml").read_text(encoding="utf-8")
LINE = "        pass: {at_least: 90}\n        may_return_to"
FULL: dict[str, Any] = {
    "documents": {"pieces": dict.fromkeys(("上级文件", "本级计划", "活动情况", "总结"), True)},
    "activities": {"pieces": dict.fromkeys(("培训", "“五小”活动", "评比"), True)},
    "effect": {"measures": {"awareness": "100", "participation": "100", "satisfaction": "95"}},
    "summary": {"pieces": {"文字": True, "图片": True}},
    **{f"wall_{name}": {"present": True} for name in ("group", "post", "members", "slogan", "promise", "phone")},
}


class Answering:
    """The assessment service's own servicer, asked without a wire between."""

    def __init__(self, clock: SettableClock) -> None:
        self.servicer = Assessments(clock)

    def channel(self, _service: str) -> Any:
        return _Channel()

    def call(self, method: str, request: Any, *, seconds: float) -> Any:
        assert method.endswith("/Rescore"), method
        return self.servicer.Rescore(request, None)


@dataclass
class Year:
    """A county with closed cases, and their findings in the assessment service."""

    honours: HonourWorld
    assessment_db: Database
    clock: SettableClock

    def found(self, case_id: UUID, lacking: int) -> None:
        """The completed assessment of a case, with so many documents missing: 5 points each."""
        case, tenant = self.honours.case(case_id), self.honours.tenant
        pieces = {name: place >= lacking for place, name in enumerate(FULL["documents"]["pieces"])}
        findings = FULL | {"documents": {"pieces": pieces, "ground": "查阅台账"}}
        regulation = read(TEXT).regulation
        assert regulation is not None
        assert case.assessment_id is not None
        with self.assessment_db.transaction(tenant) as session:
            session.add(
                AssessmentRow(
                    tenant=tenant, id=case.assessment_id, object_type="application", object_id=str(case_id), round=1,
                    year=2025, regulation_id=case.regulation_id, regulation_version=1, sheet_id="four-level-2018",
                    sheet=freeze(regulation.document, "four-level-2018"), title="工人先锋号 2025", subject_name="甲",
                    subject_path="", answering_path="", self_score_required=False, assessors_at_least=1, asked_by="",
                    opened_at=NOW, status="completed", version=1, score=case.score, passed=True, completed_at=NOW,
                    gap=Decimal(0),
                )
            )  # fmt: skip
            session.flush()
            session.add(
                CardRow(
                    tenant=tenant, id=new_id(), assessment_id=case.assessment_id, kind="assessor", number=1,
                    subject="s", name="许文静", findings=orjson.loads(orjson.dumps(findings)), digest="", version=1,
                    total=case.score, submitted_at=NOW, withdrawn_reason="",
                )
            )  # fmt: skip

    def refused(self, name: str, score: str) -> UUID:
        """A team whose assessment was below the line."""
        world = self.honours.world
        case = world.recommended(now=NOW, team=world.a_team(name))
        assess.open_assessments(
            self.honours.who(world.secretary, NOW),
            PROGRAMME,
            2025,
            self.honours.assessment,
            now=NOW,  # type: ignore[arg-type]
        )
        said = events_pb2.AssessmentCompleted(
            assessment_id=str(self.honours.case(case.id).assessment_id), object_type="application",
            object_id=str(case.id), score=score, passed=False, pass_line="90", explanation="{}",
        )  # fmt: skip
        with world.db.transaction(self.honours.tenant) as session:
            assess.take_result(session, said, now=NOW)
        return case.id

    def draft(self, *changes: tuple[str, str]) -> Regulation:
        changed = TEXT.replace('tenant: "341122"', f'tenant: "{self.honours.tenant}"')
        for old, new in changes:
            assert changed.count(old) == 1, old
            changed = changed.replace(old, new)
        checked = read(changed)
        assert checked.regulation is not None, checked.faults
        return checked.regulation

    def replayed(self, *changes: tuple[str, str], year: int = 2025) -> messages.ReplayResponse:
        document = orjson.dumps(self.draft(*changes).to_document(), default=str).decode()
        request = messages.ReplayRequest(tenant=self.honours.tenant, document=document, year=year)
        servicer = Applications(self.clock, Answering(self.clock))  # type: ignore[arg-type]
        answer: messages.ReplayResponse = servicer.Replay(request, None)
        return answer

    def would(self, *changes: tuple[str, str]) -> dict[str, str]:
        return {each.subject_name: each.would for each in self.replayed(*changes).cases}

    def rows(self) -> dict[str, tuple[int, int]]:
        tables = [(self.honours.world.db, name) for name in ("application", "outbox", "log_entry", "idempotency_key")]
        tables += [(self.assessment_db, name) for name in ("assessment", "score_card", "outbox", "log_entry")]
        found = {}
        for place, (database, name) in enumerate(tables):
            with database.read(self.honours.tenant) as session:
                asked = text(f"select count(*), max(xmin::text::bigint) from {name} where tenant = :t")
                number, latest = session.execute(asked, {"t": self.honours.tenant}).one()
                found[f"{place} {name}"] = (number, latest)
        return found


@pytest.fixture
def year(honours: HonourWorld, services: Services, clock: SettableClock) -> Year:
    """甲 100, 乙 95 and 丙 90 were honoured, 丁 85 was not."""
    made = Year(honours, services.databases.of("assessment"), clock)
    fourth = made.refused("丁班", "85.00")
    _notice, cases = honours.publicised(["甲班", "乙班", "丙班"], now=NOW)
    with honours.world.db.transaction(honours.tenant) as session:
        # Their scores as the findings below make them; the meeting saw the same list.
        for case, score in zip(cases, ("100.00", "95.00", "90.00"), strict=True):
            session.execute(
                text("update application set score = :s, status = 'conferred' where tenant = :t and id = :id"),
                {"t": honours.tenant, "id": case.id, "s": Decimal(score)},
            )
    for lacking, case_id in enumerate([*(case.id for case in cases), fourth]):
        made.found(case_id, lacking)
    return made


def to(line: str) -> tuple[str, str]:
    return LINE, LINE.replace("{at_least: 90}", line)


def test_a_changed_line_moves_exactly_the_named_cases_and_writes_nothing(year: Year) -> None:
    before = year.rows()

    assert year.would() == {"甲班": "won", "乙班": "won", "丙班": "won", "丁班": "lost"}
    assert year.would(to("{at_least: 95}")) == {"甲班": "won", "乙班": "won", "丙班": "lost", "丁班": "lost"}
    assert year.would(to("{over: 95}")) == {"甲班": "won", "乙班": "lost", "丙班": "lost", "丁班": "lost"}
    assert year.would(to("{at_least: 85}")) == {"甲班": "won", "乙班": "won", "丙班": "won", "丁班": "won"}
    assert year.would(to("{at_least: 85.01}")) == {"甲班": "won", "乙班": "won", "丙班": "won", "丁班": "lost"}

    assert year.rows() == before


def test_a_changed_sheet_is_scored_anew_from_what_was_found(year: Year) -> None:
    made = year.replayed(("{per_missing: 5, of: [上级文件", "{per_missing: 6, of: [上级文件"))

    cases = sorted(made.cases, key=lambda each: each.score.rjust(6), reverse=True)
    assert [(each.subject_name, each.score, each.would_score, each.would) for each in cases] == [
        ("甲班", "100.00", "100.00", "won"),
        ("乙班", "95.00", "94.00", "won"),
        ("丙班", "90.00", "88.00", "lost"),
        ("丁班", "85.00", "82.00", "lost"),
    ]
    assert list(cases[2].reasons) == ["考核分 88.00，合格应不低于 90 分"]
    assert (made.left_out, list(made.dropped_programmes)) == (0, [])


def test_a_row_that_nobody_looked_at_leaves_it_open(year: Year) -> None:
    made = year.replayed(("{id: wall_phone, title: 监督电话", "{id: wall_box, title: 意见箱"))

    assert {each.subject_name: each.would for each in made.cases} == {
        "甲班": "open", "乙班": "open", "丙班": "open", "丁班": "open",
    }  # fmt: skip
    assert list(made.cases[0].reasons) == ["“意见箱”当时没有可用的记录，不能按新表计分"]


def test_places_go_by_the_order_of_the_draft(year: Year) -> None:
    places = ("    quota: none ", "    quota: {total: 2, tie: share} ")

    assert year.would(places) == {"甲班": "won", "乙班": "won", "丙班": "lost", "丁班": "lost"}


@pytest.mark.parametrize(("share", "third"), [("40%", "lost"), ("60%", "won")])
def test_places_follow_the_size_of_who_recommended(year: Year, share: str, third: str) -> None:
    """Four were submitted by one township: 1.6 rounded up are two places, 2.4 are three."""
    rule = f"{{per_recommender: {{share: {share}, of: applicants, rounding: up}}, tie: share}}"

    found = year.would(("    quota: none ", f"    quota: {rule} "))

    assert found == {"甲班": "won", "乙班": "won", "丙班": third, "丁班": "lost"}


def test_the_neighbour_s_cases_and_another_year_s_are_not_counted(
    year: Year, services: Services, clock: SettableClock
) -> None:
    world = a_world(services.databases.of("applications"), ObstoreStore.at(str(services.folder)))
    neighbour = an_honour_world(world, Assessment())
    neighbour.publicised(["邻班"], now=NOW)
    with world.db.transaction(world.tenant) as session:
        session.execute(text("update application set status = 'conferred' where tenant = :t"), {"t": world.tenant})

    own = year.replayed()
    theirs = Year(neighbour, year.assessment_db, clock).replayed()

    assert {each.subject_name for each in own.cases} == {"甲班", "乙班", "丙班", "丁班"}
    assert [(each.subject_name, each.would) for each in theirs.cases] == [("邻班", "won")]
    assert list(year.replayed(year=2024).cases) == []


def test_a_draft_of_another_tenant_is_not_replayed(year: Year) -> None:
    document = orjson.dumps(year.draft().to_document(), default=str).decode().replace(year.honours.tenant, "341122")

    with pytest.raises(NotFound):
        Applications(year.clock, None).Replay(
            messages.ReplayRequest(tenant=year.honours.tenant, document=document, year=2025), None
        )


@pytest.mark.parametrize("text_", ["", "null", "[]", "{}", "1", '{"regulation": 1}', "x" * 1000])
def test_a_text_that_is_no_regulation_is_refused(clock: SettableClock, text_: str) -> None:
    """The gRPC door answers a ValueError as INVALID_ARGUMENT."""
    request = messages.ReplayRequest(tenant="341122", document=text_, year=2025)

    with pytest.raises(ValueError, match="."):
        Applications(clock, None).Replay(request, None)


@pytest.mark.parametrize("text_", ["", "null", "[]", "{}", "1", '{"sheets": {"s": 1}}', '{"sheets": [1]}', "x" * 1000])
def test_a_text_without_the_sheet_is_refused(clock: SettableClock, text_: str) -> None:
    request = asked.RescoreRequest(tenant="341122", document=text_, sheet_id="s")

    with pytest.raises((NotFound, DomainError)):
        Assessments(clock).Rescore(request, None)


def test_no_more_than_two_hundred_are_scored_anew_at_once(year: Year) -> None:
    document = orjson.dumps(year.draft().to_document(), default=str).decode()
    question = {"tenant": year.honours.tenant, "document": document, "sheet_id": "four-level-2018"}
    many = [str(new_id()) for _ in range(201)]

    assert (
        list(
            Assessments(year.clock).Rescore(asked.RescoreRequest(**question, assessment_ids=many[:200]), None).rescored
        )
        == []
    )
    with pytest.raises(DomainError):
        Assessments(year.clock).Rescore(asked.RescoreRequest(**question, assessment_ids=many), None)


def test_an_assessment_of_the_neighbour_is_not_rescored(year: Year, services: Services) -> None:
    mine = [str(case.assessment_id) for case in map(year.honours.case, _ids(year))]
    document = orjson.dumps(year.draft().to_document(), default=str).decode()
    question = {"document": document, "sheet_id": "four-level-2018", "assessment_ids": mine}

    own = Assessments(year.clock).Rescore(asked.RescoreRequest(tenant=year.honours.tenant, **question), None)
    other = Assessments(year.clock).Rescore(asked.RescoreRequest(tenant="990099", **question), None)

    assert sorted(each.score for each in own.rescored) == ["100.00", "85.00", "90.00", "95.00"]
    assert list(other.rescored) == []


def _ids(year: Year) -> list[UUID]:
    with year.honours.world.db.read(year.honours.tenant) as session:
        return list(session.scalars(text("select id from application where tenant = :t"), {"t": year.honours.tenant}))
