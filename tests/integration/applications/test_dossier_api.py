"""Forwarding and dossiers by API: what a program sees and may do at each level, and what stays out of its sight."""

import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.applications.domain.honour import Honour
from services.common.clock import SettableClock
from services.common.roles import Role
from tests.conftest import NOW
from tests.factories import Who, a_place
from tests.integration.applications.honour_world import HonourWorld
from tests.integration.applications.ladder_world import Ladder, a_ladder

LATER = NOW + timedelta(days=14)


@pytest.fixture
def ladder(honours: HonourWorld, clock: SettableClock) -> Ladder:
    clock.set(LATER)
    return a_ladder(honours)


@pytest.fixture
def honour(ladder: Ladder) -> Honour:
    return ladder.honours.conferred(["焊接二班"], now=NOW)[0]


@pytest.fixture
def api(case_app: Flask) -> "Api":
    return Api(case_app.test_client())


class Api:
    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def ask(
        self,
        method: str,
        tenant: str,
        path: str,
        who: Who,
        *,
        expect: int = 200,
        version: int | None = None,
        **more: Any,
    ) -> Any:
        headers = {**who.headers, **({"If-Match": f'"{version}"'} if version is not None else {})}
        root = f"/api/v1/tenants/{tenant}/applications"
        answer = self.client.open(f"{root}{path}", method=method, headers=headers, **more)
        assert answer.status_code == expect, answer.get_data(as_text=True)[:900]
        return answer.get_json() if "json" in answer.content_type else answer

    def forwarded(self, ladder: Ladder, honour: Honour) -> Any:
        said = {"honour_id": str(honour.id)}
        return self.ask("POST", ladder.county, "/forwarding", ladder.people[ladder.county], json=said, expect=201)


def test_the_kept_come_first_and_each_says_why(api: Api, ladder: Ladder) -> None:
    plain, kept = ladder.honours.conferred(["焊接二班", "装配二班"], now=NOW)
    ladder.set_honour(kept, kept_years=1)

    found = api.ask("GET", ladder.county, "/forwarding/candidates", ladder.people[ladder.county])["rows"]

    assert [row["to"] for row in found] == [{"code": ladder.city.code, "name": "滁州市总工会", "level": "city"}]
    assert [(each["name"], each["place"], each["may_forward"]) for each in found[0]["candidates"]] == [
        ("滁东轨道部件有限公司 装配二班", 1, True),
        ("滁东轨道部件有限公司 焊接二班", 2, True),
    ]
    assert found[0]["candidates"][0]["why"][0] == "复查合格 1 次，优先推荐"
    assert str(plain.id) == found[0]["candidates"][1]["honour_id"]


def test_one_that_may_not_go_comes_last_and_names_the_rule(api: Api, ladder: Ladder) -> None:
    mending, valid = ladder.honours.conferred(["焊接二班", "装配二班"], now=NOW)
    ladder.set_honour(mending, standing="rectifying", kept_years=3)

    found = api.ask("GET", ladder.county, "/forwarding/candidates", ladder.people[ladder.county])["rows"]

    assert [(each["honour_id"], each["refused"]) for each in found[0]["candidates"]] == [
        (str(valid.id), ""),
        (str(mending.id), "honour_rectifying"),
    ]
    said = {"honour_id": str(mending.id)}
    refused = api.ask("POST", ladder.county, "/forwarding", ladder.people[ladder.county], json=said, expect=409)
    assert (refused["code"], refused["detail"]) == (
        "honour_rectifying",
        "这项荣誉正在限期整改，整改合格后才能报送。",
    )


def test_the_city_reads_what_was_sealed_and_returns_it(api: Api, ladder: Ladder, honour: Honour) -> None:
    sent = api.forwarded(ladder, honour)
    ladder.deliver_forwarded(ladder.county, now=LATER)
    city, secretary = ladder.city.code, ladder.people[ladder.city.code]

    listed = api.ask("GET", city, "/dossiers?direction=received", secretary)["rows"]
    assert [(row["id"], row["from_name"], row["status"]) for row in listed] == [
        (sent["id"], "来安县总工会", "received")
    ]
    contents = api.ask("GET", city, f"/dossiers/{sent['id']}/contents", secretary)["levels"]
    stages = {stage["name"]: stage for stage in contents[0]["stages"]}
    assert list(stages) == ["apply", "review", "assess", "approve", "publicise"]
    assert stages["assess"]["score"]["score"] == "96.00"
    assert stages["approve"]["decision"]["decision"] == "agree"
    assert stages["publicise"]["objections"] == []
    assert [each["verdict"] for each in stages["review"]["opinions"]] == ["agree"]
    assert [each["present"] for each in stages["review"]["hearings"]] == [18]
    assert contents[0]["record"]["number"] == honour.number

    detail = api.ask("GET", city, f"/dossiers/{sent['id']}", secretary)
    done = api.ask(
        "POST", city, f"/dossiers/{sent['id']}/return", secretary,
        version=detail["case_version"], json={"reason": "请补充安全生产证明。"},
    )  # fmt: skip
    assert (done["status"], done["reason"]) == ("returned", "请补充安全生产证明。")
    ladder.deliver_decisions(city, now=LATER)
    below = api.ask("GET", ladder.county, f"/dossiers/{sent['id']}", ladder.people[ladder.county])
    assert [(step["decision"], step["decided_by_name"], step["reason"]) for step in below["steps"]] == [
        ("received", "滁州市总工会", ""),
        ("returned", "滁州市总工会", "请补充安全生产证明。"),
    ]


def test_personal_data_is_masked_until_revealed_and_revealing_is_logged(
    api: Api, ladder: Ladder, honour: Honour
) -> None:
    sent = api.forwarded(ladder, honour)
    ladder.deliver_forwarded(ladder.county, now=LATER)
    city, secretary = ladder.city.code, ladder.people[ladder.city.code]

    contents = api.ask("GET", city, f"/dossiers/{sent['id']}/contents", secretary)
    assert "13800006207" not in str(contents)
    fields = {
        field["id"]: field["value"]
        for section in contents["levels"][0]["stages"][0]["form"]["sections"]
        for field in section["fields"]
    }
    assert (fields["leader_mobile"], fields["headcount"]) == ("138****6207", "18")

    said = {"stage": "apply", "field": "leader_mobile"}
    told = api.ask("POST", city, f"/dossiers/{sent['id']}/revealed", secretary, json=said)
    assert told == {"field": "leader_mobile", "value": "13800006207"}
    assert ladder.log(city, sent["id"])[-1] == "dossier_revealed"


def test_evidence_is_taken_out_of_the_sealed_file(api: Api, ladder: Ladder, honour: Honour) -> None:
    sent = api.forwarded(ladder, honour)
    ladder.deliver_forwarded(ladder.county, now=LATER)
    city, secretary = ladder.city.code, ladder.people[ladder.city.code]
    contents = api.ask("GET", city, f"/dossiers/{sent['id']}/contents", secretary)["levels"][0]
    evidence = contents["stages"][0]["evidence"]
    assert len(evidence) == 6

    path = f"/dossiers/{sent['id']}/evidence?stage=apply&file={evidence[0]['file']}"
    file = api.ask("GET", city, path, secretary)
    assert (file.content_type, len(file.get_data())) == ("application/pdf", evidence[0]["size"])
    missing = api.ask(
        "GET", city, f"/dossiers/{sent['id']}/evidence?stage=apply&file=files/99.pdf", secretary, expect=404
    )
    assert missing["code"] == "not_found"


def test_what_the_assessors_rested_their_grounds_on_is_sealed_with_the_score(api: Api, ladder: Ladder) -> None:
    honour = ladder.honours.conferred(["焊接二班"], now=NOW)[0]
    photo = ladder.honours.world.store.put(ladder.county, b"%PDF-1.7 a photograph of the wall")
    cited = [{"word": "上墙照片.pdf", "sha256": photo.sha256}, {"word": "见申报材料", "sha256": ""}]
    row = {"id": "wall_post", "title": "岗位全称", "assessors": [{"number": 1, "ground": "少一块", "evidence": cited}]}
    ladder.set_explained(honour, {"classes": [{"title": "六上墙", "rows": [row]}]})
    sent = api.forwarded(ladder, honour)
    ladder.deliver_forwarded(ladder.county, now=LATER)
    city, secretary = ladder.city.code, ladder.people[ladder.city.code]

    stages = api.ask("GET", city, f"/dossiers/{sent['id']}/contents", secretary)["levels"][0]["stages"]
    listed = next(stage for stage in stages if stage["name"] == "assess")["evidence"]
    assert [(each["name"], each["title"], each["sha256"]) for each in listed] == [
        ("上墙照片.pdf", "岗位全称", photo.sha256)
    ]
    path = f"/dossiers/{sent['id']}/evidence?stage=assess&file={listed[0]['file']}"
    assert api.ask("GET", city, path, secretary).get_data() == b"%PDF-1.7 a photograph of the wall"


def test_verifying_again_names_the_stage_whose_byte_changed_in_the_store(
    api: Api, ladder: Ladder, honour: Honour
) -> None:
    sent = api.forwarded(ladder, honour)
    ladder.deliver_forwarded(ladder.county, now=LATER)
    city, secretary = ladder.city.code, ladder.people[ladder.city.code]
    path = f"/dossiers/{sent['id']}/verification"

    whole = api.ask("POST", city, path, secretary)
    assert (whole["is_whole"], whole["says"], whole["levels"], whole["sealed_by"]) == (
        True,
        "无改动",
        1,
        ladder.county,
    )

    ladder.touch(city, sent["sha256"], "同意推荐".encode())
    broken = api.ask("POST", city, path, secretary)
    assert (broken["is_whole"], broken["code"], broken["stage"]) == (False, "changed_file", "review")
    refused = api.ask("GET", city, f"/dossiers/{sent['id']}/contents", secretary, expect=409)
    assert refused["code"] == "dossier_broken"


def test_the_rungs_show_every_level_from_the_county_up(api: Api, ladder: Ladder, honour: Honour) -> None:
    county, secretary = ladder.county, ladder.people[ladder.county]
    path = f"/cases/{honour.application_id}/rungs"
    before = api.ask("GET", county, path, secretary)["rungs"]
    assert [(rung["level"], rung["standing"], rung["says"]) for rung in before] == [
        ("county", "sealed", "已命名"),
        ("city", "next", "未到"),
        ("province", "next", "未到"),
        ("national", "next", "未到"),
    ]
    assert [step["title"] for step in before[0]["steps"]][:2] == ["基层工会申报", "镇乡、主管局工会审核推荐"]
    assert all(step["on"] for step in before[0]["steps"])

    api.forwarded(ladder, honour)
    sent = api.ask("GET", county, path, secretary)["rungs"][1]
    assert (sent["standing"], sent["says"]) == ("here", "已报送，待核验")
    case = ladder.deliver_forwarded(county, now=LATER)
    assert case is not None
    ladder.deliver_decisions(ladder.city.code, now=LATER)
    assert api.ask("GET", county, path, secretary)["rungs"][1]["says"] == "在办"

    above = api.ask("GET", ladder.city.code, f"/cases/{case.id}/rungs", ladder.people[ladder.city.code])["rungs"]
    assert [(rung["name"], rung["says"], rung["number"]) for rung in above[:2]] == [
        ("来安县总工会", "已命名", honour.number),
        ("滁州市总工会", "在办", ""),
    ]
    assert [step["title"] for step in above[1]["steps"] if step["is_now"]] == ["市总工会受理卷宗"]


def test_an_exception_takes_a_second_person(api: Api, ladder: Ladder, honour: Honour) -> None:
    county = ladder.county
    both = ladder.honours.world.place.person("冯远志", Role.SECRETARY, Role.CHAIR)
    said = {"honour_id": str(honour.id), "to_tenant": ladder.province.code, "reason": "抢险立功", "basis": " "}
    refused = api.ask("POST", county, "/forwarding/exceptions", both, json=said, expect=409)
    assert refused["code"] == "grounds_needed"
    made = api.ask("POST", county, "/forwarding/exceptions", both, json={**said, "basis": "通报第 3 号"}, expect=201)
    path = f"/forwarding/exceptions/{made['id']}/decision"

    refused = api.ask("POST", county, path, both, json={"agreed": True}, expect=409)
    assert refused["code"] == "same_person"
    done = api.ask("POST", county, path, ladder.honours.chairs[0], json={"agreed": True}, version=made["version"])
    assert (done["status"], done["confirmed_by"]) == ("confirmed", ladder.honours.chairs[0].subject)

    going = {"honour_id": str(honour.id), "to_tenant": ladder.province.code}
    sent = api.ask("POST", county, "/forwarding", ladder.people[county], json=going, expect=201)
    assert (sent["to_name"], sent["exception_id"]) == ("安徽省总工会", made["id"])


def test_a_neighbour_and_a_higher_level_see_nothing_that_was_not_sent_to_them(
    api: Api, ladder: Ladder, honour: Honour
) -> None:
    sent = api.forwarded(ladder, honour)
    ladder.deliver_forwarded(ladder.county, now=LATER)
    neighbour = a_place(ladder.city.db, parent=ladder.city.code, name="全椒县总工会")
    outsider = neighbour.person("柳一鸣", Role.SECRETARY)

    for tenant, who in ((neighbour.code, outsider), (ladder.province.code, ladder.people[ladder.province.code])):
        assert api.ask("GET", tenant, "/dossiers", who) == {"rows": [], "next_cursor": None}
        for path in ("", "/contents", "/file"):
            assert api.ask("GET", tenant, f"/dossiers/{sent['id']}{path}", who, expect=404)["code"] == "not_found"
        refused = api.ask("POST", tenant, f"/dossiers/{sent['id']}/verification", who, expect=404)
        assert refused["code"] == "not_found"
    assert api.ask("GET", ladder.county, "/dossiers", outsider, expect=403)["code"] == "no_grant_here"


def test_only_the_secretary_forwards_and_a_reviewer_sees_no_dossier(api: Api, ladder: Ladder, honour: Honour) -> None:
    reviewer = ladder.honours.world.reviewer
    said = {"honour_id": str(honour.id)}
    assert api.ask("POST", ladder.county, "/forwarding", reviewer, json=said, expect=403)["code"] == "may_not_forward"
    assert api.ask("GET", ladder.county, "/dossiers", reviewer, expect=403)["code"] == "may_not_see_dossiers"


def test_a_refused_forward_can_be_asked_again_with_the_same_key(api: Api, ladder: Ladder, honour: Honour) -> None:
    secretary = ladder.people[ladder.county]
    ladder.set_honour(honour, standing="rectifying")
    headers = secretary.headers
    root = f"/api/v1/tenants/{ladder.county}/applications/forwarding"
    first = api.client.post(root, headers=headers, json={"honour_id": str(honour.id)})
    ladder.set_honour(honour, standing="valid")
    second = api.client.post(root, headers=headers, json={"honour_id": str(honour.id)})
    third = api.client.post(root, headers=headers, json={"honour_id": str(honour.id)})

    assert (first.status_code, second.status_code, third.status_code) == (409, 201, 201)
    assert third.get_json()["id"] == second.get_json()["id"]
    assert third.headers["Idempotent-Replayed"] == "true"


def test_what_is_no_sealed_file_is_refused_at_the_door(api: Api, ladder: Ladder) -> None:
    sent = {"file": (io.BytesIO(b"PK\x03\x04 nothing"), "x.dossier")}
    refused = api.ask(
        "POST", ladder.city.code, "/dossiers/import", ladder.people[ladder.city.code], data=sent, expect=409
    )
    assert (refused["code"], refused["detail"]) == (
        "dossier_broken",
        "核验不通过：这不是封存案卷，或者文件被重新压缩过，请使用原始文件",
    )
