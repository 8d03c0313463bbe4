"""The image of the seal: brought by the admin alone, one in use, printed on what its day issued (A5)."""

import base64
import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from services.applications.service.seal import upload_seal
from services.common.clock import SettableClock
from services.common.roles import Role
from tests.conftest import NOW
from tests.factories import Who, a_place
from tests.integration.applications.honour_world import HonourWorld
from tests.integration.applications.test_case_pages import Desk
from tests.unit.documents.reading import pictures, whole
from tests.unit.documents.seals import a_seal

SMALL, LARGE = a_seal(200), a_seal(300)


@pytest.fixture
def desk(case_app: Flask, honours: HonourWorld) -> Desk:
    return Desk(case_app, honours.world)


@pytest.fixture
def admin(honours: HonourWorld) -> Who:
    return honours.world.place.person("孔令仪", Role.TENANT_ADMIN)


def certificate(app: Flask, honours: HonourWorld, honour_id: object) -> bytes:
    path = f"/api/v1/tenants/{honours.tenant}/applications/honours/{honour_id}/certificate.pdf"
    answer = app.test_client().get(path, headers=honours.world.secretary.headers)
    assert answer.status_code == 200
    return answer.data


def api(app: Flask, who: Who, tenant: str, path: str, json: Any = None) -> Any:
    call = app.test_client().post if json is not None else app.test_client().get
    more = {"json": json} if json is not None else {}
    return call(f"/api/v1/tenants/{tenant}/applications{path}", headers=who.headers, **more)


def test_the_admin_brings_looks_and_replaces(desk: Desk, honours: HonourWorld, admin: Who) -> None:
    page = desk.get(admin, "/seal")
    assert "还没有公章图样" in page.text
    wrong = desk.send(admin, page, "/seal", expect=422, file=(io.BytesIO(b"MZ" * 90), "公章.png"))
    assert wrong.faults == {"file": "文件名是 PNG，内容却是程序或脚本，不能上传"}
    page = desk.send(admin, page, "/seal", file=(io.BytesIO(SMALL), "公章.png"))
    assert "公章图样已启用" in page.text
    picture = page.select("main img")[0]["src"]
    shown = desk.of(admin).client.get(picture, headers=admin.headers)
    assert (shown.status_code, shown.content_type, shown.data) == (200, "image/png", SMALL)
    sample = desk.of(admin).client.get(page.links()["查看印制样张"], headers=admin.headers)
    assert pictures(sample.data) == [(200, 200)]

    page = desk.send(admin, page, "/seal", file=(io.BytesIO(LARGE), "新公章.png"))
    assert [row.get_text(" ").count("使用中") for row in page.select("main tbody tr")] == [1, 0]
    assert "300 × 300 像素" in page.text
    assert "孔令仪" in page.text
    secretary = desk.get(honours.world.secretary, "/seal")
    assert not secretary.select("main form")


def test_documents_carry_the_seal_of_their_own_day(
    case_app: Flask, honours: HonourWorld, admin: Who, clock: SettableClock
) -> None:
    honour = honours.conferred(["焊接二班"], now=NOW)[0]
    assert "（盖章）" in whole(certificate(case_app, honours, honour.id))
    upload_seal(honours.who(admin, NOW), ("公章.png", SMALL), now=NOW)
    assert pictures(certificate(case_app, honours, honour.id)) == [(200, 200)]

    later = NOW + timedelta(days=30)
    clock.set(later)
    upload_seal(honours.who(admin, later), ("公章.png", LARGE), now=later)
    assert pictures(certificate(case_app, honours, honour.id)) == [(200, 200)]
    newer = honours.conferred(["装配二班"], now=later)[0]
    assert pictures(certificate(case_app, honours, newer.id)) == [(300, 300)]


def test_signed_minutes_and_the_notice_carry_it_and_the_draft_does_not(
    case_app: Flask, honours: HonourWorld, admin: Who
) -> None:
    upload_seal(honours.who(admin, NOW), ("公章.png", SMALL), now=NOW)
    honours.at_approve(["焊接二班"], now=NOW)
    docket = honours.a_docket(now=NOW)
    path = f"/dockets/{docket}/minutes.pdf"
    assert pictures(api(case_app, honours.world.secretary, honours.tenant, path).data) == []
    honours.attended(docket, len(honours.chairs), now=NOW)
    honours.decided(docket, {}, now=NOW)
    notice = honours.signed(docket, now=NOW)

    assert pictures(api(case_app, honours.world.secretary, honours.tenant, path).data) == [(200, 200)]
    public = case_app.test_client().get(f"/applications/{honours.tenant}/public/notices/{notice}/notice.pdf")
    assert pictures(public.data) == [(200, 200)]


def test_put_aside_the_place_waits_for_a_stamp_again(case_app: Flask, honours: HonourWorld, admin: Who) -> None:
    honour = honours.conferred(["焊接二班"], now=NOW)[0]
    made = api(case_app, admin, honours.tenant, "/seals", {"name": "公章.png", "content": _text(SMALL)})
    assert (made.status_code, made.json["is_current"], made.json["added_by_name"]) == (201, True, "孔令仪")
    path = f"/seals/{made.json['id']}/retirement"

    first = api(case_app, admin, honours.tenant, path, {})
    again = api(case_app, admin, honours.tenant, path, {})

    assert (first.status_code, first.json["is_current"], again.status_code) == (200, False, 412)
    assert "（盖章）" in whole(certificate(case_app, honours, honour.id))
    assert honours.log(made.json["id"]) == ["seal_uploaded", "seal_retired"]
    rows = api(case_app, honours.world.secretary, honours.tenant, "/seals").json["rows"]
    assert [(row["sha256"], row["retired_by_name"]) for row in rows] == [(made.json["sha256"], "孔令仪")]


def test_nobody_else_brings_one_and_the_neighbour_sees_none(case_app: Flask, honours: HonourWorld, admin: Who) -> None:
    made = upload_seal(honours.who(admin, NOW), ("公章.png", SMALL), now=NOW)
    said = {"name": "公章.png", "content": _text(LARGE)}
    for who, path, json, answer in (
        (honours.world.secretary, "/seals", said, (403, "may_not_keep_seal")),
        (honours.chairs[0], f"/seals/{made}/retirement", {}, (403, "may_not_keep_seal")),
        (honours.world.applicant, "/seals", None, (403, "may_not_see_seals")),
        (honours.world.applicant, f"/seals/{made}/image.png", None, (403, "may_not_see_seals")),
    ):
        got = api(case_app, who, honours.tenant, path, json)
        assert (got.status_code, got.json["code"]) == answer
    other = a_place(honours.world.db, name="全椒县总工会")
    stranger = other.person("外县人", Role.TENANT_ADMIN)

    assert api(case_app, stranger, other.code, "/seals").json["rows"] == []
    assert api(case_app, stranger, other.code, f"/seals/{made}/image.png").status_code == 404
    assert api(case_app, stranger, honours.tenant, "/seals").status_code == 403


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
