"""What pelts the deployment comes after everything that looks at it."""

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: "test_no_input_makes_a_service_fail" in item.nodeid)
