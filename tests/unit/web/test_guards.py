from __future__ import annotations

from types import SimpleNamespace

import pytest
from flask import Flask, g

from services.common.web import asset
from services.common.web.assets import FOLDER
from services.common.web.context import navigation, public_navigation
from tests.pages import PageClient


def token_of(client) -> str:
    page = client.get("/portal/style").get_data(as_text=True)
    return page.split('name="csrf-token" content="')[1].split('"')[0]


def test_a_form_without_its_token_is_refused_and_changes_nothing(app: Flask) -> None:
    client = app.test_client()
    refused = client.post("/portal/keep", data={"team": "焊接一班"})

    assert refused.status_code == 400
    assert "页面停留过久" in refused.get_data(as_text=True)
    with client.session_transaction() as session:
        assert "kept" not in session


def test_a_form_with_its_token_passes(app: Flask) -> None:
    client = app.test_client()
    answer = client.post("/portal/keep", data={"team": "焊接一班", "csrf_token": token_of(client)})

    assert answer.status_code == 303
    with client.session_transaction() as session:
        assert session["kept"] == "焊接一班"


def test_another_session_s_token_is_refused(app: Flask) -> None:
    stolen = token_of(app.test_client())

    assert app.test_client().post("/portal/keep", data={"csrf_token": stolen}).status_code == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer a.b.c"}, 200),
        ({"Authorization": "Basic eDp5"}, 401),
        ({"Cookie": "x=y"}, 401),
    ],
)
def test_only_a_bearer_call_needs_no_token(app: Flask, headers: dict[str, str], status: int) -> None:
    assert app.test_client().post("/api/v1/act", json={}, headers=headers).status_code == status


def test_a_cookie_call_to_the_api_without_the_token_may_be_forged(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie("pioneer_token", "kept by the browser")

    assert client.post("/api/v1/act", json={}).status_code == 400


def test_a_cookie_call_to_the_api_passes_with_the_header(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie("pioneer_token", "kept by the browser")

    assert client.post("/api/v1/act", json={}, headers={"X-CSRFToken": token_of(client)}).json == {"done": True}


def test_a_view_that_no_cookie_authenticates_can_do_without(app: Flask) -> None:
    assert app.test_client().post("/portal/token").json == {"granted": True}


def test_every_answer_forbids_foreign_and_inline_content(app: Flask) -> None:
    for url in ("/portal/style", "/nowhere", "/portal/style/errors/500"):
        headers = app.test_client().get(url).headers
        policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"


def test_the_session_cookie_is_out_of_reach_of_scripts(app: Flask) -> None:
    cookie = app.test_client().get("/portal/style").headers["Set-Cookie"]

    assert cookie.startswith("pioneer_session=")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


def test_a_static_file_is_kept_for_a_year_under_its_hash_only(app: Flask) -> None:
    client = app.test_client()

    assert client.get(asset("theme.css")).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/pioneer/theme.css?v=old").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["nothing.css", "../../app.py", "vendor", "%2e%2e/%2e%2e/app.py"])
def test_nothing_but_static_files_is_served(app: Flask, path: str) -> None:
    assert app.test_client().get(f"/static/pioneer/{path}").status_code == 404


def test_vendored_files_come_with_licences_and_no_foreign_addresses() -> None:
    names = {p.name for p in (FOLDER / "vendor").iterdir()}

    assert names == {
        "bootstrap.min.css", "bootstrap.LICENSE", "htmx.min.js", "htmx.LICENSE",
        "echarts.min.js", "echarts.LICENSE", "echarts.NOTICE",
    }  # fmt: skip
    assert "http" not in (FOLDER / "theme.css").read_text("utf-8")
    assert "sourceMappingURL" not in (FOLDER / "vendor" / "echarts.min.js").read_text("utf-8")


def test_the_navigation_shows_what_the_person_sees_and_where_he_is(app: Flask) -> None:
    who = SimpleNamespace(
        name="许文静", tenant="341122", sees=lambda section: section in {"worklist", "figures", "units"}
    )
    with app.test_request_context("/portal/341122/figures/2026"):
        entries = navigation(who, "341122")

    assert [(str(e.word), e.href, e.current) for e in entries] == [
        ("工作台", "/portal/341122/", False),
        ("统计", "/portal/341122/figures", True),
        ("组织", "/identity/341122/units", False),
    ]


def test_nobody_signed_in_has_no_navigation(app: Flask) -> None:
    with app.test_request_context("/"):
        assert navigation(None, "341122") == []
        assert public_navigation(None) == []


def test_the_bell_counts_the_unread_of_the_person_asking(app: Flask, pages: PageClient) -> None:
    app.extensions["unread_count"] = lambda who: 3 if who.subject == "s-1" else 99

    assert "消息 3条未读" in pages.get("/portal/style").soup.select_one(".me").get_text()


def test_signed_out_people_are_offered_to_sign_in_and_come_back(app: Flask) -> None:
    page = PageClient(app).get("/portal/style?signed=no")

    assert page.select(".me form") == []
    assert page.select(".me a")[0]["href"] == "/portal/sign-in?next=/portal/style"


def test_htmx_gets_one_block_of_the_same_page(app: Flask, pages: PageClient) -> None:
    whole = pages.get("/portal/style")
    part = app.test_client().get("/portal/style", headers={"HX-Request": "true"})

    assert "<html" not in part.get_data(as_text=True)
    assert 'class="rungs"' in part.get_data(as_text=True)
    assert whole.h1 == "部件一览"
    assert "HX-Request" in part.headers["Vary"]


def test_what_the_last_act_did_is_said_once(app: Flask, pages: PageClient) -> None:
    token = pages.get("/portal/style").soup.select_one("meta[name=csrf-token]")["content"]

    assert (
        pages.post("/portal/keep", {"csrf_token": token}).select("[role=status].say-flash")[0].get_text(strip=True)
        == "已保存"
    )
    assert pages.get("/portal/style").select(".say-flash") == []


def test_an_unknown_name_in_a_template_is_an_error(app: Flask) -> None:
    with app.test_request_context("/"), pytest.raises(Exception, match="'nobody' is undefined"):
        g.principal = None
        app.jinja_env.from_string("{{ nobody }}").render()
