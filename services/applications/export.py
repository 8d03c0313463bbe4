"""The list of cases as a workbook: the same filter and the same policy as the list, and an entry in the log."""

from datetime import datetime
from typing import Any

from flask import Response
from flask_babel import gettext as _

from services.applications import files
from services.applications.domain import Status
from services.applications.queries.cases import EXPORT_AT_MOST, CaseLine, Filter, list_cases
from services.applications.service.moves import OBJECT
from services.applications.store import db
from services.applications.words.cases import STAGES, STATUSES
from services.common import audit
from services.common.clock import day_of
from services.common.principal import Principal
from services.common.spreadsheet import Column, ColumnKind, write_table


def columns() -> list[Column]:
    return [
        Column("number", _("编号"), width=16),
        Column("honour", _("荣誉称号"), width=16),
        Column("year", _("年度"), kind=ColumnKind.INTEGER, width=8),
        Column("full_name", _("申报对象"), width=40),
        Column("union_name", _("申报工会"), width=32),
        Column("reviewing_name", _("审核工会"), width=28),
        Column("stage", _("环节"), width=14),
        Column("status", _("状态"), width=14),
        Column("rank", _("推荐名次"), kind=ColumnKind.INTEGER, width=10),
        Column("score", _("考核分"), kind=ColumnKind.DECIMAL, width=10),
        Column("submitted", _("提交日期"), kind=ColumnKind.DATE, width=14),
    ]


def export_cases(who: Principal, wanted: Filter, *, now: datetime) -> Response:
    with db.transaction(who.tenant) as session:
        lines, _more = list_cases(session, who, wanted, size=EXPORT_AT_MOST)
        audit.record(session, who, "exported", OBJECT, "list", at=now, rows=len(lines))
    content = write_table(columns(), [_row(line) for line in lines], title=_("申报名单"), sheet_name=_("申报名单"))
    return files.named(content, _("申报名单.xlsx"), files.XLSX)


def _row(line: CaseLine) -> dict[str, Any]:
    said = {name: getattr(line, name) for name in ("number", "honour", "year", "full_name", "union_name")}
    return {
        **said,
        "reviewing_name": line.reviewing_name,
        "stage": str(STAGES.get(line.stage, line.stage)),
        "status": str(STATUSES[Status(line.status)]),
        "rank": line.rank,
        "score": line.score,
        "submitted": day_of(line.submitted_at) if line.submitted_at else None,
    }
