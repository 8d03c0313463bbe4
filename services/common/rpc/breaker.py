"""A service that does not answer is left alone for a while: callers fail at once instead of each waiting in vain."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from prometheus_client import Gauge

from services.common.errors import Unavailable

log = structlog.get_logger(__name__)
FAILURES = 3
PAUSE_SECONDS = 5.0
is_open = Gauge("pioneer_rpc_circuit_open", "Whether calls to the service fail at once", ["target"])


class Breaker:
    """Closed: calls pass. Open after so many failures in a row: none passes. Then one tries, and decides for all."""

    def __init__(
        self,
        target: str,
        *,
        failures: int = FAILURES,
        pause_seconds: float = PAUSE_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._target, self._most, self._pause, self._monotonic = target, failures, pause_seconds, monotonic
        self._failed = 0
        self._opened_at: float | None = None
        self._is_trying = False
        self._lock = threading.Lock()
        is_open.labels(target).set(0)

    @contextmanager
    def guarding(self) -> Iterator[None]:
        """Around one call. Raises Unavailable at once while open; only Unavailable from within counts as a failure."""
        self._admit()
        try:
            yield
        except Unavailable:
            self._failed_once()
            raise
        except BaseException:
            self._answered()
            raise
        self._answered()

    def _admit(self) -> None:
        with self._lock:
            if self._opened_at is None:
                return
            left = self._opened_at + self._pause - self._monotonic()
            if left > 0 or self._is_trying:
                raise Unavailable("service_away", service=self._target, retry_after=max(1, round(left)))
            self._is_trying = True

    def _failed_once(self) -> None:
        with self._lock:
            self._failed += 1
            if self._is_trying or self._failed >= self._most:
                if self._opened_at is None:
                    log.warning("circuit_opened", target=self._target)
                self._opened_at, self._is_trying = self._monotonic(), False
                is_open.labels(self._target).set(1)

    def _answered(self) -> None:
        """Also a refusal is an answer: the service is there."""
        with self._lock:
            if self._opened_at is not None:
                log.info("circuit_closed", target=self._target)
            self._failed, self._opened_at, self._is_trying = 0, None, False
            is_open.labels(self._target).set(0)
