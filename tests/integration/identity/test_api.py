import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from services.common.ids import new_id
from services.common.principal import Principal
from services.common.roles import Role
from services.common.spreadsheet import write_table
from services.identity.domain.imports import COLUMNS, ImportKind
from services.identity.store import db
from tests import issuer
from tests.conftest import Services, Statements
from tests.integration.identity.conftest import Land
from tests.integration.identity.test_pages import laian


class Program:
    """Calls the API as one person."""

    def __init__(self, client: FlaskClient, land: Land, who: Principal) -> None:
        self.client, self.who = client, who
        self.base = f"/api/v1/tenants/{land.code}/identity"

    def get(self, path: str):
        return self.client.get(self.base + path, headers=issuer.bearer(self.who.subject))

    def send(self, method: str, path: str, body: object = None, version: int | None = None, **more: object):
        headers = {**issuer.bearer(self.who.subject), "Idempotency-Key": str(new_id())}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        if body is not None:
            more["json"] = body
        return self.client.open(self.base + path, method=method, headers=headers, **more)  # type: ignore[arg-type]


@pytest.fixture
def client(services: Services) -> FlaskClient:
    return services.client("identity")


def test_units_are_kept_by_api_with_versions(client: FlaskClient, land: Land):
    program = Program(client, land, land.system)
    made = program.send("POST", "/units", {"name": "大英镇工会联合会", "kind": "township"})
    assert (made.status_code, made.headers["ETag"]) == (201, '"1"')
    id_ = made.get_json()["id"]

    blind = program.send("PATCH", f"/units/{id_}", {"name": "大英镇总工会"})
    renamed = program.send("PATCH", f"/units/{id_}", {"name": "大英镇总工会"}, version=1)
    stale = program.send("PATCH", f"/units/{id_}", {"name": "另名"}, version=1)
    whole = program.get(f"/units/{id_}").get_json()

    assert (blind.status_code, blind.get_json()["code"]) == (428, "version_needed")
    assert (renamed.status_code, renamed.headers["ETag"]) == (200, '"2"')
    assert (stale.status_code, stale.get_json()["code"]) == (412, "row_changed_meanwhile")
    assert [each["action"] for each in whole["history"]] == ["renamed", "created"]
    assert whole["history"][0]["before"]["name"] == "大英镇工会联合会"


def test_the_list_of_units_goes_on_after_the_cursor(client: FlaskClient, land: Land, other_land: Land):
    program = Program(client, land, land.system)
    rows = [{"name": f"第{n:03}镇工会", "kind": "镇乡（街道、园区）工会"} for n in range(53)]
    blob = write_table(COLUMNS[ImportKind.UNITS], rows)
    tried = program.send("POST", "/imports/units", data={"file": (io.BytesIO(blob), "units.xlsx")}).get_json()
    assert (tried["taken"], tried["faults"]) == (53, [])
    assert program.get("/units").get_json()["rows"] == []
    program.send("POST", f"/imports/{tried['import_id']}/apply")

    first = program.get("/units").get_json()
    second = program.get(f"/units?cursor={first['next_cursor']}").get_json()
    elsewhere = Program(client, other_land, other_land.system).get(f"/units?cursor={first['next_cursor']}")

    assert [row["name"] for row in first["rows"] + second["rows"]] == [row["name"] for row in rows]
    assert second["next_cursor"] is None
    assert (elsewhere.status_code, elsewhere.get_json()["code"]) == (422, "bad_cursor")


def test_a_person_is_registered_granted_and_leaves_by_api(client: FlaskClient, land: Land):
    system, security = Program(client, land, land.system), Program(client, land, land.security)
    made = system.send("POST", "/people", {"name": "沈知夏", "phone": "13800000105"}).get_json()
    assert made["phone"] == "138****0105"
    granted = security.send("POST", f"/people/{made['id']}/grants", {"role": "secretary"})
    assert granted.status_code == 201
    assert system.send("POST", f"/people/{made['id']}/phone").get_json() == {"phone": "13800000105"}

    ended = system.send("POST", f"/people/{made['id']}/end", version=1)

    assert ended.get_json()["valid_to"] == "2025-09-15"
    held = security.get(f"/people/{made['id']}/grants").get_json()["rows"]
    assert [(each["role"], each["valid_to"]) for each in held] == [("secretary", "2025-09-15")]


def test_the_birth_month_leaves_by_no_list(client: FlaskClient, land: Land):
    system = Program(client, land, land.system)
    system.send("POST", "/people", {"name": "沈知夏", "born": "1985-03", "phone": "13800000105"})

    answer = system.get("/people").get_data(as_text=True)

    assert "沈知夏" in answer
    assert "1985-03" not in answer
    assert "13800000105" not in answer


def test_two_separated_duties_are_refused_by_api(client: FlaskClient, land: Land):
    system, security = Program(client, land, land.system), Program(client, land, land.security)
    id_ = system.send("POST", "/people", {"name": "郑克勤"}).get_json()["id"]
    assert security.send("POST", f"/people/{id_}/grants", {"role": "auditor"}).status_code == 201

    refused = security.send("POST", f"/people/{id_}/grants", {"role": "security_admin"})

    assert (refused.status_code, refused.get_json()["code"]) == (409, "separated_duties")
    assert refused.get_json()["detail"] == "按三员分立，“权限管理员”与“审计员”不能由同一人担任。"


def test_a_regulation_goes_its_way_by_api(client: FlaskClient, land: Land):
    program = Program(client, land, land.person("许文静", Role.TENANT_ADMIN))
    wrong = laian(land).replace("honour: 工人先锋号", "honor: 工人先锋号")
    checked = program.send("POST", "/regulations/check", {"text": wrong}).get_json()
    line = next(n for n, each in enumerate(wrong.splitlines(), 1) if "honor:" in each)
    assert line in [fault["line"] for fault in checked["faults"]]

    draft = program.send("POST", "/regulations/drafts", {"text": wrong})
    refused = program.send(
        "POST", f"/regulations/drafts/{draft.get_json()['id']}/publish", {"effective_on": "2025-09-15"}, version=1
    )
    saved = program.send("PUT", f"/regulations/drafts/{draft.get_json()['id']}", {"text": laian(land)}, version=1)
    published = program.send(
        "POST", f"/regulations/drafts/{draft.get_json()['id']}/publish", {"effective_on": "2025-09-15"}, version=2
    )
    whole = program.get("/regulations/laian-worker-pioneer/1").get_json()

    assert (refused.status_code, refused.get_json()["code"]) == (409, "regulation_has_faults")
    assert saved.get_json()["faults"] == []
    assert (published.status_code, published.get_json()["version"], published.get_json()["in_force"]) == (201, 1, True)
    assert "effective: 2025-09-15" in whole["text"]
    assert whole["explained"][0]["sentences"][0] == "来安县创建“工人先锋号”实施意见，自2025年9月15日起施行。"

    next_one, same = (program.send("POST", "/regulations/laian-worker-pioneer/1/draft") for _ in range(2))
    assert (next_one.status_code, next_one.get_json()["based_on_version"]) == (201, 1)
    assert next_one.get_json()["text"] == whole["text"]
    assert same.get_json()["id"] == next_one.get_json()["id"]
    assert (
        program.send("POST", "/regulations/laian-worker-pioneer/9/draft").get_json()["id"] == next_one.get_json()["id"]
    )


def test_a_federation_is_founded_below_by_the_province(client: FlaskClient, province: Land, land: Land):
    program = Program(client, province, province.system)
    code = f"{province.code}07"
    made = program.send("POST", "/tenants", {"code": code, "name": "某市总工会", "short_name": "某市"})
    elsewhere = program.send("POST", "/tenants", {"code": "9799", "name": "x", "short_name": "x"})
    foreign = program.send("PATCH", f"/tenants/{land.code}", {"name": "x", "short_name": "x"}, version=1)

    assert (made.status_code, made.get_json()["level"], made.get_json()["parent_code"]) == (201, "city", province.code)
    assert (elsewhere.status_code, elsewhere.get_json()["code"]) == (409, "code_not_below_parent")
    assert (foreign.status_code, foreign.get_json()["code"]) == (404, "not_found")


def version_of(answer) -> int:
    return int(answer.headers["ETag"].strip('"'))


def test_nobody_writes_over_a_day_that_another_set_meanwhile(client: FlaskClient, province: Land):
    """Two keepers look at the same year: the second to set the same day is told, another day is no matter."""
    one = Program(client, province, province.person("林望舒", Role.TENANT_ADMIN))
    two = Program(client, province, province.person("苏文竹", Role.TENANT_ADMIN))
    seen = version_of(one.get("/calendar/2034"))

    blind = one.send("PUT", "/calendar/days/2034-10-02", {"is_working": False, "title": "国庆节"})
    first = one.send("PUT", "/calendar/days/2034-10-02", {"is_working": False, "title": "国庆节"}, version=seen)
    clash = two.send("PUT", "/calendar/days/2034-10-02", {"is_working": True, "title": "上班"}, version=seen)
    other = two.send("PUT", "/calendar/days/2034-10-03", {"is_working": False, "title": "国庆节"}, version=seen)
    too_early = two.send("POST", "/calendar/2034/confirm", version=seen + 1)
    again = two.send("PUT", "/calendar/days/2034-10-02", {"is_working": False, "title": "中秋节"}, version=seen + 2)

    assert (blind.status_code, blind.get_json()["code"]) == (428, "version_needed")
    assert (first.status_code, version_of(first)) == (200, seen + 1)
    assert (clash.status_code, clash.get_json()["code"]) == (412, "day_set_meanwhile")
    assert "有人把 2034-10-02 调整为“国庆节”" in clash.get_json()["detail"]
    assert (other.status_code, version_of(other)) == (200, seen + 2)
    assert (too_early.status_code, too_early.get_json()["code"]) == (412, "year_set_meanwhile")
    assert (again.status_code, version_of(again)) == (200, seen + 3)
    days = {each["day"]: each["title"] for each in one.get("/calendar/2034").get_json()["rows"]}
    assert days == {"2034-10-02": "中秋节", "2034-10-03": "国庆节"}


def test_working_days_are_reckoned(client: FlaskClient, province: Land):
    program = Program(client, province, province.person("林望舒", Role.TENANT_ADMIN))
    seen = version_of(program.get("/calendar/2033"))
    program.send("PUT", "/calendar/days/2033-05-02", {"is_working": False, "title": "劳动节"}, version=seen)
    before = program.get("/calendar/reckon?start=2033-04-29&working_days=1").get_json()
    program.send("POST", "/calendar/2033/confirm", version=seen + 1)
    after = program.get("/calendar/reckon?start=2033-04-29&working_days=1").get_json()

    assert before == {"day": "2033-05-03", "is_confirmed": False}
    assert after == {"day": "2033-05-03", "is_confirmed": True}


@pytest.mark.parametrize(
    "path", ["/units", "/people", "/grants", "/tenants", "/regulations", "/log", "/imports/people/export.xlsx"]
)
def test_a_token_of_one_county_opens_nothing_in_another(client: FlaskClient, land: Land, other_land: Land, path: str):
    answer = Program(client, other_land, land.system).get(path)

    assert (answer.status_code, answer.get_json()["code"]) == (403, "no_grant_here")


def test_ids_of_another_county_are_not_found(client: FlaskClient, land: Land, other_land: Land):
    theirs = Program(client, other_land, other_land.system)
    unit = theirs.send("POST", "/units", {"name": "彼镇工会", "kind": "township"}).get_json()["id"]
    person = theirs.send("POST", "/people", {"name": "彼县人"}).get_json()["id"]
    mine = Program(client, land, land.system)

    assert mine.get(f"/units/{unit}").status_code == 404
    assert mine.get(f"/people/{person}").status_code == 404
    assert mine.send("POST", f"/people/{person}/phone").status_code == 404
    assert mine.send("PATCH", f"/units/{unit}", {"name": "x"}, version=1).status_code == 404
    granted = Program(client, land, land.security).send("POST", f"/people/{person}/grants", {"role": "chair"})
    assert granted.status_code == 404
    assert theirs.get(f"/units/{unit}").get_json()["name"] == "彼镇工会"


def test_the_api_describes_itself(client: FlaskClient):
    spec = client.get("/identity/openapi.json").get_json()

    assert spec["openapi"] == "3.1.0"
    assert "/api/v1/tenants/{tenant}/identity/units" in spec["paths"]


def test_a_revealed_phone_and_a_password_are_kept_in_no_answer(client: FlaskClient, land: Land):
    program = Program(client, land, land.system)
    made = program.send("POST", "/people", {"name": "沈知夏", "phone": "13800000105", "username": f"k{land.code}"})
    id_ = made.get_json()["id"]
    program.send("POST", f"/people/{id_}/phone")
    password = program.send("POST", f"/people/{id_}/password").get_json()["password"]

    with db.read(land.code) as session:
        kept = [bytes(body) for body in session.scalars(text("select body from idempotency_key")) if body]

    assert any(id_.encode() in body for body in kept)
    assert not any(password.encode() in body or b"13800000105" in body for body in kept)


@pytest.mark.parametrize("path", ["/identity/{code}/units", "/identity/{code}/people", "/identity/{code}/grants"])
def test_a_page_costs_the_same_however_much_there_is(
    services: Services, client: FlaskClient, land: Land, count_statements: Callable[[Any], Statements], path: str
):
    where, headers = path.format(code=land.code), issuer.bearer(land.system.subject)
    client.get(where, headers=headers)
    with count_statements(db) as few:
        client.get(where, headers=headers)
    rows = [{"name": f"第{n:03}镇工会", "kind": "镇乡（街道、园区）工会"} for n in range(120)]
    people = [{"name": f"某某{n:03}", "username": f"m{land.code}.{n}", "unit": "第000镇工会"} for n in range(120)]
    for kind, said in ((ImportKind.UNITS, rows), (ImportKind.PEOPLE, people)):
        blob = write_table(COLUMNS[kind], said)
        program = Program(client, land, land.system)
        tried = program.send("POST", f"/imports/{kind}", data={"file": (io.BytesIO(blob), "x.xlsx")}).get_json()
        assert program.send("POST", f"/imports/{tried['import_id']}/apply").status_code == 200

    with count_statements(db) as many:
        assert client.get(where, headers=headers).status_code == 200

    assert many.number == few.number
