"""Campaigns: sums are those of their parts, what was told upward is what stands, filings are in states that exist."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from google.protobuf.message import Message
from pioneer.competitions.v1 import campaign_events_pb2 as events
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.common.regulation.bounds import plain
from services.common.regulation.campaign import Campaign
from services.common.regulation.campaign_targets import Counted
from services.competitions.domain.campaigns.figures import Figure
from services.competitions.models.campaign import CampaignRow, SentRow, ShareRow
from services.competitions.models.filing import FilingRow
from services.competitions.queries.campaigns.figures import figure_here
from services.competitions.queries.campaigns.finding import targets_here

_TOLD = text("select body from outbox where tenant = :t and type = :type order by seq")
_FILED = text(
    "select detail ->> 'filing' as filing, detail ->> 'unit' as unit from log_entry"
    " where tenant = :t and object_type = 'campaign' and object_id = :id and action = 'document_filed'"
)


def faults(session: Session) -> Iterator[str]:
    yield from _shares(session)
    yield from _figures_told(session)
    for row in session.scalars(select(CampaignRow).where(CampaignRow.tenant == tenant_of(session))):
        rules = row.rules
        yield from _sums(session, row, rules)
        yield from _filings(session, row, rules)


def _told(session: Session, kind: type[Message]) -> Iterator[Message]:
    values = {"t": tenant_of(session), "type": kind.DESCRIPTOR.full_name}
    for row in session.execute(_TOLD, values):
        yield kind.FromString(bytes(row.body))


def _shares(session: Session) -> Iterator[str]:
    """The last word downward and upward is what stands."""
    offered: dict[tuple[str, str, str], Decimal] = {}
    for each in _told(session, events.ShareOffered):
        assert isinstance(each, events.ShareOffered)
        offered[each.campaign_id, each.target_id, each.to_tenant] = Decimal(each.amount)
    taken: dict[tuple[str, str, str], Decimal] = {}
    for said in _told(session, events.ShareTaken):
        assert isinstance(said, events.ShareTaken)
        taken[said.campaign_id, said.target_id, ""] = Decimal(said.amount)
    for row in session.scalars(select(ShareRow).where(ShareRow.tenant == tenant_of(session))):
        key = (str(row.campaign_id), row.target_id, row.body)
        kept, last = (row.offered, offered.get(key)) if row.body else (row.taken, taken.get(key))
        if kept != last and (row.body == "" or row.offered is not None):
            yield f"竞赛 {row.campaign_id} 指标 {row.target_id}：份额 {row.body or '本级'} 为 {kept}，说的是 {last}"


def _figures_told(session: Session) -> Iterator[str]:
    """Revisions rise by one, and the last is what was noted as sent."""
    told: dict[tuple[str, str], list[events.FigureTold]] = defaultdict(list)
    for each in _told(session, events.FigureTold):
        assert isinstance(each, events.FigureTold)
        told[each.campaign_id, each.target_id].append(each)
    sent = {
        (str(row.campaign_id), row.target_id): row
        for row in session.scalars(select(SentRow).where(SentRow.tenant == tenant_of(session)))
    }
    for key in sorted(told.keys() | sent.keys()):
        ways, row = told.get(key, []), sent.get(key)
        revisions = [each.revision for each in ways]
        last = _figure(ways[-1]) if ways else None
        if revisions != list(range(1, len(revisions) + 1)) or row is None or row.revision != len(revisions):
            yield f"竞赛 {key[0]} 指标 {key[1]}：上报的次序为 {revisions}，记录为第 {row.revision if row else 0} 次"
        elif last != row.figure:
            yield f"竞赛 {key[0]} 指标 {key[1]}：上报的是 {_said(last)}，记录的是 {_said(row.figure)}"


def _figure(said: events.FigureTold) -> Figure:
    return Figure(Decimal(said.amount), Decimal(said.whole) if said.whole else None)


def _said(figure: Figure | None) -> str:
    if figure is None:
        return "没有"
    return plain(figure.amount) if figure.whole is None else f"{plain(figure.amount)}/{plain(figure.whole)}"


def _sums(session: Session, row: CampaignRow, rules: Campaign) -> Iterator[str]:
    """What was sent upward is the sum of what is here. A counted figure follows within a minute, by the clock."""
    for target in targets_here(row, rules):
        sent = session.get(SentRow, (row.tenant, row.id, target.id))
        if sent is None or isinstance(target, Counted):
            continue
        figure = figure_here(session, row, rules, target)
        if figure != sent.figure:
            yield f"竞赛 {row.id} 指标“{target.title}”：合计为 {_said(figure)}，上报的是 {_said(sent.figure)}"


def _filings(session: Session, row: CampaignRow, rules: Campaign) -> Iterator[str]:
    named = {each.id: each for each in rules.filings}
    filed = {(each.filing, each.unit) for each in session.execute(_FILED, {"t": row.tenant, "id": str(row.id)})}
    asked = select(FilingRow).where(FilingRow.tenant == row.tenant, FilingRow.campaign_id == row.id)
    for each in session.scalars(asked.order_by(FilingRow.filing_id, FilingRow.unit_path)):
        where = f"竞赛 {row.id} 报送 {each.filing_id} {each.unit_name}"
        is_logged = (each.filing_id, str(each.unit_id)) in filed
        if each.filing_id not in named:
            yield f"{where}：方案里没有这项报送"
        if (each.filed_on is None) != (each.filed_at is None) or (each.filed_on is None) != (each.filed_by == ""):
            yield f"{where}：报送的日期、时刻和经办人不全"
        if (each.filed_on is not None) != is_logged:
            yield f"{where}：{'记为已报，日志里没有' if each.filed_on else '日志里已报，记为未报'}"
        if each.filed_on is not None and each.remind_on is not None:
            yield f"{where}：已经报送，还要提醒"
        if each.overdue_told_on is not None and each.overdue_told_on <= each.due_on:
            yield f"{where}：未到期就记为逾期"
