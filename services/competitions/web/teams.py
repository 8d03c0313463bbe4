"""A team's certificate."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from services.common.http import asking
from services.common.http.answering import PDF, download
from services.common.http.given import settings
from services.competitions.service.contests.printing import team_certificate_pdf
from services.competitions.web.blueprint import blueprint


@blueprint.get("/contests/<uuid:contest_id>/certificates/teams/<uuid:unit_id>.pdf")
def team_certificate(tenant: str, contest_id: UUID, unit_id: UUID) -> Response:
    name, content = team_certificate_pdf(asking(), contest_id, unit_id, origin=settings().origin)
    return download(content, name, PDF, inline=True)
