"""What others learn of contests: opened and moved, awards made and withdrawn."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pioneer.competitions.v1 import events_pb2
from sqlalchemy.orm import Session

from services.common import outbox
from services.common.regulation import Contest
from services.common.regulation.conferring import LinkedHonour
from services.common.worklist import stamp
from services.competitions.domain.contests.links import level_of, links_of, links_of_team
from services.competitions.frozen import contest_of
from services.competitions.models.contest import ContestRow, EntryRow
from services.competitions.models.score import AwardRow

TOPIC = "competitions.contests"


def tell_moved(session: Session, row: ContestRow, *, entrants: int, now: datetime) -> None:
    said = events_pb2.ContestMoved(
        contest_id=str(row.id), title=row.title, level=row.level, trade=row.trade, status=row.status, year=row.year,
        organiser_unit_id=str(row.organiser_unit_id or ""), held_on=row.held_on.isoformat() if row.held_on else "",
        entrants=entrants, moved_at=stamp(now),
    )  # fmt: skip
    outbox.tell(session, TOPIC, row.id, said, at=now)


def tell_award(session: Session, contest: ContestRow, entry: EntryRow, award: AwardRow, *, now: datetime) -> None:
    """With what its rules make follow from it: whoever keeps honours has no copy of a contest's rules of that day."""
    rules = contest_of(contest.rules)
    links = links_of(rules, trade=entry.trade, class_=entry.class_, title=award.title)
    said = events_pb2.AwardMade(
        award_id=str(award.id), contest_id=str(contest.id), contest_title=contest.title, level=contest.level,
        trade=entry.trade, person_id=str(entry.person_id or ""), unit_id=str(award.unit_id or ""),
        title=award.title, place=award.place or 0, number=award.number, made_at=stamp(now),
        links=_links(rules, links),
    )  # fmt: skip
    outbox.tell(session, TOPIC, contest.id, said, at=now)


def tell_team_award(session: Session, contest: ContestRow, award: AwardRow, *, now: datetime) -> None:
    """A team's: of no trade and no person."""
    rules = contest_of(contest.rules)
    said = events_pb2.AwardMade(
        award_id=str(award.id), contest_id=str(contest.id), contest_title=contest.title, level=contest.level,
        unit_id=str(award.unit_id or ""), title=award.title, place=award.place or 0, number=award.number,
        made_at=stamp(now), links=_links(rules, links_of_team(rules, award.title)),
    )  # fmt: skip
    outbox.tell(session, TOPIC, contest.id, said, at=now)


def _links(rules: Contest, links: Sequence[LinkedHonour]) -> list[events_pb2.AwardLink]:
    return [
        events_pb2.AwardLink(
            honour=each.honour, level=level_of(rules, each), effect=each.effect, outside_quota=each.outside_quota
        )
        for each in links
    ]


def tell_award_withdrawn(session: Session, contest_id: UUID, award_id: UUID, *, now: datetime) -> None:
    said = events_pb2.AwardWithdrawn(award_id=str(award_id), contest_id=str(contest_id), withdrawn_at=stamp(now))
    outbox.tell(session, TOPIC, contest_id, said, at=now)
