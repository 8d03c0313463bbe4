"""What the platform knows of a candidate: honours held or lost, runs, units below, kinds, exceptions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, and_, or_, select, text
from sqlalchemy.orm import Session

from services.applications.domain import Application, Status
from services.applications.domain.kinds import OF_TEAMS
from services.applications.models import ApplicationRow
from services.applications.models.honour import HonourRow, ReinspectionRow
from services.applications.models.rule_exception import RuleExceptionRow
from services.common.clock import day_of
from services.common.regulation import Candidate, Held, Programme
from services.common.regulation.candidate import Failed
from services.common.regulation.kinds import KINDS_OF_UNITS
from services.common.regulation.requirements import UNITS, InPrinciple, ItsUnit, Running, ShareOf

ORGANISATIONS = ("employer", "grassroots_union")
GOOD = {"valid": "good"}
FAILURES = {Status.REFUSED: "not_passed", Status.PASSED_OVER: "passed_over", Status.STOPPED: "objected"}
AT_MOST = 50


def candidate_of(session: Session, case: Application, programme: Programme | None = None) -> Candidate:
    """With the programme also what its further conditions ask: runs, subordinate units, recorded exceptions."""
    row = HonourRow
    asked = (
        select(row.honour, row.level, row.conferred_on, row.standing, row.revoked_on)
        .where(row.tenant == session.info["tenant"], _same(case))
        .order_by(row.conferred_on.desc(), row.id)
        .limit(AT_MOST)
    )
    held = [_held(*found) for found in session.execute(asked)]
    known = Candidate(held=tuple(held), kinds=_kinds_by_unit(session, case))
    if programme is None:
        return known
    if programme.eligible.after_failing:
        known = replace(known, failed=_failed(session, case))
    return _further(session, case, programme, known)


def _same(case: Application) -> ColumnElement[bool]:
    """Honours of the candidate. An employer and its union stand for each other; teams do not."""
    row = HonourRow
    same = and_(row.subject_unit_id == case.subject_unit_id, row.subject_name == case.subject_name)
    if case.subject_kind in ORGANISATIONS:
        return or_(same, and_(row.subject_kind.in_(ORGANISATIONS), row.union_unit_id == case.union_unit_id))
    return same


def _held(honour: str, level: str, since: object, standing: str, lost: object) -> Held:
    return Held(honour, level, since, GOOD.get(standing, standing), lost)  # type: ignore[arg-type]


def _kinds_by_unit(session: Session, case: Application) -> frozenset[str]:
    """What the tree says a team or window is; a person or a firm is told by its form or says so itself."""
    if case.subject_unit_id is None or case.subject_kind not in OF_TEAMS:
        return frozenset()
    asked = text("select kind from org_unit where tenant = :t and id = :id")
    kind = session.execute(asked, {"t": session.info["tenant"], "id": case.subject_unit_id}).scalar()
    return KINDS_OF_UNITS.get(str(kind), frozenset())


def _further(session: Session, case: Application, programme: Programme, known: Candidate) -> Candidate:
    """Only what a condition of the programme asks is read."""
    asked = programme.requirements
    if any(isinstance(each, Running) for each in asked):
        known = replace(known, runs=_runs(session, case))
    units = {each.share_of for each in asked if isinstance(each, ShareOf)} & set(UNITS)
    if units:
        known = replace(known, subordinates={name: _units(session, case, UNITS[name]) for name in sorted(units)})
    if any(isinstance(each, ItsUnit) for each in asked):
        known = replace(known, unit=_unit(session, case))
    if any(isinstance(each, InPrinciple) for each in asked):
        known = replace(known, excepted=_excepted(session, case))
    return known


def _runs(session: Session, case: Application) -> Mapping[str, tuple[bool, ...]]:
    """Newest first: re-inspections by their outcome, rounds by whether this honour was conferred in them."""
    row = ReinspectionRow
    inspected = (
        select(row.status)
        .join(HonourRow, (HonourRow.tenant == row.tenant) & (HonourRow.id == row.honour_id))
        .where(row.tenant == session.info["tenant"], _same(case), row.kind == "yearly")
        .where(HonourRow.programme == case.programme, row.status.in_(("passed", "failed")))
        .order_by(row.year.desc(), row.id.desc())
        .limit(AT_MOST)
    )
    kept = tuple(status == "passed" for status in session.scalars(inspected))
    years = select(HonourRow.year).where(
        HonourRow.tenant == session.info["tenant"], _same(case), HonourRow.programme == case.programme
    )
    had = set(session.scalars(years.limit(AT_MOST)))
    conferred = tuple(year in had for year in range(case.year - 1, case.year - 1 - AT_MOST, -1))
    return {"kept": kept, "failed": tuple(not each for each in kept), "conferred": conferred}


def _units(session: Session, case: Application, kind: str) -> tuple[Candidate, ...]:
    """The units of that kind below the candidate, each with the honours it holds."""
    path = case.union_path if case.subject_kind in ORGANISATIONS else case.subject_unit_path
    if not path:
        return ()
    below = text(
        "select id from org_unit where tenant = :t and kind = :kind and starts_with(path, :path) and id <> :own"
        " and valid_to is null order by path limit 2000"
    )
    asked = {"t": session.info["tenant"], "kind": kind, "path": path, "own": case.subject_unit_id}
    units: Sequence[object] = session.scalars(below, asked).all()
    row = HonourRow
    held: dict[object, list[Held]] = defaultdict(list)
    found = select(row.subject_unit_id, row.honour, row.level, row.conferred_on, row.standing, row.revoked_on).where(
        row.tenant == session.info["tenant"], row.subject_unit_id.in_(units)
    )
    for unit, honour, level, since, standing, lost in session.execute(found) if units else ():
        held[unit].append(_held(honour, level, since, standing, lost))
    return tuple(Candidate(held=tuple(held[unit])) for unit in units)


def _failed(session: Session, case: Application) -> tuple[Failed, ...]:
    """Rounds of this programme that ended without the honour, the latest first."""
    row = ApplicationRow
    asked = select(row.status, row.moved_at).where(
        row.tenant == session.info["tenant"],
        row.programme == case.programme,
        row.subject_unit_id == case.subject_unit_id,
        row.subject_name == case.subject_name,
        row.status.in_([str(each) for each in FAILURES]),
        row.id != case.id,
    )
    found = session.execute(asked.order_by(row.moved_at.desc(), row.id).limit(AT_MOST))
    return tuple(Failed(FAILURES[Status(status)], day_of(moved)) for status, moved in found)


def _unit(session: Session, case: Application) -> Candidate | None:
    """The union it applies through, and its employer: they stand for each other."""
    if case.union_unit_id is None:
        return None
    row = HonourRow
    asked = select(row.honour, row.level, row.conferred_on, row.standing, row.revoked_on).where(
        row.tenant == session.info["tenant"],
        row.subject_kind.in_(ORGANISATIONS),
        row.union_unit_id == case.union_unit_id,
    )
    found = session.execute(asked.order_by(row.conferred_on.desc(), row.id).limit(AT_MOST))
    return Candidate(held=tuple(_held(*each) for each in found))


def _excepted(session: Session, case: Application) -> frozenset[str]:
    row = RuleExceptionRow
    asked = select(row.rule_id).where(
        row.tenant == session.info["tenant"], row.application_id == case.id, row.status == "agreed"
    )
    return frozenset(session.scalars(asked))
