"""Reports of a target out of a workbook: all rows or, with every fault by row and column, none (D2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from services.common import audit
from services.common.clock import day_of
from services.common.errors import DomainError, Invalid
from services.common.files import FileRefused
from services.common.principal import Principal
from services.common.regulation.campaign_targets import Counted, Rated, Reported
from services.common.spreadsheet import Column, ColumnKind, Row, Rows, read_rows, write_template
from services.competitions.domain.campaigns.figures import Figure
from services.competitions.models.campaign import CampaignRow
from services.competitions.queries.campaigns.bodies import Body, bodies
from services.competitions.queries.campaigns.finding import find_campaign, find_target
from services.competitions.rules import campaigns as rules
from services.competitions.service.campaigns import telling
from services.competitions.service.campaigns.reporting import keep_report
from services.competitions.store import db

MOST_NAMED: Final = 200


def columns(target: Reported | Rated, places: Sequence[Body]) -> list[Column]:
    """The template of this very target, for those whom one may report for."""
    kind = ColumnKind.INTEGER if isinstance(target, Rated) or not target.decimals else ColumnKind.DECIMAL
    amount = target.rate.part if isinstance(target, Rated) else f"{target.title}（{target.unit}）"
    found = [
        Column(
            "body", "填报单位", required=True, hint="与平台组织名称一致", width=32,
            example=places[0].name if places else "",
        ),
        Column("as_of", "截至日期", ColumnKind.DATE, required=True, example="2026-06-30"),
        Column("amount", amount, kind, required=True, example="128", width=24),
        Column("note", "说明", longest=500, width=32),
    ]  # fmt: skip
    if isinstance(target, Rated):
        found.insert(3, Column("whole", target.rate.whole, kind, required=True, example="160", width=24))
    return found


def template(who: Principal, campaign_id: UUID, target_id: str, *, on: date) -> tuple[str, bytes]:
    """(the target's title, the workbook)."""
    with db.read(who.tenant) as session:
        row = find_campaign(session, campaign_id)
        target = _target(row, target_id)
        places = reportable(session, who, target, on=on)
    return target.title, write_template(columns(target, places), title="上报")


def reportable(session: Session, who: Principal, target: Reported | Rated, *, on: date) -> list[Body]:
    """The bodies of here for which the principal may report this target."""
    found = bodies(session, target.reported_by, on=on)
    return [each for each in found if (each.is_unit or not each.key) and rules.may_report_for(who, each.unit_path)]


def report_from_workbook(
    who: Principal, campaign_id: UUID, target_id: str, name: str, blob: bytes, *, now: datetime,
    evidence: Sequence[dict[str, Any]] = (),
) -> int:  # fmt: skip
    """How many were reported; the evidence stands with each. Raises Invalid with every fault; then none was."""
    today = day_of(now)
    with db.transaction(who.tenant) as session:
        row = find_campaign(session, campaign_id, lock=True)
        target = _target(row, target_id)
        places = reportable(session, who, target, on=today)
        read = _read(blob, columns(target, places), name)
        faults = [(each.row, str(each)) for each in read.faults]
        for one in read.rows:
            try:
                _keep(session, who, row, target, places, one, evidence, now)
            except DomainError as refused:
                faults.append((one.number, f"第 {one.number} 行“{one.values['body']}”：{refused.says}"))
        if faults:
            said = [says for _row, says in sorted(faults)[:MOST_NAMED]]
            raise Invalid({f"row-{number}": says for number, says in enumerate(said, 1)}, "rows_refused")
        audit.record(
            session, who, "figures_imported", "campaign", row.id, at=now, target=target_id, rows=len(read.rows),
            evidence=[each["sha256"] for each in evidence],
        )  # fmt: skip
        telling.tell_figure(session, row, row.rules, target, now=now)
    return len(read.rows)


def _read(blob: bytes, asked: list[Column], name: str) -> Rows:
    try:
        return read_rows(blob, asked, filename=name)
    except FileRefused as refused:
        raise Invalid({"workbook": refused.says}, "file_refused") from refused


def _keep(
    session: Session, who: Principal, row: CampaignRow, target: Reported | Rated, places: Sequence[Body], one: Row,
    evidence: Sequence[dict[str, Any]], now: datetime,
) -> None:  # fmt: skip
    said: Mapping[str, Any] = one.values
    place = next((each for each in places if each.name == said["body"]), None)
    if place is None:
        raise DomainError("not_reporting_for")
    whole = said.get("whole")
    figure = Figure(Decimal(said["amount"]), None if whole is None else Decimal(whole))
    keep_report(
        session, row, target, place, figure, said["as_of"], now, who, note=said["note"] or "", evidence=evidence
    )


def _target(row: CampaignRow, target_id: str) -> Reported | Rated:
    target = find_target(row, row.rules, target_id)
    if isinstance(target, Counted):
        raise DomainError("counted_not_reported", title=target.title)
    return target
