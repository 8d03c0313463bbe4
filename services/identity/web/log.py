"""操作日志: identity's log for the auditor, with the name of whom each act was about."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.common.audit import LogEntry
from services.common.logbook import Logbook, pages
from services.common.roles import NAMES, Role
from services.identity import rules
from services.identity.queries import log
from services.identity.store import SERVICE, db
from services.identity.web.words import DID, OBJECTS


def about(session: Session, entries: Sequence[LogEntry]) -> dict[int, str]:
    return {seq: _about(*found) for seq, found in log.named(session, [each.seq for each in entries]).items()}


def _about(name: str, role: str) -> str:
    """孟秋山（基层工会申报人）, 汊河经济开发区工会."""
    held = NAMES.get(Role(role), role) if role in set(Role) else role
    return str(_("%(name)s（%(role)s）", name=name, role=held)) if role else name


BOOK = Logbook(SERVICE, db, rules.may_see_log, DID, OBJECTS, about, names_object=True)
blueprint = pages(BOOK)
