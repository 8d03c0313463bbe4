"""Teams: put down with the places of their members, and given what the table of the teams says (B1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from services.common.clock import day_of
from services.common.db import tenant_of
from services.common.ids import new_id
from services.competitions.domain.contests import Placed, team_awards, team_ranking
from services.competitions.models.round import TeamResultRow
from services.competitions.models.score import AwardRow
from services.competitions.queries.contests import Loaded


def store_teams(session: Session, loaded: Loaded, placed: Sequence[Placed], *, without_awards: bool) -> None:
    """Anew: what stood there before is gone."""
    tenant, contest_id = tenant_of(session), loaded.row.id
    session.execute(delete(TeamResultRow).where(TeamResultRow.tenant == tenant, TeamResultRow.contest_id == contest_id))
    teams = team_ranking(loaded.rules, placed)
    given = {} if without_awards else team_awards(loaded.rules, teams)
    names = _names(session, [each.unit_id for each in teams])
    session.add_all(
        TeamResultRow(
            tenant=tenant, contest_id=contest_id, unit_id=each.unit_id, unit_name=names.get(each.unit_id, "—"),
            place=each.place, is_shared=each.is_shared, total=each.figures["total"],
            counted=[str(one) for one in each.counted], says=each.says, award=given.get(each.unit_id, ""),
        )
        for each in teams
    )  # fmt: skip


def _names(session: Session, unit_ids: Sequence[UUID]) -> dict[UUID, str]:
    asked = text("select id, name from org_unit where tenant = :t and id = any(:ids)")
    found = session.execute(asked, {"t": tenant_of(session), "ids": list(unit_ids)})
    return {row.id: row.name for row in found}


def team_award(loaded: Loaded, team: TeamResultRow, number: int, now: datetime) -> AwardRow:
    """To the team's unit; T in its number tells it from the members' own."""
    head = loaded.row.id.hex[-6:].upper()
    return AwardRow(
        tenant=loaded.row.tenant, id=new_id(), contest_id=loaded.row.id, entry_id=None, title=team.award,
        place=team.place, number=f"JS{day_of(now):%Y}-{head}-T{number:02d}", person_id=None, unit_id=team.unit_id,
        made_at=now, withdrawn_why="",
    )  # fmt: skip
