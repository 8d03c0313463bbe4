"""Activities, supervision visits and promises by API."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import Field

from services.common.http import asking, expected_version
from services.common.http.given import now, today
from services.common.regulation.bounds import plain
from services.competitions.api.blueprint import blueprint
from services.competitions.api.campaigns import PREFIX, In
from services.competitions.queries.campaigns import records
from services.competitions.queries.campaigns.bodies import own_units
from services.competitions.queries.campaigns.finding import find_campaign
from services.competitions.rules import campaigns as rules
from services.competitions.service.campaigns import recording
from services.competitions.store import db


class ActivityIn(In):
    unit_id: UUID
    kind: str = Field(max_length=40)
    title: str = Field(max_length=120)
    outcome: str = Field(max_length=40)
    held_on: date
    people: int = Field(ge=0, le=1_000_000)
    until: date | None = None
    detail: str = Field("", max_length=1000)


class OutcomeIn(In):
    outcome: str = Field(max_length=40)
    benefit: Decimal | None = Field(None, max_digits=14, decimal_places=2)


class VisitIn(In):
    body: str = Field(max_length=36, description="单位，或下级总工会代码")
    visited_on: date
    finding: str = Field(max_length=1000)
    mend_by: date | None = None


class AnswerIn(In):
    answer: str = Field(max_length=1000)


class PromiseIn(In):
    body: str = Field("", max_length=36, description="承诺单位；本级留空")
    says: str = Field(max_length=1000)


class KeptIn(In):
    result: str = Field(max_length=1000)


@blueprint.get(f"{PREFIX}/activities")
@blueprint.doc(summary="活动记录")
def list_activities(tenant: str, campaign_id: UUID) -> Any:
    asking()
    with db.read(tenant) as session:
        find_campaign(session, campaign_id)
        found = records.activities(session, campaign_id)
    names = (
        "id",
        "kind",
        "unit_id",
        "unit_name",
        "title",
        "held_on",
        "people",
        "outcome",
        "benefit",
        "until",
        "version",
    )
    return {"rows": [_row(each, names) for each in found]}


@blueprint.post(f"{PREFIX}/activities")
@blueprint.input(ActivityIn)
@blueprint.doc(summary="登记活动")
def post_activity(tenant: str, campaign_id: UUID, json_data: ActivityIn) -> Any:
    id_ = recording.record_activity(
        asking(), campaign_id, json_data.unit_id, json_data.kind, json_data.title, json_data.outcome,
        held_on=json_data.held_on, people=json_data.people, now=now(), detail=json_data.detail, until=json_data.until,
    )  # fmt: skip
    return {"id": str(id_)}, 201


@blueprint.post(f"{PREFIX}/activities/<uuid:activity_id>")
@blueprint.input(OutcomeIn)
@blueprint.doc(summary="更新活动结果", description="If-Match: 活动记录的 version")
def post_outcome(tenant: str, campaign_id: UUID, activity_id: UUID, json_data: OutcomeIn) -> Any:
    recording.move_activity(
        asking(), activity_id, json_data.outcome, benefit=json_data.benefit, expected=expected_version(), now=now()
    )
    return "", 204


@blueprint.get(f"{PREFIX}/visits")
@blueprint.doc(summary="调研督查：总工会看全部，单位看本单位的")
def list_visits(tenant: str, campaign_id: UUID) -> Any:
    who = asking()
    with db.read(tenant) as session:
        find_campaign(session, campaign_id)
        found = records.visits(session, campaign_id)
        own = {str(each.id) for each in own_units(session, who, on=today())}
    shown = [each for each in found if rules.may_export(who) or each.body in own]
    names = ("id", "body", "body_name", "visited_on", "finding", "mend_by", "solved_on", "answer", "version")
    return {"rows": [_row(each, names) for each in shown]}


@blueprint.post(f"{PREFIX}/visits")
@blueprint.input(VisitIn)
@blueprint.doc(summary="登记督查")
def post_visit(tenant: str, campaign_id: UUID, json_data: VisitIn) -> Any:
    id_ = recording.record_visit(
        asking(), campaign_id, json_data.body, json_data.finding, visited_on=json_data.visited_on,
        mend_by=json_data.mend_by, now=now(),
    )  # fmt: skip
    return {"id": str(id_)}, 201


@blueprint.post(f"{PREFIX}/visits/<uuid:visit_id>")
@blueprint.input(AnswerIn)
@blueprint.doc(summary="报告督查问题的整改情况", description="If-Match: 督查记录的 version")
def post_answer(tenant: str, campaign_id: UUID, visit_id: UUID, json_data: AnswerIn) -> Any:
    recording.solve_finding(asking(), visit_id, json_data.answer, expected=expected_version(), now=now())
    return "", 204


@blueprint.get(f"{PREFIX}/promises")
@blueprint.doc(summary="公开承诺")
def list_promises(tenant: str, campaign_id: UUID) -> Any:
    asking()
    with db.read(tenant) as session:
        find_campaign(session, campaign_id)
        found = records.promises(session, campaign_id)
    names = ("id", "body", "body_name", "says", "made_on", "is_late", "fulfil_by", "fulfilled_on", "result", "version")
    return {"rows": [_row(each, names) for each in found]}


@blueprint.post(f"{PREFIX}/promises")
@blueprint.input(PromiseIn)
@blueprint.doc(summary="公开一项承诺")
def post_promise(tenant: str, campaign_id: UUID, json_data: PromiseIn) -> Any:
    id_ = recording.make_promise(asking(), campaign_id, json_data.body, json_data.says, now=now())
    return {"id": str(id_)}, 201


@blueprint.post(f"{PREFIX}/promises/<uuid:promise_id>")
@blueprint.input(KeptIn)
@blueprint.doc(summary="报告践诺情况", description="If-Match: 承诺的 version")
def post_kept(tenant: str, campaign_id: UUID, promise_id: UUID, json_data: KeptIn) -> Any:
    recording.fulfil_promise(asking(), promise_id, json_data.result, expected=expected_version(), now=now())
    return "", 204


def _row(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    """In JSON's words; a decimal as text."""
    if isinstance(value, Decimal):
        return plain(value)
    return value if value is None or isinstance(value, bool | int | str) else str(value)
