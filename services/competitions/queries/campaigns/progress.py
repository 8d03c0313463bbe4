"""Each target with whoever it is of: figure, goal, how far, who is behind; the shares of those below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.common.regulation.bounds import Bound
from services.common.regulation.campaign import Campaign
from services.common.regulation.campaign_bodies import FEDERATION
from services.common.regulation.campaign_targets import CampaignTarget, Counted
from services.competitions.domain.campaigns.figures import Figure, add_up, total
from services.competitions.domain.campaigns.targets import Balance, Progress, balance, progress, unshared, with_share
from services.competitions.models.campaign import CampaignRow, ReportRow, ShareRow
from services.competitions.queries.campaigns import figures
from services.competitions.queries.campaigns.bodies import Body, bodies, children, is_reached, own_body
from services.competitions.queries.campaigns.figures import Key
from services.competitions.queries.campaigns.finding import targets_here


@dataclass(frozen=True)
class Line:
    """One body's standing. `offered` and `taken` of a federation below; `told_at` when it last told anything."""

    body: Body
    figure: Figure | None
    progress: Progress
    offered: Decimal | None = None
    taken: Decimal | None = None
    told_at: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """`whole` is the federation's own line where the target is its own; `lines` are those who answer for parts."""

    target: CampaignTarget
    whole: Line | None
    lines: tuple[Line, ...]
    balance: Balance | None = None

    @property
    def behind(self) -> list[Line]:
        every = ([self.whole] if self.whole else []) + list(self.lines)
        return [line for line in every if line.progress.is_behind]


@dataclass(frozen=True)
class _Known:
    """All that was read, once for the whole page."""

    row: CampaignRow
    rules: Campaign
    below: Mapping[Key, Figure]
    told_at: Mapping[Key, datetime]
    shares: Mapping[Key, ShareRow]
    children: list[Body]
    own: Body
    today: date


def goal_of(known_shares: Mapping[Key, ShareRow], target: CampaignTarget, body: str, whole: Bound) -> Bound:
    """A body's own goal: what it took, else what it was offered, else for a rate the rate itself."""
    share = known_shares.get((target.id, body))
    amount = None if share is None else share.taken if share.taken is not None else share.offered
    if amount is not None:
        return with_share(target, amount)
    return whole if target.is_rate or not body else with_share(target, Decimal(0))


def own_goal(row: CampaignRow, target: CampaignTarget, known_shares: Mapping[Key, ShareRow]) -> Bound:
    """Of a superior's campaign the share that was taken; nothing is asked before one is known."""
    if not row.from_tenant or not target.split:
        return target.bound
    whole = target.bound if target.is_rate else with_share(target, Decimal(0))
    return goal_of(known_shares, target, "", whole)


def standings(session: Session, row: CampaignRow, *, today: date) -> list[Standing]:
    """Every target of the campaign here."""
    rules = row.rules
    rows, told = figures.reports(session, row.id), figures.told(session, row.id)
    deep = figures.parts(session, row.id)
    to = rules.deployed.to if rules.deployed else ()
    below = [
        Body(each.code, each.name, kind=each.level)
        for each in (children(session, tenant_of(session), on=today) if to else [])
        if is_reached(each.level, to)
    ]
    known = _Known(
        row,
        rules,
        {key: each.figure for key, each in deep.items()} | figures.told_figures(told),
        {key: each.told_at for key, each in deep.items()}
        | {(each.target_id, each.body): each.told_at for each in told},
        figures.shares(session, row.id),
        below,
        own_body(session),
        today,
    )
    return [_standing(session, known, target, rows) for target in targets_here(row, rules)]


def _standing(session: Session, known: _Known, target: CampaignTarget, rows: list[ReportRow]) -> Standing:
    found = bodies(session, target.of, on=known.today)
    reporters = [] if isinstance(target, Counted) else bodies(session, target.reported_by, on=known.today)
    units = [each for each in (*found, *reporters) if each.is_unit]
    own = figures.own_figures(target, rows)
    counted = figures.counted_figures(session, known.row, known.rules, target, [known.own, *units])
    here = {**own, **counted}
    below = [each for each in (*found, *known.children) if each.key and not each.is_unit]
    parts = {body.key: known.below.get((target.id, body.key)) for body in known.children}
    is_own = FEDERATION in target.of or known.own in found
    own_total = here.get("") if isinstance(target, Counted) else total(own.values())
    goal = own_goal(known.row, target, known.shares)
    whole = _line(known, target, known.own, add_up(own_total, parts), goal) if is_own else None
    if whole and known.row.from_tenant and _awaits_share(known, target, ""):
        whole = replace(whole, progress=unshared(whole.progress))
    lines = [_line(known, target, each, here.get(each.key), target.bound) for each in found if each.is_unit]
    if target.split or known.own.kind not in target.of:
        lines += [_below(known, target, each, goal) for each in dict.fromkeys(below) if target.split or each in found]
    return Standing(target, whole, tuple(lines), _balance(known, target, goal))


def _line(known: _Known, target: CampaignTarget, body: Body, figure: Figure | None, goal: Bound) -> Line:
    return Line(body, figure, progress(target, known.rules.runs, figure, goal=goal, today=known.today))


def _below(known: _Known, target: CampaignTarget, body: Body, whole: Bound) -> Line:
    key = (target.id, body.key)
    goal = goal_of(known.shares, target, body.key, whole) if target.split else target.bound
    line = _line(known, target, body, known.below.get(key), goal)
    share = known.shares.get(key)
    return Line(
        body,
        line.figure,
        unshared(line.progress) if _awaits_share(known, target, body.key) else line.progress,
        share.offered if share else None,
        share.taken if share else None,
        known.told_at.get(key),
    )


def _awaits_share(known: _Known, target: CampaignTarget, body: str) -> bool:
    """A sum that is split has no goal for a body before its share is known; a rate goes as it is."""
    share = known.shares.get((target.id, body))
    return bool(target.split) and not target.is_rate and (share is None or share.offered is share.taken is None)


def _balance(known: _Known, target: CampaignTarget, goal: Bound) -> Balance | None:
    """Of a split target with anybody below: do the shares make the goal?"""
    if not target.split or not known.children:
        return None
    taken = {}
    for body in known.children:
        share = known.shares.get((target.id, body.key))
        amount = None if share is None else share.taken if share.taken is not None else share.offered
        if amount is not None:
            taken[body.name] = amount
    return balance(target, goal, taken)
