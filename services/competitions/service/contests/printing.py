"""What of a contest is printed and taken away: form 2 made of its entries, certificates (B8 form 2)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from services.common import audit, directory
from services.common.clock import day_of
from services.common.documents.entries import EntriesLine, EntriesSheet, entries_form
from services.common.documents.honours import Certificate, certificate
from services.common.errors import NotFound, allow
from services.common.principal import Principal
from services.common.regulation.contest_nouns import LEAGUE
from services.common.spreadsheet import Column, ColumnKind, write_table
from services.competitions.queries.contests import Loaded, load
from services.competitions.queries.entries import FormTwo, find_entry
from services.competitions.queries.rounds import team_results
from services.competitions.queries.scores import awards, team_awards
from services.competitions.rules import contests as rules
from services.competitions.seeing import form_two_for
from services.competitions.store import db

COLUMNS = (
    Column("number", "序号", ColumnKind.INTEGER, width=8),
    Column("unit", "单位班组名称", width=40),
    Column("industry", "所属行业"),
    Column("participants", "参赛人数", ColumnKind.INTEGER, width=10),
    Column("leader", "组长"),
    Column("phone", "手机号/微信号", width=22),
)


def _taken(who: Principal, contest_id: UUID, kind: str, now: datetime) -> tuple[Loaded, FormTwo, str]:
    """It names leaders and phones, so that whoever takes it away is logged."""
    with db.transaction(who.tenant) as session:
        loaded = load(session, contest_id)
        allow(bool(rules.entering_paths(who)) or rules.sees_all_entries(who, loaded.row), "may_not_take_form_two")
        form = form_two_for(session, who, loaded)
        union = _union(who, loaded, directory.find_tenant(session, who.tenant).name)
        audit.record(session, who, "form_two_taken", "contest", contest_id, at=now, kind=kind, lines=len(form.lines))
    return loaded, form, union


def _union(who: Principal, loaded: Loaded, federation: str) -> str:
    return federation if rules.sees_all_entries(who, loaded.row) else ""


def title_of(loaded: Loaded) -> str:
    return f"{loaded.row.year} 年{loaded.row.title}参赛企业汇总表"


def form_two_workbook(who: Principal, contest_id: UUID, *, now: datetime) -> tuple[str, bytes]:
    """(name, workbook), the total row last."""
    loaded, form, _union_name = _taken(who, contest_id, "xlsx", now)
    rows = [
        {
            "number": line.number, "unit": unit_of(line.employer, line.team), "industry": line.industry,
            "participants": line.participants, "leader": line.leader, "phone": line.phone,
        }
        for line in form.lines
    ]  # fmt: skip
    rows.append({"unit": f"合计：企业参赛数 {form.employers}，职工数 {form.workers}", "participants": form.workers})
    return title_of(loaded), write_table(COLUMNS, rows, title=title_of(loaded), sheet_name="汇总表")


def form_two_pdf(who: Principal, contest_id: UUID, *, now: datetime) -> tuple[str, bytes]:
    loaded, form, union = _taken(who, contest_id, "pdf", now)
    lines = [
        EntriesLine(unit_of(line.employer, line.team), line.industry, line.participants, line.leader, line.phone)
        for line in form.lines
    ]
    sheet = EntriesSheet(title_of(loaded), union, lines, form.employers, form.workers)
    return title_of(loaded), entries_form(sheet)


def unit_of(employer: str, team: str) -> str:
    return f"{employer} {team}".strip()


def certificate_pdf(who: Principal, contest_id: UUID, entry_id: UUID, *, origin: str) -> tuple[str, bytes]:
    """For the holder, whoever entered him, and the organiser; its code leads to the public result."""
    with db.read(who.tenant) as session:
        loaded = load(session, contest_id)
        entry = find_entry(session, contest_id, entry_id, rules.entries_seen(who, loaded.row))
        award = awards(session, contest_id).get(entry_id)
        if award is None:
            raise NotFound("not_found")
        body = directory.find_tenant(session, who.tenant).name
    row = loaded.row
    sheet = Certificate(
        honour=f"{row.title}{award.title}", level=LEAGUE[row.level], holder=entry.name, employer=entry.employer,
        citation=f"您在 {row.year} 年{row.title}（{loaded.rules.trade_titles.get(entry.trade, entry.trade)}）中获得",
        closing="特发此证。", verified=("扫码查验本场比赛结果", "以公布的名次为准"), number=award.number,
        conferred_on=day_of(award.made_at), body=body,
        verify_url=f"{origin}/competitions/{who.tenant}/public/contests/{contest_id}?number={award.number}",
    )  # fmt: skip
    return f"{award.number}.pdf", certificate(sheet)


def team_certificate_pdf(who: Principal, contest_id: UUID, unit_id: UUID, *, origin: str) -> tuple[str, bytes]:
    """For the team's unit, whoever enters people there, and the organiser."""
    with db.read(who.tenant) as session:
        loaded = load(session, contest_id)
        award = team_awards(session, contest_id).get(unit_id)
        team = next((each for each in team_results(session, contest_id) if each.unit_id == unit_id), None)
        if award is None or team is None:
            raise NotFound("not_found")
        unit = directory.find_unit(session, unit_id)
        allow(
            rules.sees_all_entries(who, loaded.row)
            or rules.may_enter_for(who, unit.path)
            or who.org_unit_path.startswith(unit.path),
            "may_not_take_certificate",
        )
        body = directory.find_tenant(session, who.tenant).name
    row = loaded.row
    sheet = Certificate(
        honour=f"{row.title}{award.title}", level=LEAGUE[row.level], holder=team.unit_name,
        citation=f"你单位在 {row.year} 年{row.title}团体赛中获得", closing="特发此证。",
        verified=("扫码查验本场比赛结果", "以公布的名次为准"), number=award.number, conferred_on=day_of(award.made_at),
        body=body,
        verify_url=f"{origin}/competitions/{who.tenant}/public/contests/{contest_id}?number={award.number}",
    )  # fmt: skip
    return f"{award.number}.pdf", certificate(sheet)
