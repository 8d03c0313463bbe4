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
from services.competitions.domain.campaigns.filings import FilingState
from services.competitions.domain.campaigns.targets import Progress, State, least

STATES: Final[dict[State, tuple[Any, str | None]]] = {
    State.UNSHARED: (_l("尚未分配"), "off"),
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
    "day_announced": _l("公布报送期限"),
    "figures_imported": _l("用 Excel 上报"),
    "document_filed": _l("报送"),
    "filing_reminded": _l("到期前提醒"),
    "filing_overdue": _l("逾期未报，通知经办人"),
    "notice_commend": _l("通报表扬"),
    "notice_criticise": _l("通报批评"),
    "rectified": _l("报告整改情况"),
    "activity_recorded": _l("登记活动"),
    "activity_moved": _l("更新活动结果"),
    "visit_recorded": _l("登记督查"),
    "finding_received": _l("收到上级督查发现的问题"),
    "finding_solved": _l("报告整改情况"),
    "promise_made": _l("公开承诺"),
    "promise_kept": _l("报告践诺情况"),
    "campaign_exported": _l("导出表格"),
    "subsidy_applied": _l("申请补助"),
    "subsidy_approved": _l("批准补助"),
    "subsidy_refused": _l("不予补助"),
    "subsidy_paid": _l("登记发放"),
    "subsidy_recalled": _l("收回补助"),
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
        return str(_("%(n)s 个百分点", n=amount(target, found.lacking).removesuffix("%")))
    return f"{amount(target, found.lacking)} {target.unit}"


def by_now(target: CampaignTarget, found: Progress) -> str:
    """What should be there by today, where the rule or the days that passed say so."""
    if found.state is State.UNSHARED or not found.expected:
        return ""
    return str(_("按进度应达 %(n)s", n=amount(target, found.expected)))


FILINGS: Final[dict[FilingState, tuple[Any, str | None]]] = {
    FilingState.OWED: (_l("未到期"), None),
    FilingState.OVERDUE: (_l("逾期未报"), "late"),
    FilingState.ON_TIME: (_l("按时报送"), "ok"),
    FilingState.LATE: (_l("逾期报送"), "risk"),
    FilingState.WAIVED: (_l("视为放弃"), "off"),
}

SUBSIDIES: Final[dict[str, tuple[Any, str | None]]] = {
    "applied": (_l("待审批"), "act"),
    "approved": (_l("已批准，待发放"), "ok"),
    "refused": (_l("不予补助"), "off"),
    "paid": (_l("已发放"), "ok"),
    "recalled": (_l("已收回"), "risk"),
}
