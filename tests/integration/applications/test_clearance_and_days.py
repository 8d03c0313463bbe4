"""Offices are asked and answer; days are announced later; what nobody filed in time counts as given up."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from services.applications.domain import Application, Status
from services.applications.models import ApplicationRow, OpinionRow
from services.applications.queries.announcing import days_to_announce
from services.applications.queries.case_page import due_of
from services.applications.queries.regulated import case_rules
from services.applications.service.announce_day import announce_day
from services.applications.service.clear import Answer, record_answer
from services.applications.service.lapse import end_what_is_waived
from services.applications.service.send_back import send_back
from services.common.clock import at, day_of
from services.common.errors import DomainError, Invalid, NotAllowed
from tests.conftest import NOW
from tests.factories import REGULATIONS
from tests.integration.applications.case_world import World
from tests.integration.applications.test_case_pages import Desk

LAIAN = "laian-worker-pioneer.yaml"
REVIEW_DUE = "due: {on: 10-31, late: refused}"
TODAY = day_of(NOW)


def ruled(world: World, *changes: tuple[str, str]) -> None:
    text = (REGULATIONS / LAIAN).read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    world.place.regulation(LAIAN, version=2, effective=date(2025, 2, 1), text_=text)


def asking_offices(world: World, more: str = "") -> None:
    stage = f"      - {{stage: clearance, offices: [tax, {{office: discipline, when: window}}]{more}}}\n"
    ruled(world, ("      - stage: assess\n", stage + "      - stage: assess\n"))


def answered(world: World, case: Application, office: str, verdict: str = "agree", **said: Any) -> Application:
    answer = Answer(office, verdict, said.pop("text", ""), said.pop("on", TODAY))
    asks = world.principal(said.pop("who", world.secretary), now=NOW)
    return record_answer(asks, case.id, answer, expected=case.version, now=NOW)


def current(world: World, case: Application) -> Application:
    with world.db.read(world.tenant) as session:
        return session.get_one(ApplicationRow, (world.tenant, case.id)).to_domain()


def test_a_case_waits_until_the_offices_that_are_asked_about_it_have_answered(world: World) -> None:
    asking_offices(world)
    team = world.recommended(now=NOW)
    assert (team.stage, team.status) == ("clearance", Status.OPEN)
    assert answered(world, team, "tax").stage == "assess"

    window = world.recommended(now=NOW, team=world.place.unit("办税窗口", "window", world.union))
    half = answered(world, window, "tax")
    assert (half.stage, half.status) == ("clearance", Status.OPEN)
    assert answered(world, half, "discipline").stage == "assess"


def test_an_office_that_objects_ends_the_case_with_its_reason(world: World) -> None:
    asking_offices(world)
    case = world.recommended(now=NOW)
    with pytest.raises(Invalid) as bare:
        answered(world, case, "tax", "disagree")
    assert list(bare.value.faults) == ["text"]

    after = answered(world, case, "tax", "disagree", text="2025 年有欠税未缴。")
    assert (after.status, after.reason) == (Status.PASSED_OVER, "税务部门不同意：2025 年有欠税未缴。")
    with world.db.read(world.tenant) as session:
        kept = session.query(OpinionRow).filter_by(tenant=world.tenant, stage="clearance").one()
    assert (kept.body, kept.body_name, kept.verdict) == ("tax", "税务部门", "disagree")


@pytest.mark.parametrize(
    ("office", "changes", "fault"),
    [
        ("discipline", {}, "office"),
        ("tax", {"on": TODAY + timedelta(days=1)}, "answered_on"),
        ("tax", {"verdict": "perhaps"}, "verdict"),
    ],
)
def test_an_answer_that_nobody_gave_is_not_written_down(
    world: World, office: str, changes: dict[str, Any], fault: str
) -> None:
    asking_offices(world)
    case = world.recommended(now=NOW)
    with pytest.raises(Invalid) as refused:
        answered(world, case, office, **changes)
    assert list(refused.value.faults) == [fault]


def test_only_who_acts_at_the_stage_writes_answers_down(world: World) -> None:
    asking_offices(world)
    case = world.recommended(now=NOW)
    with pytest.raises(NotAllowed) as refused:
        answered(world, case, "tax", who=world.reviewer)
    assert refused.value.code == "may_not_review"
    with pytest.raises(DomainError) as elsewhere:
        answered(world, answered(world, case, "tax"), "tax")
    assert elsewhere.value.code == "not_at_clearance"


@pytest.mark.parametrize(("days", "is_clear"), [(7, False), (8, True)])
def test_silence_counts_as_no_objection_only_after_its_last_day(world: World, days: int, is_clear: bool) -> None:
    """Five working days from Monday the 15th end on the 22nd."""
    asking_offices(world, ", within: {working_days: 5}, silent: agrees")
    case = world.recommended(now=NOW)
    assert end_what_is_waived(world.tenant, now=NOW + timedelta(days=days)) == int(is_clear)
    assert current(world, case).stage == ("assess" if is_clear else "clearance")


def test_without_that_word_a_silent_office_is_waited_for(world: World) -> None:
    asking_offices(world, ", within: {working_days: 5}")
    case = world.recommended(now=NOW)
    assert end_what_is_waived(world.tenant, now=NOW + timedelta(days=90)) == 0
    assert current(world, case).stage == "clearance"


def test_the_answer_is_written_down_on_its_page(world: World, case_app: Flask) -> None:
    asking_offices(world)
    case, desk = world.recommended(now=NOW), Desk(case_app, world)
    path = f"/cases/{case.id}/clearances"
    seen = desk.get(world.secretary, path)
    assert "税务部门" in seen.text
    assert "纪检监察机关" not in seen.text
    wrong = desk.send(
        world.secretary, seen, path, expect=422, office="tax", verdict="disagree", answered_on="2025-09-15"
    )
    assert "部门不同意的，请写明理由" in wrong.text
    desk.send(world.secretary, wrong, path, office="tax", verdict="agree", answered_on="2025-09-15")
    assert current(world, case).stage == "assess"


def test_the_day_is_announced_on_its_page(world: World, case_app: Flask) -> None:
    ruled(world, (REVIEW_DUE, "due: {from: announced, within: {days: 10}, late: refused}"))
    case, desk = world.endorsed(now=NOW), Desk(case_app, world)
    seen, elsewhere = (desk.get(world.secretary, "/days") for _ in range(2))
    assert "自另行通知之日起 10 天内" in seen.text
    desk.send(world.secretary, seen, "/days", day="2025-10-01")
    assert due(world, case) == date(2025, 10, 11)
    clash = desk.send(world.secretary, elsewhere, "/days", expect=412, day="2025-10-08")
    assert "有人通知或改过这个日期" in clash.text
    assert due(world, case) == date(2025, 10, 11)
    desk.get(world.reviewer, "/days", 403)


def due(world: World, case: Application) -> date | None:
    with world.db.read(world.tenant) as session:
        return due_of(session, case, case_rules(session, case))


def recommended_on(world: World, case: Application, moment: datetime) -> Application:
    from services.applications.service import recommend

    return recommend.recommend_batch(world.principal(world.reviewer, now=moment), world.batch, [case.id], now=moment)[0]


@pytest.mark.parametrize(("on", "in_time"), [((2025, 11, 3), True), ((2025, 11, 4), False)])
def test_a_day_of_rest_moves_the_day_where_the_rule_says_so(
    world: World, on: tuple[int, int, int], in_time: bool
) -> None:
    """1 November 2025 is a Saturday: the day moves to Monday the 3rd."""
    ruled(world, (REVIEW_DUE, "due: {on: 11-01, late: refused, on_rest_day: next}"))
    case = world.endorsed(now=NOW)
    assert due(world, case) == date(2025, 11, 3)
    if in_time:
        assert recommended_on(world, case, at(date(*on), 9)).stage == "assess"
        return
    with pytest.raises(DomainError) as refused:
        recommended_on(world, case, at(date(*on), 9))
    assert refused.value.code == "recommend_too_late"


@pytest.mark.parametrize(("hour", "minute", "in_time"), [(16, 59, True), (17, 0, False)])
def test_a_due_day_may_end_at_an_hour(world: World, hour: int, minute: int, in_time: bool) -> None:
    ruled(world, (REVIEW_DUE, "due: {on: 10-31, hour: 17, late: refused}"))
    case = world.endorsed(now=NOW)
    moment = at(date(2025, 10, 31), hour, minute)
    if in_time:
        assert recommended_on(world, case, moment).stage == "assess"
        return
    with pytest.raises(DomainError):
        recommended_on(world, case, moment)


def test_a_due_day_counted_from_a_day_that_is_announced_later(world: World) -> None:
    ruled(world, (REVIEW_DUE, "due: {from: announced, within: {days: 10}, late: refused}"))
    case = world.endorsed(now=NOW)
    assert due(world, case) is None
    secretary = world.principal(world.secretary, now=NOW)
    with world.db.read(world.tenant) as session:
        (row,) = days_to_announce(session, today=TODAY)
    assert (row.stage, row.year, row.day) == ("review", 2025, None)

    announce_day(secretary, "worker-pioneer", 2025, "review", date(2025, 10, 1), expected=0, now=NOW)
    assert due(world, case) == date(2025, 10, 11)
    with pytest.raises(DomainError):
        recommended_on(world, case, at(date(2025, 10, 12), 9))
    assert recommended_on(world, case, at(date(2025, 10, 11), 9)).stage == "assess"


def test_a_day_is_announced_by_the_federation_for_a_stage_that_waits_for_one(world: World) -> None:
    ruled(world, (REVIEW_DUE, "due: {from: announced, within: {days: 10}, late: refused}"))
    secretary, reviewer = (world.principal(who, now=NOW) for who in (world.secretary, world.reviewer))
    with pytest.raises(NotAllowed):
        announce_day(reviewer, "worker-pioneer", 2025, "review", TODAY, expected=0, now=NOW)
    with pytest.raises(DomainError) as refused:
        announce_day(secretary, "worker-pioneer", 2025, "assess", TODAY, expected=0, now=NOW)
    assert refused.value.code == "nothing_to_announce"
    with pytest.raises(Invalid):
        announce_day(secretary, "worker-pioneer", 2025, "review", TODAY - timedelta(days=1), expected=0, now=NOW)


def test_another_federations_day_is_not_ours(world: World) -> None:
    from tests.integration.applications.case_world import a_world

    other = a_world(world.db, world.store)
    for each in (world, other):
        ruled(each, (REVIEW_DUE, "due: {from: announced, within: {days: 10}, late: refused}"))
    announce_day(
        other.principal(other.secretary, now=NOW), "worker-pioneer", 2025, "review", TODAY, expected=0, now=NOW
    )
    assert due(world, world.endorsed(now=NOW)) is None


@pytest.mark.parametrize(("on", "status"), [((2025, 10, 10), Status.DRAFT), ((2025, 10, 11), Status.WITHDRAWN)])
def test_a_draft_left_lying_past_its_day_is_given_up_where_the_rule_says_so(
    world: World, on: tuple[int, int, int], status: Status
) -> None:
    apply_ = "{stage: apply, by: grassroots_union, title: 基层工会申报}"
    ruled(world, (apply_, apply_.replace("title", "due: {on: 10-10, late: waived}, title")))
    draft = world.started(now=NOW)
    end_what_is_waived(world.tenant, now=at(date(*on), 9))
    assert current(world, draft).status is status


@pytest.mark.parametrize(("late", "status"), [("waived", Status.PASSED_OVER), ("refused", Status.OPEN)])
def test_what_was_not_recommended_in_time_is_given_up_only_by_that_word(
    world: World, late: str, status: Status
) -> None:
    ruled(world, (REVIEW_DUE, f"due: {{on: 10-31, late: {late}}}"))
    case = world.endorsed(now=NOW)
    end_what_is_waived(world.tenant, now=at(date(2025, 11, 1), 9))
    assert current(world, case).status is status


def test_the_federation_returns_before_it_assesses_where_the_rule_says_so(world: World, case_app: Flask) -> None:
    case, desk = world.recommended(now=NOW), Desk(case_app, world)
    seen = desk.get(world.secretary, f"/cases/{case.id}")
    desk.send(world.secretary, seen, f"/cases/{case.id}/return", stage="apply", reason="缺 2024 年安全生产证明。")
    after = current(world, case)
    assert (after.stage, after.status, after.reason) == ("apply", Status.RETURNED, "缺 2024 年安全生产证明。")


@pytest.mark.parametrize(("stage", "code"), [("approve", "not_an_earlier_stage"), ("confer", "not_an_earlier_stage")])
def test_it_returns_to_no_other_stage(world: World, stage: str, code: str) -> None:
    case, secretary = world.recommended(now=NOW), world.principal(world.secretary, now=NOW)
    with pytest.raises(DomainError) as refused:
        send_back(secretary, case.id, stage, "缺证明。", expected=None, now=NOW)
    assert refused.value.code == code
    with pytest.raises(NotAllowed):
        send_back(world.principal(world.reviewer, now=NOW), case.id, "apply", "缺证明。", expected=None, now=NOW)


def test_only_what_is_not_assessed_yet_is_returned_so(world: World) -> None:
    case, secretary = world.endorsed(now=NOW), world.principal(world.secretary, now=NOW)
    with pytest.raises(DomainError) as refused:
        send_back(secretary, case.id, "apply", "缺证明。", expected=None, now=NOW)
    assert refused.value.code == "not_at_assess"
