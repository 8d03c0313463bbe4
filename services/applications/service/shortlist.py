"""入围: of everybody who waits at the stage so many go on, by the order the rule names; a tie does what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.applications.domain import Status, advance, pass_over
from services.applications.domain.case_rules import CaseRules
from services.applications.domain.merit import ranked
from services.applications.models import ApplicationRow
from services.applications.queries.dockets import merits_of
from services.applications.queries.regulated import regulation_of
from services.applications.rules import cases as permits
from services.applications.service import case_tasks as tasks
from services.applications.service import waits
from services.applications.service.moves import record_move
from services.applications.store import db
from services.common.errors import DomainError, NotFound, allow
from services.common.principal import Principal
from services.common.regulation import Shortlist
from services.common.regulation.cut import Cut, cut


@dataclass(frozen=True)
class RoundKey:
    regulation_id: str
    version: int
    programme: str
    year: int
    stage: str


@dataclass(frozen=True)
class Waiting:
    key: RoundKey
    title: str
    rule: str
    count: int


def waiting(session: Session) -> list[Waiting]:
    """Rounds with cases at a stage that shortlists."""
    row = ApplicationRow
    columns = (row.regulation_id, row.regulation_version, row.programme, row.year, row.stage)
    asked = (
        select(*columns, func.count())
        .where(row.tenant == session.info["tenant"], row.status == Status.OPEN.value)
        .group_by(*columns)
        .order_by(row.year.desc(), row.programme)
    )
    found = []
    for regulation_id, version, programme, year, stage_key, count in session.execute(asked):
        key = RoundKey(regulation_id, version, programme, year, stage_key)
        rules = _rules(session, key)
        stage = rules.programme.stage(key.stage)
        if isinstance(stage, Shortlist):
            found.append(Waiting(key, rules.title, "".join(stage.sentences()), count))
    return found


def _rules(session: Session, key: RoundKey) -> CaseRules:
    regulation = regulation_of(session, key.regulation_id, key.version)
    if key.programme not in regulation.programmes:
        raise NotFound("no_such_programme")
    return CaseRules(regulation, key.version, regulation.programmes[key.programme])


def shortlist(who: Principal, key: RoundKey, *, now: datetime) -> Cut:
    """Who goes on and who does not, all in one act. Raises NotAllowed may_not_open, DomainError nothing_waits."""
    allow(permits.may_open_assessments(who), "may_not_open")
    with db.transaction(who.tenant) as session:
        rules = _rules(session, key)
        rows = _rows(session, key)
        stage = rules.programme.stage(key.stage) if rows else None
        if not isinstance(stage, Shortlist):
            raise DomainError("nothing_waits")
        merits = merits_of(session, [row.to_domain() for row in rows])
        found = cut([ranked(merit, stage.order) for merit in merits], stage.to, stage.tie)
        reason = f"入围名额 {stage.to} 个，按{stage.ordering}排在其后。{found.says}"
        for row in rows:
            _move(session, who, row, rules, reason if str(row.id) in found.left_out else "", now)
        tasks.close_batch(
            session, rows[0].to_domain(), tasks.SHORTLIST, key.stage, of_union=False, by=who.subject, now=now
        )
        return found


def _rows(session: Session, key: RoundKey) -> Sequence[ApplicationRow]:
    row = ApplicationRow
    asked = select(row).where(
        row.tenant == session.info["tenant"],
        row.status == Status.OPEN.value,
        row.regulation_id == key.regulation_id,
        row.regulation_version == key.version,
        row.programme == key.programme,
        row.year == key.year,
        row.stage == key.stage,
    )
    return session.scalars(asked.order_by(row.id).with_for_update()).all()


def _move(session: Session, who: Principal, row: ApplicationRow, rules: CaseRules, reason: str, now: datetime) -> None:
    before = row.to_domain()
    after = pass_over(before, reason, at=now) if reason else advance(before, rules.programme, at=now)
    row.apply(after)
    action = "not_shortlisted" if reason else "shortlisted"
    record_move(session, who, action, before, after, now=now, reason=after.reason)
    tasks.announce(session, after, rules, now=now)
    if reason:
        title = f"{after.full_name} 的{after.honour}申报没有入围"
        waits.tell(session, waits.union_at(after.union_path), title, reason, f"cases/{after.id}", now=now)
