"""The way of an application by API, from the draft to the assessment."""

import io
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pioneer.assessment.v1 import events_pb2 as assessment_events

from services.applications.service.assess import take_result
from tests.conftest import NOW
from tests.factories import Who
from tests.integration.applications.assessment_stand_in import Assessment
from tests.integration.applications.case_world import FACTS, FORM, PROVES, World
from tests.unit.files.samples import a_pdf


@pytest.fixture
def api(case_app: Flask, world: World) -> "Api":
    return Api(case_app.test_client(), f"/api/v1/tenants/{world.tenant}/applications")


class Api:
    def __init__(self, client: FlaskClient, root: str) -> None:
        self.client, self.root = client, root

    def ask(
        self, method: str, path: str, who: Who, *, expect: int = 200, version: int | None = None, **more: Any
    ) -> Any:
        headers = {**who.headers, **({"If-Match": f'"{version}"'} if version is not None else {})}
        answer = self.client.open(f"{self.root}{path}", method=method, headers=headers, **more)
        assert answer.status_code == expect, answer.get_data(as_text=True)[:800]
        return answer.get_json() if answer.is_json or "json" in answer.content_type else answer

    def started(self, world: World) -> Any:
        said = {"programme": "worker-pioneer", "subject_unit_id": str(world.team.id)}
        return self.ask("POST", "/cases", world.applicant, json=said, expect=201)

    def filled(self, world: World) -> Any:
        case = self.started(world)
        path = f"/cases/{case['id']}"
        case = self.ask(
            "PATCH", path, world.applicant, version=case["version"], json={"form": FORM, "facts": facts_in()}
        )
        for proves in PROVES:
            self.attach(world, case, proves)
        return case

    def attach(self, world: World, case: Any, proves: str, *, name: str = "佐证.pdf", expect: int = 201) -> Any:
        content = a_pdf(lambda writer: writer.add_metadata({"/Title": proves}))
        sent = {"file": (io.BytesIO(content), name), "proves": proves}
        return self.ask("POST", f"/cases/{case['id']}/evidence", world.applicant, data=sent, expect=expect)


def facts_in() -> dict[str, Any]:
    return {key: {"happened": "no"} for key in FACTS}


def test_the_whole_way_to_the_assessment(api: Api, world: World, assessment: Assessment) -> None:
    case = api.filled(world)
    path = f"/cases/{case['id']}"
    assert api.ask("GET", f"{path}/gaps", world.applicant) == {"gaps": [], "is_ready": True}
    case = api.ask("POST", f"{path}/submission", world.applicant, version=case["version"])
    assert (case["stage"], case["status"]) == ("review", "open")

    back = {"verdict": "return", "text": "缺 2024 年度安全生产证明。", "supply": "2024 年度安全生产证明"}
    case = api.ask("POST", f"{path}/opinions", world.reviewer, version=case["version"], json=back, expect=201)
    assert (case["stage"], case["status"], case["reason"]) == ("apply", "returned", "缺 2024 年度安全生产证明。")

    mended = {"form": {"headcount": "19", "men": "14"}}
    case = api.ask("PATCH", path, world.applicant, version=case["version"], json=mended)
    api.attach(world, case, "condition:results", name="安全生产证明.pdf", expect=201)
    case = api.ask("POST", f"{path}/submission", world.applicant, version=case["version"])
    changes = api.ask("GET", f"{path}/changes", world.reviewer)["changes"]
    assert [each["label"] for each in changes] == ["人数", "男"]

    heard = {"method": "meeting", "held_on": "2025-09-14", "present": 18, "agreed": 17, "result": "17 人赞成推荐。"}
    api.ask("POST", f"{path}/hearings", world.reviewer, json=heard, expect=201)
    agree = {"verdict": "agree", "text": "经审核符合条件，同意推荐。"}
    case = api.ask("POST", f"{path}/opinions", world.reviewer, version=case["version"], json=agree, expect=201)
    assert (case["is_endorsed"], case["rank"]) == (True, 1)

    batch = f"/batches/worker-pioneer/2025/{world.zone.id}"
    found = api.ask("GET", batch, world.reviewer)
    assert (found["due_on"], [each["id"] for each in found["cases"]]) == ("2025-10-31", [case["id"]])
    done = api.ask("POST", f"{batch}/recommendation", world.reviewer, json={"cases": [case["id"]]})
    assert done == {"recommended": [{"id": case["id"], "rank": 1, "is_late": False}]}

    opening = {"programme": "worker-pioneer", "year": 2025}
    assert api.ask("POST", "/assessments/opening", world.secretary, json=opening) == {"opened": 1, "left": 0}
    asked = assessment.asked[0]
    assert (asked.sheet_id, asked.assessors_at_least, asked.gap_over, asked.pass_at_least, asked.round) == (
        "four-level-2018",
        2,
        "10",
        "90",
        1,
    )
    case = api.ask("GET", path, world.secretary)
    assert (case["stage"], case["status"]) == ("assess", "waiting_assessment")

    said = assessment_events.AssessmentCompleted(
        assessment_id=case["assessment_id"],
        object_type="application",
        object_id=case["id"],
        score="90.00",
        self_score="98.00",
        passed=True,
        pass_line="90",
        explanation='{"rows": []}',
    )
    with world.db.transaction(world.tenant) as session:
        take_result(session, said, now=NOW)
    case = api.ask("GET", path, world.secretary)
    assert (case["stage"], case["status"], case["score"], case["self_score"]) == ("approve", "open", "90.00", "98.00")


def test_a_result_below_the_line_ends_the_case_with_its_explanation(
    api: Api, world: World, assessment: Assessment
) -> None:
    case = world.recommended(now=NOW)
    opening = {"programme": "worker-pioneer", "year": 2025}
    api.ask("POST", "/assessments/opening", world.secretary, json=opening)
    opened = api.ask("GET", f"/cases/{case.id}", world.secretary)
    said = assessment_events.AssessmentCompleted(
        assessment_id=opened["assessment_id"],
        object_type="application",
        object_id=str(case.id),
        score="89.99",
        passed=False,
        pass_line="90",
        explanation='{"rows": [{"title": "有总结", "points": "5.00"}]}',
    )
    with world.db.transaction(world.tenant) as session:
        take_result(session, said, now=NOW)

    ended = api.ask("GET", f"/cases/{case.id}", world.secretary)
    assert (ended["stage"], ended["status"], ended["score"]) == ("assess", "refused", "89.99")
    assert ended["reason"] == "考核分 89.99，合格线 90。"
    assert ended["explanation"] == {"rows": [{"title": "有总结", "points": "5.00"}]}


def test_an_away_assessment_service_changes_nothing(api: Api, world: World, assessment: Assessment) -> None:
    case = world.recommended(now=NOW)
    assessment.is_away = True

    opening = {"programme": "worker-pioneer", "year": 2025}
    said = api.ask("POST", "/assessments/opening", world.secretary, json=opening, expect=503)

    assert said["code"] == "service_away"
    assert api.ask("GET", f"/cases/{case.id}", world.secretary)["status"] == "open"


def test_personal_values_are_masked_for_whoever_does_not_fill_them_in(api: Api, world: World) -> None:
    case = world.submitted(now=NOW)

    seen = api.ask("GET", f"/cases/{case.id}", world.reviewer)["form"]

    assert (seen["leader"], seen["leader_mobile"], seen["leader_born"], seen["leader_politics"]) == (
        "孟*山",
        "138****6207",
        "198*年**月",
        "＊＊＊",
    )
    assert seen["headcount"] == "18"


def test_a_look_at_a_phone_is_in_the_log(api: Api, world: World) -> None:
    case = world.submitted(now=NOW)

    said = api.ask("POST", f"/cases/{case.id}/revealed", world.reviewer, json={"field": "leader_mobile"})

    assert said == {"field": "leader_mobile", "value": "13800006207"}
    last = api.ask("GET", f"/cases/{case.id}/log", world.reviewer)["entries"][-1]
    assert (last["action"], last["detail"]) == ("revealed", {"field": "leader_mobile"})


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("说明.exe", b"MZ\x90\x00", "type_not_allowed"),
        ("说明.pdf", b"MZ\x90\x00" + b"\0" * 200, "content_does_not_match_name"),
        ("空.pdf", b"", "empty"),
        ("大.pdf", b"%PDF-1.7\n" + b"0" * (10 * 1024 * 1024), "too_large"),
    ],
)
def test_a_bad_file_is_refused_at_its_field(api: Api, world: World, name: str, content: bytes, code: str) -> None:
    case = api.started(world)
    sent = {"file": (io.BytesIO(content), name), "proves": "material:deeds"}

    said = api.ask("POST", f"/cases/{case['id']}/evidence", world.applicant, data=sent, expect=422)

    assert said["code"] == code
    assert [fault["field"] for fault in said["faults"]] == ["file"]


def test_an_update_without_or_with_an_old_version_is_refused(api: Api, world: World) -> None:
    case = api.started(world)
    path = f"/cases/{case['id']}"
    api.ask("PATCH", path, world.applicant, version=case["version"], json={"form": {"headcount": "18"}})

    old = {"form": {"headcount": "19"}}
    assert api.ask("PATCH", path, world.applicant, json=old, expect=428)["code"] == "version_needed"
    said = api.ask("PATCH", path, world.applicant, version=case["version"], json=old, expect=412)
    assert said["code"] == "case_changed_meanwhile"
    assert api.ask("GET", path, world.applicant)["form"]["headcount"] == "18"


def test_the_list_holds_what_one_may_see_and_its_count(api: Api, world: World) -> None:
    mine = world.submitted(now=NOW)
    theirs = world.submitted(now=NOW, team=world.other_team, who=world.stranger)

    for who, seen in (
        (world.secretary, [theirs.number, mine.number]),
        (world.reviewer, [mine.number]),
        (world.applicant, [mine.number]),
        (world.stranger, [theirs.number]),
    ):
        found = api.ask("GET", "/cases", who)
        assert ([row["number"] for row in found["rows"]], found["total"]) == (seen, len(seen))


def test_a_file_is_given_to_whoever_may_see_the_case_only(api: Api, world: World) -> None:
    case = api.filled(world)
    file = api.ask("GET", f"/cases/{case['id']}", world.applicant)["evidence"][0]
    path = f"/cases/{case['id']}/evidence/{file['id']}"

    answer = api.client.get(f"{api.root}{path}", headers=world.applicant.headers)
    assert (answer.status_code, answer.content_type, answer.content_length) == (200, "application/pdf", file["size"])
    for who in (world.reviewer, world.stranger, world.secretary):
        assert api.ask("GET", path, who, expect=404)["code"] == "not_found"


def test_an_unknown_case_and_a_foreign_one_look_alike(api: Api, world: World) -> None:
    case = world.submitted(now=NOW, team=world.other_team, who=world.stranger)

    foreign = api.ask("GET", f"/cases/{case.id}", world.applicant, expect=404)
    unknown = api.ask("GET", f"/cases/{uuid4()}", world.applicant, expect=404)

    assert {**foreign, "trace_id": ""} == {**unknown, "trace_id": ""}


def test_programs_find_what_the_pages_offer(api: Api, world: World) -> None:
    subjects = api.ask("GET", "/programmes/worker-pioneer/subjects", world.applicant)["rows"]
    assert [(each["name"], each["kind"]) for each in subjects] == [("焊接一班", "team")]
    world.endorsed(now=NOW)
    batches = api.ask("GET", "/batches", world.reviewer)["rows"]
    assert [(each["programme"], each["unit"], each["count"]) for each in batches] == [
        ("worker-pioneer", str(world.zone.id), 1)
    ]
    assert api.ask("GET", "/batches", world.stranger)["rows"] == []
    world.recommended(now=NOW, team=world.a_team("质检组"))
    waiting = api.ask("GET", "/assessments/batches", world.secretary)["rows"]
    assert [(each["year"], each["waiting"], each["running"]) for each in waiting] == [(2025, 1, 0)]
    said = api.ask("GET", "/assessments/batches", world.reviewer, expect=403)
    assert said["code"] == "may_not_open"
    answer = api.client.get(f"{api.root}/cases.xlsx?status=open", headers=world.reviewer.headers)
    assert (answer.status_code, answer.data[:2]) == (200, b"PK")
