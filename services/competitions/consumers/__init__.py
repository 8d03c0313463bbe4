"""What others' facts change here: a module a subject, each registering on `handlers`."""

from importlib import import_module
from pkgutil import iter_modules

from services.competitions.consumers.handlers import handlers

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["handlers"]
