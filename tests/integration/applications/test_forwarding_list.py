"""Whom the county may pass upward, however many hold the honour: in order, page by page, as many statements (A6, A8)."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from services.applications.domain.honour import Honour
from services.applications.models import ApplicationRow
from services.applications.models.honour import HonourRow
from services.applications.queries.forwarding import Choice, choices
from services.common.paging import SIZE
from tests.conftest import NOW
from tests.factories import REGULATIONS
from tests.integration.applications.honour_world import HonourWorld
from tests.integration.applications.ladder_world import Ladder, a_ladder
from tests.integration.applications.test_candidate_words import LAIAN
from tests.integration.applications.test_case_pages import Desk
from tests.integration.applications.test_long_lists import multiply

LATER = NOW + timedelta(days=20)


@pytest.fixture
def ladder(honours: HonourWorld) -> Ladder:
    return a_ladder(honours)


@pytest.fixture
def honour(ladder: Ladder) -> Honour:
    return ladder.honours.conferred(["焊接二班"], now=NOW)[0]


def copied(honours: HonourWorld, count: int) -> None:
    """So many more holders like the one there; every third of them was kept once."""
    marks = {"number": "'n' || n || random()", "subject_unit_id": "gen_random_uuid()", "honour_id": "null"}
    multiply(honours, "application", "id", count, **marks)
    with honours.world.db.transaction(honours.tenant) as session:
        columns = text("select column_name from information_schema.columns where table_name = 'honour'")
        names = list(session.scalars(columns))
        said = {"id": "gen_random_uuid()", "application_id": "a.id", "number": "a.number", "token": "a.id::text"}
        said["kept_years"] = "(row_number() over (order by a.id) % 3 = 0)::int"
        asked = ", ".join(said.get(name, f"h.{name}") for name in names)
        session.execute(
            text(
                f"insert into honour ({', '.join(names)}) select {asked} from application a"
                " cross join (select * from honour where tenant = :t limit 1) h where a.tenant = :t"
                " and not exists (select 1 from honour o where o.tenant = a.tenant and o.application_id = a.id)"
            ),
            {"t": honours.tenant},
        )


def listed(ladder: Ladder, after: tuple[str, ...] | None = None, today: date = LATER.date()) -> Choice:
    with ladder.city.db.read(ladder.county) as session:
        return choices(session, "worker-pioneer", today=today, after=after)[0]


def every_page(ladder: Ladder) -> list[Honour]:
    found, place = [], None
    for _page in range(10):
        choice = listed(ladder, place)
        assert [each.place for each in choice.candidates] == list(
            range(len(found) + 1, len(found) + len(choice.candidates) + 1)
        )
        found += [each.honour for each in choice.candidates]
        place = choice.more
        if place is None:
            break
    assert place is None
    return found


def test_all_holders_stand_on_some_page_once_the_kept_ones_first(ladder: Ladder, honour: Honour) -> None:
    copied(ladder.honours, 2 * SIZE + 10)
    found = every_page(ladder)
    assert len({each.id for each in found}) == len(found) == 2 * SIZE + 11
    assert [each.kept_years for each in found] == sorted((each.kept_years for each in found), reverse=True)
    assert listed(ladder).ready == 2 * SIZE + 11


def test_those_that_may_not_go_come_last_whatever_page_that_is(ladder: Ladder, honour: Honour) -> None:
    copied(ladder.honours, SIZE + 5)
    ladder.set_honour(honour, standing="rectifying", kept_years=9)
    found = every_page(ladder)
    assert found[-1].id == honour.id
    assert listed(ladder).ready == SIZE + 5
    assert [each.refused for each in listed(ladder).candidates] == [None] * SIZE


@pytest.mark.parametrize(("standing", "listed_"), [("valid", 1), ("rectifying", 1), ("revoked", 0)])
def test_only_who_still_holds_it_is_listed(ladder: Ladder, honour: Honour, standing: str, listed_: int) -> None:
    copied(ladder.honours, 1)
    ladder.set_honour(honour, standing=standing)
    found = listed(ladder)
    assert sum(each.honour.id == honour.id for each in found.candidates) == listed_
    assert found.ready == (2 if standing == "valid" else 1)


def test_one_above_and_nobody_else_may_go_until_it_is_decided(ladder: Ladder, honour: Honour) -> None:
    copied(ladder.honours, 2)
    ladder.forward(honour, now=LATER)
    found = listed(ladder)
    assert found.ready == 0
    codes = [each.refused.code if each.refused else "" for each in found.candidates]
    assert sorted(codes) == ["already_forwarded", "another_is_above", "another_is_above"]


@pytest.mark.parametrize(
    ("prefer", "order"), [("prefer: rank", [1, 2, None]), ("prefer: kept", [None, 2, 1]), ("", [2, None, 1])]
)
def test_by_rank_by_the_times_it_was_kept_or_by_age(
    ladder: Ladder, honour: Honour, prefer: str, order: list[int | None]
) -> None:
    ruled(ladder, prefer)
    copied(ladder.honours, 2)
    with ladder.city.db.transaction(ladder.county) as session:
        rows = session.query(HonourRow).filter_by(tenant=ladder.county).all()
        for row, rank, kept, day in zip(rows, (None, 1, 2), (5, 0, 3), (2, 3, 1), strict=True):
            row.kept_years, row.conferred_on, row.regulation_version = kept, date(2025, 1, day), 2
            session.get_one(ApplicationRow, (row.tenant, row.application_id)).rank = rank
    with ladder.city.db.read(ladder.county) as session:
        ranks = {each.id: each.rank for each in session.query(ApplicationRow).filter_by(tenant=ladder.county)}
    assert [ranks[each.honour.application_id] for each in listed(ladder).candidates] == order


@pytest.mark.parametrize(("today", "ready"), [(date(2025, 11, 30), 1), (date(2025, 12, 1), 0), (date(2026, 1, 1), 1)])
def test_after_the_day_of_the_regulation_nobody_may_go(ladder: Ladder, honour: Honour, today: date, ready: int) -> None:
    ruled(ladder, "prefer: kept", more="due: {on: 11-30}")
    ladder.set_honour(honour, regulation_version=2)
    found = listed(ladder, today=today)
    assert (found.ready, [each.may_go for each in found.candidates]) == (ready, [bool(ready)])


def ruled(ladder: Ladder, prefer: str, more: str = "") -> None:
    source = (REGULATIONS / LAIAN).read_text(encoding="utf-8")
    said = f"      {prefer}\n" if prefer else ""
    said += f"      {more}\n" if more else ""
    text_ = re.sub(r"      prefer: kept .*\n", said, source)
    ladder.honours.world.place.regulation(LAIAN, version=2, effective=date(2025, 2, 1), text_=text_)


def test_the_page_turns_and_asks_no_more_statements(
    case_app: Flask, ladder: Ladder, honour: Honour, count_statements: Callable[[Any], Any]
) -> None:
    desk, who, numbers = Desk(case_app, ladder.honours.world), ladder.honours.world.secretary, []
    for count in (5, 2 * SIZE):
        copied(ladder.honours, count)
        desk.get(who, "/forwarding")
        with count_statements(ladder.city.db) as seen:
            page = desk.get(who, "/forwarding")
        numbers.append(seen.number)
    assert numbers[0] == numbers[1]
    assert page.h1 == f"有 {2 * SIZE + 6} 个荣誉可以向上推荐"
    page = desk.get(who, "/forwarding" + page.select("nav.pager a[rel=next]")[0]["href"])
    page = desk.get(who, "/forwarding" + page.select("nav.pager a[rel=next]")[0]["href"])
    assert len(page.select("main tbody tr")) == 6
    assert not page.select("nav.pager a[rel=next]")
    assert page.select("form[action*='cursor=']")


def test_a_program_turns_the_pages_too(case_app: Flask, ladder: Ladder, honour: Honour) -> None:
    copied(ladder.honours, SIZE)
    root, who = f"/api/v1/tenants/{ladder.county}/applications/forwarding/candidates", ladder.honours.world.secretary
    (first,) = case_app.test_client().get(root, headers=who.headers).json["rows"]
    (rest,) = case_app.test_client().get(f"{root}?cursor={first['next_cursor']}", headers=who.headers).json["rows"]
    assert (first["ready"], len(first["candidates"]), len(rest["candidates"])) == (SIZE + 1, SIZE, 1)
    assert (rest["next_cursor"], rest["candidates"][0]["place"]) == (None, SIZE + 1)
    answer = case_app.test_client().get(f"{root}?cursor=abc.def", headers=who.headers)
    assert (answer.status_code, answer.json["code"]) == (422, "bad_cursor")
