"""Everything one case's page, API answer and prints show, read in a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.applications.domain import Application, Status
from services.applications.domain.case_rules import CaseRules, submit_by
from services.applications.domain.difference import Change, Submitted, difference
from services.applications.domain.evidence import Evidence
from services.applications.domain.filling import Filling
from services.applications.domain.gaps import Gap, Held, gaps
from services.applications.domain.personal import mask
from services.applications.queries.awards import withdrawn_among
from services.applications.queries.case import (
    Case,
    RecordedHearing,
    SignedOpinion,
    evidence_of,
    find_case,
    hearings_of,
    opinions_of,
    submissions_of,
)
from services.applications.queries.due_days import apply_days_of, days_of
from services.applications.queries.held import candidate_of
from services.applications.queries.regulated import case_rules
from services.applications.queries.rungs import Rung, rungs
from services.applications.rules import cases as permits
from services.common import audit, directory
from services.common.clock import day_of
from services.common.directory import Tenant
from services.common.principal import Principal
from services.common.regulation import Apply, Assess, ClearanceStage, Review, Stage


@dataclass(frozen=True)
class CasePage:
    case: Case
    rules: CaseRules
    evidence: Sequence[Evidence]
    opinions: Sequence[SignedOpinion]
    hearings: Sequence[RecordedHearing]
    submissions: Sequence[Submitted]
    log: Sequence[audit.LogEntry]
    lineage: Sequence[Tenant]
    ladder: Sequence[Rung]
    due_on: date | None
    may: frozenset[str]
    fallen: frozenset[str] = frozenset()
    """Awards taken as deeds that have been withdrawn since."""

    @property
    def application(self) -> Application:
        return self.case.application

    @property
    def filling(self) -> Filling:
        return self.case.filling

    def changes(self, *, masked: bool = True) -> Sequence[Change]:
        """Between the last two submissions; none before it was submitted twice."""
        if len(self.submissions) < 2:
            return ()
        return difference(self.rules, self.submissions[-2], self.submissions[-1], masked=masked)


def load_page(session: Session, who: Principal, application_id: UUID | str) -> CasePage:
    """Raises NotFound for what this principal may not see."""
    case = find_case(session, who, application_id)
    rules = case_rules(session, case.application)
    id_ = case.application.id
    return CasePage(
        case,
        rules,
        evidence_of(session, id_),
        opinions_of(session, id_),
        hearings_of(session, id_),
        submissions_of(session, id_),
        audit.entries_of(session, "application", id_),
        directory.lineage(session, case.application.tenant),
        rungs(session, case.application),
        due_of(session, case.application, rules),
        acts_of(who, case.application, rules),
        withdrawn_among(session, case.filling),
    )


def acts_of(who: Principal, case: Application, rules: CaseRules) -> frozenset[str]:
    """What this principal may do with the case now; the pages show exactly these."""
    stage = rules.programme.stage(case.stage)
    at_review = isinstance(stage, Review) and case.status is Status.OPEN
    at_clearance = isinstance(stage, ClearanceStage) and case.status is Status.OPEN
    asked = {
        "edit": permits.may_edit(who, case) and permits.is_editable(case),
        "withdraw": permits.may_withdraw(who, case) and _may_still_withdraw(case, rules),
        "review": at_review and not case.is_endorsed and permits.may_review(who, case, stage),
        "send_back": _may_send_back(who, case, stage),
        "clear": at_clearance and permits.may_review(who, case, stage),
        "unendorse": at_review and case.is_endorsed and permits.may_review(who, case, stage),
        "rank": at_review and case.is_endorsed and permits.may_rank(who, case.reviewing_path),
        "reveal": permits.may_reveal(who, case),
    }
    return frozenset(name for name, may in asked.items() if may)


def _may_send_back(who: Principal, case: Application, stage: Stage) -> bool:
    at_assess = isinstance(stage, Assess) and bool(stage.may_return_to) and case.status is Status.OPEN
    return at_assess and permits.may_open_assessments(who) and not permits.is_own_unit(who, case)


def _may_still_withdraw(case: Application, rules: CaseRules) -> bool:
    stages = [each.key for each in rules.programme.stages]
    return case.status in (Status.DRAFT, Status.RETURNED, Status.OPEN) and stages.index(case.stage) <= 1


def due_of(session: Session, case: Application, rules: CaseRules) -> date | None:
    """By when the present stage must be done."""
    stage = rules.programme.stage(case.stage)
    if isinstance(stage, Apply):
        days = apply_days_of(session, rules, year=case.year, around=day_of(case.created_at))
        return submit_by(rules, case.year, days[0])
    if stage.due is None or not case.is_moving:
        return None
    return days_of(session, case, stage.due).last_of(stage.due, case.year)


def gaps_of(session: Session, case: Case, rules: CaseRules, *, today: date) -> tuple[tuple[Gap, ...], Held]:
    """What stands between a draft and its submission, and what is kept beside its values."""
    application = case.application
    held = Held(
        tuple(evidence_of(session, application.id)),
        frozenset(each.kind for each in hearings_of(session, application.id)),
        candidate_of(session, application, rules.programme),
        withdrawn_among(session, case.filling),
    )
    return gaps(rules, case.filling, held, today=today), held


def masked_form(rules: CaseRules, filling: Filling, *, shown: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The form's values with personal ones masked, except those in `shown`."""
    fields = {field.id: field for field in rules.form.fields} if rules.form else {}
    return {
        key: mask(fields[key], value) if key in fields and fields[key].personal and key not in shown else value
        for key, value in filling.form.items()
    }


def personal_ids(rules: CaseRules) -> list[str]:
    return [field.id for field in rules.form.fields if field.personal] if rules.form else []
