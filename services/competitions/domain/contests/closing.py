"""Before a contest is finalised: who must still sign, which appeals are open, until when one may appeal."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from services.common.clock import SHANGHAI
from services.common.regulation import Contest, Refusal
from services.common.regulation.contest_appeals import Appeals
from services.common.regulation.contest_nouns import ARBITERS, SIGNERS
from services.common.regulation.dates import AddWorkingDays
from services.competitions.domain.contests.ranking import Placed


def appeal_until(appeals: Appeals, published_at: datetime, add_working_days: AddWorkingDays | None = None) -> datetime:
    """The moment up to which an appeal is taken, itself included: hours to the minute, days to their end."""
    if appeals.within.unit == "hours":
        return published_at + timedelta(hours=appeals.within.amount)
    last = appeals.within.after(published_at.astimezone(SHANGHAI).date(), add_working_days)
    return datetime.combine(last + timedelta(days=1), time(), SHANGHAI) - timedelta(microseconds=1)


def may_appeal(
    appeals: Appeals | None, published_at: datetime, now: datetime, add_working_days: AddWorkingDays | None = None
) -> bool:
    """Not before the results are out, and not where the rules know no appeal."""
    return appeals is not None and published_at <= now <= appeal_until(appeals, published_at, add_working_days)


def missing_signatures(contest: Contest, signed: Collection[str]) -> tuple[str, ...]:
    """Who has still to sign, in Chinese, in the order of the rule."""
    return tuple(SIGNERS[each] for each in contest.signatures if each not in signed)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is known of a contest when somebody wants to finalise it."""

    placed: Sequence[Placed]
    unsigned_sheets: int = 0
    open_appeals: int = 0
    undrawn: int = 0
    """Groups that are level and wait for the lot."""
    unplayed: int = 0
    """Groups that are level and wait for a play-off."""
    published_at: datetime | None = None


def blockers(
    contest: Contest, standing: Standing, *, now: datetime, add_working_days: AddWorkingDays | None = None
) -> tuple[Refusal, ...]:
    """Everything that must be cleared first; empty when a contest can be finalised."""
    return tuple(_blockers(contest, standing, now, add_working_days))


def _blockers(
    contest: Contest, standing: Standing, now: datetime, add_working_days: AddWorkingDays | None
) -> Iterator[Refusal]:
    if not standing.placed:
        yield Refusal("nobody_scored", "还没有一名选手的成绩。")
    waiting = sum(each.result.standing == "waiting" for each in standing.placed)
    if waiting:
        yield Refusal("scores_missing", f"还有 {waiting} 名选手的成绩不全。")
    if standing.unsigned_sheets:
        signers = "、".join(SIGNERS[each] for each in contest.signatures)
        yield Refusal("sheets_unsigned", f"还有 {standing.unsigned_sheets} 份成绩没有签全（{signers}）。")
    if standing.unplayed:
        yield Refusal("play_off_not_held", f"还有 {standing.unplayed} 组并列没有加赛。")
    elif standing.undrawn:
        yield Refusal("lot_not_drawn", f"还有 {standing.undrawn} 组并列没有抽签。")
    if standing.open_appeals:
        yield Refusal("appeals_open", f"还有 {standing.open_appeals} 件申诉没有裁决。")
    if contest.appeals is None:
        return
    if standing.published_at is None:
        yield Refusal("not_published", "成绩还没有公布，申诉期没有开始。")
    elif may_appeal(contest.appeals, standing.published_at, now, add_working_days):
        until = appeal_until(contest.appeals, standing.published_at, add_working_days).astimezone(SHANGHAI)
        whom = ARBITERS[contest.appeals.to]
        yield Refusal("appeals_may_come", f"{until:%Y-%m-%d %H:%M} 前仍可向{whom}申诉，期满后方可定稿。")


def undrawn(contest: Contest, placed: Sequence[Placed]) -> int:
    """Groups that share a place only because nobody has drawn the lot that the order ends with."""
    if not any(each.of == "drawn" for each in contest.order):
        return 0
    return len({(each.group, each.place) for each in placed if each.is_shared})
