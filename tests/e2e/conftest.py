"""A real Chromium for the tests that a person would do by hand. Nothing is skipped: no browser is a failure."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from werkzeug.serving import BaseWSGIServer, make_server

SHOTS = Path(__file__).parents[2] / "test-results"
FOUND_AT = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
MISSING = (
    "没有找到 Chromium。请安装（Debian：apt-get install chromium fonts-noto-cjk），"
    "或用环境变量 PIONEER_CHROMIUM 指明它的位置，再运行一次。"
)
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


def chromium() -> str:
    """Where the browser is: told by PIONEER_CHROMIUM, or at its usual place."""
    told = os.environ.get("PIONEER_CHROMIUM")
    candidates = [told] if told else [*FOUND_AT, shutil.which("chromium") or "", shutil.which("chrome") or ""]
    for candidate in candidates:
        if candidate and Path(candidate).is_file():
            return candidate
    pytest.fail(MISSING if not told else f"PIONEER_CHROMIUM={told} 不存在。{MISSING}", pytrace=False)


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chrome(playwright_driver: Playwright) -> Iterator[Browser]:
    arguments = ["--lang=zh-CN", "--disable-dev-shm-usage"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    browser = playwright_driver.chromium.launch(
        executable_path=chromium(), args=arguments, env={**os.environ, "LANGUAGE": "zh_CN"}
    )
    yield browser
    browser.close()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    outcome: Any = yield
    report = outcome.get_result()
    setattr(item, f"report_{report.when}", report)


NewPerson = Callable[..., Page]


@pytest.fixture
def person(chrome: Browser, request: pytest.FixtureRequest) -> Iterator[NewPerson]:
    """`person("许文静")`, `person("群众", phone=True)`: a page in a browser session of its own for each person.

    A script error or a refused file on any page fails the test, unless `refused_files` are part of it; when a
    test fails, each page is photographed.
    """
    opened: list[tuple[str, BrowserContext, Page, list[str]]] = []

    def open_for(
        name: str = "somebody",
        *,
        phone: bool = False,
        scripts: bool = True,
        refused_files: bool = False,
        **options: Any,
    ) -> Page:
        context = chrome.new_context(
            viewport=PHONE if phone else DESKTOP, locale="zh-CN", timezone_id="Asia/Shanghai",
            java_script_enabled=scripts, has_touch=phone, **options,
        )  # fmt: skip
        context.set_default_timeout(10_000)
        page, complaints = context.new_page(), []
        page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
        if not refused_files:
            page.on("console", lambda said: _note(complaints, said.type, said.text))
        opened.append((name, context, page, complaints))
        return page

    yield open_for
    failed = getattr(getattr(request.node, "report_call", None), "failed", False)
    for name, context, page, _complaints in opened:
        if failed and not page.is_closed():
            _photograph(page, f"{request.node.name}-{name}")
        context.close()
    all_complaints = [f"{name}: {one}" for name, _context, _page, complaints in opened for one in complaints]
    assert failed or not all_complaints, all_complaints


def _note(complaints: list[str], kind: str, text: str) -> None:
    # A refused form (4xx) is logged by the browser as a failed load; the test itself looks at it.
    if kind == "error" and not re.search(r"status of 4\d\d", text):
        complaints.append(text)


def _photograph(page: Page, name: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    safe = re.sub(r"[^\w一-鿿-]+", "_", name)[:120]
    page.screenshot(path=SHOTS / f"{safe}.png", full_page=True)
    (SHOTS / f"{safe}.html").write_text(page.content(), encoding="utf-8")


@pytest.fixture
def is_accessible() -> Callable[[Page], None]:
    """Asserts that axe finds nothing serious on the page as it stands, and that it does not scroll sideways."""

    def assert_accessible(page: Page) -> None:
        found = Axe().run(page).response["violations"]
        grave = {
            v["id"]: [n["html"][:200] for n in v["nodes"]] for v in found if v["impact"] in ("serious", "critical")
        }
        assert grave == {}, f"{page.url}: {grave}"
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} scrolls sideways by {wide} px"

    return assert_accessible


@pytest.fixture
def serve() -> Iterator[Callable[[Flask], str]]:
    """`serve(app)` → its origin, on a port of its own below those that outgoing connections take."""
    servers: list[BaseWSGIServer] = []

    def start(app: Flask) -> str:
        for port in range(18_940, 18_990):
            try:
                server = make_server("127.0.0.1", port, app, threaded=True)
            except (OSError, SystemExit):
                continue
            servers.append(server)
            Thread(target=server.serve_forever, daemon=True).start()
            return f"http://127.0.0.1:{port}"
        pytest.fail("18940 至 18989 的端口都被占用，请关闭占用它们的程序再试。")

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
