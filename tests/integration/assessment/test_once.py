"""At least once, in effect once: duplicate orders, two signatures at a time, drafts that meet (rule 3)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from services.assessment.rpc import Assessments
from tests.integration.assessment.conftest import FULL, County


def together(*acts: Any) -> list[Any]:
    """Run the acts at the same moment."""
    start = Barrier(len(acts))

    def run(act: Any) -> Any:
        start.wait(5)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_orders_at_the_same_moment_open_one(county: County) -> None:
    order = county.order()
    door = Assessments(county.clock)

    answers = together(*[lambda: door.OpenAssessment(order, None)] * 4)

    assert len({answer.assessment_id for answer in answers}) == 1
    assert sorted(answer.opened_now for answer in answers) == [False, False, False, True]
    assert len(county.told("TaskOpened")) == 1


def test_two_signatures_at_the_same_moment_make_one_result(county: County) -> None:
    id_ = county.open()
    county.score_self(id_)
    first, second = county.assessors[:2]
    county.appoint(id_, first, second)
    versions = {}
    for who in (first, second):
        version = county.mine(who, id_)["version"]
        county.send("PUT", who, f"/assessments/{id_}/scores", {"rows": FULL}, version=version)
        versions[who.subject] = county.mine(who, id_)["version"]

    def sign(who: Any) -> Any:
        app = county.client.application
        headers = {**who.headers, "If-Match": f'"{versions[who.subject]}"'}
        return app.test_client().post(f"{county.root}/assessments/{id_}/scores/submission", headers=headers)

    answers = together(lambda: sign(first), lambda: sign(second), lambda: sign(first))

    codes = sorted(answer.status_code for answer in answers)
    assert codes[:2] == [200, 200]
    assert codes[2] in (409, 412)
    assert len(county.told("AssessmentCompleted")) == 1
    assert county.case(county.secretary, id_)["status"] == "completed"


def test_the_second_of_two_drafts_is_told(county: County) -> None:
    id_ = county.open()
    version = county.case(county.applicant, id_)["self_score"]["version"]
    path = f"/assessments/{id_}/self-score"

    first = county.send("PUT", county.applicant, path, {"rows": FULL}, version=version)
    second = county.send("PUT", county.applicant, path, {"rows": {}}, version=version)

    assert first.status_code == 200
    assert first.headers["ETag"] == f'"{version + 1}"'
    assert (second.status_code, second.json["code"]) == (412, "changed_meanwhile")
    assert "程以宁" in second.json["detail"]
    assert county.case(county.applicant, id_)["self_score"]["findings"]["wall_phone"] == {"present": True}


def test_a_request_without_if_match_is_refused(county: County) -> None:
    id_ = county.open()

    refused = county.send("PUT", county.applicant, f"/assessments/{id_}/self-score", {"rows": {}})

    assert (refused.status_code, refused.json["code"]) == (428, "version_needed")


def test_the_same_key_appoints_once(county: County) -> None:
    id_ = county.open()
    county.score_self(id_)
    version = county.case(county.secretary, id_)["version"]
    body = {"person_ids": [str(who.person_id) for who in county.assessors[:2]]}
    headers = {**county.secretary.headers, "If-Match": f'"{version}"'}
    path = f"{county.root}/assessments/{id_}/assessors"

    first = county.client.post(path, json=body, headers=headers)
    again = county.client.post(path, json=body, headers=headers)

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json == first.json
    assert len(county.case(county.secretary, id_)["assessors"]) == 2
