"""How campaigns read on a page and in a table."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.common.regulation.bounds import Bound
from services.common.regulation.campaign_targets import CampaignTarget, Rated
from services.common.web.filters import percent, thousands
from services.competitions.domain.campaigns.figures import Figure
from services.competitions.domain.campaigns.targets import Progress, State, least

STATES: Final[dict[State, tuple[Any, str | None]]] = {
    State.MET: (_l("已完成"), "ok"),
    State.ON_THE_WAY: (_l("进行中"), None),
    State.BEHIND: (_l("落后于进度"), "risk"),
    State.MISSED: (_l("到期未完成"), "late"),
}
ACTIONS: Final = {
    "figure_reported": _l("上报"),
    "figure_corrected": _l("更正"),
    "figure_told": _l("下级上报"),
    "campaign_published": _l("发布活动"),
    "campaign_received": _l("收到上级部署"),
    "shares_offered": _l("分配任务"),
    "share_received": _l("收到分配"),
    "share_taken": _l("承接任务"),
    "share_taken_below": _l("下级承接"),
}


def amount(target: CampaignTarget, value: Decimal | None) -> str:
    """As it is compared: a rate with its digits, a sum with its thousands."""
    if value is None:
        return "—"
    if target.is_rate:
        return percent(value, getattr(target, "decimals", 2))
    return thousands(value, getattr(target, "decimals", 0))


def figure(target: CampaignTarget, found: Figure | None) -> str:
    """With a rate's base beside it: 79.90%（799 / 1,000）."""
    if found is None:
        return "—"
    if isinstance(target, Rated) and found.whole:
        rate = amount(target, target.shown(found.amount, found.whole))
        return f"{rate}（{thousands(found.amount)} / {thousands(found.whole)}）"
    return amount(target, found.amount)


def goal(target: CampaignTarget, bound: Bound) -> str:
    if target.is_rate:
        return bound.phrase()
    if bound.at_least is not None and bound.at_most is None and bound.under is None:
        return f"{thousands(bound.at_least, getattr(target, 'decimals', 0))} {target.unit}"
    return bound.phrase(target.unit)


def lacking(target: CampaignTarget, found: Progress) -> str:
    """What is short: of a rate in points, of a sum in pieces."""
    if not found.lacking or not least(found.goal):
        return "—"
    if target.is_rate:
        return str(_("差 %(n)s 个百分点", n=amount(target, found.lacking).removesuffix("%")))
    return str(_("差 %(n)s %(unit)s", n=amount(target, found.lacking), unit=target.unit))
