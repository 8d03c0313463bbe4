"""What a service is at run time, whatever the profile: an app, handlers, servicers, and what the clock makes it do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from services.common.clock import Clock
from services.common.consumers import Handlers
from services.common.db import Database

AddServicer = Callable[[Any], None]
"""Adds the service's servicers to a gRPC server."""

Tick = Callable[[Clock], None]
"""Looks for what has fallen due and does it; called every few seconds by the worker, harmless when nothing is due."""


@dataclass(frozen=True)
class Service:
    name: str
    app: Flask
    db: Database
    handlers: Handlers
    add_servicers: AddServicer | None = None
    ticks: Sequence[Tick] = field(default_factory=tuple)
