"""The log by API."""

from services.common.logbook import api
from services.identity.web.log import BOOK

blueprint = api(BOOK)
