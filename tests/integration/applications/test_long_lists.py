"""Lists longer than a page: every row once, by cursors nobody can forge; filters stay; no more statements."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from services.applications.service.objecting import Raised, raise_objection
from services.applications.service.reinspect import find_due
from services.common.clock import SettableClock
from services.common.paging import SIZE
from tests.conftest import NOW
from tests.integration.applications.honour_world import HonourWorld
from tests.integration.applications.test_case_pages import Desk
from tests.pages import PageClient

MORE = SIZE + 5
YEAR_ON = NOW + timedelta(days=400)
FACTS = "2025 年 3 月 12 日该班组在二号车间发生过一起未上报的机械伤害，现场有监控。"


@pytest.fixture
def desk(case_app: Flask, honours: HonourWorld) -> Desk:
    return Desk(case_app, honours.world)


def multiply(honours: HonourWorld, table: str, key: str, count: int, **changed: str) -> None:
    """`count` more rows like the one there, `key` and what is changed aside (as SQL of the number n)."""
    columns = {key: "gen_random_uuid()", **changed}
    with honours.world.db.transaction(honours.tenant) as session:
        asked = text("select column_name from information_schema.columns where table_name = :t")
        names = [f'"{name}"' for name in session.scalars(asked, {"t": table})]
        said = ", ".join(columns.get(name.strip('"'), name) for name in names)
        session.execute(
            text(
                f"insert into {table} ({', '.join(names)}) select {said} from (select * from {table}"
                " where tenant = :tenant limit 1) one, generate_series(1, :count) n"
            ),
            {"tenant": honours.tenant, "count": count},
        )


@pytest.fixture
def one_of_each(honours: HonourWorld, clock: SettableClock) -> HonourWorld:
    """A docket, a notice, an objection and a re-inspection, in this county and in the neighbour's."""
    honours.conferred(["焊接二班"], now=NOW)
    notice, cases = honours.publicised(["装配二班"], now=NOW)
    said = Raised(str(cases[0].id), FACTS, "柳青山", "13900001111")
    raise_objection(honours.tenant, notice, said, now=NOW)
    clock.set(YEAR_ON)
    find_due(honours.tenant, now=YEAR_ON)
    return honours


def lengthened(honours: HonourWorld, count: int = MORE) -> None:
    multiply(honours, "docket", "id", count)
    with honours.world.db.transaction(honours.tenant) as session:
        session.execute(
            text(
                "insert into docket_case select c.tenant, d.id, c.application_id, c.ordinal, c.decision, c.reason,"
                " c.return_to, c.in_favour, c.against, c.abstained, c.recused, c.remarks from docket d cross join"
                " (select * from docket_case where tenant = :t limit 1) c where d.tenant = :t on conflict do nothing"
            ),
            {"t": honours.tenant},
        )
    multiply(honours, "objection", "id", count, receipt_hash="gen_random_uuid()::text")
    multiply(honours, "notice", "id", count)
    multiply(honours, "reinspection", "id", count, year=f"{3000 + count * 10} + n")


PATHS = ("/dockets", "/notices", "/objections", "/reinspections")


def reader(honours: HonourWorld, path: str) -> Any:
    return honours.supervisor if path == "/objections" else honours.world.secretary


@pytest.mark.parametrize("path", PATHS)
def test_every_row_stands_on_one_page_and_the_filter_stays(desk: Desk, one_of_each: HonourWorld, path: str) -> None:
    lengthened(one_of_each)
    who = reader(one_of_each, path)
    asked = {"/notices": "state=over", "/objections": "status=open", "/reinspections": "status=due"}.get(
        path, "year=2025"
    )
    page = desk.get(who, f"{path}?{asked}")
    seen = [row.get_text() for row in page.select("main tbody tr")]
    assert len(seen) == SIZE
    onward = page.select("nav.pager a[rel=next]")[0]["href"]
    assert asked in onward

    page = desk.get(who, path + onward)
    rest = page.select("main tbody tr")
    assert MORE + 1 - SIZE <= len(rest) <= MORE + 2 - SIZE
    assert not page.select("nav.pager a[rel=next]")
    assert page.select("nav.pager a[rel=prev]")[0]["href"] == f"?{asked}"
    name, _equals, value = asked.partition("=")
    field = page.select(f"[name={name}]")[0]
    assert value == (field.get("value") or field.select("option[selected]")[0]["value"])


@pytest.mark.parametrize("path", PATHS)
def test_a_long_list_asks_no_more_statements(
    desk: Desk, one_of_each: HonourWorld, path: str, count_statements: Callable[[Any], Any]
) -> None:
    who, numbers = reader(one_of_each, path), []
    for more in (MORE, 4 * MORE):
        lengthened(one_of_each, more)
        desk.get(who, path)
        with count_statements(one_of_each.world.db) as seen:
            desk.get(who, path)
        numbers.append(seen.number)

    assert numbers[0] == numbers[1]


def api(honours: HonourWorld, app: Flask, path: str, who: Any, expect: int = 200) -> Any:
    answer = app.test_client().get(f"/api/v1/tenants/{honours.tenant}/applications{path}", headers=who.headers)
    assert answer.status_code == expect, answer.text
    return answer.json


@pytest.mark.parametrize("path", ["/dockets", "/public/notices", "/objections", "/reinspections"])
def test_a_program_meets_every_row_once(case_app: Flask, one_of_each: HonourWorld, path: str) -> None:
    lengthened(one_of_each)
    who = reader(one_of_each, path)
    found: list[UUID] = []
    cursor = ""
    for _page in range(4):
        page = api(one_of_each, case_app, f"{path}?cursor={cursor}" if cursor else path, who)
        found += [row["id"] for row in page["rows"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert cursor is None
    assert len(set(found)) == len(found) >= MORE + 1


@pytest.mark.parametrize("path", ["/dockets", "/public/notices", "/objections", "/reinspections", "/dossiers"])
def test_a_forged_cursor_is_refused(case_app: Flask, one_of_each: HonourWorld, path: str) -> None:
    who = reader(one_of_each, path)

    assert api(one_of_each, case_app, f"{path}?cursor=abc.def", who, 422)["code"] == "bad_cursor"


def test_the_public_list_turns_its_pages(case_app: Flask, desk: Desk, one_of_each: HonourWorld) -> None:
    lengthened(one_of_each)
    public = PageClient(case_app)
    page = public.get(f"{desk.root}/public/notices?state=over")
    assert len(page.select("main tbody tr")) == SIZE
    page = public.get(f"{desk.root}/public/notices" + page.select("nav.pager a[rel=next]")[0]["href"])
    assert len(page.select("main tbody tr")) == MORE + 2 - SIZE
    assert public.get(f"{desk.root}/public/notices?year=1999").text.count("没有符合条件的公示。") == 1


def test_dossiers_turn_their_pages_and_keep_direction_and_state(
    desk: Desk, honours: HonourWorld, count_statements: Callable[[Any], Any]
) -> None:
    sealed(honours, 2)
    who = honours.world.secretary
    desk.get(who, "/dossiers?direction=sent&status=returned")
    with count_statements(honours.world.db) as few:
        desk.get(who, "/dossiers?direction=sent&status=returned")
    sealed(honours, SIZE)
    with count_statements(honours.world.db) as many:
        page = desk.get(who, "/dossiers?direction=sent&status=returned")
    assert (len(page.select("main tbody tr")), few.number) == (SIZE, many.number)

    page = desk.get(who, "/dossiers" + page.select("nav.pager a[rel=next]")[0]["href"])

    assert len(page.select("main tbody tr")) == 2
    assert page.select("nav.pager a[rel=prev]")[0]["href"] == "?direction=sent&status=returned"
    assert "没有符合条件的封存案卷。" in desk.get(who, "/dossiers?direction=received").text


def sealed(honours: HonourWorld, count: int) -> None:
    """Dossiers that were sent and came back."""
    with honours.world.db.transaction(honours.tenant) as session:
        session.execute(
            text(
                "insert into dossier select :t, gen_random_uuid(), 'sent', :t, :t, null, null, '工人先锋号', 'county', 'p',"
                " '焊接二班', '', 'returned', '缺少证明。', null, '{}', 's', cast(:now as timestamptz), 1"
                " from generate_series(1, :count)"
            ),
            {"t": honours.tenant, "now": NOW, "count": count},
        )
