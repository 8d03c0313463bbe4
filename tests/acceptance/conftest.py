"""A story is played by the same acts on either profile: `make accept NAME=…`, with PROFILE=full on the real servers.

A module that only looks through the API says `ON_BOTH_PROFILES = True`; the others need the embedded deployment.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from rich.console import Console

from services.common.clock import SettableClock
from services.embedded.journey.player import Player
from tests.live import Deployment

IS_FULL = os.environ.get("PROFILE") == "full"

if IS_FULL:
    from tests.acceptance.full import deployment

    __all__ = ["deployment"]


# They fill the deployment with whole years: what reads all that is there comes before them.
LONG = {"test_changxing", "test_shaanxi", "test_ziyang"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    places = [at for at, each in enumerate(items) if each.path.parent == Path(__file__).parent]
    ordered = sorted((items[at] for at in places), key=lambda each: each.path.stem in LONG)
    for at, each in zip(places, ordered, strict=True):
        items[at] = each
    if IS_FULL:
        unfit = [each for each in items if not getattr(getattr(each, "module", None), "ON_BOTH_PROFILES", False)]
        config.hook.pytest_deselected(items=unfit)
        items[:] = [each for each in items if each not in unfit]


class ClockThere(SettableClock):
    """The clock of a deployment in another process, set from here."""

    def __init__(self, deployment: Deployment) -> None:
        super().__init__()
        self._deployment = deployment

    def set(self, moment: datetime | None) -> None:
        super().set(moment)
        self._deployment.at(moment)


@pytest.fixture(scope="module")
def player(played: Deployment) -> Iterator[Player]:
    """Plays people on the deployment after the journey; gives the real time back at the end."""
    clock = ClockThere(played)
    console = Console(width=160, highlight=False)
    yield Player(played.origin, clock, played.token, console, played.tick)
    clock.set(None)
