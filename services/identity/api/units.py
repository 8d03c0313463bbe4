"""Org units by API."""

from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from services.common.errors import NotFound, allow
from services.common.http import asking, expected_version
from services.identity import rules
from services.identity.api import answers, shapes
from services.identity.queries import units
from services.identity.service import units as use
from services.identity.store import db

blueprint = APIBlueprint("units_api", __name__, url_prefix=f"{answers.PREFIX}/units", tag="组织")


@blueprint.get("")
@blueprint.input(shapes.UnitQuery, location="query")
@blueprint.output(shapes.UnitsOut)
@blueprint.doc(summary="组织列表")
def listing(tenant: str, query_data: shapes.UnitQuery) -> Any:
    allow(rules.may_see_units(asking()), "may_not_see_units")
    place = answers.after(tenant, query_data.cursor)
    with db.read(tenant) as session:
        if query_data.q or query_data.kind:
            found = units.search(session, query_data.q, kind=query_data.kind or "", after=place)
        else:
            found = units.children(session, query_data.parent, after=place)
    return answers.many(tenant, shapes.UnitOut, found, lambda line: (line.name, line.id))


@blueprint.post("")
@blueprint.input(shapes.UnitIn)
@blueprint.output(shapes.UnitOut, status_code=201)
@blueprint.doc(summary="设立组织")
def create(tenant: str, json_data: shapes.UnitIn) -> Response:
    made = use.create_unit(
        asking(),
        parent_id=json_data.parent_id,
        kind=json_data.kind,
        name=json_data.name,
        on=json_data.valid_from or answers.today(),
        now=answers.now(),
    )
    return answers.one(shapes.UnitOut, made, made.version, 201)


@blueprint.get("/<uuid:unit_id>")
@blueprint.output(shapes.UnitWholeOut)
@blueprint.doc(summary="一个组织和它的沿革")
def read(tenant: str, unit_id: UUID) -> Response:
    allow(rules.may_see_units(asking()), "may_not_see_units")
    with db.read(tenant) as session:
        line, past = units.line(session, unit_id), units.past_of(session, unit_id)
    if line is None:
        raise NotFound("not_found")
    history = [shapes.PastOut.model_validate(each).model_dump(mode="json") for each in past]
    return answers.one(shapes.UnitOut, line, line.version, history=history)


@blueprint.patch("/<uuid:unit_id>")
@blueprint.input(shapes.NameIn)
@blueprint.output(shapes.UnitOut)
@blueprint.doc(summary="更名")
def rename(tenant: str, unit_id: UUID, json_data: shapes.NameIn) -> Response:
    changed = use.rename_unit(asking(), unit_id, json_data.name, version=expected_version(), now=answers.now())
    return answers.one(shapes.UnitOut, changed, changed.version)


@blueprint.post("/<uuid:unit_id>/move")
@blueprint.input(shapes.MoveIn)
@blueprint.output(shapes.UnitOut)
@blueprint.doc(summary="划转到另一上级")
def move(tenant: str, unit_id: UUID, json_data: shapes.MoveIn) -> Response:
    changed = use.move_unit(
        asking(), unit_id, json_data.to_id, on=answers.today(), version=expected_version(), now=answers.now()
    )
    return answers.one(shapes.UnitOut, changed, changed.version)


@blueprint.post("/<uuid:unit_id>/merge")
@blueprint.input(shapes.MergeIn)
@blueprint.output(shapes.UnitOut)
@blueprint.doc(summary="并入另一组织")
def merge(tenant: str, unit_id: UUID, json_data: shapes.MergeIn) -> Response:
    changed = use.merge_unit(
        asking(), unit_id, json_data.into_id, on=answers.today(), version=expected_version(), now=answers.now()
    )
    return answers.one(shapes.UnitOut, changed, changed.version)


@blueprint.post("/<uuid:unit_id>/end")
@blueprint.input(shapes.EndIn)
@blueprint.output(shapes.UnitOut)
@blueprint.doc(summary="撤销组织")
def end(tenant: str, unit_id: UUID, json_data: shapes.EndIn) -> Response:
    on = json_data.on or answers.today()
    changed = use.end_unit(asking(), unit_id, on=on, version=expected_version(), now=answers.now())
    return answers.one(shapes.UnitOut, changed, changed.version)
