"""How states, acts and verdicts read on screen; `ACTIONS` is what every subject says of its log entries."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

ACTIONS: dict[str, Any] = {}
for _module in iter_modules(__path__):
    ACTIONS.update(getattr(import_module(f"{__name__}.{_module.name}"), "ACTIONS", {}))
