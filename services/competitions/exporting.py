"""Tables of campaigns to take away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _

from services.common.spreadsheet import Column, ColumnKind, write_table
from services.competitions.domain.campaigns.subsidies import Account
from services.competitions.models.subsidy import SubsidyRow
from services.competitions.queries.campaigns import filings
from services.competitions.queries.campaigns.progress import Line, Standing
from services.competitions.words import campaigns as said


def standing_table(title: str, found: Sequence[Standing]) -> bytes:
    """A row for each target and body."""
    columns = [
        Column("target", _("目标"), width=30),
        Column("body", _("单位"), width=30),
        Column("goal", _("应完成")),
        Column("figure", _("已完成"), width=24),
        Column("lacking", _("还差")),
        Column("state", _("状态")),
    ]
    return write_table(columns, _rows(found), title=title, sheet_name=_("进度"))


def _rows(found: Sequence[Standing]) -> Iterable[dict[str, Any]]:
    for each in found:
        for line in ([each.whole] if each.whole else []) + list(each.lines):
            yield _row(each, line)


def _row(each: Standing, line: Line) -> dict[str, Any]:
    return {
        "target": each.target.title,
        "body": line.body.name,
        "goal": said.goal(each.target, line.progress.goal),
        "figure": said.figure(each.target, line.figure),
        "lacking": said.lacking(each.target, line.progress),
        "state": str(said.STATES[line.progress.state][0]),
    }


def filing_table(title: str, found: Sequence[filings.Line]) -> bytes:
    """A row for each unit and filing, with how late it came and what that costs."""
    columns = [
        Column("filing", _("应报材料"), width=30),
        Column("unit", _("单位"), width=30),
        Column("due_on", _("期限"), ColumnKind.DATE),
        Column("filed_on", _("报送日期"), ColumnKind.DATE),
        Column("state", _("状态")),
        Column("days_late", _("逾期天数"), ColumnKind.INTEGER),
        Column("points_lost", _("扣分"), ColumnKind.DECIMAL),
    ]
    rows = (
        {
            "filing": each.filing.title,
            "unit": each.row.unit_name,
            "due_on": each.row.due_on,
            "filed_on": each.row.filed_on,
            "state": str(said.FILINGS[each.state][0]),
            "days_late": each.days_late,
            "points_lost": each.points_lost,
        }
        for each in found
    )
    return write_table(columns, rows, title=title, sheet_name=_("报送情况"))


def subsidy_table(title: str, found: Sequence[SubsidyRow], account: Account) -> bytes:
    """A row for each application, and at the foot the account: paid, to be paid and left make the budget."""
    columns = [
        Column("unit", _("单位"), width=30),
        Column("contest", _("比武"), width=30),
        Column("spent", _("实际支出（元）"), ColumnKind.DECIMAL),
        Column("amount", _("补助（元）"), ColumnKind.DECIMAL),
        Column("state", _("状态")),
    ]
    rows: list[dict[str, Any]] = [
        {
            "unit": each.unit_name,
            "contest": each.contest_title,
            "spent": each.spent,
            "amount": each.amount,
            "state": str(said.SUBSIDIES[each.status][0]),
        }
        for each in found
    ]
    sums = (
        (_("预算"), account.budget),
        (_("已发放"), account.paid),
        (_("已批准，待发放"), account.to_pay),
        (_("剩余"), account.left),
    )
    rows += [{"unit": name, "contest": "", "spent": None, "amount": amount, "state": ""} for name, amount in sums]
    return write_table(columns, rows, title=title, sheet_name=_("补助"))
