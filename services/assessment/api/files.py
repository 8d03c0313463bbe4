"""A kept file as an answer: never rendered in the page's own origin, never cached by others."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from flask import Response, current_app, redirect

from services.assessment import service
from services.common.http import asking

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = (PDF, "image/png", "image/jpeg")


def file_response(assessment_id: UUID, evidence_id: UUID) -> Response:
    """The file's bytes, or for a pointer the way to it."""
    line, key = service.open_evidence(asking(), assessment_id, evidence_id)
    if key is None:
        return redirect(line.href, 303)  # type: ignore[return-value]
    content = current_app.extensions["store"].get(key)
    return download(content, line.word, line.mime, inline=line.mime in SHOWN)


def download(content: bytes, name: str, mime: str, *, inline: bool = False) -> Response:
    response = Response(content, content_type=mime or "application/octet-stream")
    how = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
