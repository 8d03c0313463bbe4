"""Time is an argument (rule 6): moments are aware and in UTC, days are Asia/Shanghai."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from threading import Lock
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    def now(self) -> datetime: ...

    def today(self) -> date: ...


class SystemClock:
    """The clock of a running deployment."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return day_of(self.now())


@dataclass
class SettableClock:
    """Stands where it was put until it is put elsewhere: for tests and for playing a story of several years."""

    moment: datetime | None = None
    _lock: Lock = field(default_factory=Lock, repr=False)

    def set(self, moment: datetime | None) -> None:
        """None goes back to the real time."""
        with self._lock:
            self.moment = moment

    def now(self) -> datetime:
        with self._lock:
            return self.moment or datetime.now(UTC)

    def today(self) -> date:
        return day_of(self.now())


class SharedClock(SettableClock):
    """A story's time for several processes: kept in a file, which says nothing while the real time holds."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file, self._seen = file, (0, 0)

    def set(self, moment: datetime | None) -> None:
        fresh = self._file.with_suffix(".new")
        fresh.write_text(moment.isoformat() if moment else "", encoding="ascii")
        fresh.replace(self._file)

    def now(self) -> datetime:
        self._look()
        return super().now()

    def _look(self) -> None:
        try:
            found = self._file.stat()
        except FileNotFoundError:
            super().set(None)
            return
        if (found.st_ino, found.st_mtime_ns) != self._seen:
            self._seen = found.st_ino, found.st_mtime_ns
            said = self._file.read_text(encoding="ascii")
            super().set(datetime.fromisoformat(said) if said else None)


def day_of(moment: datetime) -> date:
    """The day in China on which the moment falls."""
    return moment.astimezone(SHANGHAI).date()


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of that day in China, as UTC."""
    return datetime.combine(day, time(hour, minute), SHANGHAI).astimezone(UTC)
