"""A test client that reads each page it fetches as a person would, and refuses a careless one.

pages = PageClient(app)
page = pages.get("/applications/341122/")
after = pages.submit(page, "/applications/341122/new", team="焊接一班")
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

UNFILLED = re.compile(r"\{\{|\{%|%\(\w+\)[sd]|\bUndefined\b|\bNone\b|<\w+ object at|lazy_gettext")
LABELLED_BY_THEMSELVES = {"hidden", "submit", "button"}


class Page:
    """A fetched page: its answer, its tree, and what tests ask of it."""

    def __init__(self, answer: TestResponse, url: str) -> None:
        self.answer, self.url = answer, url
        self.soup = BeautifulSoup(answer.get_data(as_text=True), "html5lib")

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def h1(self) -> str:
        return _words(self.soup.find("h1"))

    @property
    def text(self) -> str:
        """What stands in the page's main part, in one line."""
        return _words(self.soup.find("main") or self.soup.body)

    @property
    def faults(self) -> dict[str, str]:
        """The summary of faults: field → sentence."""
        links = self.soup.select("#faults a")
        return {str(a["href"]).removeprefix("#f-"): _words(a) for a in links}

    def select(self, css: str) -> list[Tag]:
        return list(self.soup.select(css))

    def links(self) -> dict[str, str]:
        """The links of the main part: words → address."""
        return {_words(a): str(a["href"]) for a in self.soup.select("main a[href]")}

    def form(self, action: str | None = None) -> Tag:
        """The form with that action; without one, the only POST form of the main part."""
        forms = [f for f in self.soup.select("main form") if action is None or str(f.get("action", "")) == action]
        forms = [f for f in forms if action is not None or str(f.get("method", "")).lower() == "post"]
        found = sorted({str(f.get("action", "")) for f in self.soup.select("main form")})
        assert len(forms) == 1, f"{len(forms)} forms with action {action!r} on {self.url}; there are {found}"
        return forms[0]


def _words(tag: Tag | None) -> str:
    return re.sub(r"\s+", " ", tag.get_text(" " if tag.name in ("main", "body") else "")).strip() if tag else ""


def values_of(form: Tag) -> dict[str, Any]:
    """What a browser would send if the form were submitted as it stands, without a button."""
    sent: dict[str, Any] = {}
    for control in form.select("input[name], select[name], textarea[name]"):
        name, kind = str(control["name"]), str(control.get("type", "text")).lower()
        if control.has_attr("disabled") or kind in ("file", "submit", "button"):
            continue
        if control.name == "select":
            chosen = control.select("option[selected]") or control.select("option")[:1]
            values = [str(o.get("value", o.get_text())) for o in chosen]
        elif control.name == "textarea":
            values = [control.get_text().removeprefix("\n")]
        elif kind in ("radio", "checkbox"):
            values = [str(control.get("value", "on"))] if control.has_attr("checked") else []
        else:
            values = [str(control.get("value", ""))]
        for value in values:
            sent[name] = [*_listed(sent[name]), value] if name in sent else value
    return sent


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class PageClient:
    def __init__(self, app: Flask, client: FlaskClient | None = None, *, headers: Mapping[str, str] = {}) -> None:
        self.app = app
        self.client = client or app.test_client()
        self.headers = dict(headers)

    def get(self, url: str, expect: int = 200, *, follow: bool = True, **options: Any) -> Page:
        answer = self.client.get(url, follow_redirects=follow, headers=self.headers, **options)
        return self._read(answer, url, expect)

    def post(self, url: str, sent: Mapping[str, Any], expect: int = 200, *, follow: bool = True) -> Page:
        """A POST from nowhere; `submit` is what a person does."""
        answer = self.client.post(
            url, data=dict(sent), follow_redirects=follow, headers=self.headers, content_type="multipart/form-data"
        )
        return self._read(answer, url, expect)

    def submit(
        self, page: Page, action: str | None = None, /, *, expect: int = 200, follow: bool = True, **fields: Any
    ) -> Page:
        """Fill the form found on the page and send it, hidden fields and what was already filled included."""
        form = page.form(action)
        known = {str(c["name"]) for c in form.select("[name]")}
        unknown = set(fields) - known
        assert not unknown, f"the form {form.get('action')} has no {sorted(unknown)}; it has {sorted(known)}"
        sent = {k: v for k, v in {**values_of(form), **fields}.items() if v is not None}
        return self.post(str(form.get("action") or page.url), sent, expect, follow=follow)

    def _read(self, answer: TestResponse, url: str, expect: int) -> Page:
        words = answer.get_data(as_text=True)
        assert answer.status_code == expect, f"{url} answered {answer.status_code}, not {expect}: {_gist(words)}"
        page = Page(answer, answer.request.path if answer.request else url)
        if answer.mimetype == "text/html" and answer.status_code not in (301, 302, 303):
            check(page, self.app)
        return page


def _gist(html: str) -> str:
    soup = BeautifulSoup(html, "html5lib")
    return _words(soup.find("main") or soup.body)[:600]


def check(page: Page, app: Flask) -> None:
    """What every page owes: one h1, a title, labels, forms that lead somewhere, nothing left unfilled, the CSP."""
    where = page.url
    assert len(page.select("h1")) == 1, f"{where} has {len(page.select('h1'))} h1"
    assert page.h1, f"the h1 of {where} is empty"
    title = _words(page.soup.find("title"))
    assert title.endswith(("· 先锋", "· Pioneer")), f"{where} is titled {title!r}"
    assert title not in ("· 先锋", "· Pioneer"), f"{where} has no title of its own"
    assert "default-src 'self'" in page.answer.headers.get("Content-Security-Policy", ""), f"{where} has no CSP"
    assert not page.select("[style], style, script:not([src])"), f"{where} has inline style or script"
    left = UNFILLED.search(page.soup.get_text(" "))
    assert left is None, f"{where} shows {left.group()!r}"
    _check_labels(page)
    _check_ids(page)
    _check_forms(page, app)


def _check_labels(page: Page) -> None:
    for control in page.select("input, select, textarea"):
        if str(control.get("type", "")).lower() in LABELLED_BY_THEMSELVES:
            continue
        named = control.get("aria-label") or control.get("aria-labelledby") or control.find_parent("label")
        named = named or page.soup.find("label", attrs={"for": control.get("id") or "no id"})
        assert named, f"{page.url}: {control} has no label"


def _check_ids(page: Page) -> None:
    ids = [str(tag["id"]) for tag in page.select("[id]")]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    assert not twice, f"{page.url}: ids twice: {twice}"
    for tag in page.select("[aria-describedby]"):
        missing = set(" ".join(_listed(tag["aria-describedby"])).split()) - set(ids)
        assert not missing, f"{page.url}: {tag.name} is described by {missing}, which is not there"


def _check_forms(page: Page, app: Flask) -> None:
    """An action on this app must be routed with that method; a POST form carries a token and a key."""
    own = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()} - {"static", "<path:name>"}
    routes = app.url_map.bind("localhost")
    for form in page.select("form"):
        action = str(form.get("action") or page.url).split("?")[0]
        method = str(form.get("method", "get")).upper()
        if method == "POST":
            assert form.select_one("[name=csrf_token]"), f"{page.url}: the form to {action} carries no token"
        if action.startswith("/") and action.split("/")[1] in own:
            try:
                routes.match(action, method=method)
            except HTTPException as lost:
                raise AssertionError(f"{page.url}: the form leads to {method} {action}: {lost.name}") from None
