"""Exceptions of a case from rules that hold in principle: those it may ask for, those it asked for."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications.domain import Application
from services.applications.domain.rule_exception import RuleException, rule_of, rules_of
from services.applications.models import ApplicationRow
from services.applications.models.rule_exception import RuleExceptionRow
from services.applications.queries.regulated import case_rules
from services.applications.rules import cases as permits
from services.common.errors import NotFound
from services.common.principal import Principal
from services.common.regulation.bodies import RECORDS
from services.common.regulation.requirements import InPrinciple


@dataclass(frozen=True)
class AskedException:
    """An exception as pages and programs see it."""

    id: UUID
    rule_id: str
    rule: str
    status: str
    records: tuple[tuple[str, str], ...]
    signer_names: tuple[str, ...]
    version: int


@dataclass(frozen=True)
class ExceptionPage:
    case: Application
    asked: AskedException
    kept: RuleException
    may_decide: bool


def exceptions_of(session: Session, case: Application) -> list[AskedException]:
    row = RuleExceptionRow
    asked = select(row).where(row.tenant == session.info["tenant"], row.application_id == case.id).order_by(row.id)
    rules = {each.id: each for each in rules_of(case_rules(session, case).programme)}
    return [_shown(found, rules[found.rule_id]) for found in session.scalars(asked) if found.rule_id in rules]


def _shown(row: RuleExceptionRow, rule: InPrinciple) -> AskedException:
    records = tuple((RECORDS.get(key, key), str(text)) for key, text in row.records.items())
    return AskedException(row.id, row.rule_id, rule.phrase(), row.status, records, tuple(row.signer_names), row.version)


def find_exception(session: Session, who: Principal, exception_id: UUID) -> ExceptionPage:
    """For who decides it and who may see the case. Raises NotFound."""
    row = session.get(RuleExceptionRow, (session.info["tenant"], exception_id))
    if row is None:
        raise NotFound("not_found")
    case = session.get_one(ApplicationRow, (row.tenant, row.application_id)).to_domain()
    rule = rule_of(case_rules(session, case).programme, row.rule_id)
    may = permits.may_decide_exception(who, case, rule.exception.by)
    if not may and not permits.may_see(who, case):
        raise NotFound("not_found")
    return ExceptionPage(case, _shown(row, rule), row.to_domain(), may and row.status == "asked")
