"""The two buses behind one face, so that one suite holds for both."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import pytest

from services.common.bus import Bus, connect
from tests.integration.bus.portal_copy import make


@dataclass(frozen=True)
class Buses:
    """`of(service)` is the bus as the service signs in to it."""

    kind: str
    url: Callable[[str], str]

    def of(self, service: str) -> Bus:
        return connect(self.url(service))


@pytest.fixture(params=["postgresql", "kafka"])
def buses(request):
    """The embedded profile's bus and the full profile's, each a real server."""
    if request.param == "kafka":
        return Buses("kafka", request.getfixturevalue("kafka").url)
    return Buses("postgresql", request.getfixturevalue("ground").bus_url)


@pytest.fixture
def group():
    """Makes names of groups that nobody had before, for a service: `group("portal")`."""
    return lambda service: f"{service}.{uuid4().hex[:12]}"


@pytest.fixture(scope="session")
def portal(cluster):
    made = make(cluster)
    yield made
    made.handlers.db.close()
