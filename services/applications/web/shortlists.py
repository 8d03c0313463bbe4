"""Which of those who wait at a stage go on (入围)."""

from flask import Response, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications.rules import cases as permits
from services.applications.service.shortlist import RoundKey, shortlist, waiting
from services.applications.store import db
from services.applications.web.blueprint_cases import blueprint, go, now
from services.common.errors import NotFound, allow
from services.common.http import asking
from services.common.web import page


@blueprint.get("/shortlists")
def shortlists(tenant: str) -> Response:
    allow(permits.may_open_assessments(asking()), "may_not_open")
    with db.read(tenant) as session:
        rows = waiting(session)
    return page("applications/shortlists.html", rows=rows)


@blueprint.post("/shortlists")
def make_shortlist(tenant: str) -> ResponseReturnValue:
    form = request.form
    version, year = form.get("version_", ""), form.get("year", "")
    if not all(each.isascii() and each.isdigit() and len(each) < 7 for each in (version, year)):
        raise NotFound("not_found")
    key = RoundKey(
        form.get("regulation_id", ""), int(version), form.get("programme", ""), int(year), form.get("stage", "")
    )
    done = shortlist(asking(), key, now=now())
    flash(_("入围 %(kept)s 个，未入围 %(left)s 个", kept=len(done.kept), left=len(done.left_out)), "ok")
    return go(tenant, "/shortlists")
