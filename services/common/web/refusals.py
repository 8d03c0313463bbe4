"""The pages of a refusal: what happened, which rule says so, what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, make_response, render_template

PAGES = frozenset({400, 401, 403, 404, 409, 410, 412, 413, 422, 429, 500, 503})


def error_page(
    status: int,
    *,
    detail: object = None,
    rule: object = None,
    next_steps: Sequence[object] = (),
    faults: Mapping[str, object] | None = None,
    differences: Sequence[Mapping[str, object]] = (),
    trace_id: str | None = None,
    back: str | None = None,
    retry_after: int | None = None,
) -> Response:
    """One page for each status.

    detail: a sentence for this very case. rule: the name of the rule that refused (403, 409).
    faults: field → sentence (422). differences: label, mine, theirs for each field that two people changed (412).
    A status without a page of its own is shown as 400 or 500, and keeps its number.
    """
    template = status if status in PAGES else (400 if status < 500 else 500)
    values: dict[str, Any] = {
        "status": status, "detail": detail, "rule": rule, "next_steps": next_steps, "faults": faults or {},
        "differences": differences, "trace_id": trace_id, "back": back, "retry_after": retry_after,
    }  # fmt: skip
    response = make_response(render_template(f"errors/{template}.html", **values), status)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response
