"""A silent service is left alone for a while, and one caller tries for all."""

import pytest

from services.common.errors import DomainError, Unavailable
from services.common.rpc import Breaker

PAUSE = 5.0


class Time:
    now = 100.0

    def __call__(self):
        return self.now


def a_breaker(time, failures=3):
    return Breaker("assessment", failures=failures, pause_seconds=PAUSE, monotonic=time)


def silent(breaker):
    with pytest.raises(Unavailable), breaker.guarding():
        raise Unavailable("service_away")


def asked(breaker):
    """Whether a call is let through."""
    let_through = False
    try:
        with breaker.guarding():
            let_through = True
    except Unavailable:
        pass
    return let_through


@pytest.mark.parametrize(("failures", "is_asked"), [(2, True), (3, False)])
def test_so_many_silences_in_a_row_open_it(failures, is_asked):
    breaker = a_breaker(Time())
    for _ in range(failures):
        silent(breaker)

    assert asked(breaker) is is_asked


def test_an_answer_between_begins_the_count_anew():
    breaker = a_breaker(Time())
    for _ in range(2):
        silent(breaker)
        silent(breaker)
        assert asked(breaker)


def test_a_refusal_is_an_answer():
    breaker = a_breaker(Time())
    for _ in range(3):
        with pytest.raises(DomainError), breaker.guarding():
            raise DomainError("too_late")

    assert asked(breaker)


def test_while_open_it_says_when_to_come_again():
    time = Time()
    breaker = a_breaker(time, failures=1)
    silent(breaker)
    time.now += 2.0

    with pytest.raises(Unavailable) as refused, breaker.guarding():
        pytest.fail("nobody is asked while it is open")

    assert (refused.value.code, refused.value.facts["retry_after"]) == ("service_away", 3)


@pytest.mark.parametrize(("later", "is_asked"), [(PAUSE - 0.01, False), (PAUSE, True)])
def test_after_the_pause_it_is_tried(later, is_asked):
    time = Time()
    breaker = a_breaker(time, failures=1)
    silent(breaker)
    time.now += later

    assert asked(breaker) is is_asked


def test_only_one_tries_and_decides_for_all():
    time = Time()
    breaker = a_breaker(time, failures=1)
    silent(breaker)
    time.now += PAUSE
    with breaker.guarding():
        assert not asked(breaker)

    assert asked(breaker)


def test_a_failed_try_begins_the_pause_anew():
    time = Time()
    breaker = a_breaker(time, failures=3)
    for _ in range(3):
        silent(breaker)
    time.now += PAUSE
    silent(breaker)

    assert not asked(breaker)
    time.now += PAUSE
    assert asked(breaker)
