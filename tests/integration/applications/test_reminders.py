"""How long before it is due whoever must act is reminded: as the regulation says, else three days."""

from __future__ import annotations

from datetime import date

import pytest
from pioneer.worklist.v1 import events_pb2 as worklist

from services.applications.models.honour import HonourRow
from services.applications.service import assess
from services.applications.service.reinspect import find_due
from tests.conftest import NOW
from tests.factories import REGULATIONS
from tests.integration.applications.case_world import World
from tests.integration.applications.honour_world import PROGRAMME, HonourWorld, day, told
from tests.integration.applications.test_candidate_words import LAIAN

REVIEW = "due: {on: 10-31, late: refused}"
ROUND = "    round: {opens: 01-01, closes: 12-31, every: year}\n"


def ruled(world: World, *changes: tuple[str, str]) -> None:
    text = (REGULATIONS / LAIAN).read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    world.place.regulation(LAIAN, version=2, effective=date(2025, 2, 1), text_=text)


def reminded(world: World) -> dict[str, int]:
    """Of every kind of task opened, how many days before."""
    opened = [worklist.TaskOpened.FromString(body) for _key, body in told(world.db, world.tenant, "TaskOpened")]
    return {each.kind: each.remind_days for each in opened}


@pytest.mark.parametrize(
    ("changes", "fill", "review"),
    [
        ((), 3, 3),
        (((ROUND, ROUND + "    remind_days: 7\n"),), 7, 7),
        (((REVIEW, REVIEW[:-1] + ", remind_days: 10}"),), 3, 10),
        (((ROUND, ROUND + "    remind_days: 7\n"), (REVIEW, REVIEW[:-1] + ", remind_days: 1}")), 7, 1),
    ],
)
def test_tasks_of_a_case(world: World, changes: tuple[tuple[str, str], ...], fill: int, review: int) -> None:
    ruled(world, *changes)
    world.submitted(now=NOW)

    assert (reminded(world)["fill"], reminded(world)["review"]) == (fill, review)


@pytest.mark.parametrize(
    ("rule", "days"), [("", 3), (", due: {from: fell_due, within: {days: 60}, remind_days: 14}", 14)]
)
def test_tasks_of_a_holder_and_what_assessment_is_told(honours: HonourWorld, rule: str, days: int) -> None:
    old = "reinspect: {every: year, sheet: four-level-2018, pass: {at_least: 90}"
    honour = honours.conferred(["焊接二班"], now=NOW)[0]
    ruled(honours.world, (old, old + rule))
    with honours.world.db.transaction(honours.tenant) as session:
        session.get_one(HonourRow, (honours.tenant, honour.id)).regulation_version = 2
    find_due(honours.tenant, now=day(2026, 9, 27))

    assert reminded(honours.world)["reinspect"] == days


@pytest.mark.parametrize(("more", "days"), [("", 3), ("remind_days: 5", 5)])
def test_assessment_reminds_by_the_same_rule(honours: HonourWorld, more: str, days: int) -> None:
    ruled(honours.world, (ROUND, ROUND + (f"    {more}\n" if more else "")))
    honours.world.recommended(now=NOW)
    who = honours.who(honours.world.secretary, NOW)
    assess.open_assessments(who, PROGRAMME, 2025, honours.assessment, now=NOW)  # type: ignore[arg-type]

    assert [each.remind_days for each in honours.assessment.asked] == [days]
