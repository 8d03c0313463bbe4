"""Campaigns: whom a target is of, how it is counted, what filings and subsidies ask, and what is refused (B2, D2, E6)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.common.regulation import MonthDay, Span
from services.common.regulation.bounds import Percent
from services.common.regulation.campaign import Campaign
from services.common.regulation.campaign_bodies import levels_below, unit_kinds
from services.common.regulation.campaign_filings import LatePoints
from services.common.regulation.campaign_targets import Counted, Rated, Reported
from tests.unit.regulation.notices import regulation_of, the_fault

HEAD = """\
regulation: drive
title: 劳动竞赛
tenant: "330522"
effective: 2025-01-01
campaigns:
  theme:
    title: 主题劳动竞赛
    runs: {from: 2025-01-01, to: 2025-12-31}
"""
RATE = "{id: rate, title: 建会率, rate: {part: 已建会企业, whole: 应建会企业}, reported_by: each township, at_least: 79.9%}"
PLAN = "{id: plan, title: 方案, of: each township, due: {on: 2025-11-30, late: marked}}"
GRANT = "{id: money, title: 补助, of: each township, amount: 5000}"


def campaign_of(rules: str) -> Campaign:
    return regulation_of(f"{HEAD}{rules}").campaigns["theme"]


def target(rules: str) -> str:
    return f"    targets: [{rules}]\n"


def filing(rules: str) -> str:
    return f"    filings: [{rules}]\n"


def subsidy(rules: str) -> str:
    return f"    budget: 20000\n    subsidies: [{rules}]\n"


def test_a_counted_target_says_which_facts_count() -> None:
    (found,) = campaign_of(
        target(
            "{id: c, title: 比武, of: each township, count: contests, where: {level: township}, at_least: 1, unit: 场}"
        )
    ).targets
    assert isinstance(found, Counted)
    assert (found.of, found.count, found.where.level, found.bound.at_least) == (
        ("each township",),
        "contests",
        "township",
        Decimal(1),
    )
    assert list(found.sentences()) == [
        "各乡镇（街道、园区）工会：比武不少于 1 场。由平台按举办的技能比武（乡镇级）自动统计。"
    ]


def test_a_reported_target_is_split_among_the_federations_below() -> None:
    campaign = campaign_of(
        "    deployed: {to: [city, county], decompose: {on: 2025-04-30, late: marked}}\n"
        + target(
            "{id: u, title: 净增, report: added, at_least: 11960, split: raised, milestones: [{on: 06-30, at_least: 50%}]}"
        )
    )
    (found,) = campaign.targets
    assert isinstance(found, Reported)
    assert campaign.deployed is not None
    assert (campaign.deployed.to, found.split, found.reported_by) == (("city", "county"), "raised", ("federation",))
    assert [(each.on, each.at_least) for each in found.milestones] == [(MonthDay(6, 30), Percent(Decimal(50)))]


@pytest.mark.parametrize(
    ("part", "whole", "shown", "is_met"),
    [
        ("7990", "10000", "79.90", True),
        ("7989", "10000", "79.89", False),
        ("79899", "100000", "79.89", False),
        ("2", "3", "66.66", False),
        ("10000", "10000", "100.00", True),
    ],
)
def test_a_rate_is_compared_as_shown_and_never_rounded_up(part: str, whole: str, shown: str, is_met: bool) -> None:
    (found,) = campaign_of(target(RATE)).targets
    assert isinstance(found, Rated)
    figure = found.shown(Decimal(part), Decimal(whole))
    assert (str(figure), found.bound.admits(figure)) == (shown, is_met)


@pytest.mark.parametrize(
    ("rules", "path", "code"),
    [
        ("{id: c, title: 比武, count: contests, at_least: 50%}", "targets.c.at_least", "target_of_other_kind"),
        (RATE.replace("79.9%", "79.9"), "targets.rate.at_least", "target_of_other_kind"),
        (RATE.replace("79.9%", "100.1%"), "targets.rate.at_least", "rate_beyond_100"),
        (RATE.replace("79.9%", "79.999%"), "targets.rate.decimals", "finer_than_shown"),
        (RATE.replace(", whole: 应建会企业", ""), "targets.rate.rate.whole", "missing_key"),
        ("{id: c, title: 比武, count: contests}", "targets.c", "missing_key"),
        ("{id: c, title: 比武, count: contest, at_least: 1}", "targets.c.count", "unknown_word"),
        ("{id: h, title: 先锋号, count: honours_cultivated, at_least: 1}", "targets.h.where.honour", "where_of_other_kind"),
        ("{id: c, title: 比武, count: contests, where: {honour: 甲}, at_least: 1}", "targets.c.where.honour", "where_of_other_kind"),
        ("{id: c, title: 比武, count: contests, where: {activity: training}, at_least: 1}", "targets.c.where.activity", "where_of_other_kind"),
        ("{id: a, title: 活动, count: activities, where: {trade: 焊工}, at_least: 1}", "targets.a.where.trade", "where_of_other_kind"),
        ("{id: a, title: 活动, count: activities, where: {activity: training, outcome: adopted}, at_least: 1}", "targets.a.where.outcome", "unknown_outcome"),
        ("{id: u, title: 净增, report: added, at_least: 5, split: given}", "targets.u.split", "split_without_deployed"),
        ("{id: u, title: 净增, report: added, at_most: 5, split: given}", "targets.u.split", "nothing_to_split"),
        ("{id: u, title: 净增, of: each township, report: added, at_least: 5, split: given}", "targets.u.split", "split_of_units"),
        ("{id: u, title: 净增, of: [federation, each township], report: added, at_least: 5}", "targets.u.of", "federation_and_others"),
        ("{id: u, title: 净增, report: added, at_least: 5, due: {on: 2024-12-31}}", "targets.u.due.on", "day_never_comes"),
        ("{id: u, title: 净增, report: added, at_least: 5, due: {from: announced, within: {days: 3}}}", "targets.u.due.from", "event_never_announced"),
        ("{id: u, title: 净增, report: added, at_least: 5, milestones: [{on: 06-30, at_least: 80%}, {on: 09-30, at_least: 50%}]}", "targets.u.milestones", "contradictory_bounds"),
    ],
)  # fmt: skip
def test_a_target_that_nobody_could_count_is_refused(rules: str, path: str, code: str) -> None:
    text = f"{HEAD}{target(rules)}"
    if code in ("nothing_to_split", "split_of_units"):
        text = f"{HEAD}    deployed: {{to: city}}\n{target(rules)}"
    fault = the_fault(text)
    assert (fault.path.removeprefix("campaigns.theme."), fault.code) == (path, code)


def test_a_milestone_outside_the_run_never_comes() -> None:
    rules = "{id: u, title: 净增, report: added, at_least: 5, milestones: [{on: 02-28, at_least: 50%}]}"
    fault = the_fault(f"{HEAD}{target(rules)}".replace("from: 2025-01-01", "from: 2025-03-01"))
    assert (fault.path, fault.code) == ("campaigns.theme.targets.u.milestones.1.on", "day_never_comes")


def test_a_filing_says_whose_it_is_when_it_is_due_and_who_keeps_it() -> None:
    (found,) = campaign_of(
        filing(
            "{id: plan, title: 方案, of: [each township, each direct], to: 办公室, due: {on: 2025-11-30, late: marked},"
            " copies: 2, keepers: [办公室, 报送单位], remind: [{days: 7}, {working_days: 1}]}"
        )
    ).filings
    assert unit_kinds(found.of) == ("township", "direct")
    assert (found.copies, found.keepers, found.remind) == (
        2,
        ("办公室", "报送单位"),
        (Span(7, "days"), Span(1, "working_days")),
    )
    assert found.due.standing_on(date(2025, 11, 30)) == "on_time"
    assert found.due.standing_on(date(2025, 12, 1)) == "late"
    assert list(found.sentences()) == [
        "各乡镇（街道、园区）工会、各直属单位工会报送至办公室：方案，2025年11月30日前，逾期受理并注明，一式 2 份。",
        "方案由办公室、报送单位各存一份。",
        "方案到期前 7 天、1 个工作日提醒。",
    ]


@pytest.mark.parametrize(
    ("rules", "path", "code"),
    [
        (PLAN.replace("late: marked}", "late: marked}, copies: 2, keepers: [办公室]"), "keepers", "copies_and_keepers"),
        (PLAN.replace("late: marked}", "late: marked}, form: entry"), "form", "unknown_reference"),
        (PLAN.replace("late: marked}", "late: marked}, remind: [{months: 1}]"), "remind", "span_without_unit"),
        (PLAN.replace("2025-11-30", "2024-11-30"), "due.on", "day_never_comes"),
        (PLAN.replace("on: 2025-11-30", "from: conferred, within: {days: 3}"), "due.from", "event_never_announced"),
        (
            PLAN.replace("late: marked}", "late: marked}, late_points: {at_most: 5}"),
            "late_points",
            "points_without_sum",
        ),
        (
            PLAN.replace("late: marked}", "late: marked}, late_points: {per_day: 1, at_most: 5, never: 4}"),
            "late_points.never",
            "contradictory_bounds",
        ),
    ],
)
def test_a_filing_that_nobody_could_make_is_refused(rules: str, path: str, code: str) -> None:
    fault = the_fault(f"{HEAD}{filing(rules)}")
    assert (fault.path, fault.code) == (f"campaigns.theme.filings.plan.{path}", code)


@pytest.mark.parametrize(
    ("days", "is_filed", "lost"),
    [(0, True, "0"), (1, True, "1"), (5, True, "5"), (6, True, "5"), (0, False, "0"), (1, False, "10")],
)
def test_lateness_costs_by_the_day_and_never_filing_costs_more(days: int, is_filed: bool, lost: str) -> None:
    points = LatePoints(per_day=Decimal(1), at_most=Decimal(5), never=Decimal(10))
    assert points.lost(days, is_filed=is_filed) == Decimal(lost)


@pytest.mark.parametrize(
    ("rules", "level", "heads", "amount"),
    [
        ("amount: 5000", "township", 30, "5000"),
        ("table: [{level: township, amount: 3000}, {level: county, amount: 8000}]", "county", 0, "8000"),
        ("table: [{level: township, amount: 3000}]", "county", 0, None),
        ("amount: 1000, per_head: 50", "township", 30, "2500"),
        ("per_head: 50, ceiling: 2000", "township", 40, "2000"),
        ("per_head: 50, ceiling: 2000", "township", 41, "2000"),
        ("per_head: 50, ceiling: 2000", "township", 39, "1950"),
    ],
)
def test_a_standard_is_per_contest_per_level_and_per_head(
    rules: str, level: str, heads: int, amount: str | None
) -> None:
    (found,) = campaign_of(subsidy(f"{{id: money, title: 补助, of: each township, {rules}}}")).subsidies
    assert found.sum_for(level, heads) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize(
    ("rules", "path", "code"),
    [
        (subsidy("{id: money, title: 补助, of: each township}"), "subsidies.money", "money_without_sum"),
        (subsidy(GRANT.replace("5000", "5000, table: [{level: city, amount: 1}]")), "subsidies.money.amount", "money_twice"),
        (subsidy(GRANT.replace("amount: 5000", "table: [{level: city, amount: 1}, {level: city, amount: 2}]")), "subsidies.money.table", "duplicate_id"),
        (subsidy(GRANT.replace("5000", "5000, where: {honour: 甲}")), "subsidies.money.where", "where_of_other_kind"),
        (f"    subsidies: [{GRANT}]\n", "subsidies", "subsidy_without_budget"),
        (subsidy(GRANT.replace("each township", "each county")), "subsidies.money.of", "unknown_word"),
    ],
)  # fmt: skip
def test_a_subsidy_without_a_sum_or_a_budget_is_refused(rules: str, path: str, code: str) -> None:
    fault = the_fault(f"{HEAD}{rules}")
    assert (fault.path.removeprefix("campaigns.theme."), fault.code) == (path, code)


def test_a_campaign_without_anything_in_it_is_refused() -> None:
    fault = the_fault(HEAD)
    assert (fault.path, fault.code) == ("campaigns.theme", "empty_campaign")


@pytest.mark.parametrize(("last", "is_refused"), [("2025-01-01", False), ("2024-12-31", True)])
def test_a_run_ends_no_earlier_than_it_begins(last: str, is_refused: bool) -> None:
    text = f"{HEAD}    activities: [training]\n".replace("to: 2025-12-31", f"to: {last}")
    if not is_refused:
        assert regulation_of(text).campaigns["theme"].activities == ("training",)
        return
    fault = the_fault(text)
    assert (fault.path, fault.code) == ("campaigns.theme.runs.to", "contradictory_bounds")


def test_bodies_are_kinds_of_units_or_levels_of_federations() -> None:
    assert unit_kinds(("each reviewing_union", "each township")) == ("township", "industry", "direct")
    assert levels_below(("each county", "each township")) == ("county",)
