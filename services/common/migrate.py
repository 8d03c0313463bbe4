"""Alembic for every service: one environment a service, its revisions beside its code."""

from importlib import import_module
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

ENVIRONMENT = Path(__file__).parent / "alembic_environment"


def upgrade(service: str, owner_url: str) -> None:
    """Bring the service's database to its newest revision, as the owner."""
    folder = Path(import_module(f"services.{service}").__file__ or "").parent / "migrations"
    config = Config()
    config.set_main_option("script_location", str(ENVIRONMENT))
    config.set_main_option("version_locations", str(folder / "versions"))
    config.set_main_option("path_separator", "os")
    engine = create_engine(owner_url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    engine.dispose()
