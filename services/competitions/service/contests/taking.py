"""Lists of a contest to take away: who entered, and the places. They name people, so that it is logged."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from services.common import audit
from services.common.errors import allow
from services.common.principal import Principal
from services.common.spreadsheet import Column, ColumnKind, write_table
from services.competitions.queries.contests import Loaded
from services.competitions.queries.rounds import team_results
from services.competitions.queries.scores import ResultLine, awards
from services.competitions.rules import contests as rules
from services.competitions.seeing import entries_for, look, results_for
from services.competitions.store import db
from services.competitions.words import contests as words


def entries_workbook(who: Principal, contest_id: UUID, *, now: datetime) -> tuple[str, bytes]:
    """(title, workbook) of the entries that the principal sees."""
    with db.transaction(who.tenant) as session:
        loaded = look(session, who, contest_id).loaded
        allow(bool(rules.entering_paths(who)) or rules.sees_all_entries(who, loaded.row), "may_not_take_form_two")
        rows = entries_for(session, who, loaded)
        audit.record(session, who, "entries_taken", "contest", contest_id, at=now, lines=len(rows))
    rule, title = loaded.rules, f"{loaded.row.title}报名名单"
    columns = [
        Column("number", "序号", ColumnKind.INTEGER, width=8), Column("name", "姓名"), Column("sex", "性别", width=8),
        Column("employer", "单位", width=30), Column("team", "班组", width=24), Column("trade", "工种"),
        Column("class", "组别"), Column("grade", "技能等级"), Column("source", "报名方式"), Column("status", "状态"),
    ]  # fmt: skip
    lines: list[dict[str, Any]] = [
        {
            "number": each.number, "name": each.name, "sex": each.sex, "employer": each.employer, "team": each.team,
            "trade": rule.trade_titles.get(each.trade, each.trade),
            "class": rule.class_titles.get(each.class_, each.class_), "grade": str(words.GRADES[each.grade]),
            "source": str(words.SOURCES[each.source]), "status": str(words.ENTRIES[each.status][0]),
        }
        for each in rows
    ]  # fmt: skip
    return title, write_table(columns, lines, title=title, sheet_name="报名名单")


def results_workbook(who: Principal, contest_id: UUID, *, now: datetime) -> tuple[str, bytes]:
    """(title, workbook) of the places, as they hang in the hall."""
    with db.transaction(who.tenant) as session:
        loaded = look(session, who, contest_id).loaded
        lines = results_for(session, who, loaded)
        made, teams = awards(session, contest_id), team_results(session, contest_id)
        audit.record(session, who, "results_taken", "contest", contest_id, at=now, lines=len(lines))
    title = f"{loaded.row.title}名次"
    parts = [part for each in loaded.rules.rounds for part in each.parts]
    columns = [
        Column("group", "组别"), Column("place", "名次", ColumnKind.INTEGER, width=8), Column("name", "选手"),
        Column("employer", "单位", width=30), *(Column(f"part_{n}", part.says) for n, part in enumerate(parts, 1)),
        Column("total", "总分"), Column("award", "奖项"), Column("says", "怎么排的", width=60),
    ]  # fmt: skip
    rows = [
        {
            "group": group_says(loaded, line.result.ranked_apart), "place": line.result.place, "name": line.entry.name,
            "employer": line.entry.employer, "total": line.result.figures.get("total"),
            "award": made[line.entry.id].title if line.entry.id in made else _planned(loaded, line),
            "says": line.result.says,
            **{f"part_{n}": line.result.figures.get(part.id) for n, part in enumerate(parts, 1)},
        }
        for line in lines
    ]  # fmt: skip
    rows += [
        {
            "group": "团体", "place": each.place, "name": "", "employer": each.unit_name,
            "total": format(each.total, "f"), "award": each.award, "says": each.says,
        }
        for each in teams
    ]  # fmt: skip
    return title, write_table(columns, rows, title=title, sheet_name="名次")


def _planned(loaded: Loaded, line: ResultLine) -> str:
    """Before the awards are made, what the rules give; afterwards one that is not there was withdrawn."""
    return line.result.award if loaded.row.published_at is None else ""


def group_says(loaded: Loaded, ranked_apart: str) -> str:
    """“焊工、青年组” of the ids by which places are counted apart."""
    titles = {**loaded.rules.trade_titles, **loaded.rules.class_titles}
    return "、".join(titles.get(each, each) for each in ranked_apart.split("/") if each)
