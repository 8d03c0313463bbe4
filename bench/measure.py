"""Times an act: the median and the slowest twentieth, in milliseconds, after a few to warm up."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

WARM_UP = 5


@dataclass(frozen=True)
class Times:
    p50: float
    p95: float


@dataclass(frozen=True)
class Line:
    """What was measured, and the limit that the same machine reaches with nothing of ours around it."""

    what: str
    ours: Times
    limit_is: str
    limit: Times

    @property
    def ratio(self) -> float:
        return self.ours.p50 / self.limit.p50


def times(act: Callable[[], object], *, rounds: int = 100) -> Times:
    for _ in range(WARM_UP):
        act()
    return of([timed(act) for _ in range(rounds)])


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def of(milliseconds: list[float]) -> Times:
    cuts = statistics.quantiles(milliseconds, n=20)
    return Times(statistics.median(milliseconds), cuts[18])
