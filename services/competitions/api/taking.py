"""Lists of a contest to take away, by API."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from services.common.http import asking
from services.common.http.answering import XLSX, download
from services.common.http.given import now
from services.competitions.api.blueprint import blueprint
from services.competitions.service.contests import taking


@blueprint.get("/contests/<uuid:contest_id>/entries.xlsx")
@blueprint.doc(summary="报名名单 Excel")
def read_entries_workbook(tenant: str, contest_id: UUID) -> Response:
    title, content = taking.entries_workbook(asking(), contest_id, now=now())
    return download(content, f"{title}.xlsx", XLSX)


@blueprint.get("/contests/<uuid:contest_id>/results.xlsx")
@blueprint.doc(summary="名次 Excel")
def read_results_workbook(tenant: str, contest_id: UUID) -> Response:
    title, content = taking.results_workbook(asking(), contest_id, now=now())
    return download(content, f"{title}.xlsx", XLSX)
