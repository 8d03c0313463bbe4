"""Exceptions from rules that hold in principle by API."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from services.applications.api.blueprint_cases import blueprint
from services.applications.api.case_shapes import In
from services.applications.api.cases import now
from services.applications.queries.case import find_case
from services.applications.queries.exceptions import exceptions_of, find_exception
from services.applications.service import rule_exception
from services.applications.store import db
from services.common.http import asking, expected_version


class AskIn(In):
    rule: str = Field(max_length=64, description="规则里“原则上”一条的代号")
    records: dict[str, str] = Field(max_length=10, description="须记录的事项：内容")


class DecideIn(In):
    agreed: bool


class ExceptionOut(BaseModel):
    id: UUID
    rule_id: str
    rule: str
    status: str
    records: list[tuple[str, str]]
    signer_names: list[str]
    version: int


class ExceptionsOut(BaseModel):
    rows: list[ExceptionOut]


@blueprint.get("/cases/<uuid:case_id>/exceptions")
@blueprint.output(ExceptionsOut)
@blueprint.doc(summary="一份申报的例外申请")
def list_exceptions(tenant: str, case_id: UUID) -> Any:
    with db.read(tenant) as session:
        case = find_case(session, asking(), case_id)
        return {"rows": [vars(each) for each in exceptions_of(session, case.application)]}


@blueprint.post("/cases/<uuid:case_id>/exceptions")
@blueprint.input(AskIn)
@blueprint.output(ExceptionOut, status_code=201)
@blueprint.doc(summary="提出例外申请")
def post_exception(tenant: str, case_id: UUID, json_data: AskIn) -> Any:
    who = asking()
    asked = rule_exception.ask(who, case_id, json_data.rule, json_data.records, now=now())
    return _one(tenant, asked.id)


@blueprint.post("/exceptions/<uuid:exception_id>/decision")
@blueprint.input(DecideIn)
@blueprint.output(ExceptionOut)
@blueprint.doc(summary="决定例外申请", description="If-Match 为例外申请的版本；规则要求几人，就由几人先后同意")
def post_exception_decision(tenant: str, exception_id: UUID, json_data: DecideIn) -> Any:
    rule_exception.decide(asking(), exception_id, agreed=json_data.agreed, expected=expected_version(), now=now())
    return _one(tenant, exception_id)


def _one(tenant: str, exception_id: UUID) -> dict[str, Any]:
    with db.read(tenant) as session:
        return vars(find_exception(session, asking(), exception_id).asked)
