"""The portal by API: everything the signed-in pages do, and the public roll."""

from services.portal.api import figures, messages, public, tasks
from services.portal.api.blueprint import blueprint

assert figures  # each adds its routes by its import
assert messages
assert public
assert tasks

__all__ = ["blueprint"]
