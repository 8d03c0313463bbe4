"""Counted targets: what the pages count by SQL is what the told events and the log make, counted in another way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from pioneer.competitions.v1 import events_pb2
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.common.regulation.campaign import Runs
from services.common.regulation.campaign_bodies import counting_outcomes
from services.common.regulation.campaign_targets import Counted
from services.competitions.models.campaign import CampaignRow
from services.competitions.queries.campaigns.bodies import Body
from services.competitions.queries.campaigns.counting import count
from services.competitions.queries.campaigns.finding import targets_here

HELD = ("final", "published")


def faults(session: Session) -> Iterator[str]:
    held = _told(session)
    for row in session.scalars(select(CampaignRow).where(CampaignRow.tenant == tenant_of(session))):
        rules = row.rules
        recorded = _recorded(session, row)
        for target in targets_here(row, rules):
            if not isinstance(target, Counted) or target.count == "honours_cultivated":
                # Honours are a copy: a replay answers for them.
                continue
            counted = count(session, row.id, target, rules.runs, [Body("", "")])[""].amount
            due = _of_contests(held, target, rules.runs) if target.count in _BY_CONTEST else _of_acts(recorded, target)
            if counted != due:
                yield f"竞赛 {row.id} 指标“{target.title}”：统计为 {counted}，按事件重数为 {due}"


_BY_CONTEST = ("contests", "entrants")
_TOLD = text("select body from outbox where tenant = :t and type = :type order by seq")
_ACTS = text(
    "select action, detail from log_entry where tenant = :t and object_type = 'campaign' and object_id = :id"
    " and action in ('activity_recorded', 'activity_moved') order by seq"
)


def _told(session: Session) -> list[events_pb2.ContestMoved]:
    """Of each contest what was told last."""
    last: dict[str, events_pb2.ContestMoved] = {}
    values = {"t": tenant_of(session), "type": events_pb2.ContestMoved.DESCRIPTOR.full_name}
    for row in session.execute(_TOLD, values):
        said = events_pb2.ContestMoved.FromString(bytes(row.body))
        last[said.contest_id] = said
    return [each for each in last.values() if each.status in HELD and each.held_on]


def _of_contests(held: Iterable[events_pb2.ContestMoved], target: Counted, runs: Runs) -> Decimal:
    mine = [
        each
        for each in held
        if runs.has(date.fromisoformat(each.held_on))
        and target.where.level in (None, each.level)
        and target.where.trade in (None, each.trade)
    ]
    return Decimal(len(mine) if target.count == "contests" else sum(each.entrants for each in mine))


def _recorded(session: Session, row: CampaignRow) -> list[dict[str, Any]]:
    """Activities as the log knows them, each with its last outcome; days and people stand in their rows."""
    found: dict[str, dict[str, Any]] = {}
    for entry in session.execute(_ACTS, {"t": row.tenant, "id": str(row.id)}):
        said = dict(entry.detail)
        if entry.action == "activity_recorded":
            found[said["activity"]] = {"kind": said["kind"], "outcome": said["outcome"]}
        elif said["activity"] in found:
            found[said["activity"]]["outcome"] = said["after"]
    asked = text("select id, held_on, people from campaign_activity where tenant = :t and campaign_id = :id")
    for kept in session.execute(asked, {"t": row.tenant, "id": row.id}):
        found.setdefault(str(kept.id), {"kind": "", "outcome": ""}).update(held_on=kept.held_on, people=kept.people)
    runs = row.rules.runs
    return [each for each in found.values() if "held_on" not in each or runs.has(each["held_on"])]


def _of_acts(recorded: Iterable[dict[str, Any]], target: Counted) -> Decimal:
    outcome = target.where.outcome
    outcomes = counting_outcomes(target.where.activity or "", outcome) if outcome else None
    mine = [
        each
        for each in recorded
        if each["kind"]
        and target.where.activity in (None, each["kind"])
        and (outcomes is None or each["outcome"] in outcomes)
    ]
    sums = Counter(activities=len(mine), participants=sum(each.get("people", 0) for each in mine))
    return Decimal(sums[target.count])
