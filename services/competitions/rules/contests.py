"""Who may do what with a contest: its organiser, units, judges, the named arbitrator and finaliser (B1, rule 9)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, false, or_, select, true

from services.common.principal import Principal
from services.common.roles import Role
from services.competitions.domain.running import Duty
from services.competitions.models.contest import ContestRow, DutyRow, EntryRow

ORGANISERS = (Role.SECRETARY, Role.REVIEWER, Role.APPLICANT)
ENTERING = (Role.APPLICANT, Role.REVIEWER, Role.SECRETARY)
READERS = (Role.SECRETARY, Role.AUDITOR, Role.CHAIR, Role.SUPERVISOR)


def may_organise(who: Principal, organiser_path: str) -> bool:
    """The federation's secretary everywhere; a union holds its own contests, and whoever is above it."""
    if who.holds_everywhere(Role.SECRETARY):
        return True
    return bool(organiser_path) and any(
        grant.role in ORGANISERS and grant.unit_path and organiser_path.startswith(grant.unit_path)
        for grant in who.grants
    )


def may_open_any(who: Principal) -> bool:
    return any(grant.role in ORGANISERS for grant in who.grants)


def entering_paths(who: Principal) -> tuple[str, ...]:
    """The units for which the principal enters people; "" is everybody."""
    return who.paths(*ENTERING)


def may_enter_for(who: Principal, unit_path: str) -> bool:
    return any(unit_path.startswith(path) for path in entering_paths(who))


def may_enter_self(who: Principal) -> bool:
    return bool(who.person_id)


def sees_all_entries(who: Principal, contest: ContestRow) -> bool:
    everywhere = any(grant.role in READERS and not grant.unit_path for grant in who.grants)
    return everywhere or may_organise(who, contest.organiser_path)


def entries_seen(who: Principal, contest: ContestRow) -> ColumnElement[bool]:
    """As a predicate over EntryRow: the organiser sees all, a union its own, a person himself."""
    if sees_all_entries(who, contest):
        return true()
    paths = [path for path in who.paths(*ENTERING) if path]
    own = EntryRow.person_id == who.person_id if who.person_id else false()
    return or_(own, *(EntryRow.unit_path.startswith(path, autoescape=True) for path in paths))


def has_duty(who: Principal, *duties: Duty) -> ColumnElement[bool]:
    """As a predicate over ContestRow."""
    held = select(DutyRow.id).where(
        DutyRow.tenant == ContestRow.tenant,
        DutyRow.contest_id == ContestRow.id,
        DutyRow.subject == who.subject,
        DutyRow.duty.in_([str(each) for each in duties or tuple(Duty)]),
        DutyRow.ended_at.is_(None),
    )
    return held.exists()


def duty_of(who: Principal, duties: Sequence[DutyRow]) -> DutyRow | None:
    return next((each for each in duties if each.subject == who.subject and each.ended_at is None), None)
