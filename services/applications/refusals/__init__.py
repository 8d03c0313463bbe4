"""The sentence of every code this service refuses with, a module a subject."""

from importlib import import_module
from pkgutil import iter_modules

from services.common import errors

for _module in iter_modules(__path__):
    errors.speak(import_module(f"{__name__}.{_module.name}").SENTENCES)
