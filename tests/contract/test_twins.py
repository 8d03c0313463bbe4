"""Everything the pages do can be done by API: a new page that writes without a twin is seen here."""

import pytest

from services.embedded import SERVICES
from tests.contract.twins import WITHOUT, WRITING, routes, twins_of, use_cases_of

# What a page calls beside the use cases that programs have, and why programs need it no more.
PAGES_ONLY: dict[str, str] = {
    "editing.begin_draft": "the first lines of a text that programs send whole to POST …/drafts",
    "editing.save_page": "fields made into lines of the very text that PUT …/drafts/<draft_id> takes",
    **dict.fromkeys(
        (f"sessions.{each}_session" for each in ("begin", "end", "find", "renew")), "the browser's session; see WITHOUT"
    ),
    "sessions.end_sessions_of": "the issuer signs a person out of all browsers; see WITHOUT",
}


def writing_pages():
    return sorted({rule for method, rule in routes() if method in WRITING and not rule.startswith("/api/")})


def test_every_page_that_writes_has_a_twin_or_a_reason():
    alone = [rule for rule in writing_pages() if rule not in WITHOUT and not twins_of(rule)]

    assert alone == [], "build the API route, or say in twins.py why there is none"


def test_the_twins_that_are_named_are_there():
    there = {f"{method} {rule}" for method, rule in routes()}
    lost = {rule: [twin for twin in twins_of(rule) if twin not in there] for rule in writing_pages()}

    assert {rule: twins for rule, twins in lost.items() if twins} == {}


def test_no_reason_outlives_its_page():
    assert sorted(set(WITHOUT) - set(writing_pages())) == []


@pytest.mark.parametrize("service", SERVICES)
def test_what_a_page_calls_a_program_can_call(service):
    by_page, by_program = use_cases_of(service, "web"), use_cases_of(service, "api")

    assert sorted(by_page - by_program - set(PAGES_ONLY)) == []
