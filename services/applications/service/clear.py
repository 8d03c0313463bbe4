"""征求意见: an office's answer is written down; all clear and the case goes on, one objects and it ends (C2)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.applications.domain import Application, Status, advance, pass_over
from services.applications.domain.case_rules import CaseRules
from services.applications.domain.filling import clean
from services.applications.models import ApplicationRow, OpinionRow
from services.applications.queries.announcing import answered
from services.applications.queries.regulated import case_rules
from services.applications.rules import cases as permits
from services.applications.service import case_tasks as tasks
from services.applications.service import waits
from services.applications.service.moves import OBJECT, find_row, must_be_version, record_move
from services.applications.store import db
from services.common import audit, directory
from services.common.audit import CLOCK, Actor
from services.common.clock import at, day_of
from services.common.errors import DomainError, Invalid, NotFound, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.regulation import ClearanceStage
from services.common.regulation.bodies import OFFICES

VERDICTS = ("agree", "disagree")


@dataclass(frozen=True)
class Answer:
    """What an office said, on which day."""

    office: str
    verdict: str
    text: str
    answered_on: date


def record_answer(
    who: Principal, application_id: UUID | str, said: Answer, *, expected: int | None, now: datetime
) -> Application:
    """Raises NotAllowed may_not_review, own_unit; DomainError not_at_clearance, office_answered; Invalid."""
    with db.transaction(who.tenant) as session:
        row = find_row(session, application_id)
        before = row.to_domain()
        if not permits.may_see(who, before):
            raise NotFound("not_found")
        rules = case_rules(session, before)
        stage = clearance_of(before, rules)
        allow(not permits.is_own_unit(who, before), "own_unit")
        allow(permits.may_review(who, before, stage), "may_not_review")
        must_be_version(row, expected)
        _must_be_said(said, stage, before, day_of(now))
        done = answered(session, before)
        if said.office in done:
            raise DomainError("office_answered", office=OFFICES[said.office])
        _keep(session, before, stage, said, who.subject, who.name)
        audit.record(
            session, who, "office_answered", OBJECT, str(before.id), at=now, office=said.office, verdict=said.verdict
        )
        is_clear = set(stage.asked_of(frozenset(before.kinds))) <= done | {said.office}
        return _go_on(session, who, row, before, rules, said, is_clear, now)


def clearance_of(case: Application, rules: CaseRules) -> ClearanceStage:
    """Raises DomainError not_at_clearance."""
    stage = rules.programme.stage(case.stage)
    if not isinstance(stage, ClearanceStage) or case.status is not Status.OPEN:
        raise DomainError("not_at_clearance")
    return stage


def _must_be_said(said: Answer, stage: ClearanceStage, case: Application, today: date) -> None:
    faults = {}
    if said.office not in stage.asked_of(frozenset(case.kinds)):
        faults["office"] = "请选择要征求意见的部门。"
    if said.verdict not in VERDICTS:
        faults["verdict"] = "请选择部门的意见。"
    if said.verdict == "disagree" and len(said.text.strip()) < 2:
        faults["text"] = "部门不同意的，请写明理由，例如依据哪份处罚决定。"
    if said.answered_on > today:
        faults["answered_on"] = "请填不晚于今天的日期，例如 2026-03-02。"
    if faults:
        raise Invalid(faults)


def _keep(session: Session, case: Application, stage: ClearanceStage, said: Answer, subject: str, name: str) -> None:
    session.add(
        OpinionRow(
            tenant=case.tenant,
            id=new_id(),
            application_id=case.id,
            stage=stage.key,
            body=said.office,
            body_name=OFFICES[said.office],
            verdict=said.verdict,
            text=clean(said.text) or "没有意见。",
            supply="",
            signed_by=subject,
            signer_name=name,
            signed_at=at(said.answered_on),
        )
    )
    session.flush()


def _go_on(
    session: Session,
    who: Principal | Actor,
    row: ApplicationRow,
    before: Application,
    rules: CaseRules,
    said: Answer | None,
    is_clear: bool,
    now: datetime,
) -> Application:
    if said is not None and said.verdict == "disagree":
        after, action = pass_over(before, f"{OFFICES[said.office]}不同意：{said.text.strip()}", at=now), "passed_over"
    elif is_clear:
        after, action = advance(before, rules.programme, at=now), "cleared"
    else:
        row.version += 1
        return row.to_domain()
    row.apply(after)
    record_move(session, who, action, before, after, now=now, reason=after.reason)
    tasks.close(session, after, tasks.CLEAR, by=who.subject, now=now, outcome=action)
    tasks.announce(session, after, rules, now=now)
    if action == "passed_over":
        title = f"{after.full_name} 的{after.honour}申报未通过征求意见"
        waits.tell(session, waits.union_at(after.union_path), title, after.reason, f"cases/{after.id}", now=now)
    return after


def take_silence(session: Session, application_id: UUID, *, now: datetime) -> bool:
    """Whoever did not answer in time has nothing against it, where the rule says so."""
    row = find_row(session, application_id)
    case = row.to_domain()
    rules = case_rules(session, case)
    stage = rules.programme.stage(case.stage)
    if not isinstance(stage, ClearanceStage) or case.status is not Status.OPEN:
        return False
    if stage.silent != "agrees" or stage.within is None:
        return False
    came = day_of(case.moved_at)
    days = directory.calendar(session, around=came)
    if day_of(now) <= stage.within.after(came, days.add_working_days):
        return False
    for office in sorted(set(stage.asked_of(frozenset(case.kinds))) - answered(session, case)):
        said = Answer(office, "agree", "逾期没有答复，按规则视为没有意见。", day_of(now))
        _keep(session, case, stage, said, CLOCK.subject, CLOCK.name)
        audit.record(session, CLOCK, "office_silent", OBJECT, str(case.id), at=now, office=office)
    _go_on(session, CLOCK, row, case, rules, None, True, now)
    return True
