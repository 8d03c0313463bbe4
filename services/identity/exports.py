"""Tables to take away, in the columns of the imports. Phones are masked and birth months left out
unless the task needs them; each taking away is logged."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from flask_babel import gettext as _
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common import audit
from services.common.clock import day_of
from services.common.errors import allow
from services.common.principal import Principal
from services.common.spreadsheet import Column, ColumnKind, write_csv, write_table
from services.common.web.filters import mask_phone
from services.common.web.retold import retold
from services.identity import rules
from services.identity.domain.imports import COLUMNS, FILE_NAMES, KIND_WORDS, ROLE_WORDS, SEPARATOR, ImportKind
from services.identity.domain.replays import Replay, ReplayedName
from services.identity.domain.units import UnitKind
from services.identity.store import db
from services.identity.web.words import TURNS

_UNITS = """
select u.name, u.kind, u.valid_from, coalesce((select string_agg(a.name, :sep order by length(a.path)) from org_unit a
  where a.tenant = u.tenant and u.path like a.path || '%' and a.id <> u.id), '') as parent
from org_unit u where u.tenant = :t and u.valid_to is null order by u.path limit 20000
"""
_PEOPLE = """
select p.name, p.username, p.phone, p.email, p.born, coalesce(u.name, '') as unit
from person p left join org_unit u on u.tenant = p.tenant and u.id = p.org_unit_id
where p.tenant = :t and p.valid_to is null order by p.name, p.id limit 20000
"""
_GRANTS = """
select p.username, g.role, coalesce(u.name, '') as unit, g.valid_from, g.valid_to
from grant_ g join person p on p.tenant = g.tenant and p.id = g.person_id
left join org_unit u on u.tenant = g.tenant and u.id = g.org_unit_id
where g.tenant = :t and not g.revoked and (g.valid_to is null or g.valid_to >= :on)
order by g.role, p.username limit 20000
"""


def export(who: Principal, kind: ImportKind, *, now: datetime) -> bytes:
    """A workbook; taking people away is an act that is logged."""
    may = rules.may_see_grants(who) if kind is ImportKind.GRANTS else rules.may_see_people(who)
    allow(may, "may_not_see_units")
    with db.transaction(who.tenant) as session:
        rows = _rows(session, who, kind, now)
        audit.record(session, who, "exported", "list", kind, at=now, kind=kind, rows=len(rows))
    return write_table(COLUMNS[kind], rows, title=FILE_NAMES[kind])


def _rows(session: Session, who: Principal, kind: ImportKind, now: datetime) -> list[dict[str, Any]]:
    question = {ImportKind.UNITS: _UNITS, ImportKind.PEOPLE: _PEOPLE, ImportKind.GRANTS: _GRANTS}[kind]
    given = {"t": who.tenant, "sep": SEPARATOR, "on": day_of(now)}
    wanted = {name: value for name, value in given.items() if f":{name}" in question}
    rows = [dict(row) for row in session.execute(text(question), wanted).mappings()]
    for row in rows:
        if "kind" in row:
            row["kind"] = KIND_WORDS[UnitKind(row["kind"])]
        if "role" in row:
            row["role"] = ROLE_WORDS[row["role"]]
        if "phone" in row and not rules.may_reveal_phone(who):
            row["phone"], row["born"] = (mask_phone(row["phone"]) if row["phone"] else ""), ""
    return rows


CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _replay_columns() -> list[Column]:
    return [
        Column("turn", _("变化")),
        Column("name", _("名称"), width=30),
        Column("recommender", _("推荐单位"), width=24),
        Column("honour", _("荣誉称号")),
        Column("then", _("当时")),
        Column("now", _("按草稿")),
        Column("score", _("当时考核分"), ColumnKind.DECIMAL),
        Column("would_score", _("按草稿考核分"), ColumnKind.DECIMAL),
        Column("reasons", _("原因"), width=60),
    ]


def replay_table(who: Principal, made: Replay, kind: str, *, now: datetime) -> bytes:
    """Every case of a replay as a workbook or as CSV, those that change first; taking names away is logged."""
    allow(rules.may_see_drafts(who), "may_not_edit_regulations")
    with db.transaction(who.tenant) as session:
        audit.record(
            session, who, "replay_exported", "regulation_draft", made.draft_id, at=now, year=made.year, kind=kind
        )
    rest = [each for each in made.cases if each.turn == "same"]
    rows = [_replayed(each) for each in (*made.changed, *rest)]
    if kind == "csv":
        return write_csv(_replay_columns(), rows)
    title = _("%(year)s 年案卷按草稿试算结果", year=made.year)
    return write_table(_replay_columns(), rows, title=title, sheet_name=_("试算结果"))


def _replayed(each: ReplayedName) -> dict[str, Any]:
    return {
        "turn": str(TURNS[each.turn][0]),
        "name": each.full_name,
        "recommender": each.recommender,
        "honour": each.honour,
        "then": _("命名") if each.won else _("落选"),
        "now": {"won": _("命名"), "lost": _("落选")}.get(each.would, _("尚不能判断")),
        "score": Decimal(each.score) if each.score else None,
        "would_score": Decimal(each.would_score) if each.would_score else None,
        "reasons": "；".join(retold(reason) for reason in each.reasons),
    }
