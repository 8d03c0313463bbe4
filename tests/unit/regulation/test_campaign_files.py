"""The campaigns that come with the product say what their notices say (B2, B3, B7, D2, E5, E6)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from services.common.regulation import read
from services.common.regulation.campaign import Campaign
from services.common.regulation.campaign_targets import Counted, Rated, Reported

REGULATIONS = Path(__file__).parents[3] / "regulations"


def the_campaign(name: str) -> Campaign:
    checked = read((REGULATIONS / f"{name}.yaml").read_text(encoding="utf-8"))
    assert checked.faults == ()
    assert checked.regulation is not None
    (campaign,) = checked.regulation.campaigns.values()
    return campaign


def test_changxing_counts_contests_and_honours_of_every_township() -> None:
    campaign = the_campaign("changxing-2018")
    counted = [each for each in campaign.targets if isinstance(each, Counted)]
    assert len(counted) == len(campaign.targets) == 7
    assert [(each.of[0], each.count, each.bound.at_least) for each in counted] == [
        ("federation", "contests", 2),
        ("federation", "contests", 5),
        ("each township", "contests", 1),
        *[("each township", "honours_cultivated", 1)] * 4,
    ]


def test_changxing_forms_are_due_on_the_days_of_the_notice() -> None:
    filings = the_campaign("changxing-2018").filings
    assert [(each.id, each.due.on, each.copies) for each in filings] == [
        ("form-1", date(2018, 4, 10), 3),
        ("form-2", date(2018, 4, 15), 2),
        ("form-3", date(2018, 11, 25), 1),
        ("form-4", date(2018, 4, 15), 3),
        ("form-5", date(2018, 4, 15), 3),
    ]
    assert [each.made_from for each in filings] == [None, "entries", None, None, None]


def test_shaanxi_reports_figures_and_rates_upward() -> None:
    campaign = the_campaign("shaanxi-campaign")
    assert campaign.deployed is not None
    assert campaign.deployed.to == ("city", "county")
    aims = {each.id: (type(each), each.bound.at_least, each.split) for each in campaign.targets}
    assert aims == {
        "new_unions": (Reported, Decimal(11960), "raised"),
        "union_rate": (Rated, Decimal("79.9"), "given"),
        "new_members": (Reported, Decimal(147900), "raised"),
        "member_rate": (Rated, Decimal("93.5"), "given"),
        "outstanding_workers": (Counted, Decimal(10), None),
    }


def test_ziyang_units_file_their_plan_by_the_end_of_november() -> None:
    campaign = the_campaign("ziyang-campaign")
    (plan,) = campaign.filings
    assert (plan.id, plan.due.on, plan.due.late) == ("plan", date(2011, 11, 30), "marked")
    assert campaign.criticism is not None
    assert campaign.criticism.rectify.phrase() == "30 天"
