"""`self_score: optional`: it may be given until the result stands, and nobody waits for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from pioneer.assessment.v1 import events_pb2 as assessment
from pioneer.worklist.v1 import events_pb2 as worklist

from tests.integration.assessment.conftest import FULL, County


def opened(county: County, **changes: Any) -> UUID:
    return county.open(**{"self_score_required": False, "self_score_optional": True, **changes})


def scored(county: County, id_: UUID) -> None:
    first, second = county.assessors[:2]
    assert county.appoint(id_, first, second).status_code == 200
    for who in (first, second):
        assert county.score(who, id_).status_code == 200


def told(county: County) -> assessment.AssessmentCompleted:
    return assessment.AssessmentCompleted.FromString(county.told("AssessmentCompleted")[-1])


@pytest.mark.parametrize("given", [True, False])
def test_the_result_takes_it_where_it_was_given_and_stands_without_it(county: County, given: bool) -> None:
    id_ = opened(county)
    assert county.case(county.applicant, id_)["status"] == "appointing"
    if given:
        assert county.score_self(id_, FULL).status_code == 200
    scored(county, id_)

    found = county.case(county.secretary, id_)
    assert (found["status"], told(county).self_score) == ("completed", "100.00" if given else "")


def test_it_may_be_given_while_the_assessors_score_and_not_after(county: County) -> None:
    id_ = opened(county)
    first, second = county.assessors[:2]
    county.appoint(id_, first, second)
    county.score(first, id_)
    version = county.case(county.applicant, id_)["self_score"]["version"]
    path = f"/assessments/{id_}/self-score"
    assert county.send("PUT", county.applicant, path, {"rows": FULL}, version=version).status_code == 200
    county.score(second, id_)

    late = county.send("POST", county.applicant, f"{path}/submission", version=version + 1)

    assert (late.status_code, late.json["code"]) == (409, "assessment_completed")


@pytest.mark.parametrize(("optional", "code"), [(True, 200), (False, 403)])
def test_where_none_is_wanted_none_is_taken(county: County, optional: bool, code: int) -> None:
    id_ = opened(county, self_score_optional=optional)
    path = f"/assessments/{id_}/self-score"
    assert county.send("PUT", county.applicant, path, {"rows": FULL}, version=1).status_code == code


def test_the_union_is_told_and_has_no_task(county: County) -> None:
    opened(county)
    notes = [worklist.NotificationRequested.FromString(body) for body in county.told("NotificationRequested")]
    tasks = [worklist.TaskOpened.FromString(body).kind for body in county.told("TaskOpened")]
    assert [note.title for note in notes] == [f"可以填报 {county.team.name} 的自评分"]
    assert tasks == ["appoint"]


@pytest.mark.parametrize(("said", "days"), [(0, 3), (1, 1), (60, 60), (61, 3)])
def test_whoever_must_act_is_reminded_as_long_before_as_is_told(county: County, said: int, days: int) -> None:
    county.appoint(opened(county, remind_days=said), *county.assessors[:2])
    tasks = [worklist.TaskOpened.FromString(body) for body in county.told("TaskOpened")]
    assert [(task.kind, task.remind_days) for task in tasks] == [("appoint", days), ("score", days), ("score", days)]
