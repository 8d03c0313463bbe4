"""What others' facts change here: the copy of the directory. Facts for rows (appraisals, filings) come here."""

from services.assessment.store import SERVICE, db
from services.common import directory
from services.common.consumers import Handlers

handlers = Handlers(SERVICE, db)
directory.consume(handlers)
