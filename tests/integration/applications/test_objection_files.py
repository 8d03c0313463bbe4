"""What an objector attaches rests sealed and opens for the handler alone; a double press makes one objection (A5)."""

import base64
import hashlib
import io
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from services.applications import given
from services.applications.models.meeting import ObjectionRow
from services.applications.service.objecting import FILE_AT_MOST
from services.common.files import FileKey
from services.common.roles import Role
from tests.conftest import NOW
from tests.factories import a_place
from tests.integration.applications.honour_world import HonourWorld
from tests.integration.applications.test_case_pages import Desk
from tests.pages import PageClient
from tests.unit.files.samples import a_pdf, a_png

FACTS = "2025 年 3 月 12 日该班组在二号车间发生过一起未上报的机械伤害，现场有监控。"


@pytest.fixture
def desk(case_app: Flask, honours: HonourWorld) -> Desk:
    return Desk(case_app, honours.world)


@pytest.fixture
def address(case_app: Flask, honours: HonourWorld) -> Iterator[str]:
    """Where the public objects, and whom it is about."""
    notice, cases = honours.publicised(["焊接二班"], now=NOW)
    case_app.extensions["limits"].reset()
    yield f"/api/v1/tenants/{honours.tenant}/applications/public/notices/{notice}/objections|{cases[0].id}"
    case_app.extensions["limits"].reset()


def sent(app: Flask, address: str, key: str, **more: Any) -> Any:
    url, _bar, case = address.partition("|")
    said = {"application_id": case, "facts": FACTS, "name": "柳青山", "contact": "13900001111", **more}
    return app.test_client().post(url, json=said, headers={"Idempotency-Key": key} if key else {})


def in_text(name: str, content: bytes) -> dict[str, str]:
    return {"name": name, "content": base64.b64encode(content).decode()}


def rows(honours: HonourWorld) -> list[ObjectionRow]:
    with honours.world.db.read(honours.tenant) as session:
        return list(session.query(ObjectionRow).filter_by(tenant=honours.tenant))


def test_sent_twice_it_is_one_objection_with_one_receipt(case_app: Flask, honours: HonourWorld, address: str) -> None:
    files = [in_text("现场.png", a_png())]
    first, again = (sent(case_app, address, "key-1", files=files) for _twice in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json["receipt"] == again.json["receipt"]
    assert [row.file_count for row in rows(honours)] == [1]


def test_the_same_key_for_something_else_is_refused(case_app: Flask, honours: HonourWorld, address: str) -> None:
    assert sent(case_app, address, "key-1").status_code == 201

    refused = sent(case_app, address, "key-1", name="别的人")
    other = sent(case_app, address, "key-2", name="别的人")

    assert (refused.status_code, refused.json["code"], other.status_code) == (409, "duplicate_request", 201)
    assert len(rows(honours)) == 2


def test_a_program_that_brings_no_key_is_told_so(case_app: Flask, honours: HonourWorld, address: str) -> None:
    refused = sent(case_app, address, "")

    assert (refused.status_code, refused.json["code"]) == (400, "idempotency_key_needed")
    assert rows(honours) == []


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("证据.pdf", b"MZ" + b"\0" * 200, "“证据.pdf”：文件名是 PDF，内容却是程序或脚本，不能上传"),
        ("证据.exe", b"MZ" + b"\0" * 200, "“证据.exe”：请上传"),
        ("证据.png", a_png() + b"\0" * FILE_AT_MOST, "“证据.png”：文件超过 5 MB"),
    ],
)
def test_a_bad_file_is_refused_at_its_field(
    case_app: Flask, honours: HonourWorld, address: str, name: str, content: bytes, says: str
) -> None:
    refused = sent(case_app, address, "key-1", files=[in_text("好.pdf", a_pdf()), in_text(name, content)])

    assert refused.status_code == 422
    assert [each["field"] for each in refused.json["faults"]] == ["files"]
    assert refused.json["faults"][0]["says"].startswith(says)
    assert rows(honours) == []


def test_files_rest_sealed_and_only_the_handler_opens_them(
    case_app: Flask, desk: Desk, honours: HonourWorld, address: str
) -> None:
    picture = a_png()
    sent(case_app, address, "key-1", files=[in_text("柳青山拍摄.png", picture)])
    row = rows(honours)[0]
    assert not given.store().exists(FileKey(honours.tenant, hashlib.sha256(picture).hexdigest()))
    with honours.world.db.read(honours.tenant) as session:
        kept = session.execute(text("select o::text from objection o where tenant = :t"), {"t": honours.tenant})
        assert "柳青山" not in kept.scalar_one()
    colleague = honours.world.place.person("乔一平", Role.SUPERVISOR)
    path = f"/objections/{row.id}"

    page = desk.get(honours.supervisor, path)
    assert "附件 1 份" in page.text
    assert "拍摄" not in page.soup.get_text()
    desk.send(honours.supervisor, page, f"{path}/handler")
    page = desk.get(honours.supervisor, path)
    assert "柳青山拍摄.png" in page.soup.get_text()
    assert "拍摄" not in desk.get(colleague, path).soup.get_text()
    api = f"/api/v1/tenants/{honours.tenant}/applications{path}/files/1"
    client = case_app.test_client()
    opened = client.post(api, headers=honours.supervisor.headers)
    assert (opened.status_code, opened.data, opened.content_type) == (200, picture, "image/png")
    assert opened.headers["Cache-Control"] == "private, no-store"
    assert client.post(api, headers=colleague.headers).json["code"] == "may_not_reveal_objector"
    assert client.post(api.replace("files/1", "files/2"), headers=honours.supervisor.headers).status_code == 404
    assert honours.log(row.id) == ["objection_received", "objection_taken_up", "objection_file_opened"]


def test_what_is_looked_at_is_not_kept_as_an_answer(case_app: Flask, honours: HonourWorld, address: str) -> None:
    sent(case_app, address, "key-1")
    path = f"/api/v1/tenants/{honours.tenant}/applications/objections/{rows(honours)[0].id}"
    client, headers = case_app.test_client(), honours.supervisor.headers
    client.post(f"{path}/handler", headers={**honours.supervisor.headers, "If-Match": '"1"'})

    assert [client.post(f"{path}/objector", headers=headers).json["name"] for _twice in range(2)] == ["柳青山"] * 2
    with honours.world.db.read(honours.tenant) as session:
        kept = session.scalars(text("select convert_from(body, 'utf8') from idempotency_key where body is not null"))
        assert not [body for body in kept if "柳青山" in body]


def test_the_neighbours_supervisor_finds_none_of_it(case_app: Flask, honours: HonourWorld, address: str) -> None:
    sent(case_app, address, "key-1", files=[in_text("现场.png", a_png())])
    other = a_place(honours.world.db, name="全椒县总工会")
    person = other.person("外县人", Role.SUPERVISOR)
    path = f"objections/{rows(honours)[0].id}/files/1"
    client = case_app.test_client()

    answers = [
        client.post(f"/api/v1/tenants/{tenant}/applications/{path}", headers=person.headers).status_code
        for tenant in (other.code, honours.tenant)
    ]

    assert answers == [404, 403]


def test_a_faulty_objection_can_be_opened_again(
    case_app: Flask, desk: Desk, honours: HonourWorld, address: str
) -> None:
    public = PageClient(case_app)
    notice = address.partition("|")[0].split("/")[-2]
    url = f"{desk.root}/public/notices/{notice}"
    page = public.get(url)
    wrong = public.submit(page, f"{url}/objections", expect=422, application_id=address.partition("|")[2], facts="不服")
    assert "facts" in wrong.faults

    again = case_app.test_client().get(f"{url}/objections")

    assert (again.status_code, again.headers["Location"]) == (303, url)


def test_a_double_press_on_the_page_shows_the_same_receipt(
    case_app: Flask, desk: Desk, honours: HonourWorld, address: str
) -> None:
    public = PageClient(case_app)
    url = f"{desk.root}/public/notices/{address.partition('|')[0].split('/')[-2]}"
    page = public.get(url)
    said = {"application_id": address.partition("|")[2], "facts": FACTS, "name": "柳青山", "contact": "13900001111"}
    receipts = [
        public.submit(page, f"{url}/objections", **said, files=(io.BytesIO(a_png()), "现场.png"))
        .select("strong.num")[0]
        .get_text()
        for _twice in range(2)
    ]

    assert receipts[0] == receipts[1]
    assert len(rows(honours)) == 1
