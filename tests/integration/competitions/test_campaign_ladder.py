"""The province's plan (D1, D2): deployed to cities and counties, shared out, reported, added up, corrected late."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from pioneer.competitions.v1 import campaign_events_pb2 as events

from services.common.clock import SettableClock
from services.common.consumers import Forged
from tests.factories import Place
from tests.integration.competitions.campaign_world import Federations, fig, refused

BEGIN, JUNE, AUTUMN = date(2012, 3, 5), date(2012, 6, 30), date(2012, 10, 8)


class Ladder:
    """One province, two cities, three counties; another province beside it with a campaign of its own."""

    def __init__(self, db: Any, clock: SettableClock) -> None:
        self.all = Federations(db, clock)
        self.all.on(BEGIN)
        self.province = self.all.add("province", name="陕西省总工会")
        self.cities = [self.all.add("city", self.province.code, name) for name in ("安康市总工会", "汉中市总工会")]
        self.counties = [
            self.all.add("county", self.cities[0].code, "紫阳县总工会"),
            self.all.add("county", self.cities[0].code, "汉阴县总工会"),
            self.all.add("county", self.cities[1].code, "勉县总工会"),
        ]
        self.neighbour = self.all.add("province", name="安徽省总工会")
        self.campaign = self.all.publish(self.province, self.all.rules(self.province, "shaanxi-campaign"), "plan-2012")
        self.all.publish(self.neighbour, self.all.rules(self.neighbour, "shaanxi-campaign"), "plan-2012")
        self.all.settle()

    def whole(self, place: Place, target: str) -> Any:
        return self.all.whole(place.code, self.campaign, target)


@pytest.fixture
def ladder(databases: Any, clock: SettableClock) -> Ladder:
    return Ladder(databases.of("competitions"), clock)


def test_a_deployed_campaign_reaches_every_federation_below_and_nobody_else(ladder: Ladder) -> None:
    below = [*ladder.cities, *ladder.counties]
    assert [ladder.all.count(each.code, "campaign") for each in (ladder.province, *below)] == [1] * 6
    assert ladder.all.count(ladder.neighbour.code, "campaign") == 1
    targets = ["new_unions", "union_rate", "new_members", "member_rate"]
    assert list(ladder.all.standings(ladder.counties[0].code, ladder.campaign)) == targets
    assert list(ladder.all.standings(ladder.province.code, ladder.campaign)) == [*targets, "outstanding_workers"]


def test_a_total_goes_down_in_shares_and_what_is_taken_is_held_against_it(ladder: Ladder) -> None:
    first, second = (each.code for each in ladder.cities)
    ladder.all.offer(ladder.province.code, ladder.campaign, "new_unions", {first: 7000, second: 4960})
    ladder.all.settle()
    assert refused(lambda: ladder.all.take(first, ladder.campaign, "new_unions", 6999)) == "share_not_lowered"
    ladder.all.take(first, ladder.campaign, "new_unions", 7100)
    ladder.all.settle()

    above = ladder.all.standings(ladder.province.code, ladder.campaign)["new_unions"]
    assert [(line.body.key, line.offered, line.taken) for line in above.lines] == sorted(
        [(first, 7000, 7100), (second, 4960, None)]
    )
    assert above.balance is not None
    assert (above.balance.taken, above.balance.short, above.balance.is_covered) == (Decimal(12060), 0, True)
    here = ladder.all.standings(first, ladder.campaign)["new_unions"]
    assert here.whole is not None
    assert (here.whole.progress.goal.at_least, here.balance and here.balance.short) == (Decimal(7100), Decimal(7100))


def test_nothing_is_met_before_a_share_is_known(ladder: Ladder) -> None:
    first, second = (each.code for each in ladder.cities)

    def states(code: str) -> dict[str, str]:
        found = ladder.all.standings(code, ladder.campaign)["new_unions"]
        lines = ([found.whole] if found.whole else []) + list(found.lines)
        return {line.body.key: str(line.progress.state) for line in lines}

    county, other = sorted(each.code for each in ladder.counties[:2])
    assert states(ladder.province.code) == {"": "on_the_way", first: "unshared", second: "unshared"}
    assert states(first) == {"": "unshared", county: "unshared", other: "unshared"}
    ladder.all.offer(ladder.province.code, ladder.campaign, "new_unions", {first: 7000, second: 0})
    ladder.all.settle()
    assert states(ladder.province.code) == {"": "on_the_way", first: "on_the_way", second: "met"}
    assert states(first) == {"": "on_the_way", county: "unshared", other: "unshared"}


def test_a_rate_goes_down_as_it_is_and_may_not_be_set_otherwise(ladder: Ladder) -> None:
    for place in (*ladder.cities, *ladder.counties):
        line = ladder.all.standings(place.code, ladder.campaign)["union_rate"].whole
        assert line is not None
        assert line.progress.goal.at_least == Decimal("79.9")
    county = ladder.counties[0].code
    assert refused(lambda: ladder.all.take(county, ladder.campaign, "union_rate", 70)) == "share_is_given"


def test_figures_add_up_by_parts_and_one_late_correction_changes_every_sum_above(ladder: Ladder) -> None:
    """799 of 1 000, 300 of 600, 90 of 100: 1 099 of 1 600 in the city, 1 189 of 1 700 in the province (69.94 %)."""
    all_, campaign = ladder.all, ladder.campaign
    ziyang, hanyin, mian = (each.code for each in ladder.counties)
    all_.on(JUNE)
    all_.report(ziyang, campaign, "union_rate", fig(799, 1000), JUNE)
    wrong = all_.report(hanyin, campaign, "union_rate", fig(300, 600), JUNE)
    all_.report(mian, campaign, "union_rate", fig(90, 100), JUNE)
    all_.settle()
    assert ladder.whole(ladder.cities[0], "union_rate") == fig(1099, 1600)
    assert ladder.whole(ladder.cities[1], "union_rate") == fig(90, 100)
    assert ladder.whole(ladder.province, "union_rate") == fig(1189, 1700)
    line = all_.standings(ladder.province.code, campaign)["union_rate"].whole
    assert line is not None
    assert str(line.progress.shown) == "69.94"

    all_.on(AUTUMN)
    all_.correct(hanyin, campaign, wrong, fig(510, 600), "漏报两个工业园区")
    all_.settle()
    assert ladder.whole(ladder.counties[1], "union_rate") == fig(510, 600)
    assert ladder.whole(ladder.cities[0], "union_rate") == fig(1309, 1600)
    assert ladder.whole(ladder.cities[1], "union_rate") == fig(90, 100)
    assert ladder.whole(ladder.province, "union_rate") == fig(1399, 1700)

    trace = all_.log(ladder.province.code, "figure_told")[-1]
    assert (trace["is_correction"], trace["reason"], trace["amount"]) == (True, "漏报两个工业园区", "1309")
    (own,) = all_.log(hanyin, "figure_corrected")
    assert (own["before"], own["after"]) == (["300", "600"], ["510", "600"])


def test_sums_are_added_over_reports_and_counties(ladder: Ladder) -> None:
    ziyang, hanyin, _ = (each.code for each in ladder.counties)
    ladder.all.on(AUTUMN)
    ladder.all.report(ziyang, ladder.campaign, "new_unions", fig(30), JUNE)
    ladder.all.report(ziyang, ladder.campaign, "new_unions", fig(-4), date(2012, 9, 30))
    ladder.all.report(hanyin, ladder.campaign, "new_unions", fig(11), JUNE)
    ladder.all.settle()
    assert ladder.whole(ladder.cities[0], "new_unions") == fig(37)
    assert ladder.whole(ladder.province, "new_unions") == fig(37)


def test_who_is_behind_is_named_by_the_day(ladder: Ladder) -> None:
    first, second = (each.code for each in ladder.cities)
    ladder.all.offer(ladder.province.code, ladder.campaign, "new_unions", {first: 100, second: 100})
    ladder.all.settle()
    ladder.all.on(JUNE)
    ladder.all.report(ladder.counties[0].code, ladder.campaign, "new_unions", fig(50), JUNE)
    ladder.all.report(ladder.counties[2].code, ladder.campaign, "new_unions", fig(49), JUNE)
    ladder.all.settle()
    lines = ladder.all.standings(ladder.province.code, ladder.campaign)["new_unions"].lines
    states = {line.body.key: (line.progress.state, line.progress.expected) for line in lines}
    assert states == {first: ("on_the_way", Decimal(50)), second: ("behind", Decimal(50))}


def test_what_cannot_be_is_refused(ladder: Ladder) -> None:
    county, campaign = ladder.counties[0].code, ladder.campaign
    ladder.all.on(JUNE)
    assert refused(lambda: ladder.all.report(county, campaign, "union_rate", fig(101, 100), JUNE)) == "rate_above_100"
    report = ladder.all.report(county, campaign, "union_rate", fig(100, 100), JUNE)
    assert refused(lambda: ladder.all.correct(county, campaign, report, fig(99, 100), " ")) == "reason_for_correction"
    province = ladder.province
    published = lambda: ladder.all.publish(province, "shaanxi-campaign", "plan-2012")  # noqa: E731
    assert refused(published) == "campaign_published"
    counted = lambda: ladder.all.report(province.code, campaign, "outstanding_workers", fig(1), JUNE)  # noqa: E731
    assert refused(counted) == "counted_not_reported"


def test_another_federation_sees_nothing_and_can_tell_nothing(ladder: Ladder) -> None:
    assert refused(lambda: ladder.all.standings(ladder.neighbour.code, ladder.campaign)) == "not_found"
    said = events.FigureTold(
        campaign_id=str(ladder.campaign), from_tenant=ladder.neighbour.code, to_tenant=ladder.province.code,
        target_id="new_unions", amount="9999", revision=1,
    )  # fmt: skip
    with pytest.raises(Forged):
        ladder.all.deliver(said, ladder.neighbour.code)
    said.from_tenant = ladder.cities[0].code
    with pytest.raises(Forged):
        ladder.all.deliver(said, ladder.neighbour.code)
    assert ladder.whole(ladder.province, "new_unions") is None


def test_what_comes_twice_or_late_changes_nothing(ladder: Ladder) -> None:
    city = ladder.cities[1].code
    ladder.all.on(JUNE)

    def told(amount: int, revision: int) -> None:
        said = events.FigureTold(
            campaign_id=str(ladder.campaign), from_tenant=city, to_tenant=ladder.province.code, target_id="new_unions",
            amount=str(amount), revision=revision,
        )  # fmt: skip
        ladder.all.deliver(said, city)

    told(20, 2)
    told(10, 1)
    told(20, 2)
    assert ladder.whole(ladder.province, "new_unions") == fig(20)


def test_ids_are_the_same_at_every_level(ladder: Ladder) -> None:
    with ladder.all.db.read(ladder.counties[0].code) as session:
        from services.competitions.models.campaign import CampaignRow

        row = session.get_one(CampaignRow, (ladder.counties[0].code, ladder.campaign))
        assert (row.id, row.from_tenant) == (UUID(str(ladder.campaign)), ladder.cities[0].code)
