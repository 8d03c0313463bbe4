from typing import Any

import pytest
from flask import Flask

from services.applications import main
from services.common.files import ObstoreStore
from tests.conftest import Services
from tests.integration.applications.assessment_stand_in import Assessment
from tests.integration.applications.case_world import World, a_world
from tests.integration.applications.honour_world import HonourWorld, an_honour_world


@pytest.fixture
def world(services: Services) -> World:
    """A fresh county in the applications service."""
    return a_world(services.databases.of("applications"), ObstoreStore.at(str(services.folder)))


@pytest.fixture
def assessment() -> Assessment:
    return Assessment()


@pytest.fixture
def case_app(services: Services, assessment: Any) -> Flask:
    """The service with an assessment service that answers."""
    services.databases.of("applications")
    return main.create(services.parts("applications", assessment)).app


@pytest.fixture
def honours(case_app: Flask, world: World, assessment: Assessment) -> HonourWorld:
    """The county from the chairmen's meeting on."""
    assert case_app
    return an_honour_world(world, assessment)
