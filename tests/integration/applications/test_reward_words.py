"""A reward by its regulation, against the database (A9): by the form's answer, and several honours of one holder."""

from decimal import Decimal as D
from uuid import UUID

import pytest

from services.applications.models import ApplicationRow
from services.applications.models.honour import HonourRow, RewardRow
from services.applications.service.plaque import record_reward
from services.common.errors import DomainError
from services.common.ids import new_id
from tests.conftest import NOW
from tests.integration.applications.case_world import World
from tests.integration.applications.test_candidate_words import an_honour, ruled

REWARD = "reward: {kind: money, to: team, given_by: grassroots_union}"
SIZES = "by: size, of: headcount, table: [{at_least: 1, under: 20, amount: 1000}, {at_least: 20, amount: 2000}]"


def rewarded(world: World, sum_: str, more: str = "") -> None:
    ruled(
        world,
        "{any_of: [{honour: 工人先锋号, standing: any}]}",
        more=(REWARD, REWARD[:-1] + f", sum: {{{sum_}}}{more}}}"),
    )


def pay(world: World, honour: UUID, amount: str) -> str:
    """The refusal's code, or nothing."""
    try:
        record_reward(
            world.principal(world.applicant, now=NOW), honour, kind="money", given_by="employer", amount=amount,
            what="", paid_on=NOW.date(), now=NOW,
        )  # fmt: skip
    except DomainError as refused:
        return refused.code
    return ""


@pytest.mark.parametrize(
    ("headcount", "amount", "code"),
    [(19, "1000", ""), (19, "1000.01", "over_reward_sum"), (20, "2000", ""), (20, "2000.01", "over_reward_sum")],
)
def test_a_sum_by_size_looks_at_the_form_of_the_case(world: World, headcount: int, amount: str, code: str) -> None:
    rewarded(world, SIZES)
    case = world.filled(now=NOW)
    honour = an_honour(world, case, unit=world.team.id, name=world.team.name, year=2024, version=2)
    with world.db.transaction(world.tenant) as session:
        filled = session.get_one(ApplicationRow, (world.tenant, case.id)).form
        row = session.get_one(HonourRow, (world.tenant, honour))
        session.get_one(ApplicationRow, (world.tenant, row.application_id)).form = {**filled, "headcount": headcount}
    assert pay(world, honour, amount) == code


@pytest.mark.parametrize(
    ("per", "year", "programme", "code"),
    [
        ("year", 2024, "star", "reward_given"),
        ("year", 2023, "worker-pioneer", ""),
        ("title", 2023, "worker-pioneer", "reward_given"),
        ("title", 2024, "star", ""),
        ("honour", 2023, "worker-pioneer", ""),
    ],
)
def test_once_a_holder_is_over_the_year_or_for_the_title(
    world: World, per: str, year: int, programme: str, code: str
) -> None:
    rewarded(world, "amount: 1000, together: once", f", per: {per}")
    case, team = world.started(now=NOW), world.team
    honour = an_honour(world, case, unit=team.id, name=team.name, year=2024, version=2)
    another = an_honour(world, case, unit=world.other_team.id, name=world.other_team.name, year=2024, version=2)
    other = an_honour(world, case, unit=team.id, name=team.name, year=year, honour="之星", programme=programme)
    with world.db.transaction(world.tenant) as session:
        paid = RewardRow(
            tenant=world.tenant, id=new_id(), honour_id=other, kind="money", given_by="employer", amount=D(600),
            what="", paid_on=NOW.date(), recorded_by="s", recorded_at=NOW,
        )  # fmt: skip
        session.add(paid)
    assert pay(world, honour, "600") == code
    assert pay(world, another, "600") == ""
