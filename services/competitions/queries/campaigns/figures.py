"""What stands for each target: reported here, told from below, counted from facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.common.regulation.campaign import Campaign
from services.common.regulation.campaign_bodies import levels_below
from services.common.regulation.campaign_targets import CampaignTarget, Counted
from services.competitions.domain.campaigns.figures import Figure, add_up, figure_of, total
from services.competitions.models.campaign import CampaignRow, PartRow, ReportRow, ShareRow, ToldRow
from services.competitions.queries.campaigns.bodies import Body, descendants
from services.competitions.queries.campaigns.counting import count

Key = tuple[str, str]
"""Target and body."""


def reports(session: Session, campaign_id: UUID, target_id: str = "", body: str | None = None) -> list[ReportRow]:
    """In the order in which they were told; all of the campaign, or of a target, or of one body of it."""
    asked = select(ReportRow).where(ReportRow.tenant == tenant_of(session), ReportRow.campaign_id == campaign_id)
    if target_id:
        asked = asked.where(ReportRow.target_id == target_id)
    if body is not None:
        asked = asked.where(ReportRow.body == body)
    return list(session.scalars(asked.order_by(ReportRow.id)))


def told(session: Session, campaign_id: UUID, target_id: str = "") -> list[ToldRow]:
    """Everything that those below told, in its order."""
    asked = select(ToldRow).where(ToldRow.tenant == tenant_of(session), ToldRow.campaign_id == campaign_id)
    if target_id:
        asked = asked.where(ToldRow.target_id == target_id)
    return list(session.scalars(asked.order_by(ToldRow.target_id, ToldRow.body, ToldRow.revision)))


def parts(session: Session, campaign_id: UUID, target_id: str = "") -> dict[Key, PartRow]:
    """What bodies further below have, of targets that are each such body's."""
    asked = select(PartRow).where(PartRow.tenant == tenant_of(session), PartRow.campaign_id == campaign_id)
    if target_id:
        asked = asked.where(PartRow.target_id == target_id)
    return {(row.target_id, row.body): row for row in session.scalars(asked)}


def shares(session: Session, campaign_id: UUID) -> dict[Key, ShareRow]:
    asked = select(ShareRow).where(ShareRow.tenant == tenant_of(session), ShareRow.campaign_id == campaign_id)
    return {(row.target_id, row.body): row for row in session.scalars(asked)}


def told_figures(rows: Sequence[ToldRow]) -> dict[Key, Figure]:
    """Of each federation below the figure that holds now: its last."""
    return {(row.target_id, row.body): row.figure for row in rows}


def own_figures(target: CampaignTarget, rows: Sequence[ReportRow]) -> dict[str, Figure]:
    """Of each body here what its reports make."""
    if isinstance(target, Counted):
        return {}
    by_body: dict[str, list[ReportRow]] = defaultdict(list)
    for row in rows:
        if row.target_id == target.id:
            by_body[row.body].append(row)
    found = {body: figure_of(target, [each.to_domain() for each in theirs]) for body, theirs in by_body.items()}
    return {body: figure for body, figure in found.items() if figure is not None}


def counted_figures(
    session: Session, row: CampaignRow, rules: Campaign, target: CampaignTarget, bodies: Sequence[Body]
) -> Mapping[str, Figure]:
    if not isinstance(target, Counted):
        return {}
    return count(session, row.id, target, rules.runs, [each for each in bodies if each.is_unit or not each.key])


def parts_here(session: Session, row: CampaignRow, target: CampaignTarget, *, on: date) -> dict[str, Figure]:
    """Of every body below that the target names its own figure: those right below, and what these passed on."""
    levels = levels_below(target.of)
    if not levels:
        return {}
    named = {each.code for each in descendants(session, row.tenant, levels, on=on)}
    found = {body: each.figure for (_, body), each in parts(session, row.id, target.id).items()}
    found |= {body: figure for (_, body), figure in told_figures(told(session, row.id, target.id)).items()}
    return {body: found[body] for body in sorted(named & found.keys())}


def figure_here(session: Session, row: CampaignRow, rules: Campaign, target: CampaignTarget) -> Figure | None:
    """The federation's whole figure: its own, its units', and those below."""
    below = told_figures(told(session, row.id, target.id))
    if isinstance(target, Counted):
        own: Figure | None = counted_figures(session, row, rules, target, [Body("", "")]).get("")
    else:
        own = total(own_figures(target, reports(session, row.id, target.id)).values())
    return add_up(own, {body: figure for (_, body), figure in below.items()})
