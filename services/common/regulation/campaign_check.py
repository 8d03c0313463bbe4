"""A campaign against the rest of its regulation: forms it names, days within its run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from services.common.regulation.campaign import Campaign
from services.common.regulation.due import Due
from services.common.regulation.fault import Complaint, nearest


def campaign_complaints(campaign: Campaign, forms: Iterable[str], level: str = "") -> Iterator[Complaint]:
    """Paths begin below the campaign."""
    known = list(forms)
    for filing in campaign.filings:
        at = f"filings.{filing.id}"
        if filing.form is not None and filing.form not in known:
            like = nearest(filing.form, known)
            tail = f"，是不是想写“{like}”？" if like else f"。已有的表格：{'、'.join(known) or '（无）'}。"
            yield Complaint(f"{at}.form", "unknown_reference", f"没有名为“{filing.form}”的表格{tail}", like)
        yield from _within(filing.due, campaign, f"{at}.due")
    for target in campaign.targets:
        if target.due:
            yield from _within(target.due, campaign, f"targets.{target.id}.due")
            if target.due.on is None:
                says = "目标没有这件事可以起算，请写固定日期 on。"
                yield Complaint(f"targets.{target.id}.due.from", "event_never_announced", says)
        for number, milestone in enumerate(target.milestones, 1):
            days = (milestone.on.in_year(year) for year in range(campaign.runs.from_.year, campaign.runs.to.year + 1))
            if not any(campaign.runs.has(day) for day in days):
                says = "这一天不在活动起止之内，请改正。"
                yield Complaint(f"targets.{target.id}.milestones.{number}.on", "day_never_comes", says)


def _within(due: Due, campaign: Campaign, at: str) -> Iterator[Complaint]:
    """A filing may fall due after the campaign has ended, never before it began."""
    if isinstance(due.on, date) and due.on < campaign.runs.from_:
        yield Complaint(f"{at}.on", "day_never_comes", "截止日早于活动开始，永远不会到来，请改正年份。")
