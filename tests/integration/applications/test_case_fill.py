"""Start and fill an application: what is known is filled in, nothing is saved over another's words."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.applications.service import begin, fill, submit
from services.common.clock import at
from services.common.errors import ChangedMeanwhile, DomainError, NotAllowed, NotFound
from services.common.ids import new_id
from tests.conftest import NOW
from tests.integration.applications.case_world import FACTS, FORM, World


def test_a_draft_begins_with_what_the_directory_knows(world: World) -> None:
    case = world.started(now=NOW)

    kept = world.case(world.applicant, case.id, now=NOW)
    assert kept.filling.form == {"employer": "滁东轨道部件有限公司", "team": "焊接一班"}
    assert kept.filling.source_of("employer") == "平台已有：组织目录，2025-09-15"
    assert (case.number, case.stage, case.status) == ("L-2025-0001", "apply", "draft")
    assert (case.union_name, case.reviewing_name) == ("滁东轨道部件有限公司工会", "汊河经济开发区工会")


def test_numbers_run_on_within_the_year(world: World) -> None:
    first = world.started(now=NOW)
    second = world.started(now=NOW, team=world.a_team("装配二班"))

    assert [first.number, second.number] == ["L-2025-0001", "L-2025-0002"]


def test_the_same_team_applies_once_a_year(world: World) -> None:
    world.started(now=NOW)

    with pytest.raises(DomainError) as refused:
        world.started(now=NOW)

    assert (refused.value.code, refused.value.facts) == ("already_applied", {"number": "L-2025-0001"})


def test_a_withdrawn_draft_makes_room(world: World) -> None:
    case = world.started(now=NOW)
    asks = world.principal(world.applicant, now=NOW)
    submit.withdraw_application(asks, case.id, "", expected=case.version, now=NOW)

    assert world.started(now=NOW).number == "L-2025-0002"


def test_nobody_applies_for_another_union(world: World) -> None:
    with pytest.raises(NotAllowed) as refused:
        world.started(now=NOW, who=world.stranger)

    assert refused.value.code == "may_not_start"


def test_an_employer_is_no_team(world: World) -> None:
    with pytest.raises(DomainError) as refused:
        world.started(now=NOW, team=world.union)

    assert refused.value.code == "wrong_subject"


def test_last_years_form_fills_this_years_with_its_day(world: World) -> None:
    before = at(NOW.date() - timedelta(days=365), 10)
    world.submitted(now=before)

    case = world.started(now=NOW)

    kept = world.case(world.applicant, case.id, now=NOW)
    assert kept.filling.form["leader_trade"] == "焊工"
    assert kept.filling.source_of("leader_trade") == "平台已有：上年申报表，2024-09-15"
    assert case.year == 2025


def test_what_is_typed_anew_loses_its_source(world: World) -> None:
    case = world.started(now=NOW)
    asks = world.principal(world.applicant, now=NOW)

    saved = fill.save(asks, case.id, fill.form_change({"employer": "滁东轨道"}), expected=case.version, now=NOW)

    assert saved.filling.source_of("employer") == ""
    assert saved.filling.source_of("team") == "平台已有：组织目录，2025-09-15"


def test_two_people_editing_do_not_overwrite_each_other(world: World) -> None:
    case = world.started(now=NOW)
    asks = world.principal(world.applicant, now=NOW)
    fill.save(asks, case.id, fill.form_change({"headcount": "18"}), expected=case.version, now=NOW)

    with pytest.raises(ChangedMeanwhile):
        fill.save(asks, case.id, fill.form_change({"headcount": "19"}), expected=case.version, now=NOW)

    assert world.case(world.applicant, case.id, now=NOW).filling.form["headcount"] == "18"


def test_a_field_that_the_form_has_not_is_kept_out(world: World) -> None:
    case = world.started(now=NOW)
    asks = world.principal(world.applicant, now=NOW)

    saved = fill.save(asks, case.id, fill.form_change({"bank_account": "1"}), expected=case.version, now=NOW)

    assert "bank_account" not in saved.filling.form
    assert saved.application.version == case.version


def test_a_draft_is_not_seen_by_the_reviewer_nor_by_another_union(world: World) -> None:
    case = world.started(now=NOW)

    for who in (world.reviewer, world.secretary, world.stranger):
        with pytest.raises(NotFound):
            world.case(who, case.id, now=NOW)


def test_submission_names_all_that_is_missing(world: World) -> None:
    case = world.started(now=NOW)
    asks = world.principal(world.applicant, now=NOW)

    with pytest.raises(submit.NotReady) as refused:
        submit.submit(asks, case.id, expected=case.version, now=NOW)

    steps = {gap.step for gap in refused.value.gaps}
    assert steps == {"employer", "team", "composition", "leader", "address", "conditions", "materials", "safety"}
    assert refused.value.faults["headcount"] == "请填写“人数”。"
    assert refused.value.faults["file-condition-quality"] == "“具有一流素质”：请至少再上传 1 份佐证材料。"


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"men": "12"}, "men", "男女人数之和应等于总人数：现合计 17，人数为 18。"),
        ({"leader_mobile": "1380000620"}, "leader_mobile", "请填 11 位手机号码，例如 13800000000。"),
        ({"postcode": "23920"}, "postcode", "请填 6 位邮政编码，例如 239200。"),
        ({"leader_since": "2013-01"}, "leader_since", "任职时间不能早于班组组建时间，请核对两处日期。"),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(world: World, changes: dict[str, str], field: str, says: str) -> None:
    case = world.filled(now=NOW, **changes)
    asks = world.principal(world.applicant, now=NOW)

    with pytest.raises(submit.NotReady) as refused:
        submit.submit(asks, case.id, expected=case.version, now=NOW)

    assert dict(refused.value.faults) == {field: says}


@pytest.mark.parametrize(("on", "is_out"), [("2022-09-15", True), ("2022-09-14", False)])
def test_a_casualty_excludes_for_three_years_to_the_day(world: World, on: str, is_out: bool) -> None:
    case = world.filled(now=NOW)
    asks = world.principal(world.applicant, now=NOW)
    facts = {**FACTS, "casualty": {"happened": "yes", "on": on}}
    saved = fill.save(asks, case.id, fill.beside_change(facts=facts), expected=case.version, now=NOW)

    if not is_out:
        after = submit.submit(asks, case.id, expected=saved.application.version, now=NOW)
        assert (after.stage, after.status) == ("review", "open")
        return
    with pytest.raises(submit.NotReady) as refused:
        submit.submit(asks, case.id, expected=saved.application.version, now=NOW)
    assert dict(refused.value.faults) == {"fact-casualty": "近 3 年内发生人身伤亡事故的，不得申报。"}


def test_a_submitted_case_is_no_longer_edited(world: World) -> None:
    case = world.submitted(now=NOW)
    asks = world.principal(world.applicant, now=NOW)

    with pytest.raises(DomainError) as refused:
        fill.save(asks, case.id, fill.form_change({"men": "1"}), expected=case.version, now=NOW)

    assert refused.value.code == "not_editable"
    assert world.case(world.applicant, case.id, now=NOW).filling.form["men"] == FORM["men"]


def test_evidence_proves_only_what_the_programme_asks(world: World) -> None:
    case = world.started(now=NOW)
    asks = world.principal(world.applicant, now=NOW)

    with pytest.raises(DomainError) as refused:
        fill.attach(asks, case.id, world.upload("condition:wealth"), now=NOW)

    assert refused.value.code == "proves_nothing"


def test_a_nomination_is_made_once(world: World) -> None:
    asked = {
        "programme": "worker-pioneer",
        "subject_unit_id": world.team.id,
        "ground": "获得模范职工之家",
        "key": str(new_id()),
    }
    first, made = begin.nominate(world.tenant, **asked, now=NOW)
    second, made_again = begin.nominate(world.tenant, **asked, now=NOW)

    assert (made, made_again, first.id) == (True, False, second.id)
    assert (first.origin, first.ground, first.status) == ("nominated", "获得模范职工之家", "draft")


def test_a_case_of_another_county_is_not_there(world: World, services: object) -> None:
    from tests.integration.applications.case_world import a_world

    elsewhere = a_world(world.db, world.store)
    theirs: UUID = elsewhere.submitted(now=NOW).id

    with pytest.raises(NotFound):
        world.case(world.secretary, theirs, now=NOW)
    assert elsewhere.case(elsewhere.secretary, theirs, now=NOW).application.id == theirs
