"""What a case's subject won in contests becomes its deeds, with the certificates' numbers (A2, B5).

Pages show the awards from a copy that events make, and ask nobody. Taken over they are asked of competitions, in one
call before the transaction: what goes into an application is what stands now, not what was told a while ago, and
whoever has no account is known there by his name (ADR 19).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from pioneer.competitions.v1 import competitions_service_pb2 as messages
from pioneer.competitions.v1 import competitions_service_pb2_grpc as stubs

from services.applications.domain import Application
from services.applications.domain.case_rules import CaseRules
from services.applications.domain.deeds import Deed, drop, take, takes_deeds
from services.applications.domain.filling import Filling
from services.applications.queries.awards import asked_of
from services.applications.queries.case import find_case
from services.applications.queries.regulated import case_rules
from services.applications.rules import cases as permits
from services.applications.service import fill
from services.applications.store import db
from services.common.clock import day_of
from services.common.errors import DomainError, allow
from services.common.principal import Principal
from services.common.rpc import Calls


def take_deeds(who: Principal, application_id: UUID, calls: Calls, *, expected: int, now: datetime) -> fill.Saved:
    """All of the subject's awards, instead of those taken before.

    Raises NotFound, NotAllowed, not_editable, no_deeds_asked, no_awards_known, ChangedMeanwhile; Unavailable where
    competitions does not answer.
    """
    with db.read(who.tenant) as session:
        case = find_case(session, who, application_id).application
        allow(permits.may_edit(who, case), "may_not_edit")
        if not takes_deeds(case_rules(session, case)):
            raise DomainError("no_deeds_asked")
    found = _asked(calls, case, now)
    if not found:
        raise DomainError("no_awards_known")

    def change(filling: Filling, rules: CaseRules) -> Filling:
        return take(filling, rules, found)

    return fill.save(who, application_id, change, expected=expected, now=now)


def drop_deed(who: Principal, application_id: UUID, award_id: str, *, expected: int, now: datetime) -> fill.Saved:
    """The union leaves one of them out; it may take it over again."""

    def change(filling: Filling, rules: CaseRules) -> Filling:
        return drop(filling, rules, award_id)

    return fill.save(who, application_id, change, expected=expected, now=now)


def _asked(calls: Calls, case: Application, now: datetime) -> list[Deed]:
    unit, _path, person = asked_of(case)
    stub: Any = stubs.CompetitionsServiceStub(calls.channel("competitions"))  # type: ignore[no-untyped-call]
    question = messages.GetResultsRequest(tenant=case.tenant, unit_id=str(unit), person_name=person)
    answer: messages.GetResultsResponse = calls.call(stub.GetResults, question)
    return [_deed(each, now) for each in answer.results]


def _deed(said: messages.ContestResult, now: datetime) -> Deed:
    return Deed(
        award_id=said.award_id,
        contest=said.contest_title,
        level=said.level,
        trade=said.trade,
        title=said.title,
        place=said.place,
        number=said.number,
        made_on=said.made_on,
        person=said.person_name,
        taken_on=day_of(now).isoformat(),
    )
