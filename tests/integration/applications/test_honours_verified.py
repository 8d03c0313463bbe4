"""`pioneer verify` asks for a plaque where the regulation gives one, and for none where it does not."""

from types import SimpleNamespace

import pytest
from sqlalchemy import text

from services.applications import verifying
from tests.conftest import NOW
from tests.integration.applications.case_world import World
from tests.integration.applications.honour_world import HonourWorld


@pytest.mark.parametrize(
    ("regulation", "programme", "due"),
    [("laian-worker-pioneer", "worker-pioneer", 1), ("laian-labour-medal", "labour-medal", 0)],
)
def test_a_medal_has_a_certificate_and_no_plaque(world: World, regulation: str, programme: str, due: int) -> None:
    if regulation == "laian-labour-medal":
        world.place.regulation(f"{regulation}.yaml")
    row = SimpleNamespace(regulation_id=regulation, regulation_version=1, programme=programme)

    with world.db.read(world.tenant) as session:
        assert verifying._plaques_due(session, row) == due  # type: ignore[arg-type]


def test_a_plaque_that_is_lost_is_found_out(honours: HonourWorld) -> None:
    (honour,) = honours.conferred(["焊接二班"], now=NOW)
    with honours.world.db.read(honours.tenant) as session:
        assert list(verifying._of_honours(session)) == []
    with honours.world.db.transaction(honours.tenant) as session:
        session.execute(text("delete from plaque where tenant = :t"), {"t": honours.tenant})

    with honours.world.db.read(honours.tenant) as session:
        said = list(verifying._of_honours(session))
    assert said == [f"荣誉 {honour.number}：有 0 个牌匾编号（应为 1）、1 条命名事件（应为 1）"]
