"""What the clock makes a service do: each tick measured on its own, so that one that fails stops no other."""

import time
from datetime import date
from functools import wraps

import structlog

from services.common import metrics, trace
from services.common.clock import Clock
from services.common.runtime import Service, Tick

log = structlog.get_logger(__name__)


def run_due(service: Service, clock: Clock) -> None:
    """Call every tick of the service once. Raises what failed as one ExceptionGroup, after all had their turn."""
    failed = [error for tick in service.ticks if (error := _run(service.name, tick, clock))]
    if failed:
        raise ExceptionGroup(f"{service.name}: {len(failed)} jobs failed", failed)


def _run(service: str, tick: Tick, clock: Clock) -> Exception | None:
    name, started = getattr(tick, "__qualname__", type(tick).__name__), time.perf_counter()
    failures = metrics.job_failures.labels(service, name)
    try:
        with trace.span(f"job {name}", service):
            tick(clock)
    except Exception as error:
        failures.inc()
        log.error("job_failed", service=service, job=name, error=type(error).__name__, exc_info=error)
        return error
    finally:
        metrics.job_seconds.labels(service, name).observe(time.perf_counter() - started)
    metrics.job_last_success.labels(service, name).set_to_current_time()
    return None


def every(seconds: float, tick: Tick) -> Tick:
    """The same tick, run at once and then no more often than that, but as soon as another day has come."""
    ran_at, ran_on = -seconds, date.min

    @wraps(tick)
    def run(clock: Clock) -> None:
        nonlocal ran_at, ran_on
        if time.monotonic() - ran_at >= seconds or clock.today() != ran_on:
            ran_at, ran_on = time.monotonic(), clock.today()
            tick(clock)

    return run
