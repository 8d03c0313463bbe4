"""What the pages take from their app: the clock, the cursors, the settings."""

from flask import request

from services.common.errors import Invalid
from services.common.http.given import cursors, now, settings, today

__all__ = ["after", "cursors", "now", "settings", "today", "words", "year"]


def after() -> str | None:
    """The cursor of the asked page."""
    return request.args.get("after")


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
