import pytest

from tests.integration.competitions.league import a_league


@pytest.fixture
def league(databases):
    databases.of("competitions")
    return a_league()
