"""How often somebody has asked in the window that runs: in memory, and without a thread of its own.

The library's own store starts a thread at every request to forget what has lapsed; here each request forgets a little.
"""

import threading
import time

from limits.storage import Storage

SWEEP_SECONDS = 30.0


class Counting(Storage):
    STORAGE_SCHEME = ["pioneer"]
    ADDRESS = "pioneer://"

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: float | str | bool) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
        self._counts: dict[str, tuple[int, float]] = {}
        self._lock = threading.Lock()
        self._swept = time.time()

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """One more in the window of `key`, which ends `expiry` seconds after its first."""
        now = time.time()
        with self._lock:
            self._forget(now)
            count, ends = self._counts.get(key, (0, 0.0))
            if ends <= now:
                count, ends = 0, now + expiry
            self._counts[key] = count + amount, ends
            return count + amount

    def _forget(self, now: float) -> None:
        if now - self._swept >= SWEEP_SECONDS:
            self._swept = now
            self._counts = {key: kept for key, kept in self._counts.items() if kept[1] > now}

    def get(self, key: str) -> int:
        count, ends = self._counts.get(key, (0, 0.0))
        return count if ends > time.time() else 0

    def get_expiry(self, key: str) -> float:
        return self._counts.get(key, (0, time.time()))[1]

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        with self._lock:
            many = len(self._counts)
            self._counts.clear()
        return many

    def clear(self, key: str) -> None:
        with self._lock:
            self._counts.pop(key, None)
