"""What the pages take from their app: the clock, the cursors, the settings."""

from datetime import date, datetime

from flask import current_app, request

from services.common.config import Settings
from services.common.errors import Invalid
from services.common.http import Parts
from services.common.paging import Cursors


def cursors() -> Cursors:
    found: Cursors = current_app.extensions["cursors"]
    return found


def after() -> str | None:
    """The cursor of the asked page."""
    return request.args.get("after")


def now() -> datetime:
    moment: datetime = current_app.extensions["clock"].now()
    return moment


def today() -> date:
    day: date = current_app.extensions["clock"].today()
    return day


def settings() -> Settings:
    parts: Parts = current_app.extensions["parts"]
    return parts.settings


def words(name: str, longest: int = 80) -> str:
    """A text of the query string, cut to what a person types."""
    return request.args.get(name, "").replace("\x00", "")[:longest]


def year(name: str = "year") -> int | None:
    """A year of the query string; None where there is none. Raises Invalid for anything else."""
    said = words(name)
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and 1900 <= int(said) <= 2200):
        raise Invalid({name: "请填四位年份，例如 2026"})
    return int(said)
