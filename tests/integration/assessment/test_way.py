"""From the request of another service to the completed event, by API (A5, B8 form 3)."""

from __future__ import annotations

import json

from pioneer.assessment.v1 import events_pb2

from tests.integration.assessment.conftest import County


def test_two_assessors_bring_the_result(county: County) -> None:
    id_ = county.open()
    assert county.case(county.applicant, id_)["status"] == "self_scoring"
    assert county.score_self(id_).json["status"] == "appointing"
    first, second = county.assessors[:2]
    assert county.appoint(id_, first, second).json["status"] == "scoring"

    assert county.score(first, id_, documents={"missing": ["总结"]}).json["status"] == "scoring"
    done = county.score(second, id_, documents={"missing": ["总结"]}, activities={"missing": ["评比"]})

    assert done.json["status"] == "completed"
    (body,) = county.told("AssessmentCompleted")
    event = events_pb2.AssessmentCompleted.FromString(body)
    assert (event.score, event.self_score, event.passed, event.pass_line) == ("93.50", "100.00", True, "90.00")
    explanation = json.loads(event.explanation)
    assert explanation["assessors"] == [{"number": 1, "total": "95.00"}, {"number": 2, "total": "92.00"}]
    row = explanation["classes"][0]["rows"][0]
    assert row["score"] == "15.00"
    assert row["assessors"][0] == {
        "number": 1,
        "given": "15.00",
        "deducted": "5.00",
        "says": "缺 1 项（总结），每少 1 项扣 5 分，扣 5.00 分",
        "ground": "现场查阅台账",
        "evidence": [{"word": "申报材料", "sha256": ""}],
    }
    assert "许文静" not in event.explanation
