"""The endorsed cases of one reviewing union, in their order of merit, and where batches wait."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.applications.domain import Status
from services.applications.domain.case_rules import CaseRules
from services.applications.models import ApplicationRow as A
from services.applications.queries.cases import COLUMNS, CaseLine
from services.applications.queries.due_days import days_of
from services.applications.queries.regulated import regulation_of
from services.applications.queries.units import find_place
from services.applications.rules import cases as permits
from services.common.errors import allow
from services.common.principal import Principal
from services.common.regulation import Review

FEDERATION = "federation"


@dataclass(frozen=True)
class BatchKey:
    """The endorsed cases of one programme's year; `unit` is the reviewing union's id, or "federation"."""

    programme: str
    year: int
    unit: str


@dataclass(frozen=True)
class Batch:
    lines: list[CaseLine]
    rules: CaseRules | None
    due_on: date | None
    already: int
    unit_name: str


@dataclass(frozen=True)
class Waiting:
    """A batch that can be gone to: whose, of what, how many."""

    programme: str
    honour: str
    year: int
    unit: str
    reviewing_name: str
    count: int


def load_batch(session: Session, who: Principal, key: BatchKey) -> Batch:
    """Raises NotAllowed may_not_rank for another union's."""
    place = None if key.unit == FEDERATION else find_place(session, key.unit).reviewing
    path = place.path if place else ""
    allow(permits.may_rank(who, path), "may_not_rank")
    mine = (
        (A.tenant == session.info["tenant"])
        & (A.programme == key.programme)
        & (A.year == key.year)
        & (A.reviewing_path == path)
    )
    endorsed = mine & (A.status == Status.OPEN.value) & A.is_endorsed
    lines = [CaseLine(*row) for row in session.execute(select(*COLUMNS).where(endorsed).order_by(A.rank, A.id))]
    already = session.execute(
        select(func.count()).where(mine, A.rank.is_not(None), ~A.is_endorsed, A.status != Status.WITHDRAWN.value)
    ).scalar_one()
    rules = _rules(session, lines[0]) if lines else None
    return Batch(lines, rules, _due(session, lines, rules), already, place.name if place else "")


def _rules(session: Session, line: CaseLine) -> CaseRules:
    regulation = regulation_of(session, line.regulation_id, line.regulation_version)
    return CaseRules(regulation, line.regulation_version, regulation.programmes[line.programme])


def _due(session: Session, lines: list[CaseLine], rules: CaseRules | None) -> date | None:
    if rules is None:
        return None
    stage = rules.programme.stage(lines[0].stage)
    if not isinstance(stage, Review) or lines[0].submitted_at is None:
        return None
    row = session.get_one(A, (session.info["tenant"], lines[0].id))
    return days_of(session, row.to_domain(), stage.due).last_of(stage.due, lines[0].year)


def waiting_batches(session: Session, who: Principal) -> list[Waiting]:
    """Those this principal may rank, the newest year first."""
    asked = (
        select(A.programme, A.honour, A.year, A.reviewing_unit_id, A.reviewing_path, A.reviewing_name, func.count())
        .where(A.tenant == session.info["tenant"], A.status == Status.OPEN.value, A.is_endorsed)
        .group_by(A.programme, A.honour, A.year, A.reviewing_unit_id, A.reviewing_path, A.reviewing_name)
        .order_by(A.year.desc(), A.programme, A.reviewing_name)
        .limit(500)
    )
    return [
        Waiting(programme, honour, year, str(unit) if unit else FEDERATION, name, count)
        for programme, honour, year, unit, path, name, count in session.execute(asked)
        if permits.may_rank(who, path)
    ]
