"""Entries and marks by API: one by one, by workbook, form 2; a judge's sheet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request

from services.common.errors import Invalid
from services.common.files import FileRefused
from services.common.http import asking, expected_version
from services.common.http.answering import PDF, XLSX, download
from services.common.http.given import now
from services.competitions.api import contest_shapes as shapes
from services.competitions.api.blueprint import blueprint
from services.competitions.domain.contests import Taken
from services.competitions.seeing import entries_for, form_two_for, look, sheet_for
from services.competitions.service.contests import advancing, entering, importing, mark_changes, scoring
from services.competitions.service.contests.printing import form_two_pdf, form_two_workbook
from services.competitions.store import db

LONGEST = 5 * 1024 * 1024


@blueprint.get("/contests/<uuid:contest_id>/entries")
@blueprint.output(shapes.EntriesOut)
@blueprint.doc(summary="报名名单")
def list_entries(tenant: str, contest_id: UUID) -> Any:
    who = asking()
    with db.read(tenant) as session:
        rows = entries_for(session, who, look(session, who, contest_id).loaded)
    return {"rows": [shapes.EntryOut.model_validate(each, from_attributes=True).model_dump() for each in rows]}


@blueprint.post("/contests/<uuid:contest_id>/entries")
@blueprint.input(shapes.EntryIn)
@blueprint.output(shapes.IdOut, status_code=201)
@blueprint.doc(summary="报名")
def post_entry(tenant: str, contest_id: UUID, json_data: shapes.EntryIn) -> Any:
    said = entering.Entering(**json_data.model_dump(exclude={"by_self"}))
    act = entering.enter_self if json_data.by_self else entering.enter
    return {"id": act(asking(), contest_id, said, now=now())}


@blueprint.post("/contests/<uuid:contest_id>/entries/import")
@blueprint.doc(summary="用 Excel 报名：有一行不对就一行也不收", description="multipart/form-data: file")
def post_workbook(tenant: str, contest_id: UUID) -> Any:
    name, blob = uploaded()
    return {"entered": take_in(contest_id, name, blob)}, 201


def uploaded() -> tuple[str, bytes]:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Invalid({"file": "请选择填好的 .xlsx 文件。"})
    return file.filename, file.read(LONGEST + 1)


def take_in(contest_id: UUID, name: str, blob: bytes) -> int:
    try:
        return importing.enter_from_workbook(asking(), contest_id, name, blob, now=now())
    except FileRefused as refused:
        raise Invalid({"file": refused.says}) from refused


@blueprint.post("/contests/<uuid:contest_id>/entries/winners")
@blueprint.input(shapes.WinnersIn)
@blueprint.doc(summary="下级比武的晋级选手报名")
def post_winners(tenant: str, contest_id: UUID, json_data: shapes.WinnersIn) -> Any:
    return {"entered": advancing.enter_winners(asking(), contest_id, json_data.from_contest_id, now=now())}, 201


@blueprint.get("/contests/<uuid:contest_id>/entries/template.xlsx")
@blueprint.doc(summary="报名模板")
def read_template(tenant: str, contest_id: UUID) -> Response:
    title, content = importing.template(asking(), contest_id)
    return download(content, f"{title}报名.xlsx", XLSX)


@blueprint.post("/contests/<uuid:contest_id>/entries/<uuid:entry_id>/withdrawal")
@blueprint.input(shapes.WhyIn)
@blueprint.doc(summary="撤回报名", description="If-Match: 报名的 version")
def post_withdrawal(tenant: str, contest_id: UUID, entry_id: UUID, json_data: shapes.WhyIn) -> Any:
    entering.withdraw_entry(asking(), contest_id, entry_id, json_data.why, expected=expected_version(), now=now())
    return "", 204


@blueprint.get("/contests/<uuid:contest_id>/form-2")
@blueprint.output(shapes.FormTwoOut)
@blueprint.doc(summary="参赛企业汇总表（由报名生成）")
def read_form_two(tenant: str, contest_id: UUID) -> Any:
    who = asking()
    with db.read(tenant) as session:
        form = form_two_for(session, who, look(session, who, contest_id).loaded)
    return {"rows": [vars(each) for each in form.lines], "employers": form.employers, "workers": form.workers}


@blueprint.get("/contests/<uuid:contest_id>/form-2.xlsx")
@blueprint.doc(summary="参赛企业汇总表 Excel")
def read_form_two_workbook(tenant: str, contest_id: UUID) -> Response:
    name, content = form_two_workbook(asking(), contest_id, now=now())
    return download(content, f"{name}.xlsx", XLSX)


@blueprint.get("/contests/<uuid:contest_id>/form-2.pdf")
@blueprint.doc(summary="按原版式打印参赛企业汇总表")
def read_form_two_print(tenant: str, contest_id: UUID) -> Response:
    name, content = form_two_pdf(asking(), contest_id, now=now())
    return download(content, f"{name}.pdf", PDF, inline=True)


@blueprint.get("/contests/<uuid:contest_id>/marks")
@blueprint.output(shapes.MarksOut)
@blueprint.doc(summary="本人的评分表，只有工位号")
def list_marks(tenant: str, contest_id: UUID) -> Any:
    who = asking()
    with db.read(tenant) as session:
        sheet = sheet_for(session, who, look(session, who, contest_id).loaded)
    rows = [
        {
            "id": mark.id, "station": number, "part": mark.part, "points": format(mark.points, "f"),
            "taken": mark.deductions.get("taken", []), "version": mark.version,
            "is_signed": mark.signed_at is not None, "is_countersigned": mark.countersigned_at is not None,
        }
        for number, mark in sheet.marks
    ]  # fmt: skip
    numbers = {part: list(own) for part, own in sheet.numbers.items()}
    return {"stations": list(sheet.stations), "numbers": numbers, "rows": rows}


@blueprint.put("/contests/<uuid:contest_id>/marks/<int:number>/<part>")
@blueprint.input(shapes.MarkIn)
@blueprint.doc(summary="给一个工位打分", description="If-Match: 分数的 version，第一次为 0")
def put_mark(tenant: str, contest_id: UUID, number: int, part: str, json_data: shapes.MarkIn) -> Any:
    row = scoring.save_mark(
        asking(), contest_id, number, part, json_data.points, taken_of(json_data.taken),
        expected=expected_version(), finished_at=json_data.finished_at, now=now(),
    )  # fmt: skip
    return {"id": str(row.id), "version": row.version}


def taken_of(said: list[shapes.TakenIn]) -> list[Taken]:
    return [Taken(deduct_id=each.deduct_id, times=each.times, ground=each.ground) for each in said]


@blueprint.post("/contests/<uuid:contest_id>/marks/signature")
@blueprint.input(shapes.PartIn)
@blueprint.doc(summary="裁判签字")
def post_signature(tenant: str, contest_id: UUID, json_data: shapes.PartIn) -> Any:
    return {"signed": scoring.sign_marks(asking(), contest_id, json_data.part, now=now())}


@blueprint.post("/contests/<uuid:contest_id>/marks/countersignature")
@blueprint.input(shapes.PartIn)
@blueprint.doc(summary="裁判长签字")
def post_countersignature(tenant: str, contest_id: UUID, json_data: shapes.PartIn) -> Any:
    return {"signed": scoring.countersign(asking(), contest_id, json_data.part, now=now())}


@blueprint.post("/contests/<uuid:contest_id>/changes")
@blueprint.input(shapes.ChangeIn)
@blueprint.output(shapes.IdOut, status_code=201)
@blueprint.doc(summary="申请更正已签字的分数")
def post_change(tenant: str, contest_id: UUID, json_data: shapes.ChangeIn) -> Any:
    id_ = mark_changes.ask_for_change(
        asking(), contest_id, json_data.mark_id, json_data.points, taken_of(json_data.taken), json_data.reason,
        now=now(),
    )  # fmt: skip
    return {"id": id_}


@blueprint.post("/contests/<uuid:contest_id>/changes/<uuid:change_id>/decision")
@blueprint.input(shapes.GrantIn)
@blueprint.doc(summary="批复更正")
def post_change_decision(tenant: str, contest_id: UUID, change_id: UUID, json_data: shapes.GrantIn) -> Any:
    mark_changes.decide_on_change(asking(), contest_id, change_id, grant=json_data.grant, why=json_data.why, now=now())
    return "", 204
