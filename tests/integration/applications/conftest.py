import pytest

from services.common.files import ObstoreStore
from tests.conftest import Services
from tests.integration.applications.case_world import World, a_world


@pytest.fixture
def world(services: Services) -> World:
    """A fresh county in the applications service."""
    return a_world(services.databases.of("applications"), ObstoreStore.at(str(services.folder)))
