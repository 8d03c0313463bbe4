"""The application form as PDF in the notice's own layout (B8 form 1)."""

from uuid import UUID

from flask import Response, current_app, request
from flask_babel import gettext as _

from services.applications import files
from services.applications.domain.case_rules import CaseRules
from services.applications.queries.case_page import CasePage, load_page, masked_form, personal_ids
from services.applications.queries.prints import signed
from services.applications.service.moves import OBJECT
from services.applications.store import db
from services.applications.web.blueprint_cases import blueprint, now
from services.common import audit
from services.common.documents import (
    ApplicationFormSheet,
    MissingGlyph,
    Tail,
    application_form,
    regulated_form,
)
from services.common.errors import DomainError, NotFound
from services.common.http import asking
from services.common.principal import Principal


@blueprint.get("/cases/<uuid:case_id>/form.pdf")
def form_pdf(tenant: str, case_id: UUID) -> Response:
    copy = request.args.get("copy", "1")
    return printed(asking(), case_id, copy=int(copy) if copy.isascii() and copy.isdigit() else 1)


def printed(who: Principal, case_id: UUID, *, copy: int = 1) -> Response:
    """Personal values in full for whoever may see them; each such print is in the log."""
    with db.transaction(who.tenant) as session:
        found = load_page(session, who, case_id)
        in_full = "reveal" in found.may
        if in_full:
            audit.record(session, who, "printed", OBJECT, str(case_id), at=now())
    try:
        content = application_form(sheet_of(found, in_full=in_full, copy=copy))
    except MissingGlyph as missing:
        raise DomainError("glyph_missing", characters=str(missing)) from missing
    name = _("%(number)s 申报表.pdf", number=found.application.number)
    return files.named(content, name, files.PDF)


def sheet_of(found: CasePage, *, in_full: bool, copy: int = 1) -> ApplicationFormSheet:
    rules, case = found.rules, found.application
    form = rules.form
    if form is None:
        raise NotFound("not_found")
    shown = frozenset(personal_ids(rules)) if in_full else frozenset()
    return regulated_form(
        form,
        masked_form(rules, found.filling, shown=shown),
        signed={each.by: said for each in form.opinions if (said := signed(found.opinions, each.by))},
        annex="附件 1",
        title=f"{case.year} 年{form.title}",
        tail=_tail(found, rules, copy),
    )


def _tail(found: CasePage, rules: CaseRules, copy: int) -> Tail:
    """Which of the copies this is, and by whom it is kept."""
    case, keepers = found.application, rules.form.copies if rules.form else ()
    place = min(max(copy, 1), len(keepers)) if keepers else 0
    origin = current_app.extensions["parts"].settings.origin
    return Tail(
        case_no=case.number,
        copy=place,
        copies=len(keepers),
        keeper=keepers[place - 1] if place else "",
        check_code=found.log[-1].hash[:8].upper() if found.log else "",
        made_at=now(),
        verify_url=f"{origin}/applications/{case.tenant}/cases/{case.id}",
    )
