"""Everything the pages do can be done by API; rule 3 and 5 hold there too."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from services.common.clock import SettableClock
from services.common.roles import Role
from tests import issuer
from tests.conftest import Services
from tests.factories import Place
from tests.integration.portal.honours import TOPIC as CASES
from tests.integration.portal.honours import a_conferring, a_notice
from tests.integration.portal.tasks import TOPIC, an_opening
from tests.integration.portal.test_messages import a_message

Hear = Callable[..., str]


@pytest.fixture
def client(services: Services) -> FlaskClient:
    return services.client("portal")


def at(place: Place, path: str) -> str:
    return f"/api/v1/tenants/{place.code}/portal{path}"


def test_tasks_are_listed_with_their_counts(
    hear: Hear, county: Place, client: FlaskClient, clock: SettableClock
) -> None:
    secretary = county.person("许文静", Role.SECRETARY)
    hear(TOPIC, county.code, an_opening("晚", role=Role.SECRETARY, due_on=clock.today() - timedelta(days=1)))
    hear(TOPIC, county.code, an_opening("今", role=Role.SECRETARY, due_on=clock.today()))
    answer = client.get(at(county, "/tasks"), headers=secretary.headers)

    assert answer.status_code == 200, answer.text
    assert [(row["title"], row["urgency"]) for row in answer.json["rows"]] == [("晚", "overdue"), ("今", "today")]
    assert answer.json["counts"] == {"open": 2, "overdue": 1, "today": 1, "week": 0, "later": 0, "started": 0}


def test_tasks_are_paged_in_the_order_of_urgency(
    hear: Hear, county: Place, client: FlaskClient, clock: SettableClock
) -> None:
    secretary = county.person("许文静", Role.SECRETARY)
    for number in range(60):
        due = clock.today() + timedelta(days=number % 7) if number % 10 else None
        hear(TOPIC, county.code, an_opening(f"{number}", role=Role.SECRETARY, due_on=due))
    first = client.get(at(county, "/tasks"), headers=secretary.headers).json
    second = client.get(at(county, "/tasks"), query_string={"cursor": first["next_cursor"]}, headers=secretary.headers)
    rows = first["rows"] + second.json["rows"]

    assert (len(first["rows"]), len(second.json["rows"]), second.json["next_cursor"]) == (50, 10, None)
    assert len({row["id"] for row in rows}) == 60
    days = [row["due_on"] or "9999" for row in rows]
    assert days == sorted(days)


def test_one_task_is_read_by_those_it_concerns_only(
    hear: Hear, county: Place, neighbour: Place, client: FlaskClient
) -> None:
    secretary, reviewer = county.person("许文静", Role.SECRETARY), county.person("郑立群", Role.REVIEWER)
    starter = county.person("孟秋山", Role.APPLICANT)
    other = neighbour.person("罗平", Role.SECRETARY)
    task = str(uuid4())
    hear(TOPIC, county.code, an_opening(task_id=task, role=Role.SECRETARY, started_by_subject=starter.subject))
    answers = [
        client.get(at(place, f"/tasks/{task}"), headers=who.headers).status_code
        for place, who in ((county, secretary), (county, starter), (county, reviewer), (neighbour, other))
    ]

    assert answers == [200, 200, 404, 404]


def test_messages_are_read_once(hear: Hear, county: Place, client: FlaskClient) -> None:
    secretary = county.person("许文静", Role.SECRETARY)
    said = a_message()
    hear(TOPIC, county.code, said)
    hear(TOPIC, county.code, a_message("又一条"))
    address = at(county, f"/messages/{said.notification_id}/read")
    assert client.post(address, headers=issuer.bearer(secretary.subject)).status_code == 400
    read = client.post(address, headers=secretary.headers)
    again = client.post(address, headers=secretary.headers)

    assert (read.status_code, again.status_code) == (200, 200)
    assert read.json["read_at"] == again.json["read_at"] is not None
    assert client.get(at(county, "/messages"), headers=secretary.headers).json["unread"] == 1
    assert client.post(at(county, "/messages/read-all"), headers=secretary.headers).json == {"read": 1}


def test_the_mail_choice_needs_its_version(county: Place, client: FlaskClient) -> None:
    secretary = county.person("许文静", Role.SECRETARY)
    address = at(county, "/account/mail")
    read = client.get(address, headers=secretary.headers)
    assert (read.json, read.headers["ETag"]) == ({"address": "", "wants_mail": True, "version": 0}, '"0"')
    wish = {"wants_mail": False}

    assert client.put(address, json=wish, headers=secretary.headers).status_code == 428
    saved = client.put(address, json=wish, headers={**secretary.headers, "If-Match": '"0"'})
    assert (saved.json["wants_mail"], saved.headers["ETag"]) == (False, '"1"')
    assert client.put(address, json=wish, headers={**secretary.headers, "If-Match": '"0"'}).status_code == 412


def test_the_account_names_the_grants(county: Place, client: FlaskClient) -> None:
    township = county.unit("汊河镇总工会", "township")
    who = county.person("郑立群", (Role.REVIEWER, township))
    account = client.get(at(county, "/account"), headers=who.headers).json

    assert account["seats"] == [
        {
            "tenant": county.code,
            "tenant_name": "来安县总工会",
            "level": "county",
            "grants": ["审核工会经办人（汊河镇总工会）"],
        }
    ]


def test_figures_come_as_numbers(hear: Hear, county: Place, client: FlaskClient) -> None:
    secretary = county.person("许文静", Role.SECRETARY)
    hear(CASES, county.code, a_conferring("h-1"))
    found = client.get(at(county, "/figures?year=2025"), headers=secretary.headers).json

    assert found["total"] == {"conferred": 1, "valid": 1}
    assert found["by_level"] == {"county": {"conferred": 1, "valid": 1}}
    assert found["this_year"] == [0] * 11 + [1]


def test_the_roll_and_the_notices_are_open_to_programs(hear: Hear, county: Place, client: FlaskClient) -> None:
    hear(CASES, county.code, a_conferring("h-1"))
    hear(CASES, county.code, a_notice("本届公示", "2025-09-10", "2025-09-15"))

    assert [row["number"] for row in client.get(at(county, "/roll?q=装配")).json["rows"]] == ["来工先〔2025〕018 号"]
    assert [row["standing"] for row in client.get(at(county, "/roll/来工匾[2025]018号")).json["rows"]] == ["valid"]
    assert [row["title"] for row in client.get(at(county, "/notices")).json["rows"]] == ["本届公示"]


@pytest.mark.parametrize("path", ["/tasks", "/messages", "/figures", "/account", "/account/mail"])
def test_another_tenant_is_closed(county: Place, neighbour: Place, client: FlaskClient, path: str) -> None:
    secretary = county.person("许文静", Role.SECRETARY)
    neighbour.person("罗平", Role.SECRETARY)
    answer = client.get(at(neighbour, path), headers=secretary.headers)

    assert (answer.status_code, answer.json["code"]) == (403, "no_grant_here")
    assert client.get(at(neighbour, path)).status_code == 401
    forged = issuer.bearer(secretary.subject, key=issuer.FOREIGN_KEY)
    assert client.get(at(county, path), headers=forged).status_code == 401


@pytest.mark.parametrize("query", ["cursor=x", "list=all", "q=" + "a" * 81])
def test_bad_input_is_named(county: Place, client: FlaskClient, query: str) -> None:
    secretary = county.person("许文静", Role.SECRETARY)
    answer = client.get(at(county, f"/tasks?{query}"), headers=secretary.headers)

    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert len(answer.json["faults"]) == 1


def test_the_interface_describes_itself(services: Services) -> None:
    spec = services.client("portal").get("/portal/openapi.json").json

    assert spec["openapi"] == "3.1.0"
    assert "/api/v1/tenants/{tenant}/portal/tasks" in spec["paths"]
    assert services.client("portal").get("/portal/docs").status_code == 200
