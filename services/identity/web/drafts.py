"""编辑规则: text beside explained rules, faults by line, publishing with its day."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common.errors import Invalid, allow
from services.common.http import asking, expected_version
from services.common.regulation import Checked, explain
from services.common.web import page
from services.identity import rules
from services.identity.checking import check, is_table, superior_in
from services.identity.domain.regulations import difference
from services.identity.models import DraftRow
from services.identity.queries import regulations, replays
from services.identity.queries.rows import own
from services.identity.service import regulations as use
from services.identity.store import db
from services.identity.web import given

blueprint = Blueprint("drafts", __name__, url_prefix="/identity/<tenant>/regulations")
LONGEST = 256 * 1024


@blueprint.get("/new")
def new(tenant: str) -> ResponseReturnValue:
    return _new_page({})


def _new_page(faults: Mapping[str, str]) -> Response:
    allow(rules.may_edit_regulations(asking()), "may_not_edit_regulations")
    return page("identity/regulation_new.html", faults=faults, said=request.form.get("text", ""))


@blueprint.post("/drafts")
def start(tenant: str) -> ResponseReturnValue:
    """A file, or text from the field; wrong or not, it is kept to be worked on."""

    def act() -> ResponseReturnValue:
        draft_id = use.start_draft(asking(), _text_given(), now=given.now())
        return redirect(f"/identity/{tenant}/regulations/drafts/{draft_id}", 303)

    return given.trying(act, _new_page)


def _text_given() -> str:
    file = request.files.get("file")
    if file is None or not file.filename:
        text = request.form.get("text", "")
        if not text.strip():
            raise Invalid({"file": _("请选择 .yaml 文件，或把文本粘贴在下面")})
        return _plain(text)
    blob = file.read(LONGEST + 1)
    if len(blob) > LONGEST:
        raise Invalid({"file": _("规则文件不超过 256 KB")})
    try:
        return _plain(blob.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Invalid({"file": _("文件不是 UTF-8 文本，请另存为 UTF-8 后再上传")}) from error


def _plain(text: str) -> str:
    if "\x00" in text:
        raise Invalid({"file": _("文件不是文本，请选择 .yaml 文件")})
    return text.replace("\r\n", "\n")


@blueprint.post("/<regulation_id>/<int:version>/draft")
def go_on(tenant: str, regulation_id: str, version: int) -> ResponseReturnValue:
    draft_id = use.draft_from(asking(), regulation_id, version, now=given.now())
    return redirect(f"/identity/{tenant}/regulations/drafts/{draft_id}", 303)


@blueprint.get("/drafts/<uuid:draft_id>")
def editor(tenant: str, draft_id: UUID) -> ResponseReturnValue:
    return editor_page(draft_id, {})


def editor_page(draft_id: UUID, faults: Mapping[str, str]) -> Response:
    who = asking()
    allow(rules.may_see_drafts(who), "may_not_edit_regulations")
    with db.read(who.tenant) as session:
        draft = own(session, DraftRow, draft_id)
        versions = regulations.versions(session, draft.regulation_id, on=given.today()) if draft.regulation_id else []
        latest = (
            regulations.published(session, draft.regulation_id, versions[0].version, on=given.today())
            if versions
            else None
        )
        replayed = replays.of_draft(session, draft.id)
    checked = check(who.tenant, draft.text)
    superior = superior_in(draft.text)
    return page(
        "identity/draft.html", draft=draft, checked=checked, parts=_parts(checked), faults=faults,
        lines=draft.text.splitlines(), wrong={fault.line for fault in checked.faults}, superior=superior,
        latest=latest.line if latest else None, changes=difference(latest.text, draft.text) if latest else [],
        effective=_effective(checked), number=(latest.line.version if latest else 0) + 1,
        may_edit=rules.may_edit_regulations(who), replays=replayed, this_year=given.today().year,
        is_laid_out=is_table(draft.text),
    )  # fmt: skip


def _parts(checked: Checked) -> list[tuple[str, list[str]]]:
    return explain(checked.regulation) if checked.regulation else []


def _effective(checked: Checked) -> str:
    """The day the text names, or today where that has gone by."""
    named = checked.regulation.effective if checked.regulation else given.today()
    return max(named, given.today()).isoformat()


@blueprint.post("/drafts/<uuid:draft_id>")
def save(tenant: str, draft_id: UUID) -> ResponseReturnValue:
    """Kept whatever its faults; the page that follows shows them."""
    text = _plain(request.form.get("text", ""))
    checked = use.save_draft(asking(), draft_id, text, version=expected_version(), now=given.now())
    if checked.faults:
        flash(_("已保存，还有 %(n)s 处错误", n=len(checked.faults)), "risk")
    else:
        flash(_("已保存，检查通过"), "ok")
    return redirect(f"/identity/{tenant}/regulations/drafts/{draft_id}", 303)


@blueprint.post("/drafts/<uuid:draft_id>/publish")
def publish(tenant: str, draft_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        made = use.publish_draft(
            asking(),
            draft_id,
            effective_on=given.day_in("effective_on"),
            version=expected_version(),
            now=given.now(),
            is_history=request.form.get("is_history") == "yes",
        )
        flash(_("已发布第 %(n)s 版，自 %(day)s 起施行", n=made.version, day=made.effective_on.isoformat()), "seal")
        return redirect(f"/identity/{tenant}/regulations/{made.regulation_id}/{made.version}", 303)

    return given.trying(act, lambda faults: editor_page(draft_id, faults))


@blueprint.post("/drafts/<uuid:draft_id>/drop")
def drop(tenant: str, draft_id: UUID) -> ResponseReturnValue:
    use.drop_draft(asking(), draft_id, version=expected_version(), now=given.now())
    flash(_("草稿已放弃"), "ok")
    return redirect(f"/identity/{tenant}/regulations", 303)
