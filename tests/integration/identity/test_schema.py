"""Whatever the schema allows is answered, never with a fault of ours."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from services.common.ids import new_id
from services.common.roles import Role
from tests import issuer
from tests.conftest import Services
from tests.integration.identity.conftest import Land, make_land

PREFIX = "/api/v1/tenants/{tenant}/identity"
FEW = settings(
    max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate], database=None
)


@pytest.mark.parametrize("role", ["system", "security", "admin"])
def test_no_input_breaks_the_api(services: Services, monkeypatch: pytest.MonkeyPatch, role: str):
    app = services.of("identity").app
    monkeypatch.setattr(app.extensions["limits"], "enabled", False)
    land = make_land(2)
    people = {"system": land.system, "security": land.security, "admin": land.person("许文静", Role.TENANT_ADMIN)}
    schema = schemathesis.openapi.from_wsgi("/identity/openapi.json", app)
    operations = [each.ok() for each in schema.get_all_operations()]
    own = [each for each in operations if each.path.startswith(PREFIX)]
    assert len(own) > 30
    broken: list[str] = []
    for operation in own:
        _calls(operation, land, people[role].subject, broken.append)()

    assert broken == []


def _calls(operation: Any, land: Land, subject: str, report: Callable[[str], None]) -> Callable[[], None]:
    @FEW
    @given(case=operation.as_strategy())
    def call(case: Any) -> None:
        case.path_parameters = {**(case.path_parameters or {}), "tenant": land.code}
        headers = {**issuer.bearer(subject), "Idempotency-Key": str(new_id()), "If-Match": '"1"'}
        case.headers = {**(case.headers or {}), **headers}
        answer = case.call()
        if answer.status_code >= 500:
            report(f"{operation.method} {operation.path} {case.path_parameters} {case.query} {str(case.body)[:200]}")

    return call
