"""What this service listens with; the modules beside it say to what."""

from services.common import directory
from services.common.consumers import Handlers
from services.competitions.store import SERVICE, db

handlers = Handlers(SERVICE, db)
directory.consume(handlers)
