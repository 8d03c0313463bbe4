"""Numbers of honours, plaques, notices and meetings have no gaps (A7)."""

from concurrent.futures import ThreadPoolExecutor

import pytest

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
