"""陕西 2012 (D1, D2, D7): the province's plan goes to ten cities and twenty counties, comes back as figures, and adds up.

By hand. 新建工会组织净增, goal 11 960: each city is given 1 196 and takes it on, the first raises it to 1 300, so that those
below take 12 064. By 30 June the first county of city n reports 300 + n, the second 290: city n has 590 + n, all ten
5 900 + 55 = 5 955, which is under the half of 11 960 (5 980): the province is behind by 25 that day. On 8 October the
second county of city 1 corrects 290 to 340 (+ 50): city 1 has 641, the province 6 005.

建会率: the first county of city n has 70 + n of 100, the second 390 of 500: city n (460 + n) / 600. The province has
4 600 + 55 = 4 655 of 6 000, 77.58 % (cut), short of 79.9 %. The mean of the twenty rates would be 76.75 %.
The correction of 390 to 410 in city 1 makes it 481 of 600 (80.16 %, met), the province 4 675 of 6 000, 77.91 %.
"""

from datetime import date
from decimal import Decimal

import pytest

from services.common.regulation.campaign_targets import Rated
from tests.integration.competitions.campaign_world import Federations, fig, refused

BEGIN, HALF, AUTUMN = date(2012, 3, 5), date(2012, 6, 30), date(2012, 10, 8)
CITIES = ("西安", "铜川", "宝鸡", "咸阳", "渭南", "延安", "汉中", "榆林", "安康", "商洛")


class Province:
    def __init__(self, databases, clock):
        self.all = Federations(databases.of("competitions"), clock)
        self.all.on(BEGIN)
        self.top = self.all.add("province", name="陕西省总工会")
        self.cities = [self.all.add("city", self.top.code, f"{name}市总工会") for name in CITIES]
        self.counties = [
            [self.all.add("county", city.code, f"{name}第{number}县总工会") for number in "一二"]
            for name, city in zip(CITIES, self.cities, strict=True)
        ]
        self.campaign = self.all.publish(self.top, self.all.rules(self.top, "shaanxi-campaign"), "plan-2012")
        self.all.settle()

    def line(self, place, target):
        return self.all.standings(place.code, self.campaign)[target].whole

    def report(self, target, first, second):
        """The report of every second county, by city."""
        kept = []
        for n, (one, two) in enumerate(self.counties, 1):
            self.all.report(one.code, self.campaign, target, first(n), HALF)
            kept.append(self.all.report(two.code, self.campaign, target, second, HALF))
        self.all.settle()
        return kept


@pytest.fixture
def province(databases, clock):
    return Province(databases, clock)


def test_the_plan_goes_down_comes_back_and_one_late_correction_changes_every_sum(province):
    all_, campaign, top = province.all, province.campaign, province.top.code
    assert [all_.count(each.code, "campaign") for pair in province.counties for each in pair] == [1] * 20

    all_.offer(top, campaign, "new_unions", {city.code: 1196 for city in province.cities})
    all_.settle()
    for city in province.cities:
        all_.take(city.code, campaign, "new_unions", 1300 if city is province.cities[0] else 1196)
    all_.settle()
    balance = all_.standings(top, campaign)["new_unions"].balance
    assert (balance.taken, balance.short) == (Decimal(12064), Decimal(0))

    all_.on(HALF)
    sums = province.report("new_unions", lambda n: fig(300 + n), fig(290))
    rates = province.report("union_rate", lambda n: fig(70 + n, 100), fig(390, 500))
    assert [all_.whole(city.code, campaign, "new_unions") for city in province.cities] == [
        fig(590 + n) for n in range(1, 11)
    ]
    line = province.line(province.top, "new_unions")
    assert (line.figure, line.progress.expected, str(line.progress.state)) == (fig(5955), Decimal(5980), "behind")
    rate = province.line(province.top, "union_rate")
    assert (rate.figure, str(rate.progress.shown), str(rate.progress.state)) == (
        fig(4655, 6000),
        "77.58",
        "on_the_way",
    )
    target = all_.standings(top, campaign)["union_rate"].target
    assert isinstance(target, Rated)
    shown = [target.shown(Decimal(70 + n), Decimal(100)) for n in range(1, 11)] + [Decimal("78.00")] * 10
    assert sum(shown) / 20 == Decimal("76.75")

    all_.on(AUTUMN)
    late = province.counties[0][1].code
    all_.correct(late, campaign, sums[0], fig(340), "补报六月底前成立的五十家")
    all_.correct(late, campaign, rates[0], fig(410, 500), "补报六月底前成立的二十家")
    all_.settle()
    assert all_.whole(province.cities[0].code, campaign, "new_unions") == fig(641)
    assert province.line(province.top, "new_unions").figure == fig(6005)
    city = province.line(province.cities[0], "union_rate")
    assert (city.figure, str(city.progress.shown), str(city.progress.state)) == (fig(481, 600), "80.16", "met")
    rate = province.line(province.top, "union_rate")
    assert (rate.figure, str(rate.progress.shown)) == (fig(4675, 6000), "77.91")
    trace = [each for each in all_.log(top, "figure_told") if each["is_correction"]]
    assert [(each["target"], each["amount"], each["reason"]) for each in trace] == [
        ("new_unions", "641", "补报六月底前成立的五十家"),
        ("union_rate", "481", "补报六月底前成立的二十家"),
    ]
    too_many = lambda: all_.report(late, campaign, "union_rate", fig(501, 500), AUTUMN)  # noqa: E731
    assert refused(too_many) == "rate_above_100"
