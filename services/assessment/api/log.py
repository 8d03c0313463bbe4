"""The log by API."""

from services.assessment.web.log import BOOK
from services.common.logbook import api

blueprint = api(BOOK)
