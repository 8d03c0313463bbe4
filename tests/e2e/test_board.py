"""The board in a browser: a new score slides into its place, and nothing else on the screen is touched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from services.common.clock import SettableClock
from services.competitions.queries.contests import load
from services.competitions.store import db
from tests import issuer
from tests.integration.competitions.crowd import a_crowd, marked
from tests.integration.competitions.league import HELD, League, a_league

pytestmark = [pytest.mark.e2e]

CROWD = 150
MINUTE = 60_000
# Every row remembers itself; whatever is taken out or put in is counted.
WATCH = """
() => {
  const body = document.querySelector("[data-lines]");
  window.seen = {added: [], removed: [], texts: 0};
  body.querySelectorAll("tr").forEach(row => { row.known = row.dataset.key; });
  new MutationObserver(all => all.forEach(one => {
    one.addedNodes.forEach(node => node.tagName === "TR" && window.seen.added.push(node.dataset.key));
    one.removedNodes.forEach(node => node.tagName === "TR" && window.seen.removed.push(node.dataset.key));
  })).observe(body, {childList: true});
}
"""


@pytest.fixture
def league(databases: Any, clock: SettableClock) -> League:
    """Many are scored already; one of the three who were entered by hand waits for his marks."""
    databases.of("competitions")
    clock.set(HELD)
    made = a_league()
    made.open()
    made.enter("沈秋实", "东方机械一班")
    made.appoint_all()
    with db.transaction(made.place.code) as session:
        a_crowd(session, made.place.code, made.contest, CROWD)
    made.draw()
    with db.transaction(made.place.code) as session:
        duties = {each.duty: each.id for each in load(session, made.contest).duties}
        for part, duty in (("theory", "chief"), ("practice", "chief"), ("practice", "judge")):
            marked(session, made.place.code, made.contest, part, duties[duty])
    return made


def opened(page: Page, origin: str, league: League) -> Page:
    who = league.people["secretary"]
    token = issuer.bearer(who.subject, name=who.name)["Authorization"].removeprefix("Bearer ")
    page.context.add_cookies([{"name": "pioneer_token", "value": token, "url": origin}])
    page.goto(f"{origin}/competitions/{league.place.code}/contests/{league.contest}/board")
    return page


def test_a_score_that_comes_in_takes_its_place_and_moves_nobody_elses_row(
    league: League,
    services: Any,
    serve: Callable[[Flask], str],
    person: Callable[..., Page],
    is_accessible: Callable[[Page], None],
) -> None:
    origin = serve(services.of("competitions").app)
    hall = opened(person("hall"), origin, league)
    phone = opened(person("phone", phone=True), origin, league)
    expect(hall.locator("[data-of=scored]")).to_have_text(str(CROWD))
    assert hall.locator("[data-lines] tr").count() == 100
    for page in (hall, phone):
        is_accessible(page)
    before = hall.locator("[data-lines] tr").evaluate_all("all => all.map(e => e.dataset.key)")
    hall.evaluate(WATCH)

    number = league.stations()["沈秋实"]
    league.mark("chief", "沈秋实", "theory", "99")
    for judge in ("chief", "judge"):
        league.mark(judge, "沈秋实", "practice", "99")
    league.sign_all()

    for page in (hall, phone):
        expect(page.locator("[data-of=scored]")).to_have_text(str(CROWD + 1), timeout=MINUTE)
        first = page.locator("[data-lines] tr").first
        expect(first.locator("[data-of=name]")).to_have_text(f"{number:03d} 号")
        expect(first.locator("[data-of=total]")).to_have_text("99.00")
    expect(hall.get_by_text("沈秋实")).to_have_count(0)
    # One came, the last of the page went, and every other row is the very one that stood there.
    assert hall.evaluate("window.seen") == {"added": [str(number)], "removed": [before[-1]], "texts": 0}
    known = hall.locator("[data-lines] tr").evaluate_all("all => all.filter(e => e.known === e.dataset.key).length")
    assert known == 99
