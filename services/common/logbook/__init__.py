"""操作日志: a service's log as its tenant's auditor reads it, finds in it and takes it away.

A service says in a `Logbook` who may read and how its acts are called; `pages` and `api` make the doors.
"""

from services.common.logbook.asked import Wanted
from services.common.logbook.book import Logbook
from services.common.logbook.doors import api, pages

__all__ = ["Logbook", "Wanted", "api", "pages"]
