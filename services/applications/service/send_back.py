"""退回补正 by the federation, before it assesses: where the stage says so, with the reason (A5)."""

from datetime import datetime
from uuid import UUID

from services.applications.domain import Application, Status, return_to
from services.applications.domain.filling import clean
from services.applications.queries.regulated import case_rules
from services.applications.rules import cases as permits
from services.applications.service import case_tasks as tasks
from services.applications.service import waits
from services.applications.service.moves import find_row, must_be_version, record_move
from services.applications.store import db
from services.common.errors import DomainError, NotFound, allow
from services.common.principal import Principal
from services.common.regulation import Assess


def send_back(
    who: Principal, application_id: UUID | str, stage: str, reason: str, *, expected: int | None, now: datetime
) -> Application:
    """Raises NotAllowed may_not_open, own_unit; DomainError not_at_assess, not_an_earlier_stage, reason_needed."""
    with db.transaction(who.tenant) as session:
        row = find_row(session, application_id)
        before = row.to_domain()
        if not permits.may_see(who, before):
            raise NotFound("not_found")
        allow(permits.may_open_assessments(who), "may_not_open")
        allow(not permits.is_own_unit(who, before), "own_unit")
        rules = case_rules(session, before)
        here = rules.programme.stage(before.stage)
        if not isinstance(here, Assess) or before.status is not Status.OPEN:
            raise DomainError("not_at_assess")
        must_be_version(row, expected)
        if stage not in here.may_return_to:
            raise DomainError("not_an_earlier_stage")
        after = return_to(before, rules.programme, stage, clean(reason), at=now)
        row.apply(after)
        record_move(session, who, "returned", before, after, now=now, reason=after.reason)
        tasks.announce(session, after, rules, now=now)
        title = f"{after.full_name} 的{after.honour}申报已退回补正"
        waits.tell(session, waits.union_at(after.union_path), title, after.reason, f"cases/{after.id}", now=now)
        return after
