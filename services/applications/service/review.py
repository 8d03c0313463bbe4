"""The reviewing union: records how workers were heard, agrees, disagrees or returns (A4)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.applications.domain import Application, Status, advance, moved, pass_over, return_to
from services.applications.domain.case_rules import CaseRules
from services.applications.domain.filling import clean
from services.applications.domain.hearing import Hearing, must_be_recorded
from services.applications.models import ApplicationRow, HearingRow, OpinionRow
from services.applications.queries.case import hearings_of
from services.applications.queries.regulated import case_rules
from services.applications.rules import cases as permits
from services.applications.service import case_tasks as tasks
from services.applications.service.moves import OBJECT, find_row, must_be_version, record_move
from services.applications.store import SERVICE, db
from services.common import audit, directory, worklist
from services.common.errors import DomainError, Invalid, NotFound, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.regulation import Apply, Review, Stage

VERDICTS = ("agree", "disagree", "return")


@dataclass(frozen=True)
class Opined:
    """What the reviewer says. `supply`: what the applicant must add, on a return."""

    verdict: str
    text: str
    supply: str = ""
    return_to: str = ""


def record_hearing(who: Principal, application_id: UUID | str, hearing: Hearing, *, now: datetime) -> None:
    """By the reviewer at the review, by the union itself where its own stage asks for a record."""
    with db.transaction(who.tenant) as session:
        row, case, rules = _seen(session, who, application_id)
        stage = rules.programme.stage(case.stage)
        at_apply = isinstance(stage, Apply)
        may = permits.may_edit(who, case) if at_apply else permits.may_review(who, case, stage)
        allow(may, "may_not_review")
        if not (permits.is_editable(case) if at_apply else case.status is Status.OPEN):
            raise DomainError("not_moving", status=case.status)
        session.add(
            HearingRow(
                tenant=who.tenant,
                id=new_id(),
                application_id=row.id,
                kind=hearing.kind,
                method=hearing.method,
                held_on=hearing.held_on,
                present=hearing.present,
                agreed=hearing.agreed,
                result=clean(hearing.result),
                recorded_by=who.subject,
                recorder_name=who.name,
                recorded_at=now,
            )
        )
        audit.record(
            session, who, "hearing_recorded", OBJECT, str(row.id), at=now, kind=hearing.kind, present=hearing.present
        )


def _seen(
    session: Session, who: Principal, application_id: UUID | str
) -> tuple[ApplicationRow, Application, CaseRules]:
    row = find_row(session, application_id)
    case = row.to_domain()
    if not permits.may_see(who, case):
        raise NotFound("not_found")
    return row, case, case_rules(session, case)


def give_opinion(
    who: Principal, application_id: UUID | str, said: Opined, *, expected: int, now: datetime
) -> Application:
    """Sign the opinion and move the case accordingly.

    Raises NotAllowed may_not_review, own_unit; DomainError record_missing, not_at_review; Invalid for a blank text.
    """
    with db.transaction(who.tenant) as session:
        row, before, rules = _seen(session, who, application_id)
        stage = _review_stage(who, before, rules)
        must_be_version(row, expected)
        _must_be_said(said, stage)
        after = _decided(session, before, rules, stage, said, now)
        row.apply(after)
        _keep_opinion(session, who, before, stage, said, now)
        action = {"agree": "endorsed", "disagree": "passed_over", "return": "returned"}[said.verdict]
        record_move(session, who, action, before, after, now=now, reason=after.reason, supply=said.supply)
        tasks.close(session, after, tasks.REVIEW, by=who.subject, now=now, outcome=said.verdict)
        tasks.announce(session, after, rules, now=now)
        _tell_applicant(session, after, said, now)
        return after


def _review_stage(who: Principal, case: Application, rules: CaseRules) -> Review:
    """The stage of the review; who may review at none is turned away before he learns where the case is."""
    stage = rules.programme.stage(case.stage)
    reviews = [stage] if isinstance(stage, Review) else [s for s in rules.programme.stages if isinstance(s, Review)]
    allow(not permits.is_own_unit(who, case), "own_unit")
    allow(any(permits.may_review(who, case, each) for each in reviews), "may_not_review")
    if not isinstance(stage, Review) or case.status is not Status.OPEN or case.is_endorsed:
        raise DomainError("not_at_review")
    return stage


def _must_be_said(said: Opined, stage: Review) -> None:
    faults = {}
    if said.verdict not in VERDICTS:
        faults["verdict"] = "请选择同意推荐、退回补正或不同意。"
    length = len(said.text.strip())
    if length < 2:
        word = "理由" if said.verdict in ("return", "disagree") else "意见"
        faults["text"] = f"请写明{word}，例如依据哪项条件、哪份材料。"
    if length > stage.opinion_at_most:
        faults["text"] = f"意见最多 {stage.opinion_at_most} 字，现有 {length} 字。"
    if said.verdict == "return" and len(said.supply.strip()) < 2:
        faults["supply"] = "请写明需要补充什么，例如 2024 年度安全生产证明。"
    if faults:
        raise Invalid(faults)


def _decided(
    session: Session, case: Application, rules: CaseRules, stage: Review, said: Opined, now: datetime
) -> Application:
    if said.verdict == "disagree":
        return pass_over(case, said.text, at=now)
    if said.verdict == "return":
        back = said.return_to or (stage.may_return_to[0] if stage.may_return_to else "")
        if back not in stage.may_return_to:
            raise DomainError("not_an_earlier_stage")
        return return_to(case, rules.programme, back, said.text, at=now)
    must_be_recorded(stage.must_record, frozenset(each.kind for each in hearings_of(session, case.id)))
    if stage.ranks:
        return moved(case, at=now, is_endorsed=True, rank=_last_rank(session, case) + 1)
    return advance(case, rules.programme, at=now)


def _last_rank(session: Session, case: Application) -> int:
    """The last place in the batch so far, those recommended earlier this year included."""
    found = session.execute(
        select(func.max(ApplicationRow.rank)).where(
            ApplicationRow.tenant == case.tenant,
            ApplicationRow.programme == case.programme,
            ApplicationRow.year == case.year,
            ApplicationRow.reviewing_path == case.reviewing_path,
        )
    ).scalar()
    return found or 0


def _keep_opinion(
    session: Session, who: Principal, case: Application, stage: Stage, said: Opined, now: datetime
) -> None:
    of_union = stage.by == "reviewing_union" and bool(case.reviewing_name)
    name = case.reviewing_name if of_union else directory.find_tenant(session, case.tenant).name
    session.add(
        OpinionRow(
            tenant=case.tenant,
            id=new_id(),
            application_id=case.id,
            stage=stage.key,
            body=stage.by,
            body_name=name,
            verdict=said.verdict,
            text=clean(said.text),
            supply=clean(said.supply),
            signed_by=who.subject,
            signer_name=who.name,
            signed_at=now,
        )
    )


def _tell_applicant(session: Session, case: Application, said: Opined, now: datetime) -> None:
    if said.verdict == "agree" or not case.union_path:
        return
    word = "已退回补正" if said.verdict == "return" else "未获同意"
    supply = f"需要补充：{said.supply.strip()}" if said.supply.strip() else ""
    worklist.notify(
        session,
        SERVICE,
        to=tasks.applicant(case),
        title=f"{case.full_name} 的{case.honour}申报{word}",
        body=f"理由：{said.text.strip()}\n{supply}".strip(),
        url=tasks.case_url(case),
        now=now,
    )
