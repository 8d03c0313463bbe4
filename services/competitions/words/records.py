"""Visits, promises and notices as one kind of line: who, what, since when, by when, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.common.web.filters import date_cn
from services.competitions.models.filing import NoticeRow
from services.competitions.models.record import PromiseRow, VisitRow
from services.competitions.service.campaigns.noticing import CRITICISE

OPEN, OVERDUE, DONE = "open", "overdue", "done"
STANDINGS: Final = {OPEN: _l("待报告"), OVERDUE: _l("逾期未报告"), DONE: _l("已办结")}


@dataclass(frozen=True)
class Wording:
    """What one of the three pages calls its things; `field` and `under` are where an answer is sent."""

    part: Any
    new: Any
    none: Any
    answer: Any
    report: Any
    field: str
    under: str = ""


PAGES: Final = {
    "visits": Wording(
        _l("调研督查"), _l("登记督查"), _l("还没有督查记录"), _l("整改情况"), _l("报告整改情况"), "answer"
    ),
    "promises": Wording(
        _l("公开承诺"), _l("作出承诺"), _l("还没有公开承诺"), _l("践诺情况"), _l("报告践诺情况"), "result"
    ),
    "notices": Wording(
        _l("通报"), _l("发通报"), _l("还没有通报"), _l("整改情况"), _l("报告整改情况"), "result", "/rectification"
    ),
}


@dataclass(frozen=True)
class Record:
    """`due` while something is still owed; `sign` and `word` say what it is or how it ended."""

    id: UUID
    version: int
    name: str
    says: str
    note: str
    due: date | None
    done: str
    word: Any
    sign: str | None
    standing: str
    answerable: bool


def of_visit(row: VisitRow, today: date, *, mine: bool) -> Record:
    owed = row.mend_by if row.solved_on is None else None
    word, sign = (_l("已整改"), "ok") if row.solved_on else (_l("待整改"), "act") if owed else (_l("无需整改"), None)
    done = _("整改情况（%(day)s）：%(result)s", day=date_cn(row.solved_on), result=row.answer) if row.solved_on else ""
    day = date_cn(row.visited_on)
    note = _("上级总工会 %(day)s 督查", day=day) if row.from_tenant else _("%(day)s督查", day=day)
    return _record(row, row.body_name, row.finding, note, owed, done, (word, sign), today, mine)


def of_promise(row: PromiseRow, today: date, *, mine: bool) -> Record:
    owed = row.fulfil_by if row.fulfilled_on is None else None
    is_open = row.fulfilled_on is None
    word, sign = (_l("待践诺"), "act") if is_open else (_l("已践诺"), "ok")
    done = "" if is_open else _("践诺情况（%(day)s）：%(result)s", day=date_cn(row.fulfilled_on), result=row.result)
    note = _("%(day)s承诺", day=date_cn(row.made_on)) + (f" · {_('逾期承诺')}" if row.is_late else "")
    return _record(row, row.body_name, row.says, note, owed, done, (word, sign), today, mine, is_open=is_open)


def of_notice(row: NoticeRow, today: date, *, mine: bool) -> Record:
    owed = row.rectify_by if row.rectified_on is None else None
    word, sign = (_l("通报批评"), "risk") if row.kind == CRITICISE else (_l("通报表扬"), "ok")
    done, note = "", date_cn(row.issued_at)
    if row.rectify_by:
        note += f" · {_('限 %(day)s 前整改', day=date_cn(row.rectify_by))}"
    if row.rectified_on:
        done = _("整改情况（%(day)s）：%(result)s", day=date_cn(row.rectified_on), result=row.result)
        if row.rectify_by and row.rectified_on > row.rectify_by:
            note += f" · {_('逾期整改')}"
    return _record(row, row.unit_name, row.ground, note, owed, done, (word, sign), today, mine)


def _record(
    row: VisitRow | PromiseRow | NoticeRow, name: str, says: str, note: str, owed: date | None, done: str,
    state: tuple[Any, str | None], today: date, mine: bool, *, is_open: bool = False,
) -> Record:  # fmt: skip
    is_open = is_open or owed is not None
    standing = DONE if not is_open else OVERDUE if owed is not None and owed < today else OPEN
    return Record(
        row.id, row.version, name, says, note, owed, done, *state, standing=standing, answerable=is_open and mine
    )


def counts(found: Sequence[Record]) -> dict[str, int]:
    return {"all": len(found), **{each: sum(line.standing == each for line in found) for each in STANDINGS}}
