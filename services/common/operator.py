"""An operator's commands find a running deployment by its folder, where each service's settings are kept."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values

from services.common.config import Settings

DATA = "PIONEER_DATA"
OWNER_URL = "PIONEER_OWNER_URL"


def settings_of(service: str) -> Settings:
    """For an operator's command: of the deployment whose folder PIONEER_DATA names, else of the environment."""
    return Settings(service=service, _env_file=_kept(service))


def owner_url_of(service: str) -> str:
    """Who owns the service's database, for commands that lay one. Raises LookupError where nobody told it."""
    told = os.environ.get(OWNER_URL) or (dotenv_values(_kept(service)).get(OWNER_URL) if _kept(service) else "")
    if not told:
        raise LookupError(f"{OWNER_URL} is not told: name the folder of a deployment by {DATA} or --data")
    return told


def _kept(service: str) -> Path | None:
    folder = os.environ.get(DATA)
    if not folder:
        return None
    file = Path(folder) / "settings" / f"{service}.env"
    if not file.is_file():
        raise LookupError(f"{file} is missing: is this the folder that the deployment was started with?")
    return file


def keep(service: str, told: Mapping[str, str], folder: Path) -> None:
    """Write `settings/<service>.env` into a deployment's folder, for its owner's eyes only."""
    place = folder / "settings"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = place / f"{service}.env"
    file.touch(mode=0o600)
    file.write_text("".join(f"{name}='{value}'\n" for name, value in told.items()), encoding="utf-8")


def as_environment(settings: Settings) -> dict[str, str]:
    """The settings as `PIONEER_…` variables."""
    told = settings.model_dump(mode="json", exclude={"service"}, exclude_none=True)
    return {
        f"PIONEER_{name.upper()}": json.dumps(value) if isinstance(value, dict) else str(value)
        for name, value in told.items()
    }
