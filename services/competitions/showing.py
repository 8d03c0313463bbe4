"""Boards kept for all who watch: reckoned once when something changed, and only as far as it did."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Event, Lock
from time import monotonic
from typing import Final
from uuid import UUID

from services.common.errors import NotFound, allow
from services.common.principal import Principal
from services.competitions.domain.board import Board
from services.competitions.domain.running import SCORES
from services.competitions.queries.board import Held, boards, renew, stamp
from services.competitions.queries.contests import Loaded, load
from services.competitions.rules import contests as rules
from services.competitions.seeing import OUT
from services.competitions.service.contests.performing import performances
from services.competitions.store import db

PAUSE_SECONDS: Final = 2.0
SHARE: Final = 10
"""A board takes no more than one part in so many of the time, however large the contest is."""
HOLD_SECONDS: Final = 8.0
"""Less than a server gives its requests when it ends."""
RETRY_MILLISECONDS: Final = 3000
STREAMS: Final = 2
"""Requests that may be held open at a time: each keeps a thread, and there are few. Others are answered at once and
come again after `retry`, which shows them the same a little later."""
MOST_KEPT: Final = 64

Groups = Mapping[str, Board]


def may_watch(who: Principal, loaded: Loaded) -> None:
    """Whoever scores sees no total of others before it is settled."""
    duty = rules.duty_of(who, loaded.duties)
    allow(duty is None or duty.duty not in SCORES or loaded.status in OUT, "judges_see_numbers")


@dataclass
class _Kept:
    next: float = float("-inf")
    held: Held | None = None
    groups: Groups = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


class Boards:
    """One of these in a process. While one request reckons a board the others are given the one before."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._kept: OrderedDict[tuple[str, UUID], _Kept] = OrderedDict()
        self._lock = Lock()
        self.reckoned = 0

    def of(self, tenant: str, contest_id: UUID) -> Groups:
        kept = self._place(tenant, contest_id)
        if not kept.lock.acquire(blocking=not kept.groups):
            return kept.groups
        try:
            if self._clock() >= kept.next:
                self._renew(kept, tenant, contest_id)
            return kept.groups
        finally:
            kept.lock.release()

    def _place(self, tenant: str, contest_id: UUID) -> _Kept:
        with self._lock:
            kept = self._kept.setdefault((tenant, contest_id), _Kept())
            self._kept.move_to_end((tenant, contest_id))
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            return kept

    def _renew(self, kept: _Kept, tenant: str, contest_id: UUID) -> None:
        began = self._clock()
        with db.read(tenant) as session:
            now = stamp(session, contest_id)
            if kept.held is None or now != kept.held.stamp:
                loaded = load(session, contest_id)
                kept.held = renew(session, loaded, kept.held, now, found=performances)
                kept.groups = boards(session, loaded, kept.held)
                self.reckoned += 1
        ended = self._clock()
        kept.next = ended + max(PAUSE_SECONDS, SHARE * (ended - began))


def board_in(groups: Groups, group: str) -> Board:
    """The group asked for, or the first; NotFound where a contest has none of that name."""
    if not groups:
        raise NotFound("not_found")
    if group and group not in groups:
        raise NotFound("not_found")
    return groups[group or next(iter(groups))]


class Streams:
    """How many may be held; a place is given back when the answer is closed, however that ends."""

    def __init__(self, most: int = STREAMS) -> None:
        self._places = BoundedSemaphore(most)

    def take(self) -> Callable[[], None] | None:
        """What gives the place back, once; None when all are taken."""
        if not self._places.acquire(blocking=False):
            return None
        given = Event()

        def give_back() -> None:
            if not given.is_set():
                given.set()
                self._places.release()

        return give_back


def stream(
    look: Callable[[], Board], last: str, *, hold: float, pause: float = PAUSE_SECONDS, ended: Event | None = None
) -> Iterator[str]:
    """Events from the one after `last` on, until `hold` seconds are over; then the browser comes again."""
    yield f"retry: {RETRY_MILLISECONDS}\n\n"
    until = monotonic() + hold
    while True:
        board = look()
        if board.version != last:
            last = board.version
            yield board.event()
        else:
            # A line that browsers skip: proxies see that somebody is there, and we see when nobody is.
            yield ": \n\n"
        if monotonic() + pause > until:
            return
        (ended or Event()).wait(pause)
