"""Where a case stands, as far as statistics need it: no name, no content."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from services.portal.domain.figure import AT, Counts, Figure, Measure

NOT_COUNTED = frozenset({"", "draft", "withdrawn"})
UNDER_WAY = frozenset({"open", "returned", "waiting_assessment"})
NOT_CONFERRED = frozenset({"passed_over", "refused", "stopped", "returned_below"})
RECOMMENDING = "recommended"
"""The act by which a reviewing union passes a case upward (A4)."""


@dataclass(frozen=True, kw_only=True)
class CasePlace:
    """`status` "": only its dossier has been heard of so far."""

    id: str
    honour: str
    level: str
    year: int
    moved_at: datetime
    union_unit_id: str = ""
    stage: str = ""
    status: str = ""
    is_recommended: bool = False
    is_forwarded: bool = False

    def counts(self) -> Counts:
        """In the year of its round."""
        found: list[str] = []
        if self.status not in NOT_COUNTED:
            found.append(Measure.APPLIED)
            if self.is_recommended:
                found.append(Measure.RECOMMENDED)
        if self.is_forwarded:
            found.append(Measure.FORWARDED)
        if self.status in UNDER_WAY:
            found.append(AT + self.stage)
        if self.status in NOT_CONFERRED:
            found.append(Measure.ENDED)
        return Counter(Figure(measure, self.year, 0, self.honour, self.level) for measure in found)


def moved(before: CasePlace | None, said: CasePlace, action: str) -> CasePlace:
    """The place after a step. A step older than the one known changes nothing."""
    if before is not None and before.status and said.moved_at < before.moved_at:
        return before
    was_recommended = before is not None and before.is_recommended
    return replace(
        said,
        is_recommended=action == RECOMMENDING or was_recommended,
        is_forwarded=before is not None and before.is_forwarded,
    )


def forwarded(before: CasePlace | None, said: CasePlace) -> CasePlace:
    """Its dossier went up; told twice, it counts once."""
    return replace(before or said, is_forwarded=True)
