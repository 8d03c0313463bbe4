"""What others' facts change here: nothing. Identity reads no topic; the handlers are there for the worker."""

from services.common.consumers import Handlers
from services.identity.store import SERVICE, db

handlers = Handlers(SERVICE, db)
