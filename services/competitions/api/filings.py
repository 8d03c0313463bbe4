"""Filings and notices by API."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from services.common.http import asking, expected_version
from services.common.http.given import now, store, today
from services.common.regulation.bounds import plain
from services.competitions.api.blueprint import blueprint
from services.competitions.api.campaigns import PREFIX, In, noted_files
from services.competitions.queries.campaigns.filings import filing_lines, notices
from services.competitions.queries.campaigns.finding import find_campaign
from services.competitions.service.campaigns import announcing, attaching, filing, noticing
from services.competitions.store import db


class FilingsIn(In):
    filing: str = Field("", max_length=64)
    state: str = Field("", max_length=20, description="owed, overdue, on_time, late, waived")


class FileIn(In):
    files: list[str] = Field(default_factory=list, max_length=20, description="已上传文件的 sha256")
    note: str = Field("", max_length=500)


class DayIn(In):
    on: date


class NoticeIn(In):
    unit_id: UUID
    kind: Literal["commend", "criticise"]
    ground: str = Field(max_length=500)


class RectifiedIn(In):
    result: str = Field(max_length=1000)


@blueprint.get(f"{PREFIX}/filings")
@blueprint.input(FilingsIn, location="query")
@blueprint.doc(summary="报送情况")
def list_filings(tenant: str, campaign_id: UUID, query_data: FilingsIn) -> Any:
    asking()
    with db.read(tenant) as session:
        rules = find_campaign(session, campaign_id).rules
        found = filing_lines(
            session, campaign_id, rules, today=today(), filing_id=query_data.filing, state=query_data.state
        )
    return {
        "rows": [
            {
                "filing": each.filing.id,
                "title": each.filing.title,
                "unit_id": str(each.row.unit_id),
                "unit_name": each.row.unit_name,
                "due_on": each.row.due_on.isoformat(),
                "filed_on": each.row.filed_on.isoformat() if each.row.filed_on else None,
                "state": str(each.state),
                "days_late": each.days_late,
                "points_lost": plain(each.points_lost),
            }
            for each in found
        ]
    }


@blueprint.post(f"{PREFIX}/filings/<filing_id>/<uuid:unit_id>")
@blueprint.input(FileIn)
@blueprint.doc(summary="报送；由报名生成的表不附文件时自动附上")
def post_filing(tenant: str, campaign_id: UUID, filing_id: str, unit_id: UUID, json_data: FileIn) -> Any:
    who = asking()
    files = noted_files(tenant, json_data.files) or attaching.attach_form(who, campaign_id, filing_id, unit_id, store())
    filing.file_document(who, campaign_id, filing_id, unit_id, files, now=now(), note=json_data.note)
    return "", 204


@blueprint.post(f"{PREFIX}/filings/<filing_id>/announcement")
@blueprint.input(DayIn)
@blueprint.doc(summary="公布另行通知的期限", description="If-Match: 活动的 version")
def post_announcement(tenant: str, campaign_id: UUID, filing_id: str, json_data: DayIn) -> Any:
    owed = announcing.announce_day(
        asking(), campaign_id, filing_id, json_data.on, expected=expected_version(), now=now()
    )
    return {"owed": owed}, 201


@blueprint.get(f"{PREFIX}/notices")
@blueprint.doc(summary="通报")
def list_notices(tenant: str, campaign_id: UUID) -> Any:
    asking()
    with db.read(tenant) as session:
        find_campaign(session, campaign_id)
        found = notices(session, campaign_id)
    return {
        "rows": [
            {
                "id": str(each.id),
                "kind": each.kind,
                "unit_id": str(each.unit_id),
                "unit_name": each.unit_name,
                "ground": each.ground,
                "rectify_by": each.rectify_by.isoformat() if each.rectify_by else None,
                "rectified_on": each.rectified_on.isoformat() if each.rectified_on else None,
                "result": each.result,
                "version": each.version,
            }
            for each in found
        ]
    }


@blueprint.post(f"{PREFIX}/notices")
@blueprint.input(NoticeIn)
@blueprint.doc(summary="通报表扬或批评")
def post_notice(tenant: str, campaign_id: UUID, json_data: NoticeIn) -> Any:
    id_ = noticing.issue_notice(asking(), campaign_id, json_data.unit_id, json_data.kind, json_data.ground, now=now())
    return {"id": str(id_)}, 201


@blueprint.post(f"{PREFIX}/notices/<uuid:notice_id>/rectification")
@blueprint.input(RectifiedIn)
@blueprint.doc(summary="报告整改情况", description="If-Match: 通报的 version")
def post_rectification(tenant: str, campaign_id: UUID, notice_id: UUID, json_data: RectifiedIn) -> Any:
    noticing.report_rectified(asking(), notice_id, json_data.result, expected=expected_version(), now=now())
    return "", 204
