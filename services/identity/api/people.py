"""People and grants by API."""

from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from services.common.errors import NotFound, allow
from services.common.http import asking, expected_version
from services.identity import rules
from services.identity.api import answers, shapes
from services.identity.domain.people import Facts
from services.identity.queries import people
from services.identity.secrecy import keep_no_answer
from services.identity.service import grants
from services.identity.service import people as use
from services.identity.store import db
from services.identity.web import given

blueprint = APIBlueprint("people_api", __name__, url_prefix=answers.PREFIX, tag="人员与岗位")


@blueprint.get("/people")
@blueprint.input(shapes.PeopleQuery, location="query")
@blueprint.output(shapes.PeopleOut)
@blueprint.doc(summary="人员列表")
def listing(tenant: str, query_data: shapes.PeopleQuery) -> Any:
    allow(rules.may_see_people(asking()), "may_not_see_units")
    place = answers.after(tenant, query_data.cursor)
    with db.read(tenant) as session:
        found = people.find_people(session, query_data.q, unit_id=query_data.unit, after=place)
    rows, cursor = given.cut(tenant, found, lambda line: (line.name, line.id))
    return {"rows": [answers.person_document(row) for row in rows], "next_cursor": cursor}


@blueprint.post("/people")
@blueprint.input(shapes.PersonIn)
@blueprint.output(shapes.PersonOut, status_code=201)
@blueprint.doc(summary="登记人员")
def register(tenant: str, json_data: shapes.PersonIn) -> Response:
    made = use.register_person(asking(), json_data.username, _facts(json_data), now=answers.now())
    return answers.one(shapes.PersonOut, answers.person_document(made), made.version, 201)


def _facts(said: shapes.PersonFactsIn) -> Facts:
    return Facts(said.name.strip(), said.phone, said.email, said.born, said.org_unit_id)


@blueprint.get("/people/<uuid:person_id>")
@blueprint.output(shapes.PersonOut)
@blueprint.doc(summary="一个人")
def read(tenant: str, person_id: UUID) -> Response:
    allow(rules.may_see_people(asking()), "may_not_see_units")
    with db.read(tenant) as session:
        line = people.person_line(session, person_id)
    if line is None:
        raise NotFound("not_found")
    return answers.one(shapes.PersonOut, answers.person_document(line), line.version)


@blueprint.put("/people/<uuid:person_id>")
@blueprint.input(shapes.PersonFactsIn)
@blueprint.output(shapes.PersonOut)
@blueprint.doc(summary="变更登记")
def change(tenant: str, person_id: UUID, json_data: shapes.PersonFactsIn) -> Response:
    changed = use.change_person(asking(), person_id, _facts(json_data), version=expected_version(), now=answers.now())
    return answers.one(shapes.PersonOut, answers.person_document(changed), changed.version)


@blueprint.post("/people/<uuid:person_id>/end")
@blueprint.output(shapes.PersonOut)
@blueprint.doc(summary="办理离任")
def end(tenant: str, person_id: UUID) -> Response:
    ended = use.end_person(asking(), person_id, on=answers.today(), version=expected_version(), now=answers.now())
    return answers.one(shapes.PersonOut, answers.person_document(ended), ended.version)


@blueprint.post("/people/<uuid:person_id>/phone")
@blueprint.output(shapes.PhoneOut)
@blueprint.doc(summary="查看完整号码", description="记入日志")
def reveal(tenant: str, person_id: UUID) -> Any:
    keep_no_answer()
    return {"phone": use.reveal_phone(asking(), person_id, now=answers.now())}


@blueprint.post("/people/<uuid:person_id>/password")
@blueprint.output(shapes.PasswordOut)
@blueprint.doc(summary="重设首次口令", description="只返回这一次；首次登录后须更换")
def first_password(tenant: str, person_id: UUID) -> Any:
    keep_no_answer()
    return {"password": use.set_first_password(asking(), person_id, now=answers.now())}


@blueprint.get("/people/<uuid:person_id>/grants")
@blueprint.output(shapes.GrantsOut)
@blueprint.doc(summary="一个人的岗位")
def grants_of(tenant: str, person_id: UUID) -> Any:
    allow(rules.may_see_grants(asking()), "may_not_see_grants")
    with db.read(tenant) as session:
        if people.person_line(session, person_id) is None:
            raise NotFound("not_found")
        found = people.grants_of(session, person_id)
    return answers.many(tenant, shapes.GrantOut, found[:50], lambda line: (line.role, line.id))


@blueprint.post("/people/<uuid:person_id>/grants")
@blueprint.input(shapes.GrantIn)
@blueprint.output(shapes.GrantOut, status_code=201)
@blueprint.doc(summary="授予岗位")
def grant(tenant: str, person_id: UUID, json_data: shapes.GrantIn) -> Response:
    made = grants.grant_role(
        asking(),
        person_id,
        json_data.role,
        org_unit_id=json_data.org_unit_id,
        valid_from=json_data.valid_from,
        valid_to=json_data.valid_to,
        now=answers.now(),
    )
    return answers.one(shapes.GrantOut, made, status=201)


@blueprint.get("/grants")
@blueprint.input(shapes.GrantQuery, location="query")
@blueprint.output(shapes.GrantsOut)
@blueprint.doc(summary="岗位列表")
def list_grants(tenant: str, query_data: shapes.GrantQuery) -> Any:
    allow(rules.may_see_grants(asking()), "may_not_see_grants")
    place = answers.after(tenant, query_data.cursor)
    with db.read(tenant) as session:
        found = people.find_grants(
            session, role=query_data.role or "", unit_id=query_data.unit, on=answers.today(), after=place
        )
    return answers.many(tenant, shapes.GrantOut, found, lambda line: (line.role, line.id))


@blueprint.post("/grants/<uuid:grant_id>/revoke")
@blueprint.output(shapes.GrantOut)
@blueprint.doc(summary="收回岗位")
def revoke(tenant: str, grant_id: UUID) -> Response:
    return answers.one(shapes.GrantOut, grants.revoke_grant(asking(), grant_id, now=answers.now()))
