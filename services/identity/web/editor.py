"""逐项编辑: a page for each place of a draft. The fields, and what a button asked for, are saved together."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common.errors import Invalid, NotFound, allow
from services.common.http import asking, expected_version
from services.common.regulation.editor_fields import Sent
from services.common.regulation.shapes import is_id
from services.common.web import page
from services.identity import rules
from services.identity.editing import lay_out
from services.identity.models import DraftRow
from services.identity.queries.rows import own
from services.identity.service import editing
from services.identity.service.regulations import undo_draft
from services.identity.store import db
from services.identity.web import given

blueprint = Blueprint("editor", __name__, url_prefix="/identity/<tenant>/regulations")
ONE = "/drafts/<uuid:draft_id>"


@blueprint.get("/blank")
def blank(tenant: str) -> ResponseReturnValue:
    return _blank_page({})


def _blank_page(faults: Mapping[str, str]) -> Response:
    allow(rules.may_edit_regulations(asking()), "may_not_edit_regulations")
    return page("identity/regulation_blank.html", faults=faults, said=request.form)


@blueprint.post("/blank")
def begin(tenant: str) -> ResponseReturnValue:
    """A draft that says its name and nothing else; every section is filled in on its page."""

    def act() -> ResponseReturnValue:
        title, named = given.words_in("title", 120), request.form.get("regulation", "").strip()
        if not is_id(named):
            raise Invalid({"regulation": _("请填小写英文字母、数字和“-”，例如 %(example)s", example="model-home")})
        draft_id = editing.begin_draft(asking(), named, title, given.day_in("effective"), now=given.now())
        return redirect(f"/identity/{tenant}/regulations/drafts/{draft_id}/edit", 303)

    return given.trying(act, _blank_page)


@blueprint.get(f"{ONE}/edit")
@blueprint.get(f"{ONE}/edit/<path:at>")
def shown(tenant: str, draft_id: UUID, at: str = "") -> ResponseReturnValue:
    return _page(draft_id, at, {}, None)


def _page(draft_id: UUID, at: str, faults: Mapping[str, str], typed: Sent | None) -> Response:
    who = asking()
    allow(rules.may_see_drafts(who), "may_not_edit_regulations")
    with db.read(who.tenant) as session:
        draft = own(session, DraftRow, draft_id)
    laid = lay_out(who.tenant, draft.text, typed)
    if laid is None:
        return redirect(f"/identity/{who.tenant}/regulations/drafts/{draft_id}", 303)  # type: ignore[return-value]
    where = tuple(at.split("/")) if at else ()
    try:
        drawn = laid.desk.page(where)
    except KeyError as error:
        raise NotFound("not_found") from error
    return page(
        "identity/editor.html", draft=draft, laid=laid, drawn=drawn, outline=list(laid.desk.outline(where)),
        faults=faults, typed=typed or {}, may_edit=rules.may_edit_regulations(who),
    )  # fmt: skip


@blueprint.post(f"{ONE}/edit")
@blueprint.post(f"{ONE}/edit/<path:at>")
def save(tenant: str, draft_id: UUID, at: str = "") -> ResponseReturnValue:
    """Kept whatever its faults; the page that follows shows each at its field."""
    sent = request.form.to_dict(flat=False)

    def act() -> ResponseReturnValue:
        where = tuple(at.split("/")) if at else ()
        saved = editing.save_page(asking(), draft_id, where, sent, version=expected_version(), now=given.now())
        _say(len(saved.checked.faults), kept_comments=saved.kept_comments)
        return redirect("/".join([f"/identity/{tenant}/regulations/drafts/{draft_id}/edit", *saved.at]), 303)

    return given.trying(act, lambda faults: _page(draft_id, at, faults, sent))


def _say(faults: int, *, kept_comments: bool) -> None:
    if not kept_comments:
        flash(_("已保存；文本里的注释未能保留，可撤销上次保存"), "risk")
    elif faults:
        flash(_("已保存，还有 %(n)s 处错误", n=faults), "risk")
    else:
        flash(_("已保存，检查通过"), "ok")


@blueprint.post(f"{ONE}/undo")
def undo(tenant: str, draft_id: UUID) -> ResponseReturnValue:
    checked = undo_draft(asking(), draft_id, version=expected_version(), now=given.now())
    _say(len(checked.faults), kept_comments=True)
    return redirect(f"/identity/{tenant}/regulations/drafts/{draft_id}/edit", 303)
