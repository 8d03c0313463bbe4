"""Numbers of honours, plaques, notices and meetings have no gaps (A7)."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from services.applications.service.confer import _next_number
from services.applications.service.serials import next_serial
from tests.factories import a_place
from tests.integration.applications.case_world import World


def drawn(world: World, tenant: str, kind: str = "plaque", year: int = 2025) -> int:
    with world.db.transaction(tenant) as session:
        return next_serial(session, kind, year)


def test_a_number_that_was_not_used_is_drawn_again(world: World) -> None:
    assert drawn(world, world.tenant) == 1
    with pytest.raises(ZeroDivisionError), world.db.transaction(world.tenant) as session:
        assert next_serial(session, "plaque", 2025) == 2
        raise ZeroDivisionError

    assert drawn(world, world.tenant) == 2


def test_those_who_draw_at_once_get_one_after_the_other(world: World) -> None:
    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(lambda _n: drawn(world, world.tenant), range(12)))

    assert sorted(numbers) == list(range(1, 13))


def test_each_tenant_kind_and_year_counts_for_itself(world: World) -> None:
    other = a_place(world.db, name="全椒县总工会")
    assert [drawn(world, world.tenant), drawn(world, world.tenant)] == [1, 2]

    assert drawn(world, other.code) == 1
    assert drawn(world, world.tenant, "notice") == 1
    assert drawn(world, world.tenant, year=2026) == 1


def conferred_by(world: World, *patterns: str, year: int) -> list[str]:
    with world.db.transaction(world.tenant) as session:
        return [_next_number(session, "honour", each, "county", year) for each in patterns]


def test_programmes_that_number_alike_count_on_together(world: World) -> None:
    """Two honours of one federation, both by the standard pattern, and one by a pattern of its own."""
    alike, own = "{federation}工荣〔{year}〕{serial} 号", "{federation}工先〔{year}〕{serial} 号"

    assert conferred_by(world, alike, own, alike, own, year=2025) == [
        f"来安县{said}〔2025〕{serial} 号" for serial in ("001", "002") for said in ("工荣", "工先")
    ]
    assert conferred_by(world, alike, year=2026) == ["来安县工荣〔2026〕001 号"]


def test_a_pattern_without_a_year_counts_through_the_years(world: World) -> None:
    without = "{federation}匾 {serial} 号"

    assert [conferred_by(world, without, year=year) for year in (2025, 2026)] == [
        ["来安县匾 001 号"],
        ["来安县匾 002 号"],
    ]
