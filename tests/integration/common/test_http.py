"""The web door: who is asking, once however often sent, versions, refusals that say what to do (rules 1, 3, 5)."""

import io
from types import SimpleNamespace

import pytest
from apiflask import APIBlueprint
from flask import jsonify, request
from pydantic import BaseModel, Field
from sqlalchemy import text

from services.common import audit, errors
from services.common.http import Parts, asking, expected_version, service_app
from services.common.http.asking import public
from services.common.roles import Role
from services.common.tokens import Verifier
from tests import issuer
from tests.factories import a_place

errors.speak({"too_late": "已过截止日 {deadline}。"})


class ThingIn(BaseModel):
    name: str = Field(min_length=1, max_length=50)


@pytest.fixture(scope="module")
def door(ground, clock):
    api = APIBlueprint("things", __name__, url_prefix="/api/v1/tenants/<tenant>/applications")

    @api.post("/things")
    @api.input(ThingIn, arg_name="body")
    def make(tenant, body):
        with ground.db.transaction(asking().tenant) as session:
            number = session.scalar(text("select count(*) + 1 from thing"))
            values = {"t": asking().tenant, "n": number, "name": body.name}
            session.execute(text("insert into thing values (:t, :n, :name)"), values)
            audit.record(session, asking(), "made", "thing", number, at=clock.now())
        return jsonify(number=number), 201

    @api.post("/files")
    def upload(tenant):
        with ground.db.transaction(asking().tenant):
            return jsonify(size=len(request.files["file"].read()))

    @api.get("/things")
    def list_(tenant):
        with ground.db.read(asking().tenant) as session:
            return jsonify(names=session.scalars(text("select name from thing order by id")).all())

    @api.put("/things/<int:thing_id>")
    def change(tenant, thing_id):
        return jsonify(version=expected_version())

    @api.post("/refuse")
    def refuse(tenant):
        raise errors.DomainError("too_late", deadline="2025-10-31")

    @api.get("/crash")
    def crash(tenant):
        raise RuntimeError("secret words")

    settings = SimpleNamespace(secret_key="1" * 64, origin="http://127.0.0.1:8440")
    parts = Parts(settings, clock, Verifier(issuer.ISSUER, fetch=issuer.fetch), None)
    app = service_app("applications", parts, ground.db, title="t", blueprints=[api])
    return app.test_client()


@pytest.fixture
def narrow(ground, clock):
    """A door that lets everybody in three times a minute."""
    api = APIBlueprint("few", __name__, url_prefix="/api/v1/tenants/<tenant>/applications")

    @api.get("/open")
    @public
    def open_(tenant):
        return jsonify(is_open=True)

    @api.get("/own")
    def own(tenant):
        return jsonify(who=asking().name)

    settings = SimpleNamespace(secret_key="1" * 64, origin="http://127.0.0.1:8440")
    parts = Parts(settings, clock, Verifier(issuer.ISSUER, fetch=issuer.fetch), None)
    return service_app("applications", parts, ground.db, title="t", blueprints=[api], rate="3 per minute").test_client()


@pytest.fixture
def place(ground):
    return a_place(ground.db)


def things(place):
    return f"/api/v1/tenants/{place.code}/applications/things"


def test_the_same_key_is_answered_again_and_done_once(door, place):
    who = place.person("许文静", Role.SECRETARY)
    headers = who.headers

    first = door.post(things(place), json={"name": "a"}, headers=headers)
    again = door.post(things(place), json={"name": "a"}, headers=headers)

    assert (first.status_code, first.json) == (201, {"number": 1})
    assert (again.status_code, again.json) == (201, {"number": 1})
    assert again.headers["Idempotent-Replayed"] == "true"
    assert door.get(things(place), headers=headers).json == {"names": ["a"]}


def test_the_same_key_with_other_content_is_refused(door, place):
    headers = place.person("许文静", Role.SECRETARY).headers
    door.post(things(place), json={"name": "a"}, headers=headers)

    other = door.post(things(place), json={"name": "b"}, headers=headers)

    assert (other.status_code, other.json["code"]) == (409, "duplicate_request")


def test_a_lost_answer_is_told_with_what_was_changed(door, ground, place):
    """The process ended between the commit and the answer: the change stands, and who asks again learns of what."""
    headers = place.person("许文静", Role.SECRETARY).headers
    door.post(things(place), json={"name": "a"}, headers=headers)
    with ground.db.transaction(place.code) as session:
        session.execute(
            text("update idempotency_key set status = null, body = null where tenant = :t"), {"t": place.code}
        )

    again = door.post(things(place), json={"name": "a"}, headers=headers)

    said = {name: again.json[name] for name in ("status", "code", "object_type", "object_id")}
    assert said == {"status": 409, "code": "already_done", "object_type": "thing", "object_id": "1"}
    assert door.get(things(place), headers=headers).json == {"names": ["a"]}


def test_the_same_key_with_another_file_is_refused(door, place):
    """An upload's content is its file: a second one under the first one's key is not taken for it."""
    path = f"/api/v1/tenants/{place.code}/applications/files"
    headers = place.person("许文静", Role.SECRETARY).headers

    def send(content):
        return door.post(path, data={"proves": "x", "file": (io.BytesIO(content), "证明.pdf")}, headers=headers)

    assert (send(b"one").json, send(b"one").json) == ({"size": 3}, {"size": 3})
    other = send(b"two!")

    assert (other.status_code, other.json["code"]) == (409, "duplicate_request")


def test_keys_of_two_people_do_not_meet(door, place):
    one, two = (place.person(name, Role.SECRETARY) for name in ("甲", "乙"))
    key = one.headers["Idempotency-Key"]

    door.post(things(place), json={"name": "a"}, headers={**one.headers, "Idempotency-Key": key})
    second = door.post(things(place), json={"name": "a"}, headers={**two.headers, "Idempotency-Key": key})

    assert second.json == {"number": 2}


def test_a_post_without_a_key_is_refused(door, place):
    headers = place.person("许文静", Role.SECRETARY).headers
    del headers["Idempotency-Key"]

    answer = door.post(things(place), json={"name": "a"}, headers=headers)

    assert (answer.status_code, answer.json["code"]) == (400, "idempotency_key_needed")


def test_a_refused_post_leaves_its_key_free(door, place):
    headers = place.person("许文静", Role.SECRETARY).headers

    refused = door.post(things(place), json={"name": ""}, headers=headers)
    mended = door.post(things(place), json={"name": "a"}, headers=headers)

    assert refused.status_code == 422
    assert refused.json["faults"] == [{"field": "name", "says": "至少 1 个字。"}]
    assert mended.status_code == 201


@pytest.mark.parametrize(("said", "status"), [(None, 428), ("abc", 428), ('"3"', 200), ('W/"3"', 200)])
def test_an_update_says_which_version_it_saw(door, place, said, status):
    headers = place.person("许文静", Role.SECRETARY).headers
    if said:
        headers["If-Match"] = said

    assert door.put(f"{things(place)}/1", headers=headers).status_code == status


def test_a_refusal_is_a_problem_with_its_sentence(door, place):
    who = place.person("许文静", Role.SECRETARY)

    answer = door.post(f"/api/v1/tenants/{place.code}/applications/refuse", headers=who.headers)

    assert answer.status_code == 409
    assert answer.content_type == "application/problem+json"
    assert answer.json["detail"] == "已过截止日 2025-10-31。"
    assert answer.json["code"] == "too_late"


def test_a_crash_tells_nothing_of_its_inside(door, place):
    who = place.person("许文静", Role.SECRETARY)

    answer = door.get(f"/api/v1/tenants/{place.code}/applications/crash", headers=who.headers)

    assert answer.status_code == 500
    assert b"secret words" not in answer.data


@pytest.mark.parametrize(
    "forged",
    [
        {"iss": "https://elsewhere.test"},
        {"aud": "another"},
        {"exp": 1},
        {"key": issuer.FOREIGN_KEY},
    ],
)
def test_a_forged_or_old_token_is_nobody(door, place, forged):
    who = place.person("许文静", Role.SECRETARY)

    answer = door.get(things(place), headers=issuer.bearer(who.subject, **forged))

    assert (answer.status_code, answer.json["code"]) == (401, "token_invalid")


def test_a_call_that_says_nothing_of_who_asks_is_told_to_sign_in(door, place):
    """An unsafe call without bearer and without cookie forges nobody; with a cookie alone it may be forged."""
    nobody = door.post(things(place), json={"name": "a"})
    changed = door.put(f"{things(place)}/1", json={})
    door.set_cookie("pioneer_token", "kept by the browser")
    forged = door.post(things(place), json={"name": "a"})
    door.delete_cookie("pioneer_token")

    assert [(each.status_code, each.json["code"]) for each in (nobody, changed)] == [(401, "sign_in_needed")] * 2
    assert (forged.status_code, forged.json["code"]) == (400, "form_expired")


def test_a_grant_in_one_county_opens_no_other(door, place, ground):
    neighbour = a_place(ground.db)
    who = place.person("许文静", Role.SECRETARY)
    there = neighbour.person("邻县", Role.SECRETARY)
    door.post(things(neighbour), json={"name": "theirs"}, headers=there.headers)

    answer = door.get(things(neighbour), headers=who.headers)

    assert (answer.status_code, answer.json["code"]) == (403, "no_grant_here")
    assert b"theirs" not in answer.data


def test_what_is_not_there_is_a_page_for_people_and_a_problem_for_programs(door, place):
    page = door.get("/applications/nowhere/at/all")
    problem = door.get("/api/v1/nowhere")

    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "没有找到" in page.text
    assert (problem.status_code, problem.json["code"]) == (404, "not_found")


def test_who_asks_too_often_is_told_when_to_come_again(narrow, place):
    who, other = place.person("许文静", Role.SECRETARY), place.person("沈知夏", Role.SECRETARY)
    path = f"/api/v1/tenants/{place.code}/applications/own"

    answers = [narrow.get(path, headers=who.headers) for _ in range(4)]

    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert answers[-1].json["code"] == "too_many_requests"
    assert answers[-1].headers["Retry-After"] == "60"
    assert narrow.get(path, headers=other.headers).json == {"who": "沈知夏"}


def test_a_made_up_header_makes_nobody_another_caller(narrow, place):
    path = f"/api/v1/tenants/{place.code}/applications/open"

    codes = [narrow.get(path, headers={"Authorization": f"Bearer {n}"}).status_code for n in range(4)]

    assert codes == [200, 200, 200, 429]


def test_pages_forbid_scripts_of_others(door):
    answer = door.get("/applications/healthz")

    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
