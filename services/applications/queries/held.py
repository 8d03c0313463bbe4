"""What the platform knows of a candidate: the honours it holds or held."""

from sqlalchemy import and_, or_, select, text
from sqlalchemy.orm import Session

from services.applications.domain import Application
from services.applications.domain.kinds import OF_TEAMS
from services.applications.models.honour import HonourRow
from services.common.regulation import Candidate, Held
from services.common.regulation.kinds import KINDS_OF_UNITS

ORGANISATIONS = ("employer", "grassroots_union")
GOOD = {"valid": "good"}


def candidate_of(session: Session, case: Application) -> Candidate:
    """For the rules on prerequisites and bars. An employer and its union stand for each other; teams do not."""
    row = HonourRow
    same = and_(row.subject_unit_id == case.subject_unit_id, row.subject_name == case.subject_name)
    if case.subject_kind in ORGANISATIONS:
        same = or_(same, and_(row.subject_kind.in_(ORGANISATIONS), row.union_unit_id == case.union_unit_id))
    asked = (
        select(row.honour, row.level, row.conferred_on, row.standing)
        .where(row.tenant == session.info["tenant"], same)
        .order_by(row.conferred_on.desc(), row.id)
        .limit(50)
    )
    held = [
        Held(honour, level, since, GOOD.get(standing, standing))
        for honour, level, since, standing in session.execute(asked)
    ]
    return Candidate(held=tuple(held), kinds=_kinds_by_unit(session, case))


def _kinds_by_unit(session: Session, case: Application) -> frozenset[str]:
    """What the tree says a team or window is; a person or a firm is told by its form or says so itself."""
    if case.subject_unit_id is None or case.subject_kind not in OF_TEAMS:
        return frozenset()
    asked = text("select kind from org_unit where tenant = :t and id = :id")
    kind = session.execute(asked, {"t": session.info["tenant"], "id": case.subject_unit_id}).scalar()
    return KINDS_OF_UNITS.get(str(kind), frozenset())
