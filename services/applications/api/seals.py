"""The image of the seal by API."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, make_response
from pydantic import Base64Bytes, BaseModel, Field

from services.applications.api.blueprint_honours import after, answer, blueprint, now, onward
from services.applications.api.case_shapes import In
from services.applications.api.meeting_shapes import ListQuery
from services.applications.models.seal import SealImageRow
from services.applications.queries import seals as queries
from services.applications.queries.honour_page import columns
from services.applications.service import seal as service
from services.applications.store import db
from services.common.http import asking

SEAL = "id sha256 width height size added_by_name added_at retired_by_name retired_at"


class SealIn(In):
    name: str = Field(min_length=1, max_length=200)
    content: Base64Bytes = Field(max_length=1_000_000)


class SealOut(BaseModel):
    id: UUID
    sha256: str
    width: int
    height: int
    size: int
    added_by_name: str
    added_at: datetime
    retired_by_name: str
    retired_at: datetime | None
    is_current: bool


class SealsOut(BaseModel):
    rows: list[SealOut]
    next_cursor: str | None


def _document(row: SealImageRow) -> dict[str, Any]:
    return {**columns(row, SEAL), "is_current": row.retired_at is None}


@blueprint.get("/seals")
@blueprint.input(ListQuery, location="query")
@blueprint.output(SealsOut)
@blueprint.doc(summary="公章图样", description="从新到旧；未停用的一枚正在使用")
def list_seals(tenant: str, query_data: ListQuery) -> Any:
    who = asking()
    with db.read(tenant) as session:
        rows, more = queries.seals(session, who, after=after(tenant, query_data.cursor))
    return {"rows": [_document(row) for row in rows], "next_cursor": onward(tenant, more)}


@blueprint.post("/seals")
@blueprint.input(SealIn)
@blueprint.doc(summary="上传公章图样", description="content 为 PNG 的 Base64；前一枚随之停用")
def post_seal(tenant: str, json_data: SealIn) -> Response:
    made = service.upload_seal(asking(), (json_data.name, bytes(json_data.content)), now=now())
    return _shown(tenant, made, 201)


def _shown(tenant: str, seal_id: UUID, status: int = 200) -> Response:
    with db.read(tenant) as session:
        row = queries.find_seal(session, asking(), seal_id)
    return answer(SealOut, _document(row), status)


@blueprint.get("/seals/<uuid:seal_id>/image.png")
@blueprint.doc(summary="公章图样的图片")
def seal_image(tenant: str, seal_id: UUID) -> Response:
    with db.read(tenant) as session:
        found = queries.image_of(queries.find_seal(session, asking(), seal_id))
    response = make_response(found.png)
    response.content_type = "image/png"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.post("/seals/<uuid:seal_id>/retirement")
@blueprint.doc(summary="停用公章图样", description="此后印制的文书留出盖章处")
def post_retirement(tenant: str, seal_id: UUID) -> Response:
    service.retire_seal(asking(), seal_id, now=now())
    return _shown(tenant, seal_id)
