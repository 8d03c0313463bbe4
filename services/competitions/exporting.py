"""Tables of campaigns to take away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _

from services.common.spreadsheet import Column, write_table
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
