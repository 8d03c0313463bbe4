"""The sentence of every code this service refuses with, a module a subject."""

import sys

from services.common import errors

errors.speak_each(sys.modules[__name__])
