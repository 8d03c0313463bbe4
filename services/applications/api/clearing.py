"""Answers of offices, announced days, a return before the assessment, by API."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from services.applications.api.blueprint_cases import blueprint
from services.applications.api.case_shapes import In
from services.applications.api.cases import clock, now, shown
from services.applications.queries.announcing import days_to_announce
from services.applications.rules import cases as permits
from services.applications.service.announce_day import announce_day
from services.applications.service.clear import Answer, record_answer
from services.applications.service.send_back import send_back
from services.applications.service.shortlist import RoundKey, shortlist, waiting
from services.applications.store import db
from services.common.errors import allow
from services.common.http import asking, expected_version


class ReturnIn(In):
    stage: str = Field(max_length=40, description="退回到哪个环节")
    reason: str = Field(min_length=2, max_length=500)


class AnswerIn(In):
    office: str = Field(max_length=40)
    verdict: Literal["agree", "disagree"]
    text: str = Field(default="", max_length=1000)
    answered_on: date


class DayIn(In):
    day: date = Field(description="期限从这一天起算")


class DayOut(BaseModel):
    programme: str
    title: str
    year: int
    stage: str
    stage_title: str
    rule: str
    day: date | None
    version: int


class DaysOut(BaseModel):
    rows: list[DayOut]


@blueprint.post("/cases/<uuid:case_id>/clearances")
@blueprint.input(AnswerIn)
@blueprint.doc(summary="登记部门意见", description="各部门都没有意见的进入下一环节；If-Match 为当前版本")
def post_clearance(tenant: str, case_id: UUID, json_data: AnswerIn) -> Any:
    who, said = asking(), json_data
    answer = Answer(said.office, said.verdict, said.text, said.answered_on)
    record_answer(who, case_id, answer, expected=expected_version(), now=now())
    return shown(who, case_id)


@blueprint.post("/cases/<uuid:case_id>/return")
@blueprint.input(ReturnIn)
@blueprint.doc(summary="考核前退回补正", description="只能退到规则写明的环节；If-Match 为当前版本")
def post_return(tenant: str, case_id: UUID, json_data: ReturnIn) -> Any:
    who = asking()
    send_back(who, case_id, json_data.stage, json_data.reason, expected=expected_version(), now=now())
    return shown(who, case_id)


class RoundIn(In):
    regulation_id: str = Field(max_length=80)
    version: int = Field(ge=1, le=100_000)
    programme: str = Field(max_length=80)
    year: int = Field(ge=2000, le=2100)
    stage: str = Field(max_length=80)


class ShortlistOut(BaseModel):
    kept: list[UUID]
    left_out: list[UUID]
    says: str


class WaitingRoundOut(RoundIn):
    title: str
    rule: str
    count: int


class WaitingRoundsOut(BaseModel):
    rows: list[WaitingRoundOut]


@blueprint.get("/shortlists")
@blueprint.output(WaitingRoundsOut)
@blueprint.doc(summary="等待确定入围的各轮申报")
def list_shortlists(tenant: str) -> Any:
    allow(permits.may_open_assessments(asking()), "may_not_open")
    with db.read(tenant) as session:
        return {
            "rows": [
                {**vars(each.key), "title": each.title, "rule": each.rule, "count": each.count}
                for each in waiting(session)
            ]
        }


@blueprint.post("/shortlists")
@blueprint.input(RoundIn)
@blueprint.output(ShortlistOut)
@blueprint.doc(summary="确定入围", description="一轮申报中按规则取前几名，其余办结")
def post_shortlist(tenant: str, json_data: RoundIn) -> Any:
    said = json_data
    key = RoundKey(said.regulation_id, said.version, said.programme, said.year, said.stage)
    return vars(shortlist(asking(), key, now=now()))


@blueprint.get("/days")
@blueprint.output(DaysOut)
@blueprint.doc(summary="须另行通知的日期")
def list_days(tenant: str) -> Any:
    allow(permits.may_announce_days(asking()), "may_not_announce")
    with db.read(tenant) as session:
        return {"rows": [vars(each) for each in days_to_announce(session, today=clock().today())]}


@blueprint.put("/programmes/<programme>/rounds/<int:year>/days/<stage>")
@blueprint.input(DayIn)
@blueprint.output(DaysOut)
@blueprint.doc(summary="另行通知日期", description="一个环节的期限从这一天起算；If-Match 是这一行的 version")
def put_day(tenant: str, programme: str, year: int, stage: str, json_data: DayIn) -> Any:
    announce_day(asking(), programme, year, stage, json_data.day, expected=expected_version(), now=now())
    with db.read(tenant) as session:
        return {"rows": [vars(each) for each in days_to_announce(session, today=clock().today())]}
