"""What whoever runs the site reads of the journey: one trace for one cause, and nobody's name."""

import json
import re
from typing import Any

import pytest

from tests.live import Deployment

pytestmark = pytest.mark.xdist_group("deployment")

Line = dict[str, Any]


@pytest.fixture(scope="module")
def lines(played: Deployment) -> list[Line]:
    text = (played.folder / "pioneer.log").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def test_one_trace_leads_from_a_request_through_calls_and_events_to_the_last_projection(lines: list[Line]) -> None:
    spans = {each["span"]: each for each in lines if each["event"] == "span"}
    opening = "/api/v1/tenants/<tenant>/applications/assessments/opening"
    begun = [each for each in spans.values() if each["name"] == f"POST {opening}" and each["status"] < 300]
    assert begun, sorted({each["name"] for each in spans.values()})

    def way(span: Line) -> list[str]:
        above = spans.get(span["parent"])
        return [*(way(above) if above else []), f"{span['service_name']}: {span['name'].rpartition('.')[2]}"]

    of_trace = [span for span in spans.values() if span["trace"] == begun[0]["trace"]]
    ways = {" → ".join(way(span)) for span in of_trace}
    start = f"applications: POST {opening}"
    assert [each for each in ways if not each.startswith(start)] == []
    call = f"{start} → assessment: AssessmentService/OpenAssessment → assessment: AssessmentService/OpenAssessment"
    assert call in ways
    # The service that was asked opens a task, which goes through its outbox; the last to hear of it is the worklist.
    assert f"{call} → assessment: TaskOpened → portal: TaskOpened" in ways
    kinds = {span["name"].partition(" ")[0] for span in of_trace if span["name"].endswith(".TaskOpened")}
    assert kinds == {"publish", "consume"}
    assert {span["tenant"] for span in of_trace if "tenant" in span} == {"341122"}


def test_every_request_is_a_line_with_tenant_subject_and_trace(lines: list[Line]) -> None:
    asked = [each for each in lines if each["event"] == "request" and "<tenant>" in each["route"]]
    assert len(asked) > 300
    assert [each for each in asked if not each["tenant"] or not re.fullmatch(r"[0-9a-f]{32}", each["trace"])] == []
    signed_in = [each for each in asked if each["method"] == "POST" and "/public/" not in each["route"]]
    assert [each for each in signed_in if each["status"] < 400 and not each["subject"]] == []


def test_no_line_holds_what_is_personal(played: Deployment) -> None:
    """Names of everybody, telephones, birthdays, what was told in confidence: none is in any line of the whole story."""
    people = played.rows("identity", "select name, phone, born, email from person")
    forms = played.rows("applications", "select form from application")
    written = {str(value) for row in forms for value in row["form"].values() if isinstance(value, str)}
    canaries = {value for person in people for value in person.values() if value}
    canaries |= {value for value in written if len(value) >= 6 and not value.isascii()}
    canaries |= {"高立秋", "13900000000"}
    assert len(canaries) > 60

    log = (played.folder / "pioneer.log").read_text(encoding="utf-8")
    assert {value for value in canaries if value in log} == set()
