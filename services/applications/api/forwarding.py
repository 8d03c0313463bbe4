"""Forwarding by API: whom to pass upward, passing on, exceptions, keys."""

from typing import Any
from uuid import UUID

from flask import Response, current_app, make_response, request

from services.applications.api import dossier_documents as documents
from services.applications.api import dossier_shapes as shapes
from services.applications.api.blueprint_dossiers import blueprint
from services.applications.api.cases import now
from services.applications.queries import dossiers, forwarding
from services.applications.queries.keys import published
from services.applications.rules import dossiers as rules
from services.applications.service import exception_, forward, keys
from services.applications.store import db
from services.common.clock import day_of
from services.common.errors import allow
from services.common.http import asking, expected_version, with_etag
from services.common.paging import Cursors
from services.common.principal import Principal


def cursors() -> Cursors:
    found: Cursors = current_app.extensions["cursors"]
    return found


@blueprint.get("/forwarding/candidates")
@blueprint.input(shapes.CandidatesQuery, location="query")
@blueprint.output(shapes.ChoicesOut)
@blueprint.doc(
    summary="可以向上推荐的荣誉，优先的在前",
    description="不能报送的列在后面，并写明是哪条规则；每项评选一页，cursor 接着看同一项的下一页",
)
def candidates(tenant: str, query_data: shapes.CandidatesQuery) -> Any:
    who = asking()
    allow(rules.may_see_dossiers(who), "may_not_see_dossiers")
    with db.read(tenant) as session:
        place = cursors().read(tenant, query_data.cursor)
        found = forwarding.choices(session, query_data.programme, today=day_of(now()), after=place)
        rows = [documents.choice(each, cursors().sign(tenant, each.more) if each.more else None) for each in found]
    return {"rows": rows}


@blueprint.post("/forwarding")
@blueprint.input(shapes.ForwardIn)
@blueprint.doc(
    summary="封存案卷并报送上级", description="可带 If-Match（荣誉的版本）；返回案卷，上级的决定随后逐级回来"
)
def post_forwarding(tenant: str, json_data: shapes.ForwardIn) -> Any:
    who = asking()
    expected = expected_version() if request.headers.get("If-Match") else None
    dossier_id = forward.forward(who, json_data.honour_id, to_tenant=json_data.to_tenant, expected=expected, now=now())
    answer = shown(who, dossier_id, 201)
    answer.headers["Location"] = f"/api/v1/tenants/{tenant}/applications/dossiers/{dossier_id}"
    return answer


def shown(who: Principal, dossier_id: UUID, status: int = 200) -> Response:
    """The dossier, with its version as ETag."""
    with db.read(who.tenant) as session:
        row = dossiers.find(session, who, dossier_id)
        body = shapes.DossierFullOut.model_validate(documents.full(session, row)).model_dump(mode="json")
        return with_etag(make_response(body, status), row.version)


@blueprint.get("/forwarding/exceptions")
@blueprint.output(shapes.ExceptionsOut)
@blueprint.doc(summary="破格记录")
def list_exceptions(tenant: str) -> Any:
    who = asking()
    allow(rules.may_see_dossiers(who), "may_not_see_dossiers")
    with db.read(tenant) as session:
        return {"rows": [vars(each) for each in forwarding.exceptions(session)]}


@blueprint.post("/forwarding/exceptions")
@blueprint.input(shapes.ExceptionIn)
@blueprint.output(shapes.ExceptionOut, status_code=201)
@blueprint.doc(summary="提出破格", description="写明理由和依据，须由另一人（主席办公会成员）核定")
def post_exception(tenant: str, json_data: shapes.ExceptionIn) -> Any:
    said = json_data
    return vars(exception_.propose(asking(), said.honour_id, said.to_tenant, said.reason, said.basis, now=now()))


@blueprint.post("/forwarding/exceptions/<uuid:exception_id>/decision")
@blueprint.input(shapes.ExceptionDecisionIn)
@blueprint.output(shapes.ExceptionOut)
@blueprint.doc(summary="核定破格", description="可带 If-Match（破格记录的版本）")
def post_exception_decision(tenant: str, exception_id: UUID, json_data: shapes.ExceptionDecisionIn) -> Any:
    expected = expected_version() if request.headers.get("If-Match") else None
    return vars(exception_.decide(asking(), exception_id, agreed=json_data.agreed, expected=expected, now=now()))


@blueprint.get("/keys")
@blueprint.output(shapes.KeysOut)
@blueprint.doc(summary="本单位公钥与登记的外部公钥")
def list_keys(tenant: str) -> Any:
    who = asking()
    with db.read(tenant) as session:
        trusted = dossiers.trusted(session, who)
        own = published(session)
    rows = [
        {"key_id": row.key_id, "of_tenant": row.of_tenant, "title": row.title, "added_at": row.added_at}
        for row in trusted
    ]
    return {"own": own.to_json() if own else "", "trusted": rows}


@blueprint.post("/keys")
@blueprint.input(shapes.KeyIn)
@blueprint.doc(summary="登记外部公钥", description="由权限管理员办理：此后可以导入该单位封存的案卷和决定")
def post_key(tenant: str, json_data: shapes.KeyIn) -> Any:
    found = keys.trust_key(asking(), json_data.key, json_data.title, now=now())
    return {"key_id": found.key_id, "of_tenant": found.tenant}, 201


@blueprint.delete("/keys/<key_id>")
@blueprint.doc(summary="停用外部公钥")
def delete_key(tenant: str, key_id: str) -> Any:
    keys.distrust_key(asking(), key_id, now=now())
    return "", 204
