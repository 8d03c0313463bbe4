"""长兴 2018 (B1, B2, B3, B6, B7, B8): from the notice of 28 February to the last form on 25 November, by the regulation alone.

By hand.

Filings. The county has 16 townships and 2 industries (18 reviewing unions), and 17 grassroots unions: one in each
township and a school's. Form 1, 4, 5 and 3 are owed by 17, form 2 by 18: 86 filings. On 7 April, three days before form 1
is due, the eastern clerk is reminded for the seven unions of the seven eastern townships and for the school's, 8. On the
11th one union is overdue; it files on the 12th, 2 days late. 吕山 files form 2 on the 17th, 2 days late.

A township's contest, theory 30 %, practice 70 %; three judges, the highest and the lowest left out:

| who | theory | practice by three | middle | total |
|---|---|---|---|---|
| 知远 | 90 | 84, 88, 86 | 86 | 27 + 60.20 = 87.20 |
| 思齐 | 80 | 90, 92, 70 | 90 | 24 + 63.00 = 87.00 |
| 若谷 | 60 | 67, 69, 65, each 5 less for safety | 62 | 18 + 43.40 = 61.40 |

The first, then two seconds. 吕山 enters two, under the least number of three: no awards, but the two go on.

A county's contest, five judges (P − 3, P, P, P, P + 4), the middle three give P:

| who | theory, P | total | place |
|---|---|---|---|
| 1 | 92, 90 | 27.60 + 63.00 = 90.60 | 1 |
| 4 | 76, 96 | 22.80 + 67.20 = 90.00 | 2, by the better practice |
| 3 | 90, 90 | 27.00 + 63.00 = 90.00 | 3 |
| 5 and 6 | 85, 88 | 25.50 + 61.60 = 87.10 | 4, shared |
| 2 | 88, 86 | 26.40 + 60.20 = 86.60 | 6 |
| 7 | 80, 80 | 80.00 | 7 |
| 8 | 70, 80 | 21.00 + 56.00 = 77.00 | 8 |

One first, two seconds, three thirds; of eight 10 % is 0.8, cut to none. The first three go to the city's contest:
theory 40 %, practice 60 %. 88 and 90 make 35.20 + 54.00 = 89.20, 90 and 85 make 36.00 + 51.00 = 87.00, 59 is under 60 and out.

Honours. Sixteen teams for four honours, 64; the studio of 水口 is voted down, 63.

Money. 5 000 a township, within what was spent: fourteen of 5 000 and 吕山's 4 000 make 74 000 of 75 000. The sixteenth is
refused with 1 000 left; 画溪's 5 000 come back, 6 000 are left, the sixteenth is paid: 74 000 paid, 1 000 left.
"""

from decimal import Decimal

import pytest

from services.embedded.journey.cases import api
from services.embedded.journey.player import Player
from tests.acceptance import changxing_autumn, changxing_spring, changxing_summer
from tests.acceptance.changxing_autumn import PROGRAMMES, Autumn
from tests.acceptance.changxing_cast import CLERK, HERE, TOWNS, Town, of_trade
from tests.acceptance.changxing_spring import LATE_TOWN, LATE_UNION, Spring
from tests.acceptance.changxing_summer import Summer
from tests.live import Deployment

pytestmark = pytest.mark.xdist_group("deployment")
ON_BOTH_PROFILES = True

FIRST, WELDERS = TOWNS[0], of_trade("welder")


@pytest.fixture(scope="module")
def spring(player: Player, played: Deployment) -> Spring:
    story = changxing_spring.begin(player, played)
    changxing_spring.open_contests(player, story)
    changxing_spring.enter(player, story)
    changxing_spring.file_forms(player, story)
    return story


@pytest.fixture(scope="module")
def townships(player: Player, spring: Spring) -> Summer:
    story = Summer(spring)
    changxing_summer.judge_townships(player, spring, story)
    return story


@pytest.fixture(scope="module")
def county(player: Player, spring: Spring, townships: Summer) -> Summer:
    changxing_summer.enter_county(player, spring, townships)
    changxing_summer.judge_county(player, townships)
    return townships


@pytest.fixture(scope="module")
def money(player: Player, spring: Spring, townships: Summer) -> Autumn:
    story = Autumn()
    changxing_autumn.ask_money(player, spring, story)
    return story


@pytest.fixture(scope="module")
def city(player: Player, county: Summer) -> Summer:
    changxing_summer.hold_city(player, county)
    return county


@pytest.fixture(scope="module")
def year(player: Player, spring: Spring, money: Autumn, city: Summer) -> Autumn:
    changxing_autumn.act(player, spring, money)
    changxing_autumn.cultivate(player, spring, money)
    changxing_spring.file_last(player, spring)
    return money


def places(contest: Summer, name: str) -> list[tuple[str, int | None, str | None, str]]:
    rows = contest.results[name]
    return [(each["name"], each["place"], each["total"], each["award"]) for each in rows]


def test_every_row_that_is_wrong_is_told_by_its_number(spring: Spring) -> None:
    assert spring.wrong_rows == [
        "第 3 行“单位或班组”：“没有的班”不在您可以报名的单位里，请与平台上的名称一致。",
        "第 4 行“沈若谷”：年龄须不低于 16 周岁 且不超过 60 周岁，到报名截止日为 14 周岁。",
        "第 5 行“沈知远”：此人已报焊工，每人限报一个工种。",
    ]


def test_an_entry_after_the_closing_is_refused(spring: Spring) -> None:
    assert spring.after_closing == "报名已经截止，不再受理。"


def test_form_2_is_made_from_the_entries_with_its_total_row(spring: Spring, player: Player) -> None:
    form = player.get(FIRST.reviewer, spring.of(FIRST).path("/form-2"))

    assert [(each["number"], each["team"], each["participants"], each["leader"]) for each in form["rows"]] == [
        (1, "总装一班", 3, "沈知远")
    ]
    assert (form["employers"], form["workers"]) == (1, 3)


def test_those_who_owe_form_1_are_reminded_three_days_before(spring: Spring) -> None:
    assert len(spring.reminded) == 8
    assert spring.overdue == ["1 个单位逾期未报送 “工人先锋号”示范培育申报表"]


def test_a_judge_of_the_same_unit_and_a_score_after_finalising_are_refused(townships: Summer) -> None:
    assert townships.own_unit == "您与这名选手同属一个单位（班组），按规则回避，不能打分。"
    assert townships.after_final == "成绩已经定稿，不再改变。"


@pytest.mark.parametrize("town", [each for each in TOWNS if each.name != LATE_TOWN], ids=lambda each: each.name)
def test_a_township_s_contest_comes_to_what_was_worked_out_by_hand(townships: Summer, town: Town) -> None:
    assert places(townships, town.name) == [
        (town.first, 1, "87.20", "一等奖"),
        (town.second, 2, "87.00", "二等奖"),
        (town.third, 3, "61.40", "二等奖"),
    ]


def test_below_the_least_number_it_is_held_without_awards(townships: Summer) -> None:
    assert places(townships, LATE_TOWN) == [("韦知远", 1, "87.20", ""), ("韦思齐", 2, "87.00", "")]


def test_two_of_each_township_go_on_to_the_county(county: Summer) -> None:
    counted = {trade: county.entered[trade] for trade in ("焊工", "电工", "钳工", "叉车司机", "护理")}

    assert counted == {"焊工": 8, "电工": 8, "钳工": 6, "叉车司机": 6, "护理": 4}


def test_what_stood_before_the_final_word_is_said_and_cleared(county: Summer) -> None:
    first, second = county.blocked

    assert "还有 8 名选手的成绩不全" in first
    assert "还有 1 件申诉没有裁决" in second


def test_the_welders_places_are_those_worked_out_by_hand_one_of_them_shared(county: Summer) -> None:
    one, two, three, four = WELDERS

    assert places(county, "welder") == [
        (one.first, 1, "90.60", "一等奖"),
        (two.second, 2, "90.00", "二等奖"),
        (two.first, 3, "90.00", "二等奖"),
        (three.first, 4, "87.10", "三等奖"),
        (three.second, 4, "87.10", "三等奖"),
        (one.second, 6, "86.60", "三等奖"),
        (four.first, 7, "80.00", ""),
        (four.second, 8, "77.00", ""),
    ]
    assert [each["is_shared"] for each in county.results["welder"]] == [False] * 3 + [True] * 2 + [False] * 3


def test_the_best_welder_has_a_certificate_whose_code_leads_to_a_public_page(county: Summer, player: Player) -> None:
    held = county.county["welder"]
    place = f"/competitions/{HERE.code}"
    printed = player.get(CLERK, f"{place}/contests/{held.id}/certificates/{held.entries()[FIRST.first]}.pdf")
    page = player.get("", f"{place}/public/contests/{held.id}").decode()

    assert printed.startswith(b"%PDF")
    assert FIRST.first in page
    assert "路思齐" not in page  # the last of eight has no award


@pytest.mark.parametrize("trade", ["electrician", "fitter", "forklift", "nurse"])
def test_the_other_four_of_the_county_have_the_same_totals(county: Summer, trade: str) -> None:
    rows = county.results[trade]

    assert [each["total"] for each in rows] == ["90.60", "90.00", "90.00", "87.10", "87.10", "86.60", "80.00", "77.00"]


@pytest.mark.parametrize("trade", ["welder", "electrician"])
def test_the_city_s_contest_has_two_rounds_and_who_fails_theory_is_out(city: Summer, trade: str) -> None:
    rows = city.results[f"city-{trade}"]

    assert [(each["place"], each["total"]) for each in rows[:2]] == [(1, "89.20"), (2, "87.00")]
    assert [each["place"] for each in rows[2:]] == [None]


def test_the_city_s_federation_sees_nothing_of_the_county_s(city: Summer, player: Player) -> None:
    listed = player.get("huzhou.secretary1", api("3305", "contests", "competitions"))["rows"]
    answer = player.answer("GET", "huzhou.secretary1", city.city["welder"].path())

    assert listed == []
    assert answer.status_code == 403


def test_the_money_reconciles_and_no_more_is_given_than_there_is(money: Autumn) -> None:
    names = ("to_pay", "paid", "recalled", "left")
    stood = [tuple(int(Decimal(each[name])) for name in names) for each in money.accounts]

    assert {each["budget"] for each in money.accounts} == {"75000"}
    assert stood == [(64000, 10000, 0, 1000), (64000, 5000, 5000, 6000), (0, 74000, 5000, 1000)]
    assert money.beyond == "申请 5000 元，预算只剩 1000.00 元，超出预算不予补助"
    assert money.twice == "这场比武已经申请过补助，一场比武只补助一次"


def test_contests_are_counted_by_themselves(year: Autumn) -> None:
    wholes = {name: year.after[name]["whole"] for name in ("city_contests", "county_contests")}
    lines = {each["name"]: (each["amount"], each["state"]) for each in year.after["township_contest"]["bodies"]}

    assert {name: (line["amount"], line["state"]) for name, line in wholes.items()} == {
        "city_contests": ("2", "met"),
        "county_contests": ("5", "met"),
    }
    assert lines == {each.name: ("1", "met") for each in TOWNS}


@pytest.mark.parametrize("target", PROGRAMMES.values())
def test_honours_are_counted_by_themselves(year: Autumn, target: str) -> None:
    lines = {each["name"]: each["amount"] for each in year.after[target]["bodies"]}
    lacking = {"水口乡总工会"} if target == "new_studios" else set()

    assert {each["amount"] for each in year.before[target]["bodies"]} == {"0"}
    assert lines == {each.name: "0" if each.name in lacking else "1" for each in TOWNS}


def test_what_came_of_the_activities_is_kept(year: Autumn) -> None:
    assert year.activities == {
        "team_interaction": "held",
        "five_small": "applied",
        "mentoring": "passed",
        "protection_inspection": "solved",
        "training": "held",
    }


def test_every_form_is_there_by_the_last_day_and_two_came_late(year: Autumn, spring: Spring) -> None:
    rows = spring.campaign.filings()

    assert len(rows) == 86
    assert [(each["filing"], each["unit_name"], each["days_late"]) for each in rows if each["state"] != "on_time"] == [
        ("form-1", LATE_UNION, 2),
        ("form-2", LATE_TOWN, 2),
    ]
