"""例外: the union asks to be excepted from a rule that holds in principle; the body that the rule names decides."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications.domain import Application, rule_exception
from services.applications.domain.rule_exception import RuleException
from services.applications.models import ApplicationRow
from services.applications.models.rule_exception import RuleExceptionRow
from services.applications.queries.regulated import case_rules
from services.applications.rules import cases as permits
from services.applications.service import waits as tasks
from services.applications.service.moves import OBJECT, find_row
from services.applications.store import db
from services.common import audit, worklist
from services.common.errors import ChangedMeanwhile, DomainError, NotFound, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.regulation.requirements import InPrinciple


def ask(
    who: Principal, application_id: UUID | str, rule_id: str, records: Mapping[str, str], *, now: datetime
) -> RuleException:
    """By the applying union, for its draft. Raises DomainError no_such_exception, exception_asked, not_editable."""
    with db.transaction(who.tenant) as session:
        case = find_row(session, application_id).to_domain()
        if not permits.may_see(who, case):
            raise NotFound("not_found")
        allow(permits.may_edit(who, case), "may_not_edit")
        if not permits.is_editable(case):
            raise DomainError("not_editable")
        rule = rule_exception.rule_of(case_rules(session, case).programme, rule_id)
        kept = rule_exception.must_be_recorded(rule, records)
        _must_be_new(session, case, rule_id)
        asked = RuleException(
            id=new_id(), application_id=case.id, rule_id=rule_id, records=kept, asked_by=who.subject, asked_at=now,
            signers=(who.subject,),
        )  # fmt: skip
        row = RuleExceptionRow(tenant=who.tenant, signer_names=[who.name], decided_at=None)
        row.apply(asked)
        session.add(row)
        audit.record(session, who, "exception_asked", OBJECT, str(case.id), at=now, rule=rule_id, records=sorted(kept))
        title, path = f"研究例外：{case.full_name}，{rule.in_principle.phrase()}", f"exceptions/{asked.id}"
        tasks.ask(session, "decide_exception", asked.id, title, path, _deciders(rule, case), now=now)
        return asked


def _must_be_new(session: Session, case: Application, rule_id: str) -> None:
    row = RuleExceptionRow
    asked = select(row.status).where(
        row.tenant == case.tenant, row.application_id == case.id, row.rule_id == rule_id, row.status != "refused"
    )
    if session.execute(asked).first() is not None:
        raise DomainError("exception_asked")


def _deciders(rule: InPrinciple, case: Application) -> worklist.Audience:
    role = permits.DECIDES.get(rule.exception.by, permits.DECIDES["federation"])
    path = case.reviewing_path if rule.exception.by == "reviewing_union" else ""
    return worklist.Audience(role=role, unit_path=path)


def decide(who: Principal, exception_id: UUID, *, agreed: bool, expected: int | None, now: datetime) -> RuleException:
    """Raises NotAllowed may_not_decide_exception, own_unit; DomainError exception_decided, same_person."""
    with db.transaction(who.tenant) as session:
        row = session.get(RuleExceptionRow, (who.tenant, exception_id), with_for_update=True)
        if row is None:
            raise NotFound("not_found")
        case = session.get_one(ApplicationRow, (who.tenant, row.application_id)).to_domain()
        rule = rule_exception.rule_of(case_rules(session, case).programme, row.rule_id)
        allow(permits.may_decide_exception(who, case, rule.exception.by), "may_not_decide_exception")
        if expected is not None and row.version != expected:
            raise ChangedMeanwhile("case_changed_meanwhile")
        after = rule_exception.decide(row.to_domain(), rule, who.subject, agreed=agreed)
        row.apply(after)
        row.signer_names = [*row.signer_names, who.name]
        audit.record(
            session, who, "exception_decided", OBJECT, str(case.id), at=now, rule=row.rule_id, agreed=agreed,
            outcome=after.status,
        )  # fmt: skip
        if after.status != "asked":
            row.decided_at = now
            tasks.done(session, "decide_exception", row.id, by=who.subject, now=now, outcome=after.status)
            word = "同意" if after.status == "agreed" else "不同意"
            title = f"{case.full_name} 的例外申请：{word}"
            tasks.tell(session, tasks.union_at(case.union_path), title, rule.phrase(), f"cases/{case.id}", now=now)
        return after
