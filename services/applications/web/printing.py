"""The application form as PDF in the notice's own layout (B8 form 1)."""

from uuid import UUID

from flask import Response, current_app, request
from flask_babel import gettext as _

from services.applications import files
from services.applications.domain.print_form import rows_of
from services.applications.queries.case import SignedOpinion
from services.applications.queries.case_page import CasePage, load_page, masked_form, personal_ids
from services.applications.service.moves import OBJECT
from services.applications.store import db
from services.applications.web.blueprint_cases import blueprint, now
from services.common import audit
from services.common.clock import day_of
from services.common.documents import ApplicationFormSheet, MissingGlyph, OpinionBox, Tail, application_form
from services.common.errors import DomainError, NotFound
from services.common.http import asking


@blueprint.get("/cases/<uuid:case_id>/form.pdf")
def form_pdf(tenant: str, case_id: UUID) -> Response:
    """Personal values in full for whoever may see them; each such print is in the log."""
    who, copy = asking(), request.args.get("copy", "1")
    with db.transaction(tenant) as session:
        found = load_page(session, who, case_id)
        if found.rules.form is None:
            raise NotFound("not_found")
        in_full = "reveal" in found.may
        if in_full:
            audit.record(session, who, "printed", OBJECT, str(case_id), at=now())
    try:
        content = application_form(sheet_of(found, in_full=in_full, copy=int(copy) if copy.isdigit() else 1))
    except MissingGlyph as missing:
        raise DomainError("glyph_missing", what=str(missing)) from missing
    name = _("%(number)s %(title)s.pdf", number=found.application.number, title=found.rules.form.title)
    return files.named(content, name, files.PDF)


def sheet_of(found: CasePage, *, in_full: bool, copy: int = 1) -> ApplicationFormSheet:
    rules, case = found.rules, found.application
    assert rules.form is not None
    shown = frozenset(personal_ids(rules)) if in_full else frozenset()
    copies = rules.form.copies
    remarks = tuple(sentence for sentence in (rules.form.note, *_remarks(found)) if sentence)
    return ApplicationFormSheet(
        annex="附件 1",
        title=f"{case.year} 年{rules.form.title}",
        rows=rows_of(rules, masked_form(rules, found.filling, shown=shown)),
        opinions=tuple(_box(found, each.by, each.says) for each in rules.form.opinions),
        remarks=remarks,
        tail=Tail(
            case_no=case.number,
            copy=min(max(copy, 1), max(len(copies), 1)) if copies else 0,
            copies=len(copies),
            keeper=copies[min(max(copy, 1), len(copies)) - 1] if copies else "",
            check_code=found.log[-1].hash[:8].upper() if found.log else "",
            made_at=now(),
            verify_url=f"{current_app.extensions['parts'].settings.origin}/applications/{case.tenant}/cases/{case.id}",
        ),
    )


def _remarks(found: CasePage) -> list[str]:
    form = found.rules.form
    if form is None:
        return []
    said = [f"此表{form.due.phrase()}。"] if form.due else []
    return said + ([f"此表一式 {len(form.copies)} 份，{'、'.join(form.copies)}各一份。"] if form.copies else [])


SAME_BODY = {"competition_office": ("competition_office", "federation", "chairmens_meeting")}


def _box(found: CasePage, body: str, label: str) -> OpinionBox:
    said = _latest(found, SAME_BODY.get(body, (body,)))
    if said is None:
        return OpinionBox(label)
    return OpinionBox(label, said.text, said.signer_name, day_of(said.signed_at), said.body_name)


def _latest(found: CasePage, bodies: tuple[str, ...]) -> SignedOpinion | None:
    """The last word that was not a return."""
    return next((each for each in found.opinions if each.body in bodies and each.verdict != "return"), None)
