"""The static files of the whole site: one folder, one address, cached for a year under the hash of their content."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, abort, request, send_from_directory

FOLDER = Path(__file__).parent / "static" / "pioneer"
ADDRESS = "/static/pioneer"
YEAR = 365 * 24 * 3600

static_blueprint = Blueprint("pioneer_static", __name__)


@cache
def _fingerprint(name: str) -> str:
    return sha256((FOLDER / name).read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """The address is absolute: every service's pages stand under one origin, whatever path they are mounted at."""
    return f"{ADDRESS}/{name}?v={_fingerprint(name)}"


@static_blueprint.get(f"{ADDRESS}/<path:name>")
def static_file(name: str) -> Response:
    if not (FOLDER / name).is_file():
        abort(404)
    response = send_from_directory(FOLDER, name)
    current = request.args.get("v") == _fingerprint(name)
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if current else "no-cache"
    return response
