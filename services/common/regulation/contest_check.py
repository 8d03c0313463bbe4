"""Contests against one another and against the calendar: a level that nobody holds, a day that never comes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from services.common.regulation.contest import Contest
from services.common.regulation.contest_nouns import LEAGUE, OWN_LEVELS
from services.common.regulation.fault import Complaint, nearest

_NEVER = "早于施行日期，永远不会到来，请改正年份。"


def contest_complaints(contest: Contest, all_: Mapping[str, Contest], effective: date) -> Iterator[Complaint]:
    yield from _days(contest, effective)
    yield from _onward(contest, all_)
    if contest.entry.admits == "advanced" and contest.level in OWN_LEVELS and not _feeders(contest, all_):
        says = "本场只收下级比赛晋级的选手，但没有一场下级比赛晋级到这里，没有人能参加；请在下级比赛里写 advance。"
        yield Complaint("entry.admits", "nobody_can_enter", says)


def _days(contest: Contest, effective: date) -> Iterator[Complaint]:
    closes = contest.entry.closes.on if contest.entry.closes else None
    if isinstance(closes, date) and closes < effective:
        yield Complaint("entry.closes", "day_never_comes", f"报名截止日{_NEVER}")
    if contest.starts is not None and contest.starts < effective:
        yield Complaint("starts", "day_never_comes", f"比赛开始日{_NEVER}")
    if isinstance(closes, date) and contest.starts is not None and closes > contest.starts:
        yield Complaint("entry.closes", "contradictory_bounds", "报名截止日晚于比赛开始日，请改正。")


def _onward(contest: Contest, all_: Mapping[str, Contest]) -> Iterator[Complaint]:
    advance = contest.advance
    if advance is None:
        return
    if advance.contest is not None:
        target = all_.get(advance.contest)
        if target is None:
            like = nearest(advance.contest, all_)
            tail = f"，是不是想写“{like}”？" if like else "，请核对。"
            yield Complaint("advance.contest", "unknown_reference", f"没有名为“{advance.contest}”的比武{tail}", like)
        elif target.level != advance.to:
            says = f"“{target.says}”是{LEAGUE[target.level]}比赛，与写的{LEAGUE[advance.to]}不符，请改正。"
            yield Complaint("advance.contest", "not_upward", says)
        return
    if advance.to in OWN_LEVELS and not any(takes(each, contest, advance.to) for each in all_.values()):
        trades = "、".join(contest.trade_titles.values())
        level = LEAGUE[advance.to]
        says = f"晋级到{level}比赛，但规则里没有{level}的{trades}比赛，没有人举办；请补上或改正。"
        yield Complaint("advance.to", "level_nobody_holds", says)


def takes(target: Contest, contest: Contest, level: str) -> bool:
    """Is `target` the contest of that level where winners of `contest` go: same trade, and one that takes them?"""
    shared = {*target.trade_titles.values()} & {*contest.trade_titles.values()}
    return target.level == level and bool(shared)


def _feeders(contest: Contest, all_: Mapping[str, Contest]) -> list[str]:
    return [
        each.id
        for each in all_.values()
        if each.advance
        and (each.advance.contest == contest.id if each.advance.contest else takes(contest, each, each.advance.to))
    ]
