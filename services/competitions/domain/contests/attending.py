"""At the door and at the station: who came, who came too late, and what time each used (B1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from services.common.errors import DomainError
from services.common.regulation import Contest
from services.common.regulation.contest_parts import ContestRound
from services.competitions.domain.contests.entry import start_refusal

PRESENT, ABSENT = "present", "absent"
STATUSES = (PRESENT, ABSENT)


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """What is recorded of one entrant at the door of one part."""

    status: str
    minutes_late: Decimal | None = None
    identity_checked: bool = False
    why: str = ""


def arrived(contest: Contest, said: Arrival) -> Arrival:
    """As it counts: whoever is later than the rule allows is absent, with its sentence. DomainError for nonsense."""
    if said.status not in STATUSES:
        raise DomainError("attendance_unknown")
    if said.status == ABSENT:
        if said.minutes_late is not None or said.identity_checked:
            raise DomainError("absent_and_there")
        return said
    if said.minutes_late is None or said.minutes_late <= 0:
        return Arrival(status=PRESENT, identity_checked=said.identity_checked, why=said.why)
    refused = start_refusal(contest, said.minutes_late)
    if refused is None:
        return said
    return Arrival(status=ABSENT, minutes_late=said.minutes_late, why=refused.says)


def check_seconds(seconds: Decimal | None) -> None:
    """Time used: more than nothing, and no more than a day."""
    if seconds is not None and not 0 < seconds <= 86_400:
        raise DomainError("time_used_impossible")


def time_used(contest: Contest, rounds: Collection[ContestRound], seconds: Mapping[str, Decimal]) -> Decimal | None:
    """Together over the parts of the last round he was in, or of all where all make the total."""
    reached = list(rounds)
    counted = reached if contest.is_weighted else reached[-1:]
    return _sum(seconds[part.id] for each in counted for part in each.parts if part.id in seconds)


def _sum(found: Iterable[Decimal]) -> Decimal | None:
    known = list(found)
    return sum(known, Decimal(0)) if known else None
