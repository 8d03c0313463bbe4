"""Another regulation and no other code: an honour for a person, one for a union, and what follows from it (C1, C3)."""

from datetime import date
from typing import Any

import pytest

from services.applications.domain import Application, Status
from services.applications.domain.hearing import Hearing
from services.applications.queries.regulated import case_rules
from services.applications.service import begin, fill, review, submit
from services.applications.service.linked import follow_links
from services.common.clock import at
from services.common.errors import DomainError
from services.common.regulation import Confer
from tests.conftest import NOW
from tests.factories import REGULATIONS
from tests.integration.applications.case_world import World
from tests.integration.applications.honour_world import HonourWorld

MEDAL: dict[str, Any] = {
    "name": "孟庆山",
    "sex": "男",
    "born": "1986-09",
    "education": "大专",
    "politics": "中共党员",
    "employer": "滁东轨道部件有限公司",
    "post": "焊工",
    "started": "2006-07",
    "kind": "产业工人",
    "mobile": "13800006207",
    "summary": "扎根焊接岗位十九年，带出徒弟二十三名，完成技术革新十一项，其中侧梁焊接快换工装把单件装夹时间由十四分钟降到五分钟，"
    "全年节约工时两千一百六十小时，所在班组连续三年无质量事故，本人连续两年获县技能比武第一名，并义务为周边企业培训焊工一百余人次。",
}


def started(world: World, programme: str, unit: object, name: str = "") -> Application:
    asks = world.principal(world.applicant, now=NOW)
    return begin.start_application(
        asks,
        programme=programme,
        subject_unit_id=unit.id,
        subject_name=name,
        now=NOW,  # type: ignore[attr-defined]
    )


def test_a_person_is_put_forward_by_his_union_and_reaches_the_review(world: World) -> None:
    world.place.regulation("laian-labour-medal.yaml")
    asks = world.principal(world.applicant, now=NOW)
    case = started(world, "labour-medal", world.union, "孟庆山")
    facts = {key: {"happened": "no"} for key in ("criminal_penalty", "disciplinary_penalty", "safety_accident")}

    def change(filling: Any, rules: Any) -> Any:
        return fill.beside_change(facts=facts)(fill.form_change(MEDAL)(filling, rules), rules)

    saved = fill.save(asks, case.id, change, expected=case.version, now=NOW).application
    for proves in ("condition:virtue", "condition:skill", "condition:results", "material:deeds"):
        fill.attach(asks, case.id, world.upload(proves), now=NOW)
    with pytest.raises(submit.NotReady) as refused:
        submit.submit(asks, case.id, expected=saved.version, now=NOW)
    assert dict(refused.value.faults) == {
        "file-clearance-public_security": "“有无违法犯罪记录”：请至少再上传 1 份佐证材料。",
        "hearing-local_publicity": "请记录本单位公示情况。",
        "hearing-members_vote": "请记录会员（职工）表决情况。",
    }

    fill.attach(asks, case.id, world.upload("clearance:public_security"), now=NOW)
    for kind in ("local_publicity", "members_vote"):
        hearing = Hearing(kind, "ballot", date(2025, 9, 10), 210, 206, "206 人赞成。")
        review.record_hearing(asks, case.id, hearing, now=NOW)
    after = submit.submit(asks, case.id, expected=saved.version, now=NOW)

    assert (after.stage, after.full_name, after.subject_kind) == ("review", "滁东轨道部件有限公司 孟庆山", "person")


def test_two_people_of_one_union_apply_the_same_one_not_twice(world: World) -> None:
    world.place.regulation("laian-labour-medal.yaml")
    started(world, "labour-medal", world.union, "孟庆山")
    assert started(world, "labour-medal", world.union, "罗春燕").subject_name == "罗春燕"

    with pytest.raises(DomainError) as refused:
        started(world, "labour-medal", world.union, "孟庆山")
    assert refused.value.code == "already_applied"


def test_a_person_without_a_name_is_nobody(world: World) -> None:
    world.place.regulation("laian-labour-medal.yaml")

    with pytest.raises(DomainError) as refused:
        started(world, "labour-medal", world.union)
    assert refused.value.code == "person_name_needed"


def test_a_union_applies_for_a_model_home_in_its_round_only(world: World) -> None:
    world.place.regulation("jiangsu-model-home.yaml")
    assert started(world, "model-home", world.union).subject_name == "滁东轨道部件有限公司工会"
    asks = world.principal(world.applicant, now=NOW)

    with pytest.raises(DomainError) as refused:
        begin.start_application(
            asks, programme="model-home", subject_unit_id=world.union.id, now=at(date(2025, 12, 1), 9)
        )
    assert refused.value.code == "round_closed"


def test_a_model_home_below_the_satisfaction_demanded_is_refused_at_the_figure(world: World) -> None:
    world.place.regulation("jiangsu-model-home.yaml")
    case = started(world, "model-home", world.union)
    asks = world.principal(world.applicant, now=NOW)
    low = fill.beside_change(figures={"satisfaction": "84.9", "coverage": "90"})
    saved = fill.save(asks, case.id, low, expected=case.version, now=NOW).application

    with pytest.raises(submit.NotReady) as refused:
        submit.submit(asks, case.id, expected=saved.version, now=NOW)
    assert refused.value.faults["figure-satisfaction"] == "会员评议满意率应不低于 85%，现为 84.9。"
    assert "figure-coverage" not in refused.value.faults


def test_a_model_home_nominates_its_employer_once(world: World) -> None:
    world.place.regulation("jiangsu-model-home.yaml")
    case = started(world, "model-home", world.union)
    asks = world.principal(world.secretary, now=NOW)

    def linked() -> list[Application]:
        with world.db.transaction(world.tenant) as session:
            stage = case_rules(session, case).programme.stage("confer")
            assert isinstance(stage, Confer)
            return follow_links(session, asks, case, stage, now=NOW)

    first, again = linked(), linked()

    assert [(each.programme, each.subject_name, each.origin, each.status) for each in first] == [
        ("labour-certificate", "滁东轨道部件有限公司", "nominated", Status.DRAFT)
    ]
    assert first[0].ground == "获得省级“模范职工之家”"
    assert [each.id for each in again] == [first[0].id]


def with_rule(world: World, rule: str, *, honour: str = "工人先锋号") -> None:
    """The county's regulation from 2026 on, with one more rule on who may apply."""
    text = (REGULATIONS / "laian-worker-pioneer.yaml").read_text(encoding="utf-8")
    text = text.replace("      scope: [front_line, window]\n", f"      scope: [front_line, window]\n      {rule}\n")
    text = text.replace("    honour: 工人先锋号\n", f"    honour: {honour}\n")
    world.place.regulation("laian-worker-pioneer.yaml", version=2, effective=date(2026, 1, 1), text_=text)


def begun(world: World, team: object, **said: str) -> Application:
    now = at(date(2026, 3, 1), 9)
    asks = world.principal(world.applicant, now=now)
    return begin.start_application(
        asks,
        programme="worker-pioneer",
        subject_unit_id=team.id,
        now=now,
        **said,  # type: ignore[attr-defined]
    )


def test_who_must_hold_an_honour_is_refused_without_and_taken_with_it(honours: HonourWorld) -> None:
    world = honours.world
    holder = honours.conferred(["质检组"], now=NOW)[0]
    with_rule(world, "holds: [{honour: 工人先锋号, level: county, standing: good}]", honour="标杆班组")

    assert begun(world, world.place.units["质检组"]).subject_unit_id == holder.subject_unit_id
    with pytest.raises(DomainError) as refused:
        begun(world, world.team)
    assert (refused.value.code, refused.value.facts) == (
        "not_eligible",
        {"why": "申报前须获得县级“工人先锋号”，且目前有效。"},
    )


def test_a_holder_is_barred_unless_new_merit_is_recorded(honours: HonourWorld) -> None:
    world = honours.world
    honours.conferred(["质检组"], now=NOW)
    with_rule(world, "bars: [{honour: 工人先锋号, level: county, within: {years: 5}, unless_new_merit: yes}]")
    team = world.place.units["质检组"]

    with pytest.raises(DomainError) as refused:
        begun(world, team)
    assert refused.value.code == "not_eligible"
    again = begun(world, team, new_merit="主持完成省级技术攻关项目一项。")
    assert again.ground == "主持完成省级技术攻关项目一项。"


def test_past_honours_fill_the_form_with_their_source(honours: HonourWorld) -> None:
    world = honours.world
    honours.conferred(["质检组"], now=NOW)
    case = begun(world, world.place.units["质检组"])

    filled = world.case(world.applicant, case.id, now=NOW).filling
    rows = filled.form["past_awards"]
    assert [(row["where"], row["what"]) for row in rows] == [("来安县总工会", "县级“工人先锋号”")]
    assert filled.source_of("past_awards") == "平台已有：荣誉档案，2026-03-01"
