"""What follows from a change of state: tasks opened and closed, people told, the result sent.

Inside the transaction. Titles are Chinese whoever acts: they are kept and read by others.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.assessment import events
from services.assessment.domain import Assessment, Card, Status
from services.assessment.domain.outcome import text
from services.assessment.store import SERVICE
from services.common import outbox, worklist
from services.common.db import tenant_of
from services.common.roles import Role
from services.common.worklist import Audience

KIND = {Status.SELF_SCORING: "self_score", Status.APPOINTING: "appoint", Status.THIRD_NEEDED: "third"}
"""States in which one party is waited for, and the task that party has."""


def follow(session: Session, before: Assessment | None, after: Assessment, *, by: str, now: datetime) -> None:
    """Close the tasks that are done, open those that begin. `before` is None for an assessment just opened."""
    was = before.status if before else None
    if was is not None and was is not after.status and was in KIND:
        worklist.close_task(session, SERVICE, KIND[was], after.id, by=by, now=now)
    if was is not after.status and after.status in KIND:
        _open(session, after, by=by, now=now)
    _follow_cards(session, before, after, by=by, now=now)
    if after.outcome is not None and (before is None or before.outcome is None):
        _completed(session, after, now=now)


def _open(session: Session, after: Assessment, *, by: str, now: datetime) -> None:
    place = f"/assessment/{tenant_of(session)}/{after.id}"
    name = after.subject.name
    if after.status is Status.SELF_SCORING:
        to, title, url = _union(after), f"填报 {name} 的自评分", f"{place}/self"
    elif after.status is Status.APPOINTING:
        to, title, url = Audience(Role.SECRETARY), f"安排 {name} 的考核员", f"{place}/assessors"
    else:
        to, title, url = Audience(Role.SECRETARY), f"为 {name} 增派考核员", f"{place}/assessors"
    worklist.open_task(
        session, SERVICE, KIND[after.status], after.id, title=title, url=url, to=to, now=now, due_on=after.due_on,
        started_by=by, remind_days=after.terms.remind_days,
    )  # fmt: skip


def tell_of_self_score(session: Session, opened: Assessment, *, now: datetime) -> None:
    """The union may score itself and need not: no task, only a word."""
    title, url = f"可以填报 {opened.subject.name} 的自评分", f"/assessment/{tenant_of(session)}/{opened.id}/self"
    body = "按规则可以自评，不自评的不影响考核；考核完成前都可以填报。"
    worklist.notify(session, SERVICE, to=_union(opened), title=title, body=body, url=url, now=now)


def _union(assessment: Assessment) -> Audience:
    return Audience(Role.APPLICANT, assessment.subject.answering_path)


def _follow_cards(session: Session, before: Assessment | None, after: Assessment, *, by: str, now: datetime) -> None:
    old = {card.id: card for card in before.assessors} if before else {}
    new = {card.id: card for card in after.assessors}
    for id_, card in new.items():
        if id_ not in old:
            _open_scoring(session, after, card, by=by, now=now)
        elif card.is_submitted and not old[id_].is_submitted:
            worklist.close_task(session, SERVICE, "score", id_, by=by, now=now)
    for id_ in old.keys() - new.keys():
        worklist.close_task(session, SERVICE, "score", id_, by=by, now=now, outcome="withdrawn")


def _open_scoring(session: Session, after: Assessment, card: Card, *, by: str, now: datetime) -> None:
    to = Audience(subject=card.subject)
    title = f"给 {after.subject.name} 打分"
    url = f"/assessment/{tenant_of(session)}/{after.id}/score"
    worklist.open_task(
        session, SERVICE, "score", card.id, title=title, url=url, to=to, now=now, due_on=after.due_on, started_by=by,
        remind_days=after.terms.remind_days,
    )  # fmt: skip
    body = "您被安排为考核员，请按评价表独立打分，扣分写明依据并附佐证。与该单位有利害关系的，请申请回避。"
    worklist.notify(session, SERVICE, to=to, title=title, body=body, url=url, now=now)


def _completed(session: Session, after: Assessment, *, now: datetime) -> None:
    outcome = after.outcome
    assert outcome is not None
    outbox.tell(session, events.TOPIC, after.id, events.completed(after), at=now)
    verdict = "合格" if outcome.passed else "未合格"
    title = f"{after.subject.name} 考核完成：{text(outcome.score)}，{verdict}"
    url = f"/assessment/{tenant_of(session)}/{after.id}"
    body = "每一项得分与扣分依据见结果页。"
    for to in (_union(after), Audience(Role.SECRETARY)):
        worklist.notify(session, SERVICE, to=to, title=title, body=body, url=url, now=now)
