"""操作日志 of applications, for the auditor."""

from services.applications.queries.logged import about
from services.applications.rules.log import may_see_log
from services.applications.store import SERVICE, db
from services.applications.words import ACTIONS
from services.applications.words.log import OBJECTS
from services.common.logbook import Logbook, pages

BOOK = Logbook(SERVICE, db, may_see_log, ACTIONS, OBJECTS, about)
blueprint = pages(BOOK)
