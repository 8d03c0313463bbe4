"""The log to take away: every column that the chain's hash is made of, so that it can be checked elsewhere."""

import orjson
from flask_babel import gettext as _

from services.common.audit import LogEntry, plain
from services.common.logbook.book import About, Logbook
from services.common.spreadsheet import Column, ColumnKind, write_csv, write_table

AT_MOST = 20_000


def columns() -> list[Column]:
    return [
        Column("seq", _("序号"), ColumnKind.INTEGER, width=9),
        Column("at", _("时间（世界时）"), width=30),
        Column("who", _("操作人"), width=12),
        Column("subject", _("操作人标识"), width=38),
        Column("did", _("操作"), width=24),
        Column("about", _("涉及"), width=30),
        Column("action", _("操作代码"), width=20),
        Column("object_type", _("对象类别"), width=16),
        Column("object_id", _("对象编号"), width=38),
        Column("detail", _("明细"), width=40),
        Column("regulation", _("依据的规则"), width=20),
        Column("version", _("规则版次"), ColumnKind.INTEGER, width=10),
        Column("previous", _("前一条的哈希值"), width=66),
        Column("hash", _("本条的哈希值"), width=66),
    ]


def table(book: Logbook, entries: list[LogEntry], about: About, kind: str) -> bytes:
    """`kind`: csv or xlsx. Oldest first, as the chain goes."""
    rows = [_row(book, each, about) for each in reversed(entries)]
    return write_csv(columns(), rows) if kind == "csv" else write_table(columns(), rows, sheet_name=_("操作日志"))


def _row(book: Logbook, kept: LogEntry, about: About) -> dict[str, object]:
    entry = kept.entry
    return {
        "seq": kept.seq,
        "at": plain(entry.at),
        "who": entry.actor.name,
        "subject": entry.actor.subject,
        "did": book.says(kept),
        "about": about.get(kept.seq, ""),
        "action": entry.action,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "detail": orjson.dumps(entry.detail, option=orjson.OPT_SORT_KEYS).decode(),
        "regulation": entry.regulation,
        "version": entry.regulation_version,
        "previous": kept.previous_hash,
        "hash": kept.hash,
    }
