"""Imports and exports by API: the same template, dry run and all-or-nothing as on the page."""

from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request
from flask_babel import gettext as _

from services.common.errors import Invalid, allow
from services.common.files import FileRefused
from services.common.http import asking
from services.common.spreadsheet import write_template
from services.identity.api import answers, shapes
from services.identity.domain.imports import COLUMNS, FILE_NAMES
from services.identity.exports import export
from services.identity.service import imports as use
from services.identity.web.imports import LONGEST, as_file, kind_of, kinds_for

blueprint = APIBlueprint("imports_api", __name__, url_prefix=f"{answers.PREFIX}/imports", tag="导入导出")


@blueprint.get("/<kind>/template.xlsx")
@blueprint.doc(summary="导入模板")
def template(tenant: str, kind: str) -> Response:
    known = kind_of(kind)
    allow(known in kinds_for(asking()), "may_not_import")
    return as_file(write_template(COLUMNS[known], title=FILE_NAMES[known]), f"{kind}-template.xlsx")


@blueprint.get("/<kind>/export.xlsx")
@blueprint.doc(summary="导出")
def download(tenant: str, kind: str) -> Response:
    return as_file(export(asking(), kind_of(kind), now=answers.now()), f"{kind}-{tenant}.xlsx")


@blueprint.post("/<kind>")
@blueprint.output(shapes.OutcomeOut)
@blueprint.doc(summary="试读", description="multipart，字段 file；不改动内容，返回每处错误")
def rehearse(tenant: str, kind: str) -> Any:
    known = kind_of(kind)
    file = request.files.get("file")
    if file is None:
        raise Invalid({"file": _("请选择填好的 .xlsx 文件")})
    try:
        import_id, outcome = use.rehearse(
            asking(), known, file.read(LONGEST + 1), filename=file.filename or "", now=answers.now()
        )
    except FileRefused as refused:
        raise Invalid({"file": refused.says}) from refused
    return {"import_id": import_id, **vars(outcome)}


@blueprint.post("/<uuid:import_id>/apply")
@blueprint.output(shapes.OutcomeOut)
@blueprint.doc(summary="导入试读过的文件")
def apply(tenant: str, import_id: UUID) -> Any:
    return vars(use.apply_import(asking(), import_id, now=answers.now()))
