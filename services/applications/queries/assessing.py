"""Batches at an assess stage: how many wait, are being assessed, and came through (A5)."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.applications.domain import Status
from services.applications.domain.case_rules import CaseRules
from services.applications.models import ApplicationRow as A
from services.applications.queries.regulated import regulation_of
from services.common.regulation import Assess


@dataclass
class ToAssess:
    """One programme's year. `waiting` can be opened now."""

    programme: str
    title: str
    year: int
    waiting: int = 0
    running: int = 0
    refused: int = 0

    @property
    def total(self) -> int:
        return self.waiting + self.running + self.refused


def batches_to_assess(session: Session) -> list[ToAssess]:
    """The newest year first; whatever stands, or ended, at an assess stage of its own regulation version."""
    asked = (
        select(A.programme, A.year, A.regulation_id, A.regulation_version, A.stage, A.status, func.count())
        .where(
            A.tenant == session.info["tenant"],
            A.status.in_([Status.OPEN.value, Status.WAITING_ASSESSMENT.value, Status.REFUSED.value]),
        )
        .group_by(A.programme, A.year, A.regulation_id, A.regulation_version, A.stage, A.status)
        .order_by(A.year.desc(), A.programme)
    )
    found: dict[tuple[str, int], ToAssess] = {}
    for programme, year, regulation_id, version, stage, status, count in session.execute(asked):
        regulation = regulation_of(session, regulation_id, version)
        rules = CaseRules(regulation, version, regulation.programmes[programme])
        if not isinstance(rules.programme.stage(stage), Assess):
            continue
        line = found.setdefault((programme, year), ToAssess(programme, rules.title, year))
        if status == Status.OPEN:
            line.waiting += count
        elif status == Status.WAITING_ASSESSMENT:
            line.running += count
        else:
            line.refused += count
    return list(found.values())
