"""A kept file as an answer."""

from __future__ import annotations

from uuid import UUID

from flask import Response, current_app, redirect

from services.assessment import service
from services.common.http import asking
from services.common.http.answering import PDF, download

SHOWN = (PDF, "image/png", "image/jpeg")


def file_response(assessment_id: UUID, evidence_id: UUID) -> Response:
    """The file's bytes, or for a pointer the way to it."""
    line, key = service.open_evidence(asking(), assessment_id, evidence_id)
    if key is None:
        return redirect(line.href, 303)  # type: ignore[return-value]
    content = current_app.extensions["store"].get(key)
    return download(content, line.word, line.mime, inline=line.mime in SHOWN)
