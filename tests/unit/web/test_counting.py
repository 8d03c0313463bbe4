"""Requests are counted in windows; what has lapsed counts no more and is forgotten."""

import pytest
from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from services.common.http import counting
from services.common.http.counting import Counting


class Hour:
    """A clock that stands where it was put."""

    now = 1_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> Hour:
    made = Hour()
    monkeypatch.setattr(counting, "time", made)
    return made


def test_the_last_that_is_allowed_passes_and_the_next_does_not(hour: Hour) -> None:
    limiter = FixedWindowRateLimiter(storage_from_string(Counting.ADDRESS))

    assert [limiter.hit(RateLimitItemPerMinute(3), "somebody") for _ in range(4)] == [True, True, True, False]
    assert limiter.hit(RateLimitItemPerMinute(3), "somebody else")


def test_a_window_ends_when_its_seconds_are_over(hour: Hour) -> None:
    store = Counting()
    store.incr("somebody", 60)

    hour.now += 59.9
    assert (store.incr("somebody", 60), store.get("somebody"), store.get_expiry("somebody")) == (2, 2, 1_000_060.0)
    hour.now += 0.1
    assert store.get("somebody") == 0
    assert (store.incr("somebody", 60), store.get_expiry("somebody")) == (1, 1_000_120.0)


def test_what_has_lapsed_is_forgotten_and_what_runs_is_kept(hour: Hour) -> None:
    store = Counting()
    store.incr("short", 10)
    store.incr("long", 60)

    hour.now += counting.SWEEP_SECONDS
    store.incr("new", 60)

    assert store.reset() == 2
    assert store.get("long") == 0
