"""Tasks open for who is waited for, and close when it is done; every act is in the log."""

from __future__ import annotations

from pioneer.worklist.v1 import events_pb2
from sqlalchemy import text

from services.common import audit
from tests.integration.assessment.conftest import County


def opened(county: County) -> list[tuple[str, str, str]]:
    """kind, role or subject, title."""
    found = [events_pb2.TaskOpened.FromString(body) for body in county.told("TaskOpened")]
    return [(task.kind, task.audience.role or task.audience.subject, task.title) for task in found]


def still_open(county: County) -> list[str]:
    kinds: dict[str, str] = {}
    with county.place.db.read(county.code) as session:
        told = session.execute(text("select type, body from outbox where tenant = :t order by seq"), {"t": county.code})
        for type_, body in told:
            if type_.endswith("TaskOpened"):
                task = events_pb2.TaskOpened.FromString(bytes(body))
                kinds[task.task_id] = task.kind
            elif type_.endswith("TaskClosed"):
                kinds.pop(events_pb2.TaskClosed.FromString(bytes(body)).task_id, None)
    return sorted(kinds.values())


def test_tasks_follow_the_case(county: County) -> None:
    first, second, third = county.assessors
    id_ = county.open()
    assert opened(county) == [("self_score", "applicant", "填报 焊接一班 的自评分")]
    county.score_self(id_)
    assert still_open(county) == ["appoint"]
    county.appoint(id_, first, second)
    assert still_open(county) == ["score", "score"]
    assert ("score", first.subject, "给 焊接一班 打分") in opened(county)
    county.score(first, id_)
    assert still_open(county) == ["score"]

    county.score(second, id_, documents={"missing": ["上级文件", "本级计划", "总结"]})
    assert still_open(county) == ["third"]
    assert opened(county)[-1] == ("third", "secretary", "为 焊接一班 增派考核员")
    county.appoint(id_, third)
    assert still_open(county) == ["score"]
    county.score(third, id_)

    assert still_open(county) == []
    assert county.case(county.secretary, id_)["result"]["score"] == "95.00"
    told = [events_pb2.NotificationRequested.FromString(body) for body in county.told("NotificationRequested")]
    assert told[-1].title == "焊接一班 考核完成：95.00，合格"
    assert {note.audience.role for note in told[-2:]} == {"applicant", "secretary"}


def test_the_task_of_who_stepped_back_is_closed_and_another_opened(county: County) -> None:
    id_ = county.open()
    county.score_self(id_)
    county.appoint(id_, *county.assessors[:2])

    county.send("POST", county.assessors[0], f"/assessments/{id_}/recusal", {"reason": "亲属在该单位"})

    assert still_open(county) == ["appoint", "score"]


def test_every_act_is_logged_in_order_and_the_chain_holds(county: County) -> None:
    id_ = county.open()
    county.score_self(id_)
    county.appoint(id_, *county.assessors[:2])
    for who in county.assessors[:2]:
        county.score(who, id_)

    log = county.get(county.secretary, f"/assessments/{id_}/log").json["rows"]

    assert [row["action"] for row in log] == [
        "assessment_opened",
        "draft_saved",
        "self_scored",
        "assessor_appointed",
        "assessor_appointed",
        "draft_saved",
        "scored",
        "draft_saved",
        "scored",
        "completed",
    ]
    assert log[6]["detail"]["total"] == "100.00"
    with county.place.db.read(county.code) as session:
        assert audit.broken_at(session) is None
        assert {entry.entry.regulation_version for entry in audit.entries_of(session, "assessment", id_)} >= {1}
    assert "许文静" not in str([row["detail"] for row in log])
