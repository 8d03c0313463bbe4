"""Who may not assess whom: his own unit, a unit that recommended, a declared relation, his own case (rule 9)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

REVIEWING_KINDS = frozenset({"township", "industry"})
WHOLE_TENANT_KINDS = frozenset({"federation"})


@dataclass(frozen=True)
class Relation:
    """A relation with a unit that somebody declared: a spouse works there, shares are held."""

    unit_path: str
    says: str


@dataclass(frozen=True)
class Candidate:
    """Somebody who holds the role of assessor. `acts_for`: units for which he applies or reviews."""

    person_id: UUID
    subject: str
    name: str
    unit_path: str = ""
    unit_kind: str = ""
    relations: tuple[Relation, ...] = ()
    acts_for: tuple[str, ...] = ()


def reason_to_recuse(who: Candidate, *, subject_path: str, answering_path: str) -> str | None:
    """The code of the refusal, None where nothing relates him to the subject."""
    own = "" if who.unit_kind in WHOLE_TENANT_KINDS else who.unit_path
    union = answering_path or subject_path
    if own and union and (own.startswith(union) or subject_path.startswith(own)):
        return "related_recommends" if who.unit_kind in REVIEWING_KINDS else "related_same_unit"
    touched = (subject_path, union)
    if any(_touches(relation.unit_path, touched) for relation in who.relations):
        return "related_declared"
    if any(_touches(path, touched) for path in who.acts_for):
        return "related_acts_for"
    return None


def _touches(path: str, touched: tuple[str, str]) -> bool:
    """The unit is the subject's, stands over it, or below its union."""
    return bool(path) and any(each.startswith(path) or path.startswith(each) for each in touched if each)
