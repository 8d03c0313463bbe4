"""An exception from a rule that holds in principle: everything it wants recorded, and as many people as it wants."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.applications.domain.filling import clean
from services.common.errors import DomainError, Invalid
from services.common.regulation import Programme
from services.common.regulation.bodies import RECORDS
from services.common.regulation.requirements import InPrinciple


@dataclass(frozen=True, kw_only=True)
class RuleException:
    """status: asked, agreed, refused. `signers`: the one who asked first, then those who agreed."""

    id: UUID
    application_id: UUID
    rule_id: str
    records: Mapping[str, str]
    asked_by: str
    asked_at: datetime
    status: str = "asked"
    signers: tuple[str, ...] = ()
    version: int = 1


def rules_of(programme: Programme) -> tuple[InPrinciple, ...]:
    return tuple(each for each in programme.requirements if isinstance(each, InPrinciple))


def rule_of(programme: Programme, rule_id: str) -> InPrinciple:
    """Raises DomainError no_such_exception for a rule that has no way out."""
    for each in rules_of(programme):
        if each.id == rule_id:
            return each
    raise DomainError("no_such_exception")


def must_be_recorded(rule: InPrinciple, records: Mapping[str, str]) -> dict[str, str]:
    """Just what the rule wants recorded, or Invalid with each that is missing."""
    kept = {each: clean(records.get(each, ""))[:500] for each in rule.exception.must_record}
    faults = {f"record-{each}": f"请写明{RECORDS[each]}。" for each, text in kept.items() if len(text) < 2}
    if faults:
        raise Invalid(faults)
    return kept


def decide(asked: RuleException, rule: InPrinciple, subject: str, *, agreed: bool) -> RuleException:
    """One more of the deciding body. Raises DomainError exception_decided, same_person.

    It is agreed to when as many different people have signed as the rule wants; one who is against it ends it.
    """
    if asked.status != "asked":
        raise DomainError("exception_decided")
    if subject in asked.signers:
        raise DomainError("same_person")
    signers = (*asked.signers, subject)
    status = "refused" if not agreed else "agreed" if len(signers) >= max(rule.exception.people, 2) else "asked"
    return replace(asked, signers=signers, status=status, version=asked.version + 1)
