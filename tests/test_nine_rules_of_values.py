"""Rules 6 to 9: time, decimals, personal data, duties; each fails when somebody breaks it."""

import ast
import json
import re

import psycopg
import pytest

from services.embedded import SERVICES
from services.identity.demo import reading
from tests.test_nine_rules import code

# Rule 6

CLOCKS = {
    "services/common/clock.py": "the clock itself",
    "services/common/tokens.py": "security time is real time",
    "services/common/metrics.py": "ages as an operator sees them",
    "services/identity/issuer/": "codes and tokens end in real time",
    "services/common/http/counting.py": "how often somebody asks is counted in real time",
}
ASKS_THE_MACHINE = re.compile(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.time)$")


def test_nobody_asks_the_machine_what_time_it_is():
    faults = [
        f"{path}:{node.lineno} {ast.unparse(node.func)}"
        for path, tree in code("")
        if not path.startswith(tuple(CLOCKS))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ASKS_THE_MACHINE.search(ast.unparse(node.func))
    ]
    assert faults == []


# Rule 7

NOT_SCORES = {"services/common/regulation/fault.py": "how alike two words are, for “did you mean”"}
SCORED = ["assessment/domain", "applications/domain", "common/regulation", "identity/domain", "portal/domain"]


def test_no_score_passes_through_a_float():
    """No float(), no literal with a point, no true division or round() without Decimal, in any domain package."""
    faults = []
    for path, tree in code(*SCORED):
        if path in NOT_SCORES:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                faults.append(f"{path}:{node.lineno} literal {node.value}")
            if isinstance(node, ast.Name) and node.id == "float" and isinstance(node.ctx, ast.Load):
                faults.append(f"{path}:{node.lineno} float")
    assert [each for each in faults if "isinstance" not in each] == []


@pytest.mark.parametrize("service", SERVICES)
def test_no_column_is_a_float(databases, service):
    databases.of(service)
    with psycopg.connect(databases.cluster.url(service)) as connection:
        found = connection.execute(
            "select table_name, column_name from information_schema.columns"
            " where table_schema = 'public' and data_type in ('real', 'double precision', 'money')"
        ).fetchall()

    assert found == []


# Rule 8


@pytest.fixture(scope="module")
def personal():
    """Names, phones and the demo's other words of persons; a name is told by two characters at least."""
    people = reading.demo_people()
    return {each.name for each in people} | {each.phone for each in people} | {"13855000000", "孟秋山"}


@pytest.mark.xdist_group("deployment")
def test_no_name_and_no_phone_stands_in_a_log_line(played, personal):
    lines = played.log.splitlines()

    assert len(lines) > 300
    assert {word for word in personal if word in played.log} == set()
    requests = [json.loads(line) for line in lines if '"event": "request"' in line]
    assert all({"tenant", "subject", "trace", "status"} <= set(each) for each in requests)
    assert any(each["tenant"] == "341122" and each["subject"] for each in requests)


@pytest.mark.xdist_group("deployment")
def test_no_name_and_no_phone_stands_in_the_metrics(played, personal):
    for service in SERVICES:
        text = played.ask("GET", f"/{service}/metrics").text

        assert "pioneer_outbox_depth_events" in text
        assert {word for word in personal if word in text} == set()


@pytest.mark.xdist_group("deployment")
def test_no_name_and_no_phone_is_the_key_of_an_event_or_in_its_envelope(played, personal):
    rows = played.rows("bus", "select key, headers::text as headers from bus_record")

    assert len(rows) > 300
    text = "\n".join(f"{each['key']} {each['headers']}" for each in rows)
    assert {word for word in personal if word in text} == set()


@pytest.mark.xdist_group("deployment")
@pytest.mark.parametrize("service", ["applications", "assessment", "identity"])
def test_no_phone_stands_in_the_log_of_acts(played, personal, service):
    """Who acted is named there, on purpose; nobody's phone is, and no name of another in what was done."""
    text = "\n".join(each["detail"] for each in played.rows(service, "select detail::text from log_entry"))

    assert {word for word in personal if word.isdigit() and word in text} == set()


# Rule 9


def test_the_demo_itself_separates_duties():
    from services.common.roles import SEPARATED

    for person in reading.demo_people():
        assert len(set(person.roles) & set(SEPARATED)) <= 1, person.username
