from __future__ import annotations

import pytest
from flask import Flask

from tests.pages import Page, PageClient, check, values_of

GOOD = (
    "<!doctype html><title>名册 · 先锋</title><main><h1>名册</h1>"
    '<form method="post" action="/portal/keep"><input type="hidden" name="csrf_token" value="t">'
    '<label for="a">班组</label><input id="a" name="team" value="焊接一班">'
    '<label><input type="radio" name="kind" value="line">一线</label><label><input type="radio" name="kind" value="window" checked>窗口</label>'
    '<label>做法<textarea name="work">\n两行\n字</textarea></label>'
    '<label>行业<select name="trade"><option value="1">甲</option><option value="2" selected>乙</option></select></label>'
    '<label><input type="checkbox" name="ways" value="a" checked>甲</label><label><input type="checkbox" name="ways" value="b" checked>乙</label>'
    '<button name="act" value="save">保存名册</button></form></main>'
)


def read(app: Flask, html: str, *, policy: str = "default-src 'self'") -> Page:
    app.add_url_rule("/portal/made", endpoint="made", view_func=lambda: (html, {"Content-Security-Policy": policy}))
    return Page(app.test_client().get("/portal/made"), "/portal/made")


def test_a_careful_page_passes(app: Flask) -> None:
    check(read(app, GOOD), app)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("<h1>名册</h1>", "", "0 h1"),
        ("<h1>名册</h1>", "<h1>名册</h1><h1>名册</h1>", "2 h1"),
        ("<h1>名册</h1>", "<h1> </h1>", "is empty"),
        ("名册 · 先锋", "名册", "is titled"),
        ("名册 · 先锋", " · 先锋", "no title of its own"),
        ('<label for="a">班组</label>', "", "has no label"),
        ("/portal/keep", "/portal/nowhere", "Not Found"),
        ("/portal/keep", "/portal/style/public", "Method Not Allowed"),
        ('<input type="hidden" name="csrf_token" value="t">', "", "no token"),
        ("<main>", "<main><p>%(name)s</p>", "shows '%(name)s'"),
        ("<main>", "<main><p>{{ name }}</p>", "shows '{{'"),
        ("<main>", "<main><p>None</p>", "shows 'None'"),
        ("<main>", '<main><p style="color:red">甲</p>', "inline style"),
        ("<main>", '<main><p id="a">甲</p>', "ids twice: ['a']"),
        ("<main>", '<main><p aria-describedby="gone">甲</p>', "described by {'gone'}"),
    ],
)
def test_a_careless_page_is_refused(app: Flask, old: str, new: str, complaint: str) -> None:
    page = read(app, GOOD.replace(old, new, 1))

    with pytest.raises(AssertionError) as refused:
        check(page, app)
    assert complaint in str(refused.value)


def test_a_page_without_policy_is_refused(app: Flask) -> None:
    page = read(app, GOOD, policy="script-src *")

    with pytest.raises(AssertionError, match="no CSP"):
        check(page, app)


def test_a_form_sends_what_a_browser_would(app: Flask) -> None:
    assert values_of(read(app, GOOD).form()) == {
        "csrf_token": "t", "team": "焊接一班", "kind": "window", "work": "两行\n字", "trade": "2", "ways": ["a", "b"],
    }  # fmt: skip


def test_filling_a_field_that_is_not_there_is_refused(app: Flask, pages: PageClient) -> None:
    with pytest.raises(AssertionError, match="has no \\['nobody'\\]"):
        pages.submit(read(app, GOOD), "/portal/keep", nobody="x")


@pytest.mark.parametrize("url", ["/portal/style", "/portal/style/public", "/portal/style/phone", "/portal/style/print"])
def test_the_style_pages_pass(pages: PageClient, url: str) -> None:
    assert pages.get(url).status == 200
