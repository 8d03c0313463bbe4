"""What the portal does with what it hears. Each handler runs once per event, in a transaction of the event's tenant."""

from services.portal.consumers import honours, worklist
from services.portal.consumers.handlers import handlers

assert honours  # registered by its import
assert worklist

__all__ = ["handlers"]
