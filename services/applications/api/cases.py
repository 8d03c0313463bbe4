"""Applications by API: programmes, list, start, fill in, submit, withdraw."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, current_app, make_response
from sqlalchemy.orm import Session

from services.applications.api import case_documents as documents
from services.applications.api import case_shapes as shapes
from services.applications.api.award_shapes import AwardsOut
from services.applications.api.blueprint_cases import blueprint
from services.applications.domain.deeds import deeds_of
from services.applications.domain.filling import Filling
from services.applications.export import export_cases
from services.applications.queries.awards import known_awards, withdrawn_among
from services.applications.queries.case import find_case
from services.applications.queries.case_page import gaps_of, load_page
from services.applications.queries.cases import Filter, count_cases, list_cases
from services.applications.queries.regulated import case_rules, programme_in_force, programmes_in_force
from services.applications.queries.units import subjects_for
from services.applications.service import begin, deeds, fill, submit
from services.applications.store import db
from services.common import audit
from services.common.clock import Clock
from services.common.directory import find_unit
from services.common.http import asking, expected_version, with_etag
from services.common.principal import Principal
from services.common.roles import Role


def clock() -> Clock:
    found: Clock = current_app.extensions["clock"]
    return found


def now() -> datetime:
    return clock().now()


@blueprint.get("/programmes")
@blueprint.output(shapes.ProgrammesOut)
@blueprint.doc(summary="正在施行的评选及其申报表")
def list_programmes(tenant: str) -> Any:
    asking()
    with db.read(tenant) as session:
        return {"rows": [documents.programme(each) for each in programmes_in_force(session, on=clock().today())]}


@blueprint.get("/cases")
@blueprint.input(shapes.ListQuery, location="query")
@blueprint.output(shapes.PageOut)
@blueprint.doc(summary="申报列表")
def list_(tenant: str, query_data: shapes.ListQuery) -> Any:
    who = asking()
    cursors = current_app.extensions["cursors"]
    after = cursors.read(tenant, query_data.cursor)
    with db.read(tenant) as session:
        wanted = _wanted(session, query_data)
        rows, more = list_cases(session, who, wanted, after=after)
        total = count_cases(session, who, wanted)
    return {
        "rows": [documents.line(row) for row in rows],
        "total": total,
        "next_cursor": cursors.sign(tenant, more) if more else None,
    }


def _wanted(session: Session, asked: shapes.ListQuery) -> Filter:
    path = find_unit(session, asked.union).path if asked.union else ""
    return Filter(asked.programme, asked.year, asked.stage, asked.status, path, asked.q.strip())


@blueprint.get("/cases.xlsx")
@blueprint.input(shapes.ListQuery, location="query")
@blueprint.doc(summary="导出申报名单", description="与列表同样的条件和范围；每次导出记入日志")
def export(tenant: str, query_data: shapes.ListQuery) -> Response:
    who = asking()
    with db.read(tenant) as session:
        wanted = _wanted(session, query_data)
    return export_cases(who, wanted, now=now())


@blueprint.get("/programmes/<programme>/subjects")
@blueprint.output(shapes.SubjectsOut)
@blueprint.doc(summary="可以申报的对象", description="申报人工会范围内、该评选接受的单位和班组")
def list_subjects(tenant: str, programme: str) -> Any:
    who = asking()
    with db.read(tenant) as session:
        rules = programme_in_force(session, programme, on=clock().today())
        found = subjects_for(session, rules.programme.subject, who.paths(Role.APPLICANT), on=clock().today())
    return {"rows": [{"id": unit.id, "name": unit.name, "kind": unit.kind} for unit in found]}


@blueprint.post("/cases")
@blueprint.input(shapes.StartIn)
@blueprint.doc(summary="开始一份申报", description="返回草稿；平台已有的内容已经填入并注明来源")
def start(tenant: str, json_data: shapes.StartIn) -> Any:
    who = asking()
    case = begin.start_application(
        who,
        programme=json_data.programme,
        subject_unit_id=json_data.subject_unit_id,
        subject_name=json_data.subject_name,
        new_merit=json_data.new_merit,
        now=now(),
    )
    answer = shown(who, case.id, 201)
    answer.headers["Location"] = f"/api/v1/tenants/{tenant}/applications/cases/{case.id}"
    return answer


def shown(who: Principal, case_id: UUID, status: int = 200) -> Response:
    """The case as the caller may see it, with its version as ETag."""
    with db.read(who.tenant) as session:
        page = load_page(session, who, case_id)
    body = shapes.CaseOut.model_validate(documents.case(page)).model_dump(mode="json")
    return with_etag(make_response(body, status), page.application.version)


@blueprint.get("/cases/<uuid:case_id>")
@blueprint.doc(summary="一份申报", responses={200: "CaseOut，版本在 ETag"})
def read(tenant: str, case_id: UUID) -> Any:
    return shown(asking(), case_id)


@blueprint.patch("/cases/<uuid:case_id>")
@blueprint.input(shapes.FillIn)
@blueprint.doc(summary="填写草稿", description="只改给出的栏目；If-Match 为上次读到的版本")
def patch(tenant: str, case_id: UUID, json_data: shapes.FillIn) -> Any:
    who, said = asking(), json_data
    beside = fill.beside_change(
        conditions=said.conditions,
        texts=said.texts,
        figures=said.figures,
        kinds=said.kinds,
        cleared=said.cleared,
        facts={key: fact.model_dump() for key, fact in said.facts.items()},
        opinions={key: signed.model_dump() for key, signed in said.opinions.items()},
    )
    in_form = fill.form_change(said.form)

    def change(filling: Filling, rules: Any) -> Filling:
        return beside(in_form(filling, rules), rules)

    fill.save(who, case_id, change, expected=expected_version(), now=now())
    return shown(who, case_id)


@blueprint.get("/cases/<uuid:case_id>/awards")
@blueprint.output(AwardsOut)
@blueprint.doc(summary="申报对象的竞赛获奖", description="平台已有的和已带入的；带入以后才是佐证")
def list_awards(tenant: str, case_id: UUID) -> Any:
    who = asking()
    with db.read(tenant) as session:
        case = find_case(session, who, case_id)
        known = known_awards(session, case.application)
        fallen = withdrawn_among(session, case.filling)
    taken = {each.award_id: each for each in deeds_of(case.filling)}
    rows = [*taken.values(), *(each for each in known if each.award_id not in taken)]
    return {"rows": [documents.award(each, taken.keys(), fallen) for each in rows]}


@blueprint.post("/cases/<uuid:case_id>/awards")
@blueprint.doc(summary="带入竞赛获奖", description="向竞赛服务取当前有效的奖项，代替此前带入的；If-Match 为当前版本")
def take_awards(tenant: str, case_id: UUID) -> Any:
    who, calls = asking(), current_app.extensions["rpc"]
    deeds.take_deeds(who, case_id, calls, expected=expected_version(), now=now())
    return shown(who, case_id)


@blueprint.delete("/cases/<uuid:case_id>/awards/<uuid:award_id>")
@blueprint.doc(summary="移除一项已带入的获奖", description="If-Match 为当前版本")
def drop_award(tenant: str, case_id: UUID, award_id: UUID) -> Any:
    who = asking()
    deeds.drop_deed(who, case_id, str(award_id), expected=expected_version(), now=now())
    return shown(who, case_id)


@blueprint.get("/cases/<uuid:case_id>/gaps")
@blueprint.output(shapes.GapsOut)
@blueprint.doc(summary="还缺什么、哪里不对")
def gaps(tenant: str, case_id: UUID) -> Any:
    who = asking()
    with db.read(tenant) as session:
        case = find_case(session, who, case_id)
        found, _held = gaps_of(session, case, case_rules(session, case.application), today=clock().today())
    return {"gaps": [vars(gap) for gap in found], "is_ready": not found}


@blueprint.post("/cases/<uuid:case_id>/submission")
@blueprint.doc(summary="提交到审核工会", description="缺项时 422，逐项列出；If-Match 为当前版本")
def post_submission(tenant: str, case_id: UUID) -> Any:
    who = asking()
    submit.submit(who, case_id, expected=expected_version(), now=now())
    return shown(who, case_id)


@blueprint.post("/cases/<uuid:case_id>/withdrawal")
@blueprint.input(shapes.ReasonIn)
@blueprint.doc(summary="撤回申报", description="提交以后须写明理由；If-Match 为当前版本")
def post_withdrawal(tenant: str, case_id: UUID, json_data: shapes.ReasonIn) -> Any:
    who = asking()
    submit.withdraw_application(who, case_id, json_data.reason, expected=expected_version(), now=now())
    return shown(who, case_id)


@blueprint.get("/cases/<uuid:case_id>/log")
@blueprint.output(shapes.LogsOut)
@blueprint.doc(summary="案卷日志")
def log(tenant: str, case_id: UUID) -> Any:
    who = asking()
    with db.read(tenant) as session:
        find_case(session, who, case_id)
        return {"entries": [documents.entry(each) for each in audit.entries_of(session, "application", case_id)]}


@blueprint.get("/cases/<uuid:case_id>/changes")
@blueprint.output(shapes.ChangesOut)
@blueprint.doc(summary="补正前后的不同")
def changes(tenant: str, case_id: UUID) -> Any:
    who = asking()
    with db.read(tenant) as session:
        page = load_page(session, who, case_id)
    return {"changes": [vars(each) for each in page.changes(masked="reveal" not in page.may)]}
