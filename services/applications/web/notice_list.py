"""The list of notices, the same for the public and for those who work here (A5)."""

from typing import Any

from services.applications.queries.notices import NoticeQuery, notices
from services.applications.store import db
from services.applications.web.blueprint_honours import now
from services.applications.web.paged import after, one_of, turns, year_asked
from services.applications.words.honours import NOTICES
from services.common.clock import day_of


def notice_list(tenant: str) -> dict[str, Any]:
    wanted = NoticeQuery(one_of("state", list(NOTICES)), year_asked())
    with db.read(tenant) as session:
        rows, more = notices(session, wanted, today=day_of(now()), after=after(tenant))
    return {
        "rows": rows,
        "wanted": wanted,
        "states": [(key, word[0]) for key, word in NOTICES.items()],
        "words": NOTICES,
        **turns(tenant, ("state", "year"), more),
    }
