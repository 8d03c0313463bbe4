"""The address under which the API of meetings and honours stands, and what its modules share."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from apiflask import APIBlueprint
from flask import Response, current_app, make_response
from pydantic import BaseModel

from services.common.http import with_etag

blueprint = APIBlueprint("honours_api", __name__, url_prefix="/api/v1/tenants/<tenant>/applications", tag="荣誉")


def now() -> datetime:
    found: datetime = current_app.extensions["clock"].now()
    return found


def after(tenant: str, cursor: str | None) -> list[str] | None:
    found: list[str] | None = current_app.extensions["cursors"].read(tenant, cursor)
    return found


def onward(tenant: str, more: Sequence[Any] | None) -> str | None:
    """The cursor of the next page, where there is one."""
    return current_app.extensions["cursors"].sign(tenant, more) if more else None


def answer(shape: type[BaseModel], document: Any, status: int = 200, *, version: int | None = None) -> Response:
    body = shape.model_validate(document).model_dump(mode="json")
    response = make_response(body, status)
    return with_etag(response, version) if version is not None else response


def pdf(content: bytes, name: str) -> Response:
    response = make_response(content)
    response.content_type = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
