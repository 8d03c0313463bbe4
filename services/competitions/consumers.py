"""What others' facts change here: the copy of the directory."""

from services.common import directory
from services.common.consumers import Handlers
from services.competitions.store import SERVICE, db

handlers = Handlers(SERVICE, db)
directory.consume(handlers)
