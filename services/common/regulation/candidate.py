"""What is known of a candidate when the rules are asked: plain figures and days, gathered by the service that asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Held:
    """An honour that the candidate holds or held. Standing: good, rectifying, revoked."""

    honour: str
    level: str
    since: date
    standing: str = "good"
    lost: date | None = None
    """The day it was revoked."""


@dataclass(frozen=True)
class Failed:
    """A round of this programme that ended without the honour: how, and on which day."""

    how: str
    on: date


@dataclass(frozen=True)
class Candidate:
    """`facts`: days on which a fact befell it. `runs`: results of the latest periods, newest first."""

    held: tuple[Held, ...] = ()
    facts: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    figures: Mapping[str, Decimal] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()
    cleared: Mapping[str, date] = field(default_factory=dict)
    runs: Mapping[str, tuple[bool, ...]] = field(default_factory=dict)
    subordinates: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict)
    unit: Candidate | None = None
    """The union and employer it belongs to, where a rule speaks of them."""
    failed: tuple[Failed, ...] = ()
    has_new_merit: bool = False
    excepted: frozenset[str] = frozenset()
    """Codes of in-principle rules for which an exception is recorded."""


@dataclass(frozen=True)
class Refusal:
    """A rule that the candidate does not meet, in words for the applicant."""

    code: str
    says: str
