"""What this service listens with; the modules beside it say to what."""

from services.applications.store import SERVICE, db
from services.common import directory
from services.common.consumers import Handlers

handlers = Handlers(SERVICE, db)
directory.consume(handlers)
