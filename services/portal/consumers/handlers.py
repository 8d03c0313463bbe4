"""The handlers of this service; each module of the package adds its own."""

from services.common import directory
from services.common.consumers import Handlers
from services.portal.store import SERVICE, db

handlers = Handlers(SERVICE, db)
directory.consume(handlers)
