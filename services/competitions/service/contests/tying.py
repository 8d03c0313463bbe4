"""Those who tie: a play-off where the order has one, and by lot who still ties; each recorded with who made it (B1)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from services.common import audit
from services.common.errors import DomainError, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.regulation import Contest
from services.competitions.domain.contests import (
    Result,
    Tie,
    TieBreak,
    alone,
    by_lot,
    check_play_off,
    open_ties,
    result,
    seal,
)
from services.competitions.domain.contests.tiebreaks import KINDS, LOT, PLAY_OFF
from services.competitions.domain.running import Status
from services.competitions.models.round import TieBreakRow
from services.competitions.queries.contests import Loaded
from services.competitions.queries.entries import entered
from services.competitions.queries.rounds import tie_break_rows, tie_breaks
from services.competitions.service.contests.opening import organised
from services.competitions.service.contests.performing import in_round, performances
from services.competitions.service.contests.ranking import reckon
from services.competitions.store import db


@dataclass(frozen=True)
class Level:
    """What is ranked now: the round that is going on, or the whole contest once its scores are frozen."""

    contest: Contest
    results: tuple[Result, ...]
    breaks: tuple[TieBreak, ...]

    def ties(self, of: str) -> tuple[Tie, ...]:
        return open_ties(self.contest, self.results, self.breaks, of)

    @property
    def open(self) -> tuple[Tie, ...]:
        """A lot is drawn for those alone who have played off, where the order wants that first."""
        first = self.ties(PLAY_OFF)
        return first or self.ties(LOT)


def level_now(session: Session, loaded: Loaded) -> Level:
    """Nothing is level before everybody of the round has a result."""
    rows, number = tie_break_rows(session, loaded.row.id), loaded.row.round
    if loaded.status is Status.FROZEN:
        contest, found, breaks = loaded.rules, performances(session, loaded), tie_breaks(rows)
    else:
        contest, breaks = alone(loaded.rules, number), tie_breaks(rows, number)
        found = in_round(session, loaded, number) if loaded.status is Status.SCORING else []
    results = tuple(result(contest, each) for each in found)
    if any(each.standing == "waiting" for each in results):
        results = ()
    return Level(contest, results, breaks)


def record_play_off(
    who: Principal, contest_id: UUID, figures: Mapping[UUID, Decimal], *, expected: int, now: datetime
) -> UUID:
    """The figures of all who tie; those who are level once more stay so, or draw."""
    with db.transaction(who.tenant) as session:
        loaded, now_level = _tied(session, who, contest_id, expected)
        check_play_off([each.entry_ids for each in now_level.ties(PLAY_OFF)], figures)
        id_ = _keep(session, who, loaded, PLAY_OFF, figures, now=now)
        _settle(session, loaded)
        return id_


def draw_lots(who: Principal, contest_id: UUID, *, expected: int, now: datetime) -> int:
    """For every tie that is left, each with a secret of its own. How many. Nobody draws where he is one of the tied."""
    with db.transaction(who.tenant) as session:
        loaded, now_level = _tied(session, who, contest_id, expected)
        if now_level.ties(PLAY_OFF):
            raise DomainError("play_off_first")
        ties = now_level.ties(LOT)
        if not ties:
            raise DomainError("nobody_tied")
        tied = {each for tie in ties for each in tie.entry_ids}
        people = {str(row.person_id) for row in entered(session, contest_id) if row.id in tied and row.person_id}
        allow(not who.person_id or who.person_id not in people, "draws_for_himself")
        for tie in ties:
            secret = secrets.token_bytes(32)
            _keep(session, who, loaded, LOT, by_lot(tie.entry_ids, secret), now=now, secret=secret)
        _settle(session, loaded)
        return len(ties)


def _tied(session: Session, who: Principal, contest_id: UUID, expected: int) -> tuple[Loaded, Level]:
    loaded = organised(session, who, contest_id, expected=expected)
    if loaded.status not in (Status.SCORING, Status.FROZEN):
        raise DomainError("contest_final" if loaded.row.finalised_at else "stations_not_drawn")
    now_level = level_now(session, loaded)
    if not any(each.of in KINDS for each in now_level.contest.order):
        raise DomainError("order_knows_no_lot")
    return loaded, now_level


def _keep(
    session: Session, who: Principal, loaded: Loaded, of: str, figures: Mapping[UUID, Decimal], *, now: datetime,
    secret: bytes | None = None,
) -> UUID:  # fmt: skip
    said = {str(entry_id): format(figure, "f") for entry_id, figure in figures.items()}
    sealed = seal({entry_id: int(figure) for entry_id, figure in figures.items()}, secret) if secret else ""
    row = TieBreakRow(
        tenant=who.tenant, id=new_id(), contest_id=loaded.row.id, round=loaded.row.round, of=of, figures=said,
        secret=secret, seal=sealed, made_by=who.subject, made_name=who.name, made_at=now,
    )  # fmt: skip
    session.add(row)
    action = "lot_drawn" if of == LOT else "play_off_recorded"
    audit.record(session, who, action, "contest", loaded.row.id, at=now, tie_break=row.id, figures=said, seal=sealed)
    return row.id


def _settle(session: Session, loaded: Loaded) -> None:
    """Places that are out already are reckoned anew."""
    loaded.row.version += 1
    session.flush()
    if loaded.status is Status.FROZEN:
        reckon(session, loaded)
