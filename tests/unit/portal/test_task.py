from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from services.portal.domain.task import Task, Urgency, closed, end_of_week, opened, urgency

ID = UUID(int=1)
NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
ELEVEN = NINE + timedelta(hours=2)
MONDAY = date(2026, 11, 23)


def a_task(**changes: object) -> Task:
    return replace(
        Task(id=ID, service="applications", kind="review", title="审核 装配二班 的申报", opened_at=NINE), **changes
    )


def test_a_first_opening_is_kept_as_said() -> None:
    assert opened(None, a_task()) == a_task()


def test_opening_again_replaces_the_task() -> None:
    again = a_task(title="再审 装配二班 的申报", opened_at=TEN)

    assert opened(a_task(), again) == again


def test_an_older_opening_that_comes_late_changes_nothing() -> None:
    known = a_task(opened_at=TEN)

    assert opened(known, a_task(title="旧题", opened_at=NINE)) == known


def test_a_closed_task_keeps_who_closed_it() -> None:
    assert closed(a_task(), ID, by="s-1", outcome="done", at=TEN) == a_task(
        closed_at=TEN, done_by="s-1", outcome="done"
    )


def test_closing_twice_keeps_the_first() -> None:
    once = closed(a_task(), ID, by="s-1", outcome="done", at=TEN)

    assert closed(once, ID, by="s-2", outcome="done", at=ELEVEN) == once


def test_a_closed_task_opened_later_is_open_again() -> None:
    done = closed(a_task(), ID, by="s-1", outcome="done", at=TEN)

    assert opened(done, a_task(opened_at=ELEVEN)) == a_task(opened_at=ELEVEN)


def test_a_task_closed_and_opened_at_one_moment_goes_by_the_order_told() -> None:
    done = closed(a_task(), ID, by="s-1", outcome="done", at=NINE)

    assert done.is_open is False
    assert opened(done, a_task(opened_at=NINE)).is_open is True


def test_a_closing_that_comes_first_keeps_the_late_opening_closed() -> None:
    early = closed(None, ID, by="s-1", outcome="done", at=TEN)

    assert early.is_open is False
    assert opened(early, a_task(opened_at=NINE)) == a_task(closed_at=TEN, done_by="s-1", outcome="done")


def test_a_closing_of_an_earlier_round_does_not_close_the_task_opened_since() -> None:
    reopened = a_task(opened_at=ELEVEN)

    assert closed(reopened, ID, by="s-1", outcome="done", at=TEN) == reopened


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, Urgency.OVERDUE),
        (0, Urgency.TODAY),
        (1, Urgency.WEEK),
        (6, Urgency.WEEK),
        (7, Urgency.LATER),
    ],
)
def test_a_task_is_late_from_the_day_after_it_was_due(days: int, expected: Urgency) -> None:
    assert urgency(MONDAY + timedelta(days=days), MONDAY) is expected


def test_what_has_no_day_is_never_late() -> None:
    assert urgency(None, MONDAY) is Urgency.LATER


def test_the_week_ends_on_its_sunday() -> None:
    assert end_of_week(MONDAY) == date(2026, 11, 29)
    assert end_of_week(date(2026, 11, 29)) == date(2026, 11, 29)
