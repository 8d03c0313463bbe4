"""The address under which the pages of cases stand, and what every such page asks."""

from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, redirect
from flask.typing import ResponseReturnValue

from services.common.clock import Clock
from services.common.files import Store

blueprint = Blueprint("cases", __name__, url_prefix="/applications/<tenant>")


def clock() -> Clock:
    found: Clock = current_app.extensions["clock"]
    return found


def now() -> datetime:
    return clock().now()


def store() -> Store:
    found: Store = current_app.extensions["store"]
    return found


def cursors() -> Any:
    return current_app.extensions["cursors"]


def go(tenant: str, path: str) -> ResponseReturnValue:
    """303 to another page of the service."""
    return redirect(f"/applications/{tenant}{path}", 303)
