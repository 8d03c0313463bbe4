"""What a judge typed, as values; what the rules refuse is said at the field where it was typed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from typing import Final

from flask import request
from flask_babel import gettext as _

from services.common.errors import DomainError, Invalid
from services.common.regulation.contest_parts import ContestPart
from services.competitions.domain.contests import Taken

POINTS: Final = ("points_beyond_marks", "points_too_fine")


def points_in(name: str) -> Decimal:
    try:
        found = Decimal(request.form.get(name, "").strip())
    except InvalidOperation as wrong:
        raise Invalid({name: _("请填数字，例如 96.40")}) from wrong
    if not found.is_finite() or abs(found) > 100_000:
        raise Invalid({name: _("请填数字，例如 96.40")})
    return found


def taken_in(part: ContestPart) -> list[Taken]:
    """How often each ground was seen; what was not seen is left empty."""
    found = []
    for each in part.deduct:
        times = request.form.get(f"times-{each.id}", "").strip()
        if not times or times == "0":
            continue
        if not (times.isascii() and times.isdigit() and len(times) < 4):
            raise Invalid({f"times-{each.id}": _("请填次数，例如 1")})
        ground = request.form.get(f"ground-{each.id}", "")[:200]
        found.append(Taken(deduct_id=each.id, times=int(times), ground=ground))
    return found


@contextmanager
def at_field(part: ContestPart) -> Iterator[None]:
    """A rule's refusal of a mark, raised again as a fault of the field that it speaks of."""
    try:
        yield
    except DomainError as refused:
        name = _field(part, refused)
        if name is None:
            raise
        raise Invalid({name: refused.says}, refused.code) from refused


def _field(part: ContestPart, refused: DomainError) -> str | None:
    if refused.code in POINTS:
        return "points"
    if refused.code == "deduction_without_ground":
        return next((f"ground-{each.id}" for each in part.deduct if each.title == refused.facts["title"]), None)
    return None
