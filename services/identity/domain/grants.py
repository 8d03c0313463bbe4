"""Grants: a role, at a unit and below it or in the whole federation, from a day to a day (rule 9)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.common.errors import DomainError
from services.common.roles import NAMES, SEPARATED, Role

WHOLE_TENANT = frozenset({*SEPARATED, Role.TENANT_ADMIN})
"""Held for the federation, never for a part of it."""
AT_A_UNIT = frozenset({Role.APPLICANT, Role.REVIEWER})
"""Act for one union, never for all."""


@dataclass(frozen=True)
class Grant:
    """`org_unit_path` is "" for the whole federation. Both days count."""

    id: UUID
    subject: str
    person_id: UUID
    role: Role
    org_unit_id: UUID | None
    org_unit_path: str
    valid_from: date
    valid_to: date | None = None
    revoked: bool = False

    def overlaps(self, other: "Grant") -> bool:
        """Whether there is a day on which both hold."""
        if self.revoked or other.revoked:
            return False
        return _before(self.valid_from, other.valid_to) and _before(other.valid_from, self.valid_to)


def _before(day: date, end: date | None) -> bool:
    return end is None or day <= end


def allow_grant(new: Grant, held: Iterable[Grant], *, by_subject: str, today: date) -> Grant:
    """The grant, if it may be: nobody grants himself, separated duties stay apart, nothing is dated back."""
    if new.subject == by_subject:
        raise DomainError("grants_himself")
    if new.valid_from < today:
        raise DomainError("grant_in_the_past")
    if new.valid_to is not None and new.valid_to < new.valid_from:
        raise DomainError("ends_before_it_begins")
    if new.role in WHOLE_TENANT and new.org_unit_path:
        raise DomainError("role_for_whole_tenant", role=NAMES[new.role])
    if new.role in AT_A_UNIT and not new.org_unit_path:
        raise DomainError("role_at_a_unit", role=NAMES[new.role])
    for old in held:
        if new.overlaps(old):
            _stand_together(new, old)
    return new


def _stand_together(new: Grant, old: Grant) -> None:
    if new.role is old.role and new.org_unit_path == old.org_unit_path:
        raise DomainError("granted_already", role=NAMES[new.role])
    if {new.role, old.role} <= set(SEPARATED) and new.role is not old.role:
        raise DomainError("separated_duties", role=NAMES[new.role], held=NAMES[old.role])


def revoke(grant: Grant, *, by_subject: str) -> Grant:
    """Ends it at once. Nobody takes a grant from himself: one security admin must stay who can give."""
    if grant.subject == by_subject:
        raise DomainError("revokes_himself")
    if grant.revoked:
        raise DomainError("revoked_already")
    return replace(grant, revoked=True)


def moved(grant: Grant, before: str, after: str) -> Grant:
    """Follows its unit to a new path."""
    return replace(grant, org_unit_path=after + grant.org_unit_path[len(before) :])
