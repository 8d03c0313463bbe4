"""The day from which a task is reminded of, or none where its own service reminds (B7)."""

from datetime import date

import pytest

from services.portal.domain.task import remind_on

DUE = date(2026, 4, 15)


@pytest.mark.parametrize(("days", "on"), [(7, date(2026, 4, 8)), (0, DUE), (-1, None)])
def test_a_task_is_reminded_of_so_many_days_before_unless_its_service_does(days: int, on: date | None) -> None:
    assert remind_on(DUE, days) == on
    assert remind_on(None, days) is None
