"""The services as a command sees them: database, handlers and settings of each, nothing served."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module

import psycopg
import typer
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from services.common.config import Settings
from services.common.consumers import Handlers
from services.common.db import Database
from services.common.operator import settings_of


@dataclass(frozen=True)
class Place:
    settings: Settings
    db: Database
    handlers: Handlers


@contextmanager
def connected(services: Sequence[str]) -> Iterator[dict[str, Place]]:
    """Each of the services by name. Ends the command in words where a setting is missing or a server away."""
    with ExitStack() as open_, in_words(services[0] if len(services) == 1 else "pioneer"):
        places = {}
        for name in services:
            try:
                settings = settings_of(name)
            except (LookupError, ValidationError) as error:
                typer.echo(f"{name}: {error}", err=True)
                raise typer.Exit(2) from error
            import_module(f"services.{name}.main")
            handlers: Handlers = import_module(f"services.{name}.consumers").handlers
            handlers.db.connect(settings.database_url, pool_size=1)
            open_.callback(handlers.db.close)
            places[name] = Place(settings, handlers.db, handlers)
        yield places


@contextmanager
def in_words(name: str) -> Iterator[None]:
    """A bus or a database that is away ends the command with what it said."""
    try:
        yield
    except (ConnectionError, TimeoutError, PermissionError, psycopg.OperationalError, OperationalError) as error:
        said = str(getattr(error, "orig", None) or error).strip()
        typer.echo(f"{name}: {said}", err=True)
        raise typer.Exit(2) from error
