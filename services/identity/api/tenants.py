"""Federations by API."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response

from services.common.errors import allow
from services.common.http import asking, expected_version
from services.identity import rules
from services.identity.api import answers, shapes
from services.identity.queries import tenants
from services.identity.queries.rows import tenant_row
from services.identity.service import tenants as use
from services.identity.store import db

blueprint = APIBlueprint("tenants_api", __name__, url_prefix=f"{answers.PREFIX}/tenants", tag="总工会")


@blueprint.get("")
@blueprint.output(shapes.TenantsOut)
@blueprint.doc(summary="本级和下级总工会")
def listing(tenant: str) -> Any:
    allow(rules.may_see_units(asking()), "may_not_see_units")
    with db.read(tenant) as session:
        own, below = tenant_row(session, tenant).to_domain(), tenants.below(session, tenant)
    return {"own": own, "below": below}


@blueprint.post("")
@blueprint.input(shapes.TenantIn)
@blueprint.output(shapes.TenantOut, status_code=201)
@blueprint.doc(summary="建立下级总工会")
def found(tenant: str, json_data: shapes.TenantIn) -> Response:
    made = use.found_tenant(
        asking(),
        json_data.code,
        name=json_data.name,
        short_name=json_data.short_name,
        valid_from=json_data.valid_from,
        now=answers.now(),
    )
    return answers.one(shapes.TenantOut, made, made.version, 201)


@blueprint.get("/<code>")
@blueprint.output(shapes.TenantOut)
@blueprint.doc(summary="一个总工会")
def read(tenant: str, code: str) -> Response:
    allow(rules.may_see_units(asking()), "may_not_see_units")
    with db.read(tenant) as session:
        found_ = tenant_row(session, code).to_domain()
    return answers.one(shapes.TenantOut, found_, found_.version)


@blueprint.patch("/<code>")
@blueprint.input(shapes.TenantNamesIn)
@blueprint.output(shapes.TenantOut)
@blueprint.doc(summary="更名")
def rename(tenant: str, code: str, json_data: shapes.TenantNamesIn) -> Response:
    changed = use.rename_tenant(
        asking(),
        code,
        name=json_data.name,
        short_name=json_data.short_name,
        version=expected_version(),
        now=answers.now(),
    )
    return answers.one(shapes.TenantOut, changed, changed.version)


@blueprint.post("/<code>/end")
@blueprint.input(shapes.EndIn)
@blueprint.output(shapes.TenantOut)
@blueprint.doc(summary="撤销总工会")
def end(tenant: str, code: str, json_data: shapes.EndIn) -> Response:
    on = json_data.on or answers.today()
    ended = use.end_tenant(asking(), code, on=on, version=expected_version(), now=answers.now())
    return answers.one(shapes.TenantOut, ended, ended.version)
