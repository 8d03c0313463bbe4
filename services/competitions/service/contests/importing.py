"""Entries out of a workbook: all of them or, with every fault by row and column, none (B8 form 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from services.common import directory
from services.common.errors import Invalid
from services.common.principal import Principal
from services.common.regulation.contest import Contest
from services.common.regulation.contest_nouns import GRADES
from services.common.spreadsheet import Column, ColumnKind, Row, read_rows, write_template
from services.competitions.domain.running import must_take_entries
from services.competitions.models.contest import EntryRow
from services.competitions.queries.contests import load
from services.competitions.queries.entries import entered
from services.competitions.queries.units import belongs_all, known_people
from services.competitions.rules import contests as rules
from services.competitions.service.contests.entering import EXCEL, Entering, keep_all, refused, row_of
from services.competitions.store import db

MOST_NAMED: Final = 200


def columns(contest: Contest) -> list[Column]:
    """The template of this very contest: its trades, classes and grades to choose from."""
    trades, classes = tuple(contest.trade_titles.values()), tuple(contest.class_titles.values())
    found = [
        Column("name", "姓名", required=True, example="沈秋实", longest=40),
        Column("sex", "性别", choices=("男", "女")),
        Column("born_on", "出生日期", ColumnKind.DATE, example="1988-05-06", required=contest.entry.age is not None),
        Column("unit", "单位或班组", required=True, hint="与平台组织名称一致", example="总装一班", width=28),
        Column("trade", "工种", required=len(trades) > 1, choices=trades),
        Column("grade", "技能等级", choices=tuple(GRADES.values()), required=contest.entry.grade is not None),
        Column("industry", "所属行业", example="机械制造", longest=40),
        Column("leader", "组长", example="贺闻舟", longest=40),
        Column("phone", "手机号/微信号", example="13800000000", longest=40),
    ]
    if classes:
        found.insert(5, Column("class", "组别", required=True, choices=classes))
    if contest.entry.practice_days is not None:
        found.append(Column("practice_days", "岗位练兵天数", ColumnKind.INTEGER, required=True))
    for number, licence in enumerate(contest.entry.licences, 1):
        found.append(Column(f"licence_{number}", f"{licence}有效期至", ColumnKind.DATE, required=True))
    return found


def template(who: Principal, contest_id: UUID) -> tuple[str, bytes]:
    """(the contest's title, the workbook)."""
    with db.read(who.tenant) as session:
        loaded = load(session, contest_id)
    return loaded.row.title, write_template(columns(loaded.rules), title="报名")


def enter_from_workbook(who: Principal, contest_id: UUID, name: str, blob: bytes, *, now: datetime) -> int:
    """How many were entered. Raises Invalid with `rows`, every fault of every row; then nobody was."""
    with db.transaction(who.tenant) as session:
        loaded = load(session, contest_id, lock=True)
        must_take_entries(loaded.status, loaded.row.closes_at, now=now)
        read = read_rows(blob, columns(loaded.rules), filename=name)
        faults = [(each.row, str(each)) for each in read.faults]
        units = _units(session, who)
        others: list[EntryRow] = list(entered(session, contest_id))
        made: list[EntryRow] = []
        sound, wrong = _sorted(read.rows, loaded.rules, units)
        faults += wrong
        of = belongs_all(session, {unit.path for _row, _said_, unit in sound})
        known = known_people(session, [(said.name.strip(), unit) for _row, said, unit in sound])
        for row, said, unit in sound:
            person = known.get((said.name.strip(), unit.id))
            entry = row_of(who, loaded, said, unit, of[unit.path], person, source=EXCEL, now=now)
            refusals = refused(loaded, entry, others, now=now)
            faults += [(row.number, f"第 {row.number} 行“{entry.name}”：{each.says}") for each in refusals]
            others.append(entry)
            made.append(entry)
        if not read.rows and not faults:
            faults.append((0, "文件里没有一行报名，请按模板填写后再上传。"))
        if faults:
            said_ = [says for _row, says in sorted(faults)[:MOST_NAMED]]
            raise Invalid({f"row-{number}": says for number, says in enumerate(said_, 1)}, "rows_refused")
        keep_all(session, who, loaded, made, now=now)
        return len(made)


Sound = tuple[Row, Entering, directory.OrgUnit]


def _sorted(
    rows: Sequence[Row], contest: Contest, units: Mapping[str, list[directory.OrgUnit]]
) -> tuple[list[Sound], list[tuple[int, str]]]:
    """Rows that say who enters from where, and the faults of the others."""
    sound: list[Sound] = []
    wrong: list[tuple[int, str]] = []
    for row in rows:
        said = _said(row, contest, units)
        if isinstance(said, str):
            wrong.append((row.number, said))
        else:
            unit = next(each for each in units[str(row.values["unit"])] if each.id == said.unit_id)
            sound.append((row, said, unit))
    return sound, wrong


def _units(session: Session, who: Principal) -> dict[str, list[directory.OrgUnit]]:
    """Those for which the principal enters people, by name."""
    found: dict[str, list[directory.OrgUnit]] = {}
    for path in rules.entering_paths(who):
        for unit in directory.units_below(session, path):
            found.setdefault(unit.name, []).append(unit)
    return found


def _said(row: Row, contest: Contest, units: Mapping[str, list[directory.OrgUnit]]) -> Entering | str:
    """What the row says, or the sentence of what is wrong with it."""
    value: Mapping[str, Any] = row.values
    known = {unit.id: unit for unit in units.get(str(value["unit"]), ())}
    if len(known) != 1:
        why = "不在您可以报名的单位里，请与平台上的名称一致" if not known else "有同名的几个，请改用网页报名"
        return f"第 {row.number} 行“单位或班组”：“{value['unit']}”{why}。"
    trades = {title: id_ for id_, title in contest.trade_titles.items()}
    classes = {title: id_ for id_, title in contest.class_titles.items()}
    grades = {title: id_ for id_, title in GRADES.items()}
    licences: dict[str, date | None] = {
        licence: value[f"licence_{number}"] for number, licence in enumerate(contest.entry.licences, 1)
    }
    only = next(iter(trades.values())) if len(trades) == 1 else ""
    return Entering(
        name=str(value["name"]), unit_id=next(iter(known)), trade=trades.get(str(value["trade"]), only),
        class_=classes.get(str(value.get("class") or ""), ""), sex=str(value["sex"] or ""), born_on=value["born_on"],
        grade=grades.get(str(value["grade"] or ""), "none"), licences=licences,
        practice_days=value.get("practice_days"), industry=str(value["industry"] or ""),
        leader=str(value["leader"] or ""), phone=str(value["phone"] or ""),
    )  # fmt: skip
