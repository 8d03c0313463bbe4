"""What programs may rely on: the addresses, the OpenAPI documents, and that no input whatever makes a service fail."""

import difflib
import time
from dataclasses import dataclass, field
from datetime import date

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings

from services.embedded import SERVICES
from tests.contract.routes import SNAPSHOT, lines
from tests.integration.attacks.conftest import COUNTY, IDS
from tests.live import Deployment

pytestmark = pytest.mark.xdist_group("deployment")

EXAMPLES = 8
SECONDS_AT_MOST = 60.0
WHO = {
    "identity": ("laian.system", "laian.admin", "laian.security"),
    "applications": ("laian.secretary1", "laian.applicant.chudong", "laian.chair1"),
    "assessment": ("laian.secretary1", "laian.assessor1", "laian.applicant.chudong"),
    "competitions": ("laian.secretary1", "laian.assessor1", "laian.applicant.chudong"),
    "portal": ("laian.secretary1",),
}


def test_the_addresses_are_the_known_ones(deployment):
    """A new, moved or lost address is seen in a review, because this file changes with it."""
    was, now = SNAPSHOT.read_text(encoding="utf-8"), lines(deployment.routes())
    changes = "\n".join(
        difflib.unified_diff(was.splitlines(), now.splitlines(), "routes.txt", "the apps", lineterm="", n=0)
    )

    assert was == now, f"if this is meant, say: python -m tests.contract.routes\n{changes}"


def document(deployment, service):
    answer = deployment.ask("GET", f"/{service}/openapi.json")
    assert answer.status_code == 200
    return answer.json()


@pytest.mark.parametrize("service", SERVICES)
def test_the_document_is_valid_openapi_3_1(deployment, service):
    said = document(deployment, service)

    assert said["openapi"].startswith("3.1")
    schemathesis.openapi.from_dict(said).validate()


@pytest.mark.parametrize("service", SERVICES)
def test_every_api_route_stands_in_the_document(deployment, service):
    described = {
        (method.upper(), path)
        for path, item in document(deployment, service)["paths"].items()
        for method in item
        if method in ("get", "post", "put", "patch", "delete")
    }
    wanted = set()
    for route in deployment.routes():
        if route["service"] == service and route["rule"].startswith("/api/"):
            path = route["rule"]
            for name in route["converters"]:
                start = min(path.find(f"<{name}>") % 10_000, path.find(f":{name}>") % 10_000)
                opened = path.rfind("<", 0, start + 1)
                path = f"{path[:opened]}{{{name}}}{path[path.index('>', opened) + 1 :]}"
            wanted |= {(method, path) for method in route["methods"]}

    assert wanted
    assert wanted - described == set()


@pytest.fixture(scope="module")
def real_ids(played):
    """Ids of things that are there, so that what is made up reaches further than the first look."""
    found = {}
    for (service, parameter), table in IDS.items():
        rows = played.rows(service, f"select id from {table} where tenant = %s order by id limit 3", COUNTY)
        found[service, parameter] = [str(each["id"]) for each in rows]
    return found


@dataclass
class Pelting:
    """Sends what schemathesis makes up to one service; the answers that no input may bring are kept."""

    played: Deployment
    service: str
    real_ids: dict[tuple[str, str], list[str]]
    asked: int = 0
    failures: dict[str, str] = field(default_factory=dict)

    def __post_init__(self):
        self.tokens = [self.played.token(username) for username in WHO[self.service]]

    def pelt(self, operation):
        @seed(20251001)
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def send(case):
            self.send(case, f"{operation.method.upper()} {operation.path}")

        send()

    def send(self, case, name):
        self.asked += 1
        for parameter in case.path_parameters or {}:
            known = self.real_ids.get((self.service, parameter), ())
            if parameter == "tenant":
                case.path_parameters[parameter] = COUNTY
            elif known and self.asked % 3:
                case.path_parameters[parameter] = known[self.asked % len(known)]
        headers = {
            "Authorization": f"Bearer {self.tokens[self.asked % len(self.tokens)]}",
            "Idempotency-Key": f"pelt-{self.asked}",
            "If-Match": f'"{self.asked % 4}"',
        }
        answer = case.call(self.played.origin, headers=headers, timeout=20)
        if answer.status_code >= 500:
            self.failures.setdefault(name, f"{case.as_curl_command()[-400:]} → {answer.text[:200]}")


@pytest.mark.parametrize("service", SERVICES)
def test_no_input_makes_a_service_fail(played, real_ids, service):
    """Schemathesis makes it up from the document, the same in each run; people with rights send it."""
    played.lift_limits()
    played.at(date(2025, 9, 10))
    pelting, end = Pelting(played, service, real_ids), time.monotonic() + SECONDS_AT_MOST
    operations = [
        found.ok() for found in schemathesis.openapi.from_dict(document(played, service)).get_all_operations()
    ]
    for operation in operations:
        if operation.path.startswith("/api/") and time.monotonic() < end:
            pelting.pelt(operation)
    played.at(None)

    assert pelting.asked > EXAMPLES
    assert pelting.failures == {}
