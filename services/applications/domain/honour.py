"""A living honour (A5–A9): its number, its plaque, its standing from conferring to revocation."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from string import Formatter
from typing import Final
from uuid import UUID

from services.common.errors import DomainError

PLACES: Final = frozenset({"federation", "year", "serial", "level"})
HONOUR_PATTERN: Final = "{federation}工荣〔{year}〕{serial} 号"
PLAQUE_PATTERN: Final = "{federation}匾〔{year}〕{serial} 号"
LEVEL_ORDER: Final = ("county", "city", "province", "national")


class Standing(StrEnum):
    VALID = "valid"
    RECTIFYING = "rectifying"
    REVOKED = "revoked"


class PlaqueStatus(StrEnum):
    MADE = "made"
    HUNG = "hung"
    RECALL_ORDERED = "recall_ordered"
    RECALLED = "recalled"


@dataclass(frozen=True, kw_only=True)
class Honour:
    """`kept_years`: how many re-inspections it passed, by which it is preferred upward (A8)."""

    id: UUID
    tenant: str
    application_id: UUID
    programme: str
    honour: str
    level: str
    year: int
    regulation_id: str
    regulation_version: int
    number: str
    token: str
    subject_kind: str
    subject_name: str
    employer_name: str
    conferred_on: date
    subject_unit_id: UUID | None = None
    subject_unit_path: str = ""
    union_unit_id: UUID | None = None
    union_path: str = ""
    union_name: str = ""
    standing: Standing = Standing.VALID
    kept_years: int = 0
    last_kept_on: date | None = None
    next_reinspection_on: date | None = None
    rectify_by: date | None = None
    revoked_on: date | None = None
    revoke_ground: str = ""
    revoke_reason: str = ""
    grade: str = ""
    """Where the regulation knows grades: raised or lowered by a step at re-inspection."""
    version: int = 1

    @property
    def full_name(self) -> str:
        is_named = self.subject_name.startswith(self.employer_name)
        return self.subject_name if is_named else f"{self.employer_name} {self.subject_name}"

    @property
    def is_in_good_standing(self) -> bool:
        return self.standing is Standing.VALID


@dataclass(frozen=True, kw_only=True)
class Plaque:
    id: UUID
    honour_id: UUID
    number: str
    status: PlaqueStatus = PlaqueStatus.MADE
    hung_where: str = ""
    hung_on: date | None = None
    recall_by: date | None = None
    recalled_on: date | None = None
    recall_note: str = ""
    version: int = 1


def number(pattern: str, *, federation: str, level: str, year: int, serial: int) -> str:
    """来工先〔2025〕018 号: the pattern is data; only known places are filled, the serial to three digits at least."""
    values = {"federation": federation, "level": level, "year": str(year), "serial": f"{serial:03d}"}
    unknown = {name for _text, name, _spec, _conversion in Formatter().parse(pattern) if name} - PLACES
    if unknown:
        raise DomainError("bad_number_pattern", places="、".join(sorted(unknown)))
    return pattern.format_map(values)


def hang(plaque: Plaque, where: str, on: date) -> Plaque:
    """It hangs in sight (A7). Raises DomainError plaque_recalled, place_needed."""
    if plaque.status not in (PlaqueStatus.MADE, PlaqueStatus.HUNG):
        raise DomainError("plaque_recalled")
    if not where.strip():
        raise DomainError("place_needed")
    return replace(plaque, status=PlaqueStatus.HUNG, hung_where=where.strip(), hung_on=on, version=plaque.version + 1)


def order_recall(plaque: Plaque, by: date) -> Plaque:
    return replace(plaque, status=PlaqueStatus.RECALL_ORDERED, recall_by=by, version=plaque.version + 1)


def recall(plaque: Plaque, on: date, note: str) -> Plaque:
    """The recall is recorded (A8). Raises DomainError recall_not_ordered."""
    if plaque.status is not PlaqueStatus.RECALL_ORDERED:
        raise DomainError("recall_not_ordered")
    return replace(
        plaque, status=PlaqueStatus.RECALLED, recalled_on=on, recall_note=note.strip(), version=plaque.version + 1
    )


def level_below(level: str) -> str | None:
    """The level one step down; None below the county."""
    place = LEVEL_ORDER.index(level)
    return LEVEL_ORDER[place - 1] if place else None


def level_above(level: str) -> str | None:
    place = LEVEL_ORDER.index(level)
    return LEVEL_ORDER[place + 1] if place + 1 < len(LEVEL_ORDER) else None
