"""导入导出: a template, a dry run with every fault by row, then all or nothing; tables to take away."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common.errors import Invalid, NotFound, allow
from services.common.files import FileRefused
from services.common.http import asking
from services.common.principal import Principal
from services.common.spreadsheet import write_template
from services.common.web import page
from services.common.web.retold import retold
from services.identity import rules
from services.identity.domain.imports import COLUMNS, FILE_NAMES, ImportKind
from services.identity.exports import export
from services.identity.service import imports as use
from services.identity.web import given

blueprint = Blueprint("imports", __name__, url_prefix="/identity/<tenant>/imports")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 5 * 1024 * 1024


@blueprint.get("")
def start(tenant: str) -> ResponseReturnValue:
    return _page({})


def kinds_for(who: Principal) -> list[ImportKind]:
    """What the principal may take in."""
    found = [ImportKind.UNITS, ImportKind.PEOPLE] if rules.may_change_units(who) else []
    return [*found, *([ImportKind.GRANTS] if rules.may_grant(who) else [])]


def _page(faults: Mapping[str, str], **more: object) -> Response:
    who = asking()
    kinds = kinds_for(who)
    allow(bool(kinds), "may_not_import")
    values: dict[str, Any] = {"outcome": None, "import_id": None, "filename": "", **more}
    return page(
        "identity/imports.html", kinds=[(kind.value, retold(FILE_NAMES[kind])) for kind in kinds], faults=faults,
        kind=request.form.get("kind", kinds[0].value), tabs=given.tabs(who, "imports"), **values,
    )  # fmt: skip


def kind_of(said: str) -> ImportKind:
    """Raises NotFound for what is no kind of import."""
    if said not in list(ImportKind):
        raise NotFound("unknown_import_kind")
    return ImportKind(said)


@blueprint.get("/<kind>/template.xlsx")
def template(tenant: str, kind: str) -> ResponseReturnValue:
    known = kind_of(kind)
    allow(known in kinds_for(asking()), "may_not_import")
    return as_file(write_template(COLUMNS[known], title=FILE_NAMES[known]), f"{kind}-template.xlsx")


@blueprint.get("/<kind>/export.xlsx")
def download(tenant: str, kind: str) -> ResponseReturnValue:
    return as_file(export(asking(), kind_of(kind), now=given.now()), f"{kind}-{tenant}.xlsx")


def as_file(blob: bytes, name: str) -> Response:
    response = Response(blob, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("")
def rehearse(tenant: str) -> ResponseReturnValue:
    """Try the file; nothing is changed."""

    def act() -> ResponseReturnValue:
        file = request.files.get("file")
        if file is None or not file.filename:
            raise Invalid({"file": _("请选择填好的 .xlsx 文件")})
        blob = file.read(LONGEST + 1)
        kind = kind_of(request.form.get("kind", ""))
        try:
            import_id, outcome = use.rehearse(asking(), kind, blob, filename=file.filename, now=given.now())
        except FileRefused as refused:
            raise Invalid({"file": refused.says}) from refused
        return _page({}, outcome=outcome, import_id=import_id, filename=file.filename)

    return given.trying(act, _page)


@blueprint.post("/<uuid:import_id>/apply")
def apply(tenant: str, import_id: UUID) -> ResponseReturnValue:
    outcome = use.apply_import(asking(), import_id, now=given.now())
    flash(_("已导入 %(n)s 行，另有 %(m)s 行原已存在", n=outcome.taken, m=outcome.skipped), "ok")
    return redirect(f"/identity/{tenant}/imports", 303)
