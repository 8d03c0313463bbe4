"""The address under which the pages of dossiers and forwarding stand."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, current_app, redirect
from flask.typing import ResponseReturnValue

from services.common.web import page

blueprint = Blueprint("dossiers", __name__, url_prefix="/applications/<tenant>")


def now() -> datetime:
    found: datetime = current_app.extensions["clock"].now()
    return found


def shown(template: str, status: int = 200, **values: Any) -> Response:
    response: Response = page(f"applications/{template}", **values)
    response.status_code = status
    return response


def go(tenant: str, path: str) -> ResponseReturnValue:
    """303 to another page of the service."""
    return redirect(f"/applications/{tenant}/{path}", 303)
