"""What federations tell one another, twice and in any order: the newest word stands, a forged one never comes in."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from pioneer.applications.v1 import events_pb2 as applications
from pioneer.competitions.v1 import campaign_events_pb2 as events
from sqlalchemy import text

from services.common.clock import SettableClock
from services.common.consumers import Forged
from services.common.ids import new_id
from services.competitions.consumers import handlers
from tests.integration.competitions.ladder import BEGIN, JUNE, SPRING, Ladder


@pytest.fixture
def ladder(databases: Any, clock: SettableClock) -> Ladder:
    return Ladder(databases.of("competitions"), clock)


def a_figure(ladder: Ladder, revision: int, amount: int) -> events.FigureTold:
    city, county = ladder.cities[0], ladder.counties[0]
    return events.FigureTold(
        campaign_id=str(ladder.campaign), from_tenant=city.code, to_tenant=ladder.province.code,
        target_id="rate", amount=str(amount), whole="100", revision=revision,
        parts=[events.BodyFigure(body=county.code, amount=str(amount), whole="100")],
    )  # fmt: skip


def test_in_whatever_order_figures_come_and_however_often_the_newest_holds(ladder: Ladder) -> None:
    city = ladder.cities[0]
    said = [ladder.all.record(a_figure(ladder, revision, revision * 10), city.code) for revision in (1, 2, 3)]
    for order in permutations(range(3)):
        with ladder.all.db.transaction(ladder.province.code) as session:
            for table in ("campaign_part", "campaign_told", "inbox"):
                session.execute(text(f"delete from {table} where tenant = :t"), {"t": ladder.province.code})
        outcomes = [handlers.handle(said[number]) for number in (*order, *order)]
        assert outcomes == ["handled"] * 3 + ["duplicate"] * 3
        assert ladder.lines(ladder.province, "rate") == {"紫阳县总工会": "30"}, order


def test_shares_come_in_any_order_and_the_latest_word_stands(ladder: Ladder) -> None:
    all_, (province, city) = ladder.all, (ladder.province.code, ladder.cities[0].code)
    said = []
    for number, day in enumerate((BEGIN, SPRING, JUNE), 1):
        all_.on(day)
        names = {"campaign_id": str(ladder.campaign), "target_id": "new_pioneers", "amount": str(number)}
        offered = events.ShareOffered(**names, from_tenant=province, to_tenant=city)
        taken = events.ShareTaken(**names, from_tenant=city, to_tenant=province)
        said += [all_.record(offered, province), all_.record(taken, city)]
    asked = text("select offered, taken from campaign_share where tenant = :t and body = :body")
    for order in ((0, 2, 4), (4, 2, 0), (2, 4, 0)):
        for place, first in ((city, 0), (province, 1)):
            with all_.db.transaction(place) as session:
                for table in ("campaign_share", "inbox"):
                    session.execute(text(f"delete from {table} where tenant = :t"), {"t": place})
            outcomes = [handlers.handle(said[number + first]) for number in (*order, *order)]
            assert outcomes == ["handled"] * 3 + ["duplicate"] * 3
        with all_.db.read(city) as session:
            assert session.execute(asked, {"t": city, "body": ""}).one().offered == 3
        with all_.db.read(province) as session:
            assert session.execute(asked, {"t": province, "body": city}).one().taken == 3


def test_honours_come_in_any_order_and_a_revoked_one_never_counts(ladder: Ladder) -> None:
    place = ladder.counties[0].code
    for order in permutations(range(2)):
        honour = str(new_id())
        names = {"honour_id": honour, "honour": "工人先锋号", "level": "county"}
        said = [
            applications.HonourConferred(**names, conferred_on=SPRING.isoformat()),
            applications.HonourRevoked(**names, revoked_on=JUNE.isoformat()),
        ]
        records = [ladder.all.record(each, place, source="applications", topic="applications.cases") for each in said]
        outcomes = [handlers.handle(records[number]) for number in (*order, *order)]
        assert outcomes == ["handled"] * 2 + ["duplicate"] * 2
        with ladder.all.db.read(place) as session:
            asked = text("select conferred_on, revoked_on from honour_fact where tenant = :t and id = :id")
            assert tuple(session.execute(asked, {"t": place, "id": honour}).one()) == (SPRING, JUNE)


def test_a_figure_of_a_body_elsewhere_is_forged(ladder: Ladder) -> None:
    said = a_figure(ladder, 1, 10)
    said.parts[0].body = ladder.counties[2].code
    with pytest.raises(Forged):
        ladder.all.deliver(said, ladder.cities[0].code)
