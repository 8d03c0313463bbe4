"""Replays of a draft that were asked for."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.common.errors import NotFound
from services.identity.domain.replays import Replay, ReplayedName
from services.identity.models import ReplayRow


def of_draft(session: Session, draft_id: UUID) -> list[Replay]:
    """The latest year first; a draft has one for each year at most."""
    row = ReplayRow
    asked = select(row).where(row.tenant == session.info["tenant"], row.draft_id == draft_id)
    return [_replay(each) for each in session.scalars(asked.order_by(row.year.desc()).limit(30))]


def find(session: Session, draft_id: UUID, year: int) -> Replay:
    """Raises NotFound."""
    found = session.get(ReplayRow, (session.info["tenant"], draft_id, year))
    if found is None:
        raise NotFound("not_found")
    return _replay(found)


def _replay(row: ReplayRow) -> Replay:
    return Replay(
        row.draft_id, row.year, row.draft_version, row.asked_at, row.asked_by, row.left_out, tuple(row.dropped),
        tuple(ReplayedName.of(each) for each in row.cases),
    )  # fmt: skip
