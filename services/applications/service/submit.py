"""Submit to the reviewing union: refused while anything is missing (A3)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.applications.domain import Application, Status, moved, withdraw
from services.applications.domain.case_rules import CaseRules, Days, hour_of, must_still_be_taken, standing_at_submit
from services.applications.domain.evidence import needs_of
from services.applications.domain.filling import Filling
from services.applications.domain.gaps import Gap, Held, gaps
from services.applications.domain.kinds import applies, kinds_of
from services.applications.models import ApplicationRow, OpinionRow, SubmissionRow
from services.applications.queries.awards import withdrawn_among
from services.applications.queries.case import evidence_of, hearings_of
from services.applications.queries.due_days import apply_days_of
from services.applications.queries.held import candidate_of
from services.applications.queries.regulated import case_rules
from services.applications.rules import cases as permits
from services.applications.service import case_tasks as tasks
from services.applications.service.moves import find_row, must_be_version, record_move
from services.applications.store import db
from services.common.clock import day_of
from services.common.errors import DomainError, Invalid, NotFound, allow
from services.common.ids import new_id
from services.common.principal import Principal

SIGNS_BEFORE = ("employers_union", "employer")
"""Who signs the form before it leaves the union; the act of submitting is the union's own word."""


def held_of(session: Session, case: Application, filling: Filling) -> Held:
    """What is kept beside the values."""
    return Held(
        tuple(evidence_of(session, case.id)),
        frozenset(each.kind for each in hearings_of(session, case.id)),
        candidate_of(session, case, case_rules(session, case).programme),
        withdrawn_among(session, filling),
    )


def submit(who: Principal, application_id: UUID | str, *, expected: int, now: datetime) -> Application:
    """To the next stage. Raises Invalid with every gap at its field, DomainError submit_too_late, not_editable."""
    with db.transaction(who.tenant) as session:
        row = find_row(session, application_id)
        before = row.to_domain()
        if not permits.may_see(who, before):
            raise NotFound("not_found")
        allow(permits.may_edit(who, before), "may_not_edit")
        must_be_version(row, expected)
        rules = case_rules(session, before)
        filling = Filling.of(row.form, row.declared)
        held = held_of(session, before, filling)
        days = apply_days_of(session, rules, year=before.year, around=day_of(now))[0]
        is_late = _must_be_ready(rules, before, filling, held, days, now)
        kinds = kinds_of(rules, filling, held.candidate.kinds)
        after = _sent(before, rules, is_late, kinds, now)
        row.apply(after)
        _keep_submission(session, who, row, rules, filling, now)
        _sign(session, who, rules, after, filling, now)
        record_move(session, who, "submitted", before, after, now=now, late=is_late)
        for kind in (tasks.FILL, tasks.MEND):
            tasks.close(session, after, kind, by=who.subject, now=now)
        tasks.announce(session, after, rules, now=now)
        return after


def _must_be_ready(
    rules: CaseRules, case: Application, filling: Filling, held: Held, days: Days, now: datetime
) -> bool:
    """Whether it comes late. A returned case was in time once: the day it is mended does not count against it."""
    if not permits.is_editable(case):
        raise DomainError("not_editable")
    found = gaps(rules, filling, held, today=day_of(now))
    if found:
        raise NotReady(found)
    if case.status is Status.RETURNED:
        return case.is_late
    must_still_be_taken(rules, day_of(case.created_at), day_of(now))
    standing = standing_at_submit(rules, case.year, day_of(now), days, hour_of(now))
    if standing == "refused":
        raise DomainError("submit_too_late")
    return standing == "late"


class NotReady(Invalid):
    """Something is missing; `gaps` says what and at which step."""

    def __init__(self, found: tuple[Gap, ...]) -> None:
        super().__init__({gap.field or gap.step: gap.says for gap in found}, "not_ready", count=len(found))
        self.gaps = found


def _sent(case: Application, rules: CaseRules, is_late: bool, kinds: frozenset[str], now: datetime) -> Application:
    following = rules.programme.stage_after(case.stage)
    if following is None:
        raise DomainError("not_moving", status=case.status)
    return moved(
        case,
        at=now,
        stage=following.key,
        status=Status.OPEN,
        is_late=is_late,
        kinds=tuple(sorted(kinds)),
        submitted_at=case.submitted_at or now,
        reason="",
    )


def _keep_submission(
    session: Session, who: Principal, row: ApplicationRow, rules: CaseRules, filling: Filling, now: datetime
) -> None:
    titles = {each.proves: each.title for each in needs_of(rules.programme)}
    files = [
        {
            "proves": each.proves,
            "title": titles.get(each.proves, ""),
            "file_name": each.file_name,
            "sha256": each.sha256,
        }
        for each in evidence_of(session, row.id)
    ]
    last = session.execute(
        select(func.coalesce(func.max(SubmissionRow.ordinal), 0)).where(
            SubmissionRow.tenant == row.tenant, SubmissionRow.application_id == row.id
        )
    ).scalar_one()
    kept = SubmissionRow(
        tenant=row.tenant,
        application_id=row.id,
        ordinal=last + 1,
        form=dict(filling.form),
        declared=filling.declared,
        files=files,
        submitted_by=who.subject,
        submitter_name=who.name,
        submitted_at=now,
    )
    session.add(kept)


def _sign(
    session: Session, who: Principal, rules: CaseRules, case: Application, filling: Filling, now: datetime
) -> None:
    """The opinions on the form that the union and the employer give before it goes out."""
    kinds = frozenset(case.kinds)
    asked = {each.by for each in rules.form.opinions if applies(each.when, kinds)} if rules.form else set()
    for body in SIGNS_BEFORE:
        said = filling.opinions.get(body, {})
        text = said.get("text", "") or ("情况属实，同意申报。" if body == "employers_union" else "")
        if body in asked and text:
            session.add(
                OpinionRow(
                    tenant=case.tenant,
                    id=new_id(),
                    application_id=case.id,
                    stage=rules.programme.stages[0].key,
                    body=body,
                    body_name=case.union_name if body == "employers_union" else case.employer_name,
                    verdict="agree",
                    text=text,
                    supply="",
                    signed_by=who.subject,
                    signer_name=said.get("signer", "") or who.name,
                    signed_at=now,
                )
            )


def withdraw_application(
    who: Principal, application_id: UUID | str, reason: str, *, expected: int, now: datetime
) -> Application:
    """By its union, before it is recommended. Raises DomainError reason_needed, too_late_to_withdraw."""
    with db.transaction(who.tenant) as session:
        row = find_row(session, application_id)
        before = row.to_domain()
        if not permits.may_see(who, before):
            raise NotFound("not_found")
        allow(permits.may_withdraw(who, before), "may_not_edit")
        must_be_version(row, expected)
        stages = [each.key for each in case_rules(session, before).programme.stages]
        if stages.index(before.stage) > 1:
            raise DomainError("too_late_to_withdraw")
        after = withdraw(before, reason, at=now)
        row.apply(after)
        record_move(session, who, "withdrawn", before, after, now=now, reason=after.reason)
        for kind in (tasks.FILL, tasks.MEND, tasks.REVIEW):
            tasks.close(session, after, kind, by=who.subject, now=now, outcome="withdrawn")
        return after
