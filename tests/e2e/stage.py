"""A running deployment and its people, each at an own browser: signed in through the real page, faults of scripts noted."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from services.embedded.journey.evidence import evidence_file
from services.embedded.journey.setting import COUNTY
from services.identity.demo.loading import DEMO_PASSWORD
from tests.e2e.acting import press
from tests.e2e.conftest import DESKTOP, PHONE
from tests.live import Deployment

# For whoever wants to see each page as the story went by: a folder for pictures at both sizes.
ALBUM = os.environ.get("PIONEER_ALBUM", "")
# What a busy machine may need for one page.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Stage:
    """`person("laian.secretary1")` signs in once and stays; `person("")` is a visitor of the public site."""

    deployment: Deployment
    browser: Browser
    complaints: list[str] = field(default_factory=list)
    _pages: dict[tuple[str, bool], Page] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return self.deployment.origin

    def person(self, username: str = "", *, scripts: bool = True) -> Page:
        if (username, scripts) not in self._pages:
            self._pages[username, scripts] = self.open(username, scripts=scripts)
        return self._pages[username, scripts]

    def open(self, username: str = "", *, scripts: bool = True) -> Page:
        """A new browser of that person."""
        context = self.browser.new_context(
            viewport=DESKTOP, locale="zh-CN", timezone_id="Asia/Shanghai", java_script_enabled=scripts
        )
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{username}: {error}"))
        page.on("console", lambda said: self._note(username, said.type, said.text))
        if username:
            page.goto(f"{self.origin}/portal/sign-in")
            page.get_by_label("登录名").fill(username)
            page.get_by_label("口令").fill(DEMO_PASSWORD)
            press(page.get_by_role("button", name="登录先锋"))
            expect(page.locator("h1")).to_contain_text("待办")
        return page

    def _note(self, who: str, kind: str, text: str) -> None:
        if kind == "error" and not re.search(r"status of 4\d\d", text):
            self.complaints.append(f"{who}: {text}")

    def leave(self, username: str) -> None:
        """The person closes the browser."""
        self._pages.pop((username, True)).context.close()

    def close(self) -> None:
        for page in self._pages.values():
            page.context.close()
        self._pages.clear()

    def go(self, username: str, path: str) -> Page:
        """That person at an address of the site."""
        page = self.person(username)
        page.goto(self.origin + path)
        return page

    def take_up(self, username: str, task: str) -> Page:
        """Open a task of the worklist by its words, as soon as it has come."""
        page = self.person(username)
        self.deployment.settle()
        page.goto(f"{self.origin}/portal/{tenant_of(username)}/")
        press(page.locator("table a", has_text=task).first)
        return page

    def look(self, page: Page, name: str) -> None:
        """Nothing serious for axe and nothing beyond the edge, at the desk and on a phone."""
        for size, view in (("desk", DESKTOP), ("phone", PHONE)):
            page.set_viewport_size(view)  # type: ignore[arg-type]
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            self._photograph(page, f"{name}-{size}")
            assert wide <= 0, f"{name} ({size}) scrolls sideways by {wide} px"
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        found = Axe().run(page).response["violations"]
        grave = {
            v["id"]: [n["html"][:200] for n in v["nodes"]] for v in found if v["impact"] in ("serious", "critical")
        }
        assert grave == {}, f"{name}: {grave}"

    def _photograph(self, page: Page, name: str) -> None:
        if ALBUM:
            Path(ALBUM).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{ALBUM}/{name}.png", full_page=True)


TENANTS = {"laian": COUNTY, "chuzhou": "3411", "anhui": "34", "national": "00"}


def tenant_of(username: str) -> str:
    return TENANTS[username.partition(".")[0]]


def a_file(name: str, content: bytes | None = None) -> dict[str, Any]:
    """What a person picks in the file dialog: a small PDF, or the given bytes under that name."""
    held = evidence_file(name) if content is None else content
    return {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": held}


def faults(page: Page) -> list[str]:
    """The summary of faults, as it reads."""
    return page.locator("#faults li").all_inner_texts()
