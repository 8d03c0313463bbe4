"""What leaves the platform: form 3 in its original layout, and the results of a year as Excel. Both are logged."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from services.assessment import queries, rules
from services.assessment.domain import Finding
from services.assessment.models import AssessmentRow
from services.assessment.queries.loading import load
from services.assessment.seeing import Seen, SeenCard, see
from services.assessment.store import db
from services.common import audit, directory
from services.common.clock import day_of
from services.common.documents import ScoreRow, ScoreSheet, score_sheet
from services.common.errors import DomainError, allow
from services.common.principal import Principal
from services.common.regulation import Row, SheetClass
from services.common.regulation.bounds import plain
from services.common.spreadsheet import Column, ColumnKind, write_table
from services.common.web.retold import retold


def print_sheet(who: Principal, assessment_id: UUID, *, now: datetime) -> tuple[str, bytes]:
    """Form 3 with the self score and, after the end, the combined score; before, an assessor's own (B8 form 3)."""
    with db.transaction(who.tenant) as session:
        found = load(session, who, assessment_id).assessment
        seal = directory.find_tenant(session, who.tenant).name
        audit.record(session, who, "printed", "assessment", assessment_id, at=now)
    seen = see(who, found)
    if not (seen.own and seen.own.result) and not any(card.result for card in seen.assessors):
        raise DomainError("nothing_to_print")
    return f"{found.subject.name} {found.sheet.title}.pdf", score_sheet(laid_out(seen, seal))


def laid_out(seen: Seen, seal: str) -> ScoreSheet:
    found, cards = seen.assessment, _counted(seen)
    outcome = found.outcome
    line = found.terms.line(found.sheet).phrase("分")
    verdict = f"{'合格' if outcome.passed else '未合格'}（{line}为合格）" if outcome else ""
    return ScoreSheet(
        annex="附件 3" if found.sheet.layout == "form-3" else "",
        title=found.sheet.title,
        holder=found.subject.name,
        rows=tuple(_row(row, each, seen, cards) for each in found.sheet.classes for row in each.rows),
        full=found.sheet.points,
        combined=outcome.score if outcome else None,
        remarks=tuple(filter(None, [found.sheet.note])),
        verdict=verdict,
        assessors=tuple(card.name or f"考核员 {card.number}" for card in cards if card.is_signed),
        assessed_on=day_of(outcome.completed_at) if outcome else None,
        seal=seal if outcome else "",
    )


def _counted(seen: Seen) -> list[SeenCard]:
    """All who counted once it is over; before, only the viewer's own card."""
    if seen.shows_result:
        return [card for card in seen.assessors if card.result]
    return [seen.mine] if seen.mine and seen.mine.is_signed else []


def _row(row: Row, of: SheetClass, seen: Seen, cards: list[SeenCard]) -> ScoreRow:
    given = [card.result.row(row.id).given for card in cards if card.result]
    own = seen.own.result if seen.own and seen.own.is_signed else None
    rule = row.text or ("" if row.all_or_nothing else row.phrase())
    return ScoreRow(
        group=f"{of.title}（{plain(of.full)} 分）",
        item=f"{row.title}（{rule}）" if rule else row.title,
        full=row.points,
        self_score=own.row(row.id).given if own else None,
        score=seen.assessment.sheet.combine.one(tuple(given)) if given else None,
        ground="；".join(_grounds(row, cards)),
        evidence="、".join(
            dict.fromkeys(each.word for card in cards if card.card for each in card.card.evidence_for(row.id))
        ),
    )


def _grounds(row: Row, cards: list[SeenCard]) -> list[str]:
    said = []
    for card in cards:
        given = card.result.row(row.id) if card.result else None
        if card.card is None or given is None or not (given.deducted or given.vetoes):
            continue
        ground = card.card.findings.get(row.id, Finding()).ground
        said.append(f"考核员 {card.number}：{given.says}。{ground}")
    return said


def _columns() -> list[Column]:
    return [
        Column("subject", _("班组")),
        Column("title", _("评选")),
        Column("year", _("年度"), ColumnKind.INTEGER),
        Column("self_score", _("自评分"), ColumnKind.DECIMAL),
        Column("score", _("考核分"), ColumnKind.DECIMAL),
        Column("gap", _("最高与最低相差"), ColumnKind.DECIMAL),
        Column("verdict", _("结果")),
        Column("refusals", _("未合格原因")),
        Column("completed_on", _("完成日期"), ColumnKind.DATE),
    ]


def export_results(who: Principal, year: int | None, *, now: datetime) -> bytes:
    """The year as Excel, best first: only what the principal sees in the list."""
    allow(rules.may_export(who), "may_not_export")
    with db.transaction(who.tenant) as session:
        found = queries.results(session, who, year)
        audit.record(session, who, "results_exported", "assessment", str(year or "all"), at=now, count=len(found))
    title = _("%(year)s 年度考核成绩汇总", year=year) if year else _("考核成绩汇总")
    return write_table(_columns(), [_line(row) for row in found], title=title, sheet_name=_("成绩汇总"))


def _line(row: AssessmentRow) -> dict[str, object]:
    return {
        "subject": row.subject_name,
        "title": row.title,
        "year": row.year,
        "self_score": row.self_score,
        "score": row.score,
        "gap": row.gap,
        "verdict": _("合格") if row.passed else _("未合格"),
        "refusals": "；".join(retold(each) for each in (row.explanation or {}).get("refusals", [])),
        "completed_on": day_of(row.completed_at) if row.completed_at else None,
    }
