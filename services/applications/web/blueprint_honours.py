"""The addresses under which the pages of meetings and honours stand, and what every such page asks."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, current_app, make_response, request

from services.common.errors import Invalid
from services.common.web import page

blueprint = Blueprint("honours", __name__, url_prefix="/applications/<tenant>")


def now() -> datetime:
    found: datetime = current_app.extensions["clock"].now()
    return found


def shown(template: str, status: int = 200, **values: Any) -> Response:
    response: Response = page(f"applications/{template}", **values)
    response.status_code = status
    return response


def day_said(name: str, says: str) -> date:
    """A day of the form. Raises Invalid at the field."""
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        raise Invalid({name: says}) from None


def number_said(name: str) -> int:
    """A whole number of the form; 0, which nothing has, for anything else."""
    said = request.form.get(name, "").strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0


def uploads(name: str) -> list[tuple[str, bytes]]:
    """The files that were really chosen."""
    return [(each.filename, each.read()) for each in request.files.getlist(name) if each.filename]


def pdf(content: bytes, name: str) -> Response:
    response = make_response(content)
    response.content_type = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
