"""Figures: reported by whoever a target names, corrected with a reason, added up level by level (D2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from services.common import audit, directory
from services.common.clock import day_of
from services.common.errors import DomainError, Invalid, NotFound, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.regulation.campaign_targets import CampaignTarget, Counted
from services.competitions.domain.campaigns.figures import Figure, check_report
from services.competitions.models.campaign import CampaignRow, PartRow, ReportRow, ToldRow
from services.competitions.queries.campaigns.bodies import Body, bodies
from services.competitions.queries.campaigns.figures import reports
from services.competitions.queries.campaigns.finding import find_campaign, find_target
from services.competitions.rules import campaigns as rules_
from services.competitions.service.campaigns import telling
from services.competitions.store import db

NO_PARTS: Final[Mapping[str, Figure]] = {}


def report_figure(
    who: Principal, campaign_id: UUID, target_id: str, body: str, figure: Figure, *, as_of: date, now: datetime,
    note: str = "", evidence: Sequence[dict[str, Any]] = (),
) -> UUID:  # fmt: skip
    """What a body tells as of a day."""
    with db.transaction(who.tenant) as session:
        row = find_campaign(session, campaign_id, lock=True)
        target = find_target(row, row.rules, target_id)
        place = reporter(session, target, body, on=day_of(now))
        allow(rules_.may_report_for(who, place.unit_path), "not_reporting_for")
        id_ = keep_report(session, row, target, place, figure, as_of, now, who, note=note, evidence=evidence)
        audit.record(
            session, who, "figure_reported", "campaign", row.id, at=now, target=target_id, body=body, as_of=as_of,
            amount=figure.amount, whole=figure.whole,
        )  # fmt: skip
        telling.tell_figure(session, row, row.rules, target, now=now)
    return id_


def correct_figure(
    who: Principal, campaign_id: UUID, report_id: UUID, figure: Figure, reason: str, *, now: datetime,
    evidence: Sequence[dict[str, Any]] = (),
) -> UUID:  # fmt: skip
    """A new figure in the place of an old one, which stays readable; every sum above it follows, with the reason."""
    if not reason.strip():
        raise Invalid({"reason": DomainError("reason_for_correction").says}, "reason_for_correction")
    with db.transaction(who.tenant) as session:
        row = find_campaign(session, campaign_id, lock=True)
        old = session.get(ReportRow, (row.tenant, report_id))
        if old is None or old.campaign_id != row.id:
            raise NotFound("not_found")
        target = find_target(row, row.rules, old.target_id)
        place = reporter(session, target, old.body, on=day_of(now))
        allow(rules_.may_correct_for(who, place.unit_path), "not_reporting_for")
        id_ = keep_report(
            session, row, target, place, figure, old.as_of, now, who, evidence=[*old.evidence, *evidence],
            replaces=old.id, reason=reason.strip(), note=old.note,
        )  # fmt: skip
        audit.record(
            session, who, "figure_corrected", "campaign", row.id, at=now, target=target.id, body=old.body,
            as_of=old.as_of, before=[old.amount, old.whole], after=[figure.amount, figure.whole], reason=reason.strip(),
        )  # fmt: skip
        telling.tell_figure(session, row, row.rules, target, now=now, is_correction=True, reason=reason.strip())
    return id_


def receive_figure(session: Session, told: ToldRow, parts: Mapping[str, Figure] = NO_PARTS, *, now: datetime) -> None:
    """From below. What comes late or twice changes nothing; what is new goes on upward.

    `parts`: of bodies below the teller that the target names each its own figure, for showing.
    """
    row = find_campaign(session, told.campaign_id, lock=True)
    target = find_target(row, row.rules, told.target_id)
    if session.get(ToldRow, (told.tenant, told.campaign_id, told.target_id, told.body, told.revision)) is not None:
        return
    session.add(told)
    _keep_parts(session, told, parts)
    actor = audit.Actor(told.body, directory.find_tenant(session, told.body).name)
    audit.record(
        session, actor, "figure_told", "campaign", row.id, at=now, target=told.target_id, revision=told.revision,
        amount=told.amount, whole=told.whole, is_correction=told.is_correction, reason=told.reason,
    )  # fmt: skip
    telling.tell_figure(session, row, row.rules, target, now=now, is_correction=told.is_correction, reason=told.reason)


def _keep_parts(session: Session, told: ToldRow, parts: Mapping[str, Figure]) -> None:
    """The teller's newest word holds: an older one that comes late puts nothing back."""
    for body, figure in parts.items():
        key = (told.tenant, told.campaign_id, told.target_id, body)
        kept = session.get(PartRow, key)
        if kept is None:
            kept = PartRow(tenant=told.tenant, campaign_id=told.campaign_id, target_id=told.target_id, body=body)
            session.add(kept)
        elif kept.via == told.body and kept.revision > told.revision:
            continue
        kept.via, kept.revision, kept.told_at = told.body, told.revision, told.told_at
        kept.amount, kept.whole = figure.amount, figure.whole


def reporter(session: Session, target: CampaignTarget, body: str, *, on: date) -> Body:
    """The body, where the target is reported by it. Raises DomainError counted_not_reported, not_reported_by."""
    if isinstance(target, Counted):
        raise DomainError("counted_not_reported", title=target.title)
    for each in bodies(session, target.reported_by, on=on):
        if each.key == body and (each.is_unit or not each.key):
            return each
    raise DomainError("not_reported_by", title=target.title)


def keep_report(
    session: Session, row: CampaignRow, target: CampaignTarget, place: Body, figure: Figure, as_of: date,
    now: datetime, who: Principal, *, note: str = "", evidence: Sequence[dict[str, Any]] = (),
    replaces: UUID | None = None, reason: str = "",
) -> UUID:  # fmt: skip
    """In the caller's transaction. Raises what `check_report` raises, before anything is stored."""
    before = [each.to_domain() for each in reports(session, row.id, target.id, place.key)]
    check_report(
        target,
        figure,
        campaign=row.rules,
        as_of=as_of,
        today=day_of(now),
        evidence=len(evidence),
        reports=before,
        replaces=replaces,
    )
    id_ = new_id()
    session.add(
        ReportRow(
            tenant=row.tenant, id=id_, campaign_id=row.id, target_id=target.id, body=place.key, as_of=as_of,
            amount=figure.amount, whole=figure.whole, note=note.strip(), reason=reason, replaces=replaces,
            evidence=list(evidence), reported_by=who.subject, reported_at=now,
        )
    )  # fmt: skip
    session.flush()
    return id_
