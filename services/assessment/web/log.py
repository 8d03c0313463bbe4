"""操作日志 of assessment, for the auditor."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.assessment.rules import may_see_log
from services.assessment.store import SERVICE, db
from services.assessment.words import ACTIONS
from services.common.audit import LogEntry
from services.common.logbook import Logbook, pages

OBJECTS = {"assessment": _l("考核"), "relation": _l("利害关系申明"), "log": _l("操作日志")}
_NAMED = text(
    """
select l.seq, a.subject_name
from (select seq, case when object_id ~ '^[0-9a-f-]{36}$' then cast(object_id as uuid) end as id
  from log_entry where tenant = :t and seq = any(:seqs) and object_type = 'assessment') l
join assessment a on a.tenant = :t and a.id = l.id
"""
)


def about(session: Session, entries: Sequence[LogEntry]) -> dict[int, str]:
    """The subject of the assessment, by the number of the entry."""
    rows = session.execute(_NAMED, {"t": session.info["tenant"], "seqs": [each.seq for each in entries]})
    return {row.seq: row.subject_name for row in rows}


BOOK = Logbook(SERVICE, db, may_see_log, ACTIONS, OBJECTS, about)
blueprint = pages(BOOK)
