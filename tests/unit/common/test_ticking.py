"""Jobs: one that fails stops no other, and says so."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from prometheus_client import REGISTRY

from services.common.clock import Clock, SettableClock
from services.common.consumers import Handlers
from services.common.db import Database
from services.common.runtime import Service
from services.common.ticking import every, run_due

CLOCK = SettableClock(datetime(2025, 9, 15, 2, 0, tzinfo=UTC))


def test_a_job_that_fails_stops_no_other_and_is_told() -> None:
    ran: list[str] = []

    def broken(_clock: Clock) -> None:
        raise LookupError("nothing there")

    def sound(clock: Clock) -> None:
        ran.append(clock.today().isoformat())

    db = Database("unit")
    service = Service("unit", Flask("unit"), db, Handlers("unit", db), ticks=[broken, sound])
    with pytest.raises(ExceptionGroup) as failed:
        run_due(service, CLOCK)

    assert [str(error) for error in failed.value.exceptions] == ["nothing there"]
    assert ran == ["2025-09-15"]
    failures = {
        name: REGISTRY.get_sample_value("pioneer_job_failures_total", {"service": "unit", "job": job.__qualname__})
        for name, job in {"broken": broken, "sound": sound}.items()
    }
    assert failures == {"broken": 1.0, "sound": 0.0}


@pytest.mark.parametrize(("seconds", "times"), [(3600.0, 1), (0.0, 3)])
def test_a_job_runs_at_once_and_then_no_more_often_than_said(seconds: float, times: int) -> None:
    ran: list[Clock] = []
    job = every(seconds, ran.append)
    for _ in range(3):
        job(CLOCK)

    assert len(ran) == times


def test_a_job_that_waits_runs_as_soon_as_another_day_has_come() -> None:
    ran: list[str] = []
    job, clock = every(3600.0, lambda now: ran.append(now.today().isoformat())), SettableClock()
    for hour, day in ((2, 15), (9, 15), (2, 16), (3, 16)):
        clock.set(datetime(2025, 9, day, hour, 0, tzinfo=UTC))
        job(clock)

    assert ran == ["2025-09-15", "2025-09-16"]
