"""The rules of passing a name upward and of taking one in, on both sides of each edge (A6, A8, X2)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.applications.domain.dossier import (
    Arriving,
    DossierStatus,
    ExceptionStatus,
    LevelException,
    Sent,
    check_arriving,
    check_forward,
    confirm_exception,
    propose_exception,
    reasons,
)
from services.applications.domain.honour import Honour, Standing
from services.common.errors import DomainError
from services.common.regulation import Due, MonthDay, Programme, read
from tests.factories import REGULATIONS

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
COUNTY, CITY, PROVINCE, NATION = "341122", "3411", "34", "00"
PARENTS = [CITY, PROVINCE, NATION]


def programme(file: str = "laian-worker-pioneer", **forward: Any) -> Programme:
    found = read((REGULATIONS / f"{file}.yaml").read_text(encoding="utf-8")).regulation
    assert found is not None
    rules = found.programmes["worker-pioneer"]
    return replace(rules, forward=replace(rules.forward, **forward)) if rules.forward else rules


def an_honour(**changes: Any) -> Honour:
    values: dict[str, Any] = {
        "id": uuid4(),
        "tenant": COUNTY,
        "application_id": uuid4(),
        "programme": "worker-pioneer",
        "honour": "工人先锋号",
        "level": "county",
        "year": 2025,
        "regulation_id": "laian-worker-pioneer",
        "regulation_version": 1,
        "number": "来安县工荣〔2025〕001 号",
        "token": "t",
        "subject_kind": "team",
        "subject_name": "装配二班",
        "employer_name": "皖东智能装备有限公司",
        "conferred_on": date(2025, 12, 19),
        **changes,
    }
    return Honour(**values)


def an_exception(honour: Honour, **changes: Any) -> LevelException:
    values: dict[str, Any] = {
        "id": uuid4(),
        "honour_id": honour.id,
        "to_tenant": PROVINCE,
        "reason": "抢险立功",
        "basis": "省总通报第 3 号",
        "proposed_by": "s-1",
        "proposed_at": NOW,
        **changes,
    }
    return LevelException(**values)


def sent(honour: Honour, status: str) -> Sent:
    return Sent(honour.id, honour.programme, DossierStatus(status))


def refusal_of(honour: Honour, rules: Programme, before: list[Sent], to: str, **more: Any) -> str:
    try:
        check_forward(
            honour, rules, before, parents=more.get("parents", PARENTS), to_tenant=to, exception=more.get("exception"),
            today=more.get("today", NOW.date()),
        )  # fmt: skip
    except DomainError as refused:
        return refused.code
    return ""


def test_the_reason_names_the_reinspections_passed() -> None:
    assert list(reasons(an_honour(kept_years=2), programme())) == ["复查合格 2 次，优先推荐", "2025-12-19 命名"]
    assert list(reasons(an_honour(), programme(prefer=None))) == ["2025-12-19 命名"]
    assert next(reasons(an_honour(), programme(prefer="rank"), 2)) == "推荐名次第 2，排名在前的优先"


@pytest.mark.parametrize(
    ("due", "today", "code"),
    [
        ({"on": MonthDay(11, 30)}, date(2026, 11, 30), ""),
        ({"on": MonthDay(11, 30)}, date(2026, 12, 1), "forward_too_late"),
        ({"on": MonthDay(11, 30)}, date(2027, 1, 1), ""),
        ({"on": MonthDay(11, 30), "late": "marked"}, date(2026, 12, 1), ""),
        ({"on": MonthDay(11, 29), "on_rest_day": "next"}, date(2026, 11, 30), ""),
        ({"on": MonthDay(11, 29), "on_rest_day": "next"}, date(2026, 12, 1), "forward_too_late"),
        ({"on": MonthDay(11, 29)}, date(2026, 11, 30), "forward_too_late"),
    ],
)
def test_a_name_goes_up_until_the_day_of_the_regulation(due: dict[str, Any], today: date, code: str) -> None:
    assert refusal_of(an_honour(), programme(due=Due(**due)), [], CITY, today=today) == code


@pytest.mark.parametrize(
    ("standing", "code"), [("valid", ""), ("rectifying", "honour_rectifying"), ("revoked", "honour_revoked")]
)
def test_standing_decides(standing: str, code: str) -> None:
    assert refusal_of(an_honour(standing=Standing(standing)), programme(), [], CITY) == code


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("sent", "already_forwarded"),
        ("received", "already_forwarded"),
        ("conferred", "already_forwarded"),
        ("forwarded", "already_forwarded"),
        ("refused", ""),
        ("returned", ""),
        ("not_conferred", ""),
        ("revoked", ""),
    ],
)
def test_what_is_above_is_not_forwarded_again(status: str, code: str) -> None:
    honour = an_honour()

    assert refusal_of(honour, programme(), [sent(honour, status)], CITY) == code


@pytest.mark.parametrize(
    ("status", "one_at_a_time", "code"),
    [
        ("sent", True, "another_is_above"),
        ("received", True, "another_is_above"),
        ("conferred", True, ""),
        ("returned", True, ""),
        ("sent", False, ""),
    ],
)
def test_one_at_a_time_is_a_word_of_the_regulation(status: str, one_at_a_time: bool, code: str) -> None:
    other = an_honour(number="2")

    assert refusal_of(an_honour(), programme(one_at_a_time=one_at_a_time), [sent(other, status)], CITY) == code


def test_another_programme_does_not_block() -> None:
    other = an_honour(programme="model-home")

    assert refusal_of(an_honour(), programme(), [sent(other, "sent")], CITY) == ""


@pytest.mark.parametrize(
    ("to", "code"),
    [
        (CITY, ""),
        (PROVINCE, "level_skipped"),
        (NATION, "level_skipped"),
        ("3301", "not_above"),
        (COUNTY, "not_above"),
    ],
)
def test_no_level_is_skipped_and_none_beside(to: str, code: str) -> None:
    assert refusal_of(an_honour(), programme(), [], to) == code


def test_nowhere_to_go_at_the_top() -> None:
    assert refusal_of(an_honour(), programme(), [], "", parents=[]) == "no_level_above"
    assert refusal_of(an_honour(), programme("national-worker-pioneer"), [], CITY) == "no_forwarding"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"status": ExceptionStatus.CONFIRMED}, ""),
        ({"status": ExceptionStatus.PROPOSED}, "level_skipped"),
        ({"status": ExceptionStatus.REJECTED}, "level_skipped"),
        ({"status": ExceptionStatus.USED}, "level_skipped"),
        ({"status": ExceptionStatus.CONFIRMED, "to_tenant": NATION}, "level_skipped"),
        ({"status": ExceptionStatus.CONFIRMED, "honour_id": UUID(int=1)}, "level_skipped"),
    ],
)
def test_an_exception_covers_its_honour_and_its_receiver_once(changes: dict[str, Any], code: str) -> None:
    honour = an_honour()

    assert refusal_of(honour, programme(), [], PROVINCE, exception=an_exception(honour, **changes)) == code


@pytest.mark.parametrize(
    ("changes", "parents", "code"),
    [
        ({}, PARENTS, ""),
        ({"to_tenant": CITY}, PARENTS, "not_skipping"),
        ({"to_tenant": "3301"}, PARENTS, "not_skipping"),
        ({"reason": "  "}, PARENTS, "grounds_needed"),
        ({"basis": ""}, PARENTS, "grounds_needed"),
        ({}, [CITY], "not_skipping"),
    ],
)
def test_proposing_an_exception(changes: dict[str, Any], parents: list[str], code: str) -> None:
    asked = an_exception(an_honour(), **changes)
    if not code:
        assert propose_exception(asked, programme(), parents) == asked
        return
    with pytest.raises(DomainError) as refused:
        propose_exception(asked, programme(), parents)
    assert refused.value.code == code


def test_a_regulation_without_exceptions_has_none() -> None:
    with pytest.raises(DomainError) as refused:
        propose_exception(an_exception(an_honour()), programme(skipping="never", exception=None), PARENTS)

    assert refused.value.code == "no_exception_possible"


def test_an_exception_is_confirmed_by_another_and_once() -> None:
    asked = an_exception(an_honour())
    with pytest.raises(DomainError) as refused:
        confirm_exception(asked, "s-1", agreed=True, at=NOW)
    assert refused.value.code == "same_person"

    done = confirm_exception(asked, "s-2", agreed=True, at=NOW)
    assert (done.status, done.confirmed_by, done.confirmed_at, done.version) == ("confirmed", "s-2", NOW, 2)
    assert confirm_exception(asked, "s-2", agreed=False, at=NOW).status == "rejected"
    with pytest.raises(DomainError) as refused:
        confirm_exception(done, "s-3", agreed=True, at=NOW)
    assert refused.value.code == "exception_decided"


@pytest.mark.parametrize(
    ("changes", "more", "code"),
    [
        ({}, {}, ""),
        ({"to_tenant": PROVINCE}, {}, "not_to_us"),
        ({}, {"below": []}, "not_from_below"),
        ({}, {"nearest": False}, "level_skipped"),
        ({"has_exception": True}, {"nearest": False}, ""),
        ({}, {"known": True}, "dossier_known"),
        ({}, {"programme": None}, "no_programme_for"),
        ({"level": "city"}, {}, "wrong_level"),
        ({"level": ""}, {}, "wrong_level"),
        ({"standing": "rectifying"}, {}, "not_standing"),
        ({"standing": "revoked"}, {}, "not_standing"),
        ({"standing": ""}, {}, "not_standing"),
    ],
)
def test_what_arrives_is_judged(changes: dict[str, Any], more: dict[str, Any], code: str) -> None:
    arriving = replace(Arriving(COUNTY, CITY, "工人先锋号", "county", "valid", has_exception=False), **changes)
    given = {"below": [COUNTY], "nearest": True, "known": False, "programme": programme("chuzhou-worker-pioneer")}
    found = ""
    try:
        check_arriving(arriving, tenant=CITY, **{**given, **more})
    except DomainError as refused:
        found = refused.code

    assert found == code
