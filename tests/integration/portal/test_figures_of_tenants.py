"""What is counted for whoever runs the site: of every federation, and without a word of what it is about."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from services.common.clock import SettableClock
from services.common.db import Database
from services.portal.ticks import count_tasks
from tests.factories import Place
from tests.integration.portal.tasks import TOPIC, a_closing, an_opening


def shown(place: Place) -> tuple[float | None, float | None]:
    names = ("pioneer_open_tasks", "pioneer_overdue_tasks")
    waiting, overdue = (REGISTRY.get_sample_value(name, {"tenant": place.code}) for name in names)
    return waiting, overdue


def test_open_and_overdue_tasks_are_counted_for_each_tenant(
    hear: Callable[..., str], county: Place, neighbour: Place, clock: SettableClock
) -> None:
    today = clock.today()
    for days in (-1, 0, 1, 2, 3):
        task = an_opening(task_id=f"00000000-0000-0000-0000-00000000000{days + 2}", due_on=today + timedelta(days=days))
        hear(TOPIC, county.code, task)
    for _ in range(4):
        hear(TOPIC, neighbour.code, an_opening())
    count_tasks(clock)
    assert (shown(county), shown(neighbour)) == ((5.0, 1.0), (4.0, None))

    hear(TOPIC, county.code, a_closing("00000000-0000-0000-0000-000000000001"))
    count_tasks(clock)
    assert (shown(county), shown(neighbour)) == ((4.0, None), (4.0, None))


def test_the_workers_role_reads_no_title(db: Database, county: Place, hear: Callable[..., str]) -> None:
    hear(TOPIC, county.code, an_opening())
    assert db.across_tenants("select tenant from task where tenant = :t", t=county.code) == [(county.code,)]
    with pytest.raises(ProgrammingError, match="permission denied"):
        db.across_tenants("select title from task")


def test_nobody_counts_across_tenants_as_the_app(db: Database, county: Place, hear: Callable[..., str]) -> None:
    hear(TOPIC, county.code, an_opening())
    with db.public() as session, pytest.raises(ProgrammingError, match="no tenant is set"):
        session.execute(text("select count(*) from task"))
