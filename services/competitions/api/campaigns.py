"""Campaigns by API: what runs, how far each is, figures and shares. Figures are decimals written as text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from flask import Response, make_response, request
from pydantic import BaseModel, ConfigDict, Field

from services.common.errors import Invalid
from services.common.files import FileKey
from services.common.http import asking, expected_version, with_etag
from services.common.http.answering import XLSX, download
from services.common.http.given import cursors, now, store, today
from services.common.paging import cut, place_of
from services.common.regulation.bounds import plain
from services.competitions.api.blueprint import blueprint
from services.competitions.domain.campaigns.figures import Figure
from services.competitions.queries.campaigns.finding import find_campaign, list_campaigns
from services.competitions.queries.campaigns.progress import Line, Standing, standings
from services.competitions.service.campaigns import importing, keeping, publishing, reporting, sharing
from services.competitions.store import db
from services.competitions.web.typed import a_workbook, kept_files

PREFIX = "/campaigns/<uuid:campaign_id>"


class In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CursorIn(In):
    cursor: str = Field("", max_length=500)


class PublishIn(In):
    regulation: str = Field(max_length=64)
    campaign: str = Field(max_length=64)


class FigureIn(In):
    amount: Decimal = Field(max_digits=18, decimal_places=4, description="数；比率则为分子")
    whole: Decimal | None = Field(None, max_digits=18, decimal_places=4, description="比率的分母")
    files: list[str] = Field(default_factory=list, max_length=20, description="已上传文件的 sha256")

    @property
    def figure(self) -> Figure:
        return Figure(self.amount, self.whole)


class ReportIn(FigureIn):
    as_of: date
    body: str = Field("", max_length=36, description="填报单位；本级留空")
    note: str = Field("", max_length=500)


class CorrectionIn(FigureIn):
    reason: str = Field(max_length=500)


Amount = Annotated[Decimal, Field(max_digits=18, decimal_places=4)]


class SharesIn(In):
    amounts: dict[str, Amount] = Field(max_length=200, description="下级总工会代码 → 数")


class ShareIn(In):
    amount: Decimal = Field(max_digits=18, decimal_places=4)


@blueprint.get("/campaigns")
@blueprint.input(CursorIn, location="query")
@blueprint.doc(summary="竞赛活动")
def list_all(tenant: str, query_data: CursorIn) -> Any:
    place = place_of(cursors().read(tenant, query_data.cursor), UUID)
    with db.read(tenant) as session:
        found = list_campaigns(session, after=place[0] if place else None)
    rows, last = cut(found, lambda row: (row.id,))
    names = ("id", "title", "regulation", "regulation_version", "starts_on", "ends_on", "from_tenant")
    return {
        "rows": [{name: _plain(getattr(row, name)) for name in names} for row in rows],
        "next_cursor": cursors().sign(tenant, last) if last else None,
    }


@blueprint.post("/campaigns")
@blueprint.input(PublishIn)
@blueprint.doc(summary="发布活动")
def post_campaign(tenant: str, json_data: PublishIn) -> Any:
    id_ = publishing.publish_campaign(asking(), json_data.regulation, json_data.campaign, now=now())
    return {"id": str(id_)}, 201


@blueprint.get(PREFIX)
@blueprint.doc(summary="一项活动：各单位目标、进度、落后的单位")
def read_campaign(tenant: str, campaign_id: UUID) -> Any:
    asking()
    with db.read(tenant) as session:
        row = find_campaign(session, campaign_id)
        found = standings(session, row, today=today())
    said = {
        "id": str(row.id),
        "title": row.title,
        "version": row.version,
        "targets": [_standing(each) for each in found],
    }
    return with_etag(make_response(said), row.version)


@blueprint.post(f"{PREFIX}/files")
@blueprint.doc(summary="上传佐证，返回 sha256")
def post_file(tenant: str, campaign_id: UUID) -> Any:
    who = asking()
    with db.read(tenant) as session:
        find_campaign(session, campaign_id)
    chosen = request.files.get("file")
    if chosen is None or not chosen.filename:
        raise Invalid({"file": "file_to_report"}, "file_to_report")
    noted = keeping.keep_file(who, chosen.filename, chosen.stream, store(), field="file")
    return {name: noted[name] for name in ("word", "sha256", "size")}, 201


@blueprint.post(f"{PREFIX}/targets/<target_id>/figures")
@blueprint.input(ReportIn)
@blueprint.doc(summary="上报")
def post_figure(tenant: str, campaign_id: UUID, target_id: str, json_data: ReportIn) -> Any:
    id_ = reporting.report_figure(
        asking(), campaign_id, target_id, json_data.body, json_data.figure, as_of=json_data.as_of, now=now(),
        note=json_data.note, evidence=noted_files(tenant, json_data.files),
    )  # fmt: skip
    return {"id": str(id_)}, 201


@blueprint.get(f"{PREFIX}/targets/<target_id>/figures/template.xlsx")
@blueprint.doc(summary="上报模板")
def read_figures_template(tenant: str, campaign_id: UUID, target_id: str) -> Response:
    title, content = importing.template(asking(), campaign_id, target_id, on=today())
    return download(content, f"{title}上报.xlsx", XLSX)


@blueprint.post(f"{PREFIX}/targets/<target_id>/figures/import")
@blueprint.doc(
    summary="用 Excel 上报：有一行不对就一行也不收",
    description="multipart/form-data: workbook，每一行都附的佐证 proofs",
)
def post_figures_workbook(tenant: str, campaign_id: UUID, target_id: str) -> Any:
    who, (name, blob) = asking(), a_workbook("workbook")
    proofs = kept_files(who, "proofs")
    taken = importing.report_from_workbook(who, campaign_id, target_id, name, blob, now=now(), evidence=proofs)
    return {"reported": taken}, 201


@blueprint.post(f"{PREFIX}/figures/<uuid:report_id>/correction")
@blueprint.input(CorrectionIn)
@blueprint.doc(summary="更正，原数留存")
def post_correction(tenant: str, campaign_id: UUID, report_id: UUID, json_data: CorrectionIn) -> Any:
    id_ = reporting.correct_figure(
        asking(), campaign_id, report_id, json_data.figure, json_data.reason, now=now(),
        evidence=noted_files(tenant, json_data.files),
    )  # fmt: skip
    return {"id": str(id_)}, 201


@blueprint.post(f"{PREFIX}/targets/<target_id>/shares")
@blueprint.input(SharesIn)
@blueprint.doc(summary="分配给下级总工会", description="If-Match: 活动的 version")
def post_shares(tenant: str, campaign_id: UUID, target_id: str, json_data: SharesIn) -> Any:
    sharing.offer_shares(asking(), campaign_id, target_id, json_data.amounts, expected=expected_version(), now=now())
    return "", 204


@blueprint.post(f"{PREFIX}/targets/<target_id>/share")
@blueprint.input(ShareIn)
@blueprint.doc(summary="承接上级分配的任务", description="If-Match: 活动的 version")
def post_share(tenant: str, campaign_id: UUID, target_id: str, json_data: ShareIn) -> Any:
    sharing.take_on(asking(), campaign_id, target_id, json_data.amount, expected=expected_version(), now=now())
    return "", 204


def noted_files(tenant: str, hashes: list[str]) -> list[dict[str, Any]]:
    """Only what was uploaded here before."""
    for each in hashes:
        try:
            is_there = store().exists(FileKey(tenant, each))
        except ValueError:
            is_there = False
        if not is_there:
            raise Invalid({"files": "file_to_report"}, "file_to_report")
    return [{"word": each[:12], "sha256": each, "mime": "application/octet-stream"} for each in hashes]


def _standing(each: Standing) -> dict[str, Any]:
    balance = each.balance
    return {
        "id": each.target.id,
        "title": each.target.title,
        "whole": _line(each.whole) if each.whole else None,
        "bodies": [_line(line) for line in each.lines],
        "shares": {"goal": plain(balance.goal), "taken": plain(balance.taken), "short": plain(balance.short)}
        if balance
        else None,
    }


def _line(line: Line) -> dict[str, Any]:
    progress = line.progress
    return {
        "body": line.body.key,
        "name": line.body.name,
        "goal": progress.goal.phrase(),
        "amount": None if line.figure is None else plain(line.figure.amount),
        "whole": None if line.figure is None or line.figure.whole is None else plain(line.figure.whole),
        "shown": None if progress.shown is None else plain(progress.shown),
        "expected": plain(progress.expected),
        "lacking": plain(progress.lacking),
        "state": str(progress.state),
        "offered": None if line.offered is None else plain(line.offered),
        "taken": None if line.taken is None else plain(line.taken),
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | str) else str(value)
