"""How every door answers what is no page: a file that is given out, a form that was refused and comes again."""

from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import quote

from flask import Response
from flask.typing import ResponseReturnValue

from services.common.errors import ChangedMeanwhile, DomainError, Invalid

PDF: Final = "application/pdf"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(content: bytes, name: str, mime: str, *, inline: bool = False) -> Response:
    """A file: never rendered in the page's own origin, never cached by others."""
    response = Response(content, content_type=mime or "application/octet-stream")
    how = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def trying(
    act: Callable[[], ResponseReturnValue], again: Callable[[Mapping[str, str]], Response]
) -> ResponseReturnValue:
    """Do it; what a rule refuses is said on the same form, with what was typed. 422 for input, 409 for a rule.

    412 where somebody saved meanwhile: the page shows what holds now beside what was typed.
    """
    try:
        return act()
    except Invalid as refused:
        response = again(refused.faults)
        response.status_code = refused.status
    except (DomainError, ChangedMeanwhile) as refused:
        response = again({"": refused.says})
        response.status_code = refused.status
    return response
