"""A list in pages: where it goes on, and the addresses of its other pages with what was asked still in them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask import current_app, request


def after(tenant: str) -> list[str] | None:
    """The place after which this page begins. Raises Invalid bad_cursor."""
    found: list[str] | None = current_app.extensions["cursors"].read(tenant, request.args.get("cursor"))
    return found


def turns(tenant: str, asked: Sequence[str], more: Sequence[Any] | None) -> dict[str, Any]:
    """What the pager and the filters need; `asked`: the names of the filters."""
    kept = {name: request.args[name] for name in asked if request.args.get(name)}
    following = current_app.extensions["cursors"].sign(tenant, more) if more else None
    return {
        "next": "?" + urlencode({**kept, "cursor": following}) if following else None,
        "previous": "?" + urlencode(kept) if request.args.get("cursor") else None,
        "has_filter": bool(kept),
    }


def year_asked() -> int | None:
    said = request.args.get("year", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) == 4 else None


def one_of(name: str, known: Sequence[str]) -> str:
    """A filter's value, or none where the address says something else."""
    said = request.args.get(name, "")
    return said if said in known else ""
