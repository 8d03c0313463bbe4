"""Publicity and objections on both sides of each edge (A5)."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from services.applications.domain import notice as domain
from services.applications.domain.notice import NoticeStatus, Objection, ObjectionStatus, Period
from services.common.directory import Calendar
from services.common.errors import DomainError
from services.common.regulation import Publicise, Span

NOW = datetime(2025, 9, 15, 2, tzinfo=UTC)
DAYS = Calendar([(date(2025, 9, 28), True), *((date(2025, 10, 1) + timedelta(days=n), False) for n in range(8))])


def an_objection(**values: object) -> Objection:
    known = {
        "id": uuid4(), "notice_id": uuid4(), "application_id": uuid4(), "facts": "事实", "received_at": NOW,
        "answer_by": date(2025, 9, 29),
    }  # fmt: skip
    return Objection(**{**known, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("issued_on", "expected"),
    [
        (date(2025, 9, 15), Period(date(2025, 9, 16), date(2025, 9, 22))),
        (date(2025, 9, 18), Period(date(2025, 9, 19), date(2025, 9, 25))),
        # Sunday 28 September works, the holiday week does not.
        (date(2025, 9, 25), Period(date(2025, 9, 26), date(2025, 10, 9))),
    ],
)
def test_working_days_are_counted_by_the_calendar(issued_on: date, expected: Period) -> None:
    assert domain.period(Publicise(for_=Span(5, "working_days")), issued_on, DAYS.add_working_days) == expected


def test_natural_days_are_counted_as_they_come() -> None:
    found = domain.period(Publicise(for_=Span(7, "days")), date(2025, 9, 15), DAYS.add_working_days)

    assert found == Period(date(2025, 9, 16), date(2025, 9, 22))


@pytest.mark.parametrize(
    ("today", "over"), [(date(2025, 9, 21), False), (date(2025, 9, 22), False), (date(2025, 9, 23), True)]
)
def test_the_last_day_still_runs(today: date, over: bool) -> None:
    assert domain.is_over(date(2025, 9, 22), today) is over


def test_objections_are_taken_to_the_end_of_the_last_day() -> None:
    domain.check_objection(NoticeStatus.RUNNING, date(2025, 9, 22), date(2025, 9, 22))

    for status, today in ((NoticeStatus.RUNNING, date(2025, 9, 23)), (NoticeStatus.OVER, date(2025, 9, 22))):
        with pytest.raises(DomainError) as refused:
            domain.check_objection(status, date(2025, 9, 22), today)
        assert refused.value.code == "publicity_over"


def test_a_decider_does_not_handle_it() -> None:
    with pytest.raises(DomainError) as refused:
        domain.take_up(an_objection(), "chair", ["chair", "secretary"])
    assert refused.value.code == "decider_may_not_handle"

    assert domain.take_up(an_objection(), "supervisor", ["chair"]).handler == "supervisor"


def test_one_handler_at_a_time() -> None:
    with pytest.raises(DomainError) as refused:
        domain.take_up(an_objection(handler="supervisor"), "another", [])

    assert refused.value.code == "objection_taken"


@pytest.mark.parametrize(
    ("changes", "finding", "answer", "code"),
    [
        ({}, "不属实", "已核查", "not_the_handler"),
        ({"handler": "s"}, " ", "已核查", "finding_needed"),
        ({"handler": "s"}, "不属实", " ", "answer_needed"),
        ({"handler": "s", "status": ObjectionStatus.DISMISSED}, "不属实", "已核查", "objection_closed"),
    ],
)
def test_an_answer_is_refused(changes: dict[str, object], finding: str, answer: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        domain.answer(an_objection(**changes), "s", upheld=False, finding=finding, answer=answer, at=NOW)

    assert refused.value.code == code


def test_an_answer_closes_it() -> None:
    after = domain.answer(an_objection(handler="s"), "s", upheld=True, finding=" 属实 ", answer="已终止", at=NOW)

    assert (after.status, after.finding, after.answer, after.answered_at) == (
        ObjectionStatus.UPHELD,
        "属实",
        "已终止",
        NOW,
    )
