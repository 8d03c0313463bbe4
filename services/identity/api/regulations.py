"""Regulations by API: check, draft, publish, read, compare."""

from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from services.common.errors import allow
from services.common.http import asking, expected_version, with_etag
from services.common.regulation import Checked, Regulation, explain
from services.identity import rules
from services.identity.api import answers
from services.identity.api import rule_shapes as shapes
from services.identity.checking import check
from services.identity.domain.regulations import difference
from services.identity.models import DraftRow
from services.identity.queries import regulations
from services.identity.queries.rows import own
from services.identity.service import regulations as use
from services.identity.store import db

blueprint = APIBlueprint("regulations_api", __name__, url_prefix=f"{answers.PREFIX}/regulations", tag="规则")


@blueprint.get("")
@blueprint.output(shapes.RegulationsOut)
@blueprint.doc(summary="已发布的规则")
def listing(tenant: str) -> Any:
    allow(rules.may_read_regulations(asking()), "no_grant_here")
    with db.read(tenant) as session:
        return {"rows": regulations.versions(session, on=answers.today())}


@blueprint.post("/check")
@blueprint.input(shapes.TextIn)
@blueprint.output(shapes.CheckOut)
@blueprint.doc(summary="检查文本，不保存")
def check_text(tenant: str, json_data: shapes.TextIn) -> Any:
    allow(rules.may_edit_regulations(asking()), "may_not_edit_regulations")
    return _checked(check(tenant, json_data.text))


def _checked(checked: Checked) -> dict[str, Any]:
    return {"faults": checked.faults, "explained": _explained(checked.regulation)}


def _explained(regulation: Regulation | None) -> list[dict[str, Any]]:
    said = explain(regulation) if regulation else []
    return [{"title": title, "sentences": sentences} for title, sentences in said]


@blueprint.post("/drafts")
@blueprint.input(shapes.TextIn)
@blueprint.output(shapes.DraftOut, status_code=201)
@blueprint.doc(summary="载入文本为草稿", description="有错也保存")
def start(tenant: str, json_data: shapes.TextIn) -> Response:
    response = _draft(use.start_draft(asking(), json_data.text, now=answers.now()))
    response.status_code = 201
    return response


@blueprint.get("/drafts/<uuid:draft_id>")
@blueprint.output(shapes.DraftOut)
@blueprint.doc(summary="一份草稿和它的错误")
def read_draft(tenant: str, draft_id: UUID) -> Response:
    return _draft(draft_id)


def _draft(draft_id: UUID) -> Response:
    who = asking()
    allow(rules.may_see_drafts(who), "may_not_edit_regulations")
    with db.read(who.tenant) as session:
        row = own(session, DraftRow, draft_id)
    shape = shapes.DraftOut(
        id=row.id,
        regulation_id=row.regulation_id,
        title=row.title,
        based_on_version=row.based_on_version,
        version=row.version,
        updated_at=row.updated_at,
        updated_by=row.updated_by,
        text=row.text,
        faults=[shapes.FaultOut.model_validate(fault) for fault in check(who.tenant, row.text).faults],
    )
    return answers.one(shapes.DraftOut, shape, row.version)


@blueprint.put("/drafts/<uuid:draft_id>")
@blueprint.input(shapes.TextIn)
@blueprint.output(shapes.DraftOut)
@blueprint.doc(summary="保存草稿")
def save(tenant: str, draft_id: UUID, json_data: shapes.TextIn) -> Response:
    use.save_draft(asking(), draft_id, json_data.text, version=expected_version(), now=answers.now())
    return _draft(draft_id)


@blueprint.post("/drafts/<uuid:draft_id>/undo")
@blueprint.output(shapes.DraftOut)
@blueprint.doc(summary="撤销上次保存", description="再撤销一次，就换回来")
def undo(tenant: str, draft_id: UUID) -> Response:
    use.undo_draft(asking(), draft_id, version=expected_version(), now=answers.now())
    return _draft(draft_id)


@blueprint.delete("/drafts/<uuid:draft_id>")
@blueprint.output({}, status_code=204)
@blueprint.doc(summary="放弃草稿")
def drop(tenant: str, draft_id: UUID) -> Any:
    use.drop_draft(asking(), draft_id, version=expected_version(), now=answers.now())
    return ""


@blueprint.post("/drafts/<uuid:draft_id>/publish")
@blueprint.input(shapes.PublishIn)
@blueprint.output(shapes.VersionOut, status_code=201)
@blueprint.doc(summary="发布草稿", description="发布后不能改动")
def publish(tenant: str, draft_id: UUID, json_data: shapes.PublishIn) -> Response:
    made = use.publish_draft(
        asking(),
        draft_id,
        effective_on=json_data.effective_on,
        version=expected_version(),
        now=answers.now(),
        is_history=json_data.is_history,
    )
    in_force = made.effective_on <= answers.today()
    return answers.one(shapes.VersionOut, made, status=201, in_force=in_force)


@blueprint.get("/<regulation_id>/<int:version>")
@blueprint.output(shapes.VersionWholeOut)
@blueprint.doc(summary="一版规则，文本和说明")
def read(tenant: str, regulation_id: str, version: int) -> Response:
    allow(rules.may_read_regulations(asking()), "no_grant_here")
    with db.read(tenant) as session:
        found = regulations.published(session, regulation_id, version, on=answers.today())
    whole = {
        **shapes.VersionOut.model_validate(found.line).model_dump(),
        "published_by": found.line.published_by,
        "text": found.text,
        "explained": _explained(Regulation.from_document(found.document)),
    }
    return with_etag(answers.one(shapes.VersionWholeOut, whole), version)


@blueprint.post("/<regulation_id>/<int:version>/draft")
@blueprint.output(shapes.DraftOut, status_code=201)
@blueprint.doc(summary="在一版规则上起草", description="已有这部规则的草稿时，返回那一份")
def draft_from(tenant: str, regulation_id: str, version: int) -> Response:
    response = _draft(use.draft_from(asking(), regulation_id, version, now=answers.now()))
    response.status_code = 201
    return response


@blueprint.get("/<regulation_id>/<int:before>/compared/<int:after>")
@blueprint.output(shapes.DiffOut)
@blueprint.doc(summary="两版对比")
def compared(tenant: str, regulation_id: str, before: int, after: int) -> Any:
    allow(rules.may_read_regulations(asking()), "no_grant_here")
    with db.read(tenant) as session:
        old = regulations.published(session, regulation_id, before, on=answers.today())
        new = regulations.published(session, regulation_id, after, on=answers.today())
    return {"rows": difference(old.text, new.text)}
