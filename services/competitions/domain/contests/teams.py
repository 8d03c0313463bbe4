"""Team totals: all members, the best k of each trade, or points by place; level teams by time, else shared (B1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from services.common.regulation import Contest
from services.common.regulation.contest_teams import Teams
from services.competitions.domain.contests.awards import awarded
from services.competitions.domain.contests.entrant import Entrant
from services.competitions.domain.contests.ranking import Placed
from services.competitions.domain.contests.scoring import Result


@dataclass(frozen=True)
class TeamPlaced:
    unit_id: UUID
    place: int | None
    is_shared: bool
    figures: Mapping[str, Decimal]
    counted: tuple[UUID, ...]
    says: str


@dataclass(frozen=True)
class _Team:
    unit_id: UUID
    figures: Mapping[str, Decimal]
    counted: tuple[Placed, ...]
    short: str
    how: str


def team_ranking(contest: Contest, placed: Sequence[Placed]) -> tuple[TeamPlaced, ...]:
    """The placed teams first. Who has no unit of the kind is in no team."""
    rule = contest.teams
    if rule is None:
        return ()
    teams = [_team(rule, unit_id, members) for unit_id, members in _members(rule, placed).items()]
    standing = sorted((each for each in teams if not each.short), key=lambda each: (_key(rule, each), each.unit_id))
    found: list[TeamPlaced] = []
    for _, level in groupby(standing, key=lambda each: _key(rule, each)):
        equal, place = list(level), len(found) + 1
        shared = f"；与另外 {len(equal) - 1} 队相同，名次并列" if len(equal) > 1 else ""
        found += [_placed(each, place, len(equal) > 1, f"第 {place} 名：{each.how}{shared}") for each in equal]
    out = sorted((each for each in teams if each.short), key=lambda each: each.unit_id)
    return (*found, *(_placed(each, None, False, f"不排名次：{each.short}") for each in out))


def _placed(team: _Team, place: int | None, is_shared: bool, says: str) -> TeamPlaced:
    counted = tuple(each.entry_id for each in team.counted)
    return TeamPlaced(team.unit_id, place, is_shared, team.figures, counted, says)


def _members(rule: Teams, placed: Iterable[Placed]) -> dict[UUID, list[Placed]]:
    found: dict[UUID, list[Placed]] = {}
    for each in placed:
        unit_id = each.result.entrant.unit(rule.unit)
        if unit_id is not None:
            found.setdefault(unit_id, []).append(each)
    return found


def _team(rule: Teams, unit_id: UUID, members: Sequence[Placed]) -> _Team:
    standing = [each for each in members if each.place is not None]
    counted = _counted(rule, standing)
    brought = [_brings(rule, each) for each in counted]
    total = sum(brought, Decimal(0))
    figures = {"total": total, "firsts": Decimal(sum(each.place == 1 for each in standing))}
    for name, join in (("time_used", sum), ("deductions", sum), ("finished_at", max)):
        known = [each.result.figures[name] for each in counted if name in each.result.figures]
        if known and len(known) == len(counted):
            figures[name] = Decimal(join(known))
    how = f"{' + '.join(format(each, 'f') for each in brought)} = {total:f}" if brought else f"{total:f}"
    return _Team(unit_id, figures, tuple(counted), _short(rule, members, counted), f"团体总分 {how}")


def _counted(rule: Teams, standing: Sequence[Placed]) -> list[Placed]:
    if rule.counts != "best":
        return sorted(standing, key=_best_first)
    groups: dict[str, list[Placed]] = {}
    for each in standing:
        groups.setdefault(each.result.entrant.group(rule.each), []).append(each)
    best: list[Placed] = []
    for own in groups.values():
        best += sorted(own, key=_best_first)[: rule.best]
    return sorted(best, key=_best_first)


def _best_first(placed: Placed) -> tuple[Decimal, int, UUID]:
    return -placed.result.figures["total"], placed.place or 0, placed.entry_id


def _brings(rule: Teams, placed: Placed) -> Decimal:
    if rule.counts == "places":
        return rule.points_of(placed.place or 0)
    return placed.result.figures["total"]


def _short(rule: Teams, members: Sequence[Placed], counted: Sequence[Placed]) -> str:
    """Why the team is not ranked; a team of a wrong size never is."""
    if rule.members is not None and not rule.members.admits(len(members)):
        return f"每队应{rule.members.phrase('人')}，实有 {len(members)} 人"
    groups = {each.result.entrant.group(rule.each) for each in members}
    needed = (rule.best or 0) * max(len(groups), 1)
    if rule.short == "out" and len(counted) < needed:
        return f"应取 {needed} 名队员的成绩，有成绩的只有 {len(counted)} 名"
    if rule.short == "out" and rule.counts == "all" and len(counted) < len(members):
        return f"{len(members)} 名队员中有成绩的只有 {len(counted)} 名"
    return ""


def _key(rule: Teams, team: _Team) -> tuple[tuple[int, Decimal], ...]:
    key = [(0, -team.figures["total"])]
    for each in rule.order:
        value = team.figures.get(each.of)
        if value is None:
            key.append((1, Decimal(0)))
        else:
            key.append((0, -value if each.way == "more" else value))
    return tuple(key)


def team_awards(contest: Contest, teams: Sequence[TeamPlaced]) -> Mapping[UUID, str]:
    """By unit: the table of the teams over their own places, a tie as the contest's rule has it."""
    if contest.teams is None or not contest.teams.awards:
        return {}
    table = replace(contest, awards=contest.teams.awards, awards_by=())
    return {each.entry_id: each.title for each in awarded(table, [_as_placed(each) for each in teams])}


def _as_placed(team: TeamPlaced) -> Placed:
    standing = "ranked" if team.place is not None else "unfinished"
    entrant = Entrant(entry_id=team.unit_id, person_id=team.unit_id, trade="")
    result = Result(
        entry_id=team.unit_id, entrant=entrant, standing=standing, figures=team.figures, reached=0, says=team.says
    )
    return Placed(result, (), team.place, team.is_shared, team.says)
