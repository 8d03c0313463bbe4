"""The one shape of a door that writes: do it, say so, go on; what is refused is said on the same page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Response, flash, redirect
from flask.typing import ResponseReturnValue

from services.common.http.answering import trying

Faults = Mapping[str, str]
CAMPAIGN = "/campaigns/<uuid:campaign_id>"


def doing(
    act: Callable[[], object], said: str, to: str, again: Callable[[Faults], Response], *, kind: str = "ok"
) -> ResponseReturnValue:
    """`act` reads the form and calls one use case; `again` is the page with its faults."""

    def done() -> ResponseReturnValue:
        act()
        flash(said, kind)
        return redirect(to, 303)

    return trying(done, again)
