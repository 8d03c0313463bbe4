"""The archive page of a case: the whole way, why it is where it is, all documents; prints as one dossier (A7)."""

from typing import Any
from uuid import UUID

from flask import Response, redirect
from flask.typing import ResponseReturnValue

from services.applications import given
from services.applications.papers import printed
from services.applications.queries.archive import Archive, load_archive
from services.applications.queries.case_page import load_page
from services.applications.store import db
from services.applications.web import case_view as view
from services.applications.web.archive_sheet import dossier_sheet
from services.applications.web.blueprint_honours import blueprint, now, pdf, shown
from services.applications.words import ACTIONS
from services.applications.words import honours as words
from services.common import audit
from services.common.documents import case_dossier
from services.common.http import asking
from services.common.principal import Principal
from services.common.roles import Role


def load(who: Principal, case_id: UUID) -> Archive:
    with db.read(who.tenant) as session:
        return load_archive(session, who, load_page(session, who, case_id))


@blueprint.get("/archive/<uuid:case_id>")
def archive(tenant: str, case_id: UUID) -> Response:
    found = load(asking(), case_id)
    page = found.page
    return shown(
        "archive.html",
        case=page.application,
        rules=page.rules,
        state=view.state(page),
        why=view.why(page),
        rungs=view.rungs(page),
        opinions=view.opinions(page),
        hearings=view.hearings(page),
        files=view.files(page),
        decided=found.decided,
        notice=found.notice,
        objections=found.objections,
        honour=found.honour,
        words=words,
        log=[_entry(each) for each in found.log],
        is_unbroken=found.is_unbroken,
    )


def _entry(kept: Any) -> dict[str, Any]:
    entry = kept.entry
    said = ACTIONS.get(entry.action, entry.action)
    return {"at": entry.at, "who": entry.actor.name, "did": said, "number": kept.seq, "hash": kept.hash}


@blueprint.get("/archive/<uuid:case_id>/dossier.pdf")
def dossier_file(tenant: str, case_id: UUID) -> Response:
    return pdf(dossier_bytes(asking(), case_id), "dossier")


def dossier_bytes(who: Principal, case_id: UUID) -> bytes:
    """Each print with personal values in full is in the log (rule 8)."""
    found = load(who, case_id)
    in_full = "reveal" in found.page.may
    if in_full:
        with db.transaction(who.tenant) as session:
            audit.record(session, who, "printed", "application", case_id, at=now(), what="dossier")
    may_read = who.holds_everywhere(Role.SUPERVISOR)
    sheet = dossier_sheet(found, in_full=in_full, with_objections=may_read, origin=given.origin(), now=now())
    return printed(case_dossier, sheet)


@blueprint.get("/notices/<uuid:notice_id>")
def notice_of_case(tenant: str, notice_id: UUID) -> ResponseReturnValue:
    """The notice is public; there is one page of it."""
    asking()
    return redirect(f"/applications/{tenant}/public/notices/{notice_id}", 303)
