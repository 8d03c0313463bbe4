"""The county's way from the meeting to the revocation, by API alone."""

from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from services.applications.domain import Application
from services.applications.models.meeting import DocketRow
from services.applications.service import assess
from services.applications.service.publicity import finish_publicity
from services.applications.service.reinspect import find_due
from services.common.clock import SettableClock
from services.common.ids import new_id
from tests.conftest import NOW
from tests.factories import Who
from tests.integration.applications.honour_world import HonourWorld
from tests.unit.files.samples import a_png

FACTS = "2025 年 3 月 12 日该班组在二号车间发生过一起未上报的机械伤害，现场有监控。"


class Api:
    def __init__(self, app: Flask, tenant: str) -> None:
        self.client, self.root = app.test_client(), f"/api/v1/tenants/{tenant}/applications"

    def ask(
        self, method: str, path: str, who: Who | None, *, expect: int = 200, version: int | None = None, **more: Any
    ) -> Any:
        headers = {
            "Idempotency-Key": str(new_id()),
            **(who.headers if who else {}),
            **({"If-Match": f'"{version}"'} if version is not None else {}),
        }
        answer = self.client.open(f"{self.root}{path}", method=method, headers=headers, **more)
        assert answer.status_code == expect, answer.get_data(as_text=True)[:800]
        return answer.get_json() if answer.is_json or "json" in answer.content_type else answer


@pytest.fixture
def api(case_app: Flask, honours: HonourWorld) -> Api:
    return Api(case_app, honours.tenant)


def signed(api: Api, honours: HonourWorld, cases: list[Application]) -> str:
    """A docket made, attended, decided and signed; returns the notice's id."""
    secretary, chair = honours.world.secretary, honours.chairs[0]
    waiting = api.ask("GET", "/dockets/waiting", secretary)["rows"]
    assert [(row["programme"], row["count"]) for row in waiting] == [("worker-pioneer", len(cases))]
    asked = {key: waiting[0][key] for key in ("regulation_id", "regulation_version", "programme", "year")}
    docket = api.ask("POST", "/dockets", secretary, json=asked, expect=201)
    path = f"/dockets/{docket['id']}"
    members = [{"subject": each["subject"], "presence": "present"} for each in docket["members"]]
    meeting = {
        "held_at": "2025-09-15T10:00:00+08:00", "place": "三楼会议室", "presiding": chair.subject, "members": members,
    }  # fmt: skip
    docket = api.ask("PUT", f"{path}/meeting", secretary, json=meeting, version=docket["version"])
    assert (docket["is_quorate"], docket["quorum"]) == (True, 2)
    docket = api.ask("POST", f"{path}/plain-agreement", secretary, version=docket["version"])
    assert docket["missing"] == []
    answer = api.ask("POST", f"{path}/signature", chair, version=docket["version"])
    assert api.ask("GET", f"{path}/minutes.pdf", secretary).get_data()[:5] == b"%PDF-"
    return str(answer["notice_id"])


def test_the_whole_way_by_api(api: Api, honours: HonourWorld, clock: SettableClock) -> None:
    cases = honours.at_approve(["焊接二班", "装配二班"], now=NOW, scores=["95.00", "91.00"])
    notice_id = signed(api, honours, cases)
    notice = api.ask("GET", f"/public/notices/{notice_id}", None)
    assert (notice["starts_on"], notice["ends_on"], notice["working_days"]) == ("2025-09-16", "2025-09-22", 5)
    assert [entry["subject_name"] for entry in notice["entries"]] == ["焊接二班", "装配二班"]

    contested = {"application_id": str(cases[1].id), "facts": FACTS, "name": "柳青山", "contact": "13900001111"}
    receipt = api.ask("POST", f"/public/notices/{notice_id}/objections", None, json=contested, expect=201)["receipt"]
    assert api.ask("GET", f"/public/receipts/{receipt}", None)["status"] == "open"
    objection = api.ask("GET", "/objections", honours.supervisor)["rows"][0]
    assert "柳青山" not in str(objection)
    path = f"/objections/{objection['id']}"
    objection = api.ask("POST", f"{path}/handler", honours.supervisor, version=objection["version"])
    assert api.ask("POST", f"{path}/objector", honours.supervisor) == {"name": "柳青山", "contact": "13900001111"}
    said = {"upheld": False, "finding": "经查监控和台账，反映情况不属实。", "answer": "经核查不属实，感谢监督。"}
    api.ask("POST", f"{path}/answer", honours.supervisor, json=said, version=objection["version"])
    assert api.ask("GET", f"/public/receipts/{receipt}", None)["answer"] == "经核查不属实，感谢监督。"

    later = NOW + timedelta(days=8)
    clock.set(later)
    assert finish_publicity(honours.tenant, now=later) == 2
    secretary = honours.world.secretary
    (waiting,) = api.ask("GET", "/conferrals", secretary)["rows"]
    assert (waiting["programme"], waiting["year"], waiting["count"]) == ("worker-pioneer", 2025, 2)
    assert [(each["subject_name"], each["score"]) for each in waiting["cases"]] == [
        ("焊接二班", "95.00"), ("装配二班", "91.00"),
    ]  # fmt: skip
    api.ask("GET", "/conferrals", honours.world.applicant, expect=403)
    assert api.ask("GET", "/shortlists", secretary)["rows"] == []
    conferred = api.ask(
        "POST", "/conferrals", secretary, json={"programme": "worker-pioneer", "year": 2025}, expect=201
    )
    assert [row["subject_name"] for row in conferred["rows"]] == ["焊接二班", "装配二班"]
    honour = api.ask("GET", f"/honours/{conferred['rows'][0]['id']}", honours.world.applicant)
    path = f"/honours/{honour['id']}"
    hung = {"where": "车间入口", "on": "2025-09-23", "photo": b64encode(a_png()).decode(), "photo_name": "现场.png"}
    api.ask("PUT", f"{path}/plaque", honours.world.applicant, json=hung, expect=428)
    honour = api.ask("PUT", f"{path}/plaque", honours.world.applicant, json=hung, version=honour["version"])
    api.ask("PUT", f"{path}/plaque", honours.world.applicant, json=hung, version=honour["version"] - 1, expect=412)
    assert api.ask("GET", f"{path}/photo", honours.world.applicant).get_data()[:4] == b"\x89PNG"
    acts = [entry["action"] for entry in api.ask("GET", f"{path}/log", honours.world.applicant)["entries"]]
    assert acts == ["plaque_hung"]
    assert honour["plaque"]["status"] == "hung"
    reward = {"kind": "money", "given_by": "grassroots_union", "amount": "3000.50", "paid_on": "2025-09-23"}
    honour = api.ask("POST", f"{path}/rewards", honours.world.applicant, json=reward, expect=201)
    assert honour["rewards"][0]["amount"] == "3000.50"
    for name in ("certificate", "plaque"):
        assert api.ask("GET", f"{path}/{name}.pdf", secretary).get_data()[:5] == b"%PDF-"

    due = later + timedelta(days=366)
    clock.set(due)
    assert find_due(honours.tenant, now=due) == 2
    found = next(row for row in api.ask("GET", "/reinspections", secretary)["rows"] if row["honour_id"] == honour["id"])
    opened = api.ask("POST", f"/reinspections/{found['id']}/assessment", secretary, expect=201)
    assert opened["assessment_id"]
    assert assess

    revoked = api.ask(
        "POST", f"{path}/revocation", honours.chairs[0], version=honour["version"],
        json={"ground": "casualty", "reason": "发生一起人身伤亡事故。"},
    )  # fmt: skip
    assert (revoked["standing"], revoked["plaque"]["status"]) == ("revoked", "recall_ordered")
    token = honour["public_url"].rpartition("/")[2]
    seen = api.ask("GET", f"/public/honours/{token}", None)
    assert (seen["holder"], seen["standing"], seen["ground"]) == ("焊接二班", "revoked", "人身伤亡事故")
    api.ask("GET", f"/public/honours/{token[:-1]}", None, expect=404)
    back = api.ask("POST", f"{path}/recall", secretary, json={"on": "2026-09-24", "note": "已交回"})
    assert back["plaque"]["status"] == "recalled"
    roll = api.ask("GET", "/honours?q=焊接", secretary)["rows"]
    assert [(row["subject_name"], row["standing"]) for row in roll] == [("焊接二班", "revoked")]


def test_what_is_missing_is_told_with_its_field(api: Api, honours: HonourWorld) -> None:
    cases = honours.at_approve(["焊接二班"], now=NOW)
    notice_id = signed(api, honours, cases)

    answer = api.ask(
        "POST", f"/public/notices/{notice_id}/objections", None, expect=422,
        json={"application_id": str(cases[0].id), "facts": "不服", "name": "柳", "contact": "1"},
    )  # fmt: skip

    assert {fault["field"] for fault in answer["faults"]} == {"facts", "name", "contact"}


@pytest.mark.parametrize("held_at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_moment_out_of_this_world_is_refused(api: Api, honours: HonourWorld, held_at: str) -> None:
    honours.at_approve(["焊接二班"], now=NOW)
    docket = honours.a_docket(now=NOW)

    answer = api.ask(
        "PUT", f"/dockets/{docket}/meeting", honours.world.secretary, json={"held_at": held_at}, version=1, expect=422
    )

    assert [fault["field"] for fault in answer["faults"]] == ["held_at"]


def test_a_character_without_a_font_is_refused_by_name(api: Api, honours: HonourWorld) -> None:
    honours.at_approve(["焊接二班"], now=NOW)
    docket = honours.a_docket(now=NOW)
    honours.attended(docket, 3, now=NOW)
    with honours.world.db.transaction(honours.tenant) as session:
        session.get_one(DocketRow, (honours.tenant, docket)).place = "会议室\U000323b0"

    answer = api.ask("GET", f"/dockets/{docket}/minutes.pdf", honours.world.secretary, expect=409)

    assert answer["code"] == "glyph_missing"
    assert "\U000323b0" in answer["detail"]
