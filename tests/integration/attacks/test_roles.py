"""Acting above one's grant: applicants as secretaries, auditors as anybody, security admins for themselves (rules 1, 9)."""

import json

import pytest

from services.embedded import SERVICES
from tests.integration.attacks.conftest import COUNTY

pytestmark = pytest.mark.xdist_group("deployment")

API = f"/api/v1/tenants/{COUNTY}"
TABLES = """
select table_name from information_schema.columns where table_schema = 'public' and column_name = 'tenant'
and table_name not in ('idempotency_key', 'inbox', 'outbox', 'log_head', 'log_entry') order by 1
"""
# To check a sealed file again is what auditors are for.
HIS = ("/verification",)
# What everybody does for himself.
OWN = ("/portal/account/mail", "/account/mail", "/messages/read-all", "/read")


def log_length(deployment):
    return {
        service: deployment.one(service, "select count(*) from log_entry where tenant = %s", COUNTY)
        for service in SERVICES
    }


def contents(deployment):
    """What the county's rows are, in one figure a table; what is only of the machinery is left out."""
    said = {}
    for service in SERVICES:
        for each in deployment.rows(service, TABLES):
            name = each["table_name"]
            asked = (
                f"select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {name} t where tenant = %s"
            )
            said[service, name] = deployment.one(service, asked, COUNTY)
    return said


def unsafe(deployment):
    return [
        (route, method)
        for route in deployment.routes()
        if "tenant" in route["converters"] and not route["is_public"] and not route["rule"].endswith(OWN)
        for method in route["methods"]
        if method != "GET"
    ]


def test_an_auditor_changes_nothing_anywhere(played, address):
    """Every act there is, on things that are there, with a version and a key: he may look, and that is all."""
    before, wrong, tried = contents(played), {}, 0
    for route, method in unsafe(played):
        if route["rule"].endswith(HIS):
            continue
        path = address(route)
        tried += 1
        version = 1
        answer = played.ask(
            method, path, "laian.auditor", json={}, headers={"Accept": "application/json"}, version=version
        )
        # A page may lead back to where the thing stands; an answer of the API below 400 says that it was done.
        if answer.status_code < (300 if answer.status_code == 303 and path.startswith("/applications/") else 400):
            wrong[f"{method} {path}"] = (answer.status_code, answer.text[:120])

    assert tried > 60
    assert wrong == {}
    assert contents(played) == before


@pytest.fixture(scope="module")
def another_s_case(played):
    """滁东's case, whose applicant 新安 is not and whose reviewer is 汊河."""
    return played.one(
        "applications", "select id from application where tenant = %s and subject_name = '焊接一班'", COUNTY
    )


@pytest.mark.parametrize("stranger", ["laian.applicant.xinan", "laian.reviewer.xinan", "laian.applicant.daying"])
def test_another_union_of_the_same_county_does_not_see_the_case(played, another_s_case, stranger):
    read = played.ask("GET", f"{API}/applications/cases/{another_s_case}", stranger)
    listed = played.ask("GET", f"{API}/applications/cases", stranger).json()

    assert read.status_code in (403, 404)
    assert "焊接一班" not in read.text
    assert str(another_s_case) not in {each["id"] for each in listed["rows"]}
    assert listed["total"] == len(listed["rows"])


ACTS = [
    ("POST", "applications/assessments/opening", {"programme": "worker-pioneer", "year": 2024}),
    ("POST", "applications/dockets", {"programme": "worker-pioneer", "year": 2024, "cases": []}),
    ("POST", "applications/conferrals", {"programme": "worker-pioneer", "year": 2024}),
    ("POST", "applications/forwarding", {"honour_id": "{honour}"}),
    ("POST", "applications/keys", {"of_tenant": "00", "public_key": "x"}),
    ("POST", "applications/honours/{honour}/revocation", {"ground": "x", "reason": "x"}),
    ("POST", "applications/honours/{honour}/rewards", {"kind": "money", "what": "x", "paid_on": "2024-12-25"}),
    ("POST", "applications/cases/{case}/opinions", {"verdict": "agree", "text": "同意。"}),
    ("POST", "assessment/assessments/{assessment}/assessors", {"person_ids": []}),
    ("POST", "identity/people", {"username": "x.y", "name": "甲", "phone": "13800000000"}),
    ("POST", "identity/regulations/drafts", {"text": "x"}),
    ("POST", "identity/units", {"name": "新工会", "kind": "township"}),
    ("GET", "applications/objections", None),
    ("GET", "identity/log", None),
]


@pytest.mark.parametrize("who", ["laian.applicant.chudong", "laian.assessor1"])
@pytest.mark.parametrize(("method", "path", "said"), ACTS, ids=[path for _method, path, _said in ACTS])
def test_an_applicant_or_assessor_does_no_act_of_the_office(played, another_s_case, ids, who, method, path, said):
    before = log_length(played)
    place = {
        "{case}": str(another_s_case),
        "{honour}": ids("applications", "honour_id"),
        "{assessment}": ids("assessment", "assessment_id"),
    }
    body = json.dumps(said)
    for word, value in place.items():
        path, body = path.replace(word, value), body.replace(word, value)
    answer = played.ask(method, f"{API}/{path}", who, json=json.loads(body), version=1)

    assert answer.status_code in (403, 404, 409, 422), answer.text
    assert log_length(played) == before


@pytest.mark.parametrize(
    ("who", "of", "role"),
    [
        ("laian.security", "laian.security", "system_admin"),
        ("laian.security", "laian.security", "auditor"),
        ("laian.security", "laian.security", "secretary"),
        ("laian.security", "laian.system", "auditor"),
        ("laian.security", "laian.auditor", "security_admin"),
        ("laian.security", "laian.system", "security_admin"),
    ],
)
def test_nobody_becomes_two_of_the_three_nor_helps_himself(played, who, of, role):
    """Rule 9: system admin, security admin and auditor are never one person; nobody grants to himself."""
    person = played.one("identity", "select id from person where tenant = %s and username = %s", COUNTY, of)
    before = played.one("identity", "select count(*) from grant_ where tenant = %s and person_id = %s", COUNTY, person)

    answer = played.ask(
        "POST", f"{API}/identity/people/{person}/grants", who, json={"role": role, "valid_from": "2026-12-01"}
    )

    assert answer.status_code in (403, 409), answer.text
    after = played.one("identity", "select count(*) from grant_ where tenant = %s and person_id = %s", COUNTY, person)
    assert after == before


@pytest.mark.parametrize(
    "who",
    ["laian.system", "laian.admin", "laian.secretary1", "laian.chair1", "laian.applicant.chudong", "laian.auditor"],
)
def test_only_the_security_admin_grants(played, who):
    for of in (who, "laian.applicant.xinan"):
        person = played.one("identity", "select id from person where tenant = %s and username = %s", COUNTY, of)
        for role in ("secretary", "chair", "security_admin"):
            answer = played.ask("POST", f"{API}/identity/people/{person}/grants", who, json={"role": role})
            assert answer.status_code == 403, answer.text


def test_a_revoked_grant_is_felt_in_seconds(played):
    """The last thing a person may do is over as soon as the event has arrived, with the token he still has."""
    played.at(None)
    row = played.rows(
        "identity",
        "select g.id, p.username from grant_ g join person p on p.tenant = g.tenant and p.id = g.person_id"
        " where g.tenant = %s and p.username = 'laian.reviewer.jiaoyu' and not g.revoked",
        COUNTY,
    )[0]
    path = f"{API}/applications/cases"
    assert played.ask("GET", path, "laian.reviewer.jiaoyu").status_code == 200

    assert played.ask("POST", f"{API}/identity/grants/{row['id']}/revoke", "laian.security").status_code == 200
    played.settle()

    assert played.ask("GET", path, "laian.reviewer.jiaoyu").status_code == 403


@pytest.mark.parametrize(
    "more",
    [
        {"status": "conferred"},
        {"score": "100.00"},
        {"stage": "confer"},
        {"tenant": "330522"},
        {"id": "0"},
        {"is_endorsed": True},
        {"created_by": "s-1"},
        {"version": 99},
        {"honour_id": "x"},
    ],
    ids=str,
)
def test_fields_that_are_nobody_s_to_fill_are_refused(played, more):
    """Mass assignment: what the form does not ask is named as a fault, nothing of it is kept."""
    row = played.rows(
        "applications", "select * from application where tenant = %s and subject_name = '贴片三线'", COUNTY
    )[0]

    answer = played.ask(
        "PATCH",
        f"{API}/applications/cases/{row['id']}",
        "laian.applicant.minghui",
        json={"form": {}, **more},
        version=row["version"],
    )

    assert answer.status_code == 422, answer.text
    assert next(iter(more)) in answer.text
    assert played.rows(
        "applications", "select * from application where tenant = %s and id = %s", COUNTY, row["id"]
    ) == [row]


def test_personal_data_is_masked_and_revealing_is_logged(played, another_s_case):
    """Rule 8: the phone on form 1 is masked for the office; the act of revealing it stands in the log."""
    path = f"{API}/applications/cases/{another_s_case}"
    shown = played.ask("GET", path, "laian.secretary1")
    assert "13855000000" not in shown.text
    before = log_length(played)["applications"]

    revealed = played.ask("POST", f"{path}/revealed", "laian.secretary1", json={"field": "leader_mobile"})

    assert revealed.status_code == 200, revealed.text
    assert "13855000000" in revealed.text
    assert log_length(played)["applications"] == before + 1
