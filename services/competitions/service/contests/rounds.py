"""From round to round: one is over, its list of who goes on is made, and the next one is drawn (B1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.common import audit
from services.common.errors import DomainError
from services.common.principal import Principal
from services.common.regulation import Refusal
from services.competitions.domain.contests import (
    Placed,
    Result,
    RoundLine,
    after_round,
    alone,
    open_ties,
    rank,
    result,
)
from services.competitions.domain.contests.tiebreaks import LOT, PLAY_OFF
from services.competitions.domain.running import must_score
from services.competitions.models.round import RoundResultRow
from services.competitions.queries.contests import Loaded
from services.competitions.queries.rounds import tie_break_rows, tie_breaks
from services.competitions.queries.scores import changes, live_marks
from services.competitions.service.contests.drawing import draw_round
from services.competitions.service.contests.mark_changes import refuse_while_asked
from services.competitions.service.contests.opening import organised
from services.competitions.service.contests.performing import in_round
from services.competitions.service.contests.ranking import open_envelopes, unsigned
from services.competitions.service.contests.signatures import unsigned_by_entrants
from services.competitions.store import db


@dataclass(frozen=True)
class RoundNow:
    """The round that is going on: what it looks like and what stands before its end."""

    lines: tuple[RoundLine, ...]
    stand: tuple[Refusal, ...]


def is_last(loaded: Loaded) -> bool:
    return loaded.row.round >= len(loaded.rules.rounds) - 1


def round_now(session: Session, loaded: Loaded) -> RoundNow:
    number = loaded.row.round
    contest = alone(loaded.rules, number)
    results = [result(contest, each) for each in in_round(session, loaded, number)]
    placed = rank(contest, results)
    return RoundNow(after_round(loaded.rules, number, placed), tuple(_stand(session, loaded, results, placed)))


def _stand(session: Session, loaded: Loaded, results: Sequence[Result], placed: Sequence[Placed]) -> Iterator[Refusal]:
    number, contest = loaded.row.round, alone(loaded.rules, loaded.row.round)
    waiting = sum(each.standing == "waiting" for each in results)
    if waiting:
        yield Refusal("scores_missing", f"还有 {waiting} 名选手的成绩不全。")
    parts = loaded.rules.rounds[number].part_titles
    marks = [each for each in live_marks(session, loaded.row.id) if each.part in parts]
    missing = unsigned(loaded.rules, marks) + unsigned_by_entrants(session, loaded, marks)
    if missing:
        yield Refusal("sheets_unsigned", f"还有 {missing} 份成绩没有签全。")
    pending = sum(each.status == "pending" for each in changes(session, loaded.row.id))
    if pending:
        yield Refusal("changes_pending", f"还有 {pending} 份更正申请没有批复。")
    if waiting or loaded.rules.rounds[number].advance is None:
        return
    breaks = tie_breaks(tie_break_rows(session, loaded.row.id), number)
    unplayed = len(open_ties(contest, results, breaks, PLAY_OFF))
    undrawn = len(open_ties(contest, results, breaks, LOT))
    if unplayed:
        yield Refusal("play_off_not_held", f"还有 {unplayed} 组并列没有加赛。")
    elif undrawn:
        yield Refusal("lot_not_drawn", f"还有 {undrawn} 组并列没有抽签。")


def next_round(who: Principal, contest_id: UUID, *, expected: int, now: datetime) -> int:
    """How many go on. Raises DomainError with all that blocks, and where no round is left."""
    with db.transaction(who.tenant) as session:
        loaded = organised(session, who, contest_id, expected=expected)
        must_score(loaded.status)
        if is_last(loaded):
            raise DomainError("last_round")
        over = round_now(session, loaded)
        if over.stand:
            raise DomainError("round_blocked", says="".join(each.says for each in over.stand))
        refuse_while_asked(session, contest_id)
        onward = [each.entry_id for each in over.lines if each.goes_on]
        if not onward:
            raise DomainError("nobody_goes_on")
        _keep(session, loaded, over.lines)
        open_envelopes(session, contest_id, now=now)
        was = loaded.rules.rounds[loaded.row.round]
        loaded.row.round += 1
        loaded.row.version += 1
        seals = draw_round(session, who, loaded, onward, now=now)
        session.flush()
        audit.record(
            session, who, "round_ended", "contest", contest_id, at=now, regulation=loaded.row.regulation_id,
            regulation_version=loaded.row.regulation_version, round=was.id, onward=len(onward), seals=seals,
        )  # fmt: skip
        return len(onward)


def _keep(session: Session, loaded: Loaded, lines: Sequence[RoundLine]) -> None:
    session.add_all(
        RoundResultRow(
            tenant=loaded.row.tenant, contest_id=loaded.row.id, round=loaded.row.round, entry_id=each.entry_id,
            total=each.total, place=each.placed.place, is_shared=each.placed.is_shared, goes_on=each.goes_on,
            says=each.says if each.placed.place is None else f"{each.placed.result.says}；{each.says}",
        )
        for each in lines
    )  # fmt: skip
