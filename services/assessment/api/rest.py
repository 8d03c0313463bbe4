"""Corrections, declared relations, log, print and export by API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app

from services.assessment import queries, service
from services.assessment.api import shapes
from services.assessment.api.blueprint import blueprint
from services.assessment.api.cases import shown
from services.assessment.domain.outcome import text
from services.assessment.seeing import look
from services.assessment.store import db
from services.common import audit
from services.common.http import asking
from services.common.http.answering import PDF, XLSX, download
from services.common.http.given import now
from services.common.paging import cut, place_of
from services.common.roles import Role


@blueprint.post("/assessments/<uuid:assessment_id>/corrections")
@blueprint.input(shapes.CorrectionIn)
@blueprint.doc(summary="申请更正已签字的分数")
def post_correction(tenant: str, assessment_id: UUID, json_data: shapes.CorrectionIn) -> Any:
    service.ask_for_correction(asking(), assessment_id, json_data.said(), json_data.reason, now=now())
    return shown(assessment_id)


@blueprint.get("/assessments/<uuid:assessment_id>/corrections")
@blueprint.output(shapes.CorrectionsOut)
@blueprint.doc(summary="更正记录，新旧分数都在")
def list_corrections(tenant: str, assessment_id: UUID) -> Any:
    who = asking()
    with db.read(who.tenant) as session:
        seen = look(session, who, assessment_id)
        rows = queries.corrections_of(session, assessment_id)
    readable = {card.source.id for card in seen.assessors if card.card is not None}
    return {
        "rows": [
            {
                "id": row.id,
                "card_id": row.card_id,
                "status": row.status,
                "reason": row.reason,
                "total_before": text(row.total_before),
                "total_after": text(row.total_after),
                "decision_reason": row.decision_reason,
            }
            for row in rows
            if row.card_id in readable
        ]
    }


@blueprint.post("/assessments/<uuid:assessment_id>/corrections/<uuid:correction_id>/decision")
@blueprint.input(shapes.DecisionIn)
@blueprint.doc(summary="批复更正")
def post_decision(tenant: str, assessment_id: UUID, correction_id: UUID, json_data: shapes.DecisionIn) -> Any:
    service.decide_on_correction(
        asking(), assessment_id, correction_id, grant=json_data.grant, reason=json_data.reason, now=now()
    )
    return shown(assessment_id)


@blueprint.get("/relations")
@blueprint.input(shapes.CursorQuery, location="query")
@blueprint.output(shapes.RelationsOut)
@blueprint.doc(summary="利害关系申明")
def list_relations(tenant: str, query_data: shapes.CursorQuery) -> Any:
    who, cursors = asking(), current_app.extensions["cursors"]
    place = place_of(cursors.read(tenant, query_data.cursor), UUID)
    sees_all = who.holds(Role.SECRETARY) or who.holds(Role.AUDITOR)
    with db.read(who.tenant) as session:
        found = queries.declared_relations(
            session, subject=None if sees_all else who.subject, after=place[0] if place else None
        )
    rows, last = cut(found, lambda row: (row.id,))
    names = ("id", "subject", "unit_id", "unit_name", "says", "declared_at")
    return {
        "rows": [{name: getattr(row, name) for name in names} for row in rows],
        "next_cursor": cursors.sign(tenant, last) if last else None,
    }


@blueprint.post("/relations")
@blueprint.input(shapes.RelationIn)
@blueprint.doc(summary="申明利害关系")
def post_relation(tenant: str, json_data: shapes.RelationIn) -> Any:
    id_ = service.declare_relation(asking(), json_data.unit_id, json_data.says, subject=json_data.subject, now=now())
    return {"id": str(id_)}, 201


@blueprint.delete("/relations/<uuid:relation_id>")
@blueprint.doc(summary="撤销申明")
def delete_relation(tenant: str, relation_id: UUID) -> Any:
    service.end_relation(asking(), relation_id, now=now())
    return "", 204


@blueprint.get("/assessments/<uuid:assessment_id>/log")
@blueprint.output(shapes.LogOut)
@blueprint.doc(summary="办理记录")
def read_log(tenant: str, assessment_id: UUID) -> Any:
    who = asking()
    with db.read(who.tenant) as session:
        seen = look(session, who, assessment_id)
        kept = audit.entries_of(session, "assessment", assessment_id) if seen.reads_log else []
    return {
        "rows": [
            {
                "number": each.seq,
                "at": each.entry.at,
                "who": each.entry.actor.name,
                "action": each.entry.action,
                "detail": dict(each.entry.detail),
                "hash": each.hash,
            }
            for each in kept
        ]
    }


@blueprint.get("/assessments/<uuid:assessment_id>/print.pdf")
@blueprint.doc(summary="按原版式打印考核评价表")
def read_print(tenant: str, assessment_id: UUID) -> Response:
    name, content = service.print_sheet(asking(), assessment_id, now=now())
    return download(content, name, PDF, inline=True)


@blueprint.get("/results.xlsx")
@blueprint.input(shapes.YearQuery, location="query")
@blueprint.doc(summary="导出成绩汇总")
def read_results(tenant: str, query_data: shapes.YearQuery) -> Response:
    content = service.export_results(asking(), query_data.year, now=now())
    return download(content, f"考核成绩汇总{query_data.year or ''}.xlsx", XLSX)
