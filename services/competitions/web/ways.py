"""The ways between the pages of one contest, as far as the principal may go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from services.common.principal import Principal
from services.competitions.domain.running import Status
from services.competitions.rules import contests as rules
from services.competitions.seeing import OUT, Seen

DRAWN = frozenset({Status.SCORING, *OUT})
BELONGS = {
    "new_entry": "entries",
    "import_entries": "entries",
    "post_entry": "entries",
    "post_workbook": "entries",
    "post_withdrawal": "entries",
    "post_winners": "entries",
    "post_change_decision": "changes",
    "post_appeal": "contest_results",
    "post_ruling": "contest_results",
    "post_award_removal": "contest_results",
    "post_duty": "contest",
    "post_duty_end": "contest",
    "post_step": "contest",
    "post_why": "contest",
}
"""Pages below one of the tabs, and what answers with it when something was refused."""
SETTLED_APART = frozenset({"play_off", "drawn"})


def ways(who: Principal, seen: Seen) -> list[dict[str, Any]]:
    """For `tabs`; the page that is shown is the current one."""
    here = (request.endpoint or "").rpartition(".")[2]
    here = BELONGS.get(here, here)
    where: dict[str, Any] = {"tenant": who.tenant, "contest_id": seen.loaded.row.id}
    return [
        {"word": word, "href": url_for(f".{endpoint}", **where), "current": here == endpoint}
        for endpoint, word in _ways(who, seen)
    ]


def _ways(who: Principal, seen: Seen) -> Iterator[tuple[str, str]]:
    yield "contest", _("比武")
    yield from _of_entries(who, seen)
    yield from _of_scoring(who, seen)
    yield from _of_results(who, seen)


def _of_entries(who: Principal, seen: Seen) -> Iterator[tuple[str, str]]:
    if may_see_entries(who, seen):
        yield "entries", _("报名")
        yield "form_two", _("参赛企业汇总表")
    if may_enter_self(who, seen):
        yield "own_entry", _("本人报名")


def _of_scoring(who: Principal, seen: Seen) -> Iterator[tuple[str, str]]:
    status = seen.loaded.status
    if seen.organises and not seen.judges and status in (Status.SCORING, Status.FROZEN):
        yield "attendance", _("到场登记")
    if seen.judges and status is Status.SCORING:
        yield "judging", _("打分")
        yield "observations", _("用时和身份")
    if (seen.organises or seen.heads) and status in DRAWN:
        yield "progress", _("评分进度")
    if (seen.organises or seen.judges) and status in DRAWN:
        yield "changes", _("分数更正")
    if seen.takes_part and status in (Status.SCORING, Status.FROZEN):
        yield "own_scores", _("我的成绩")


def _of_results(who: Principal, seen: Seen) -> Iterator[tuple[str, str]]:
    status, rounds = seen.loaded.status, seen.loaded.rules.rounds
    if len(rounds) > 1 and status in DRAWN:
        yield "rounds", _("各轮名单")
    has_apart = any(each.of in SETTLED_APART for one in rounds for each in one.order)
    if has_apart and (status in OUT or (seen.organises and status in DRAWN)):
        yield "ties", _("加赛与抽签")
    if status in OUT or (status in DRAWN and not seen.judges):
        yield "board", _("大屏")
    if status in OUT:
        yield "contest_results", _("名次")
        if seen.organises:
            yield "trial", _("换规则试算")


def may_see_entries(who: Principal, seen: Seen) -> bool:
    if seen.judges and seen.loaded.status not in OUT:
        return False
    return bool(rules.entering_paths(who)) or rules.sees_all_entries(who, seen.loaded.row)


def may_enter_self(who: Principal, seen: Seen) -> bool:
    """Where the rules let people enter themselves, whoever the platform knows as a person of a unit."""
    by_person = "person" in seen.loaded.rules.entry.by
    return by_person and rules.may_enter_self(who) and bool(who.org_unit_path) and seen.duty is None
