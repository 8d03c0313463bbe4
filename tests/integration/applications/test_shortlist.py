"""A stage that shortlists: so many go on by the order named, a tie does what the rule says, the others are told why."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from services.applications.domain import Application, Status
from services.applications.service.shortlist import RoundKey, shortlist, waiting
from services.common.errors import DomainError, NotAllowed
from tests.conftest import NOW
from tests.factories import REGULATIONS
from tests.integration.applications.honour_world import PROGRAMME, HonourWorld
from tests.integration.applications.test_case_pages import Desk

LAIAN = "laian-worker-pioneer.yaml"
KEY = RoundKey("laian-worker-pioneer", 2, PROGRAMME, 2025, "shortlist")


def assessed(honours: HonourWorld, tie: str, scores: list[str]) -> list[Application]:
    """Two are shortlisted of so many."""
    stage = f"      - {{stage: shortlist, to: 2, order: [score], tie: {tie}}}\n"
    text = (REGULATIONS / LAIAN).read_text(encoding="utf-8")
    text = text.replace("      - {stage: approve,", stage + "      - {stage: approve,")
    honours.world.place.regulation(LAIAN, version=2, effective=date(2025, 2, 1), text_=text)
    return honours.at_approve([f"{number} 班" for number in range(len(scores))], now=NOW, scores=scores)


@pytest.mark.parametrize(
    ("tie", "scores", "stages"),
    [
        ("share", ["96.00", "95.00", "94.00"], ["approve", "approve", ""]),
        ("share", ["96.00", "95.00", "95.00"], ["approve", "approve", "approve"]),
        ("fewer", ["96.00", "95.00", "95.00"], ["approve", "", ""]),
        ("fewer", ["96.00", "95.00"], ["approve", "approve"]),
    ],
)
def test_so_many_go_on_and_a_tie_does_what_the_rule_says(
    honours: HonourWorld, tie: str, scores: list[str], stages: list[str]
) -> None:
    cases = assessed(honours, tie, scores)
    shortlist(honours.who(honours.world.secretary, NOW), KEY, now=NOW)
    after = [honours.case(case.id) for case in cases]
    assert [each.stage if each.status is Status.OPEN else "" for each in after] == stages
    assert {each.reason[:10] for each in after if each.status is Status.PASSED_OVER} <= {"入围名额 2 个，按"}


def test_only_the_federation_shortlists_and_only_who_waits(honours: HonourWorld) -> None:
    assessed(honours, "share", ["96.00"])
    with pytest.raises(NotAllowed):
        shortlist(honours.who(honours.world.reviewer, NOW), KEY, now=NOW)
    secretary = honours.who(honours.world.secretary, NOW)
    shortlist(secretary, KEY, now=NOW)
    with pytest.raises(DomainError) as refused:
        shortlist(secretary, KEY, now=NOW)
    assert refused.value.code == "nothing_waits"


def test_it_is_done_on_screen(honours: HonourWorld, case_app: Flask) -> None:
    (case,) = assessed(honours, "share", ["96.00"])
    desk: Any = Desk(case_app, honours.world)
    with honours.world.db.read(honours.tenant) as session:
        assert [(each.key, each.count) for each in waiting(session)] == [(KEY, 1)]
    root = f"/api/v1/tenants/{honours.tenant}/applications/shortlists"
    (row,) = case_app.test_client().get(root, headers=honours.world.secretary.headers).json["rows"]
    assert (row["count"], "按考核分取前 2 个入围" in row["rule"]) == (1, True)
    seen = desk.get(honours.world.secretary, "/shortlists")
    assert "按考核分取前 2 个入围" in seen.text
    desk.send(honours.world.secretary, seen, "/shortlists")
    assert honours.case(case.id).stage == "approve"
