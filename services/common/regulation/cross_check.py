"""Words against one another: what one section names must be in another, stages lead somewhere, days come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from services.common.regulation.bounds import plain
from services.common.regulation.campaign_check import campaign_complaints
from services.common.regulation.composition import impossible
from services.common.regulation.contest_check import contest_complaints
from services.common.regulation.document import Regulation
from services.common.regulation.due import Due
from services.common.regulation.fault import Complaint, nearest
from services.common.regulation.form import Form
from services.common.regulation.form_check_rules import rule_complaints
from services.common.regulation.kind_check import kind_complaints
from services.common.regulation.paths import has_path
from services.common.regulation.programme import Programme
from services.common.regulation.requirement_check import requirement_complaints
from services.common.regulation.reward_check import reward_complaints
from services.common.regulation.stage_check import stage_complaints
from services.common.regulation.stages import Assess

_SECTIONS: Final = ("programmes", "forms", "sheets", "campaigns", "contests", "sections")


def complaints(regulation: Regulation) -> Iterator[Complaint]:
    """Everything that is wrong between words."""
    if not any(getattr(regulation, each) for each in _SECTIONS):
        yield Complaint("", "empty", "规则里还没有内容，至少写一项荣誉评选、表格或评价表。")
    for programme in regulation.programmes.values():
        at = f"programmes.{programme.id}"
        for found in _programme(programme, regulation):
            yield Complaint(f"{at}.{found.at}", found.code, found.says, found.nearest)
    for form in regulation.forms.values():
        for found in _form(form, regulation.effective):
            yield Complaint(f"forms.{form.id}.{found.at}", found.code, found.says, found.nearest)
    for sheet in regulation.sheets.values():
        if sheet.due:
            yield from _due(sheet.due, f"sheets.{sheet.id}.due", regulation.effective)
    for campaign in regulation.campaigns.values():
        for found in campaign_complaints(campaign, regulation.forms):
            yield Complaint(f"campaigns.{campaign.id}.{found.at}", found.code, found.says, found.nearest)
    for contest in regulation.contests.values():
        for found in contest_complaints(contest, regulation.contests, regulation.effective):
            yield Complaint(f"contests.{contest.id}.{found.at}", found.code, found.says, found.nearest)
    yield from _cycles(regulation)
    yield from _locks(regulation)


def _programme(programme: Programme, regulation: Regulation) -> Iterator[Complaint]:
    if programme.form is not None:
        yield from _must_be_in(programme.form, regulation.forms, "form", "表格")
    yield from stage_complaints(programme)
    yield from requirement_complaints(programme, regulation.forms.get(programme.form or ""))
    yield from kind_complaints(programme, regulation.forms.get(programme.form or ""))
    yield from reward_complaints(programme, regulation.forms.get(programme.form or ""), regulation.sheets)
    for stage in programme.stages:
        at = f"stages.{stage.key}"
        if stage.due:
            yield from _due(stage.due, f"{at}.due", regulation.effective)
        if isinstance(stage, Assess):
            yield from _sheet(stage.sheet, stage, f"{at}.sheet", at, regulation)
            for number, each in enumerate(stage.sheets, 1):
                yield from _sheet(each.sheet, stage, f"{at}.sheets.{number}.sheet", at, regulation)
    if programme.forward and programme.forward.due:
        yield from _due(programme.forward.due, "forward.due", regulation.effective)
    reinspect = programme.tenure.reinspect if programme.tenure else None
    if reinspect and reinspect.due and reinspect.due.from_ not in (None, "fell_due"):
        says = "复查的期限从到期之日起算，请写 from: fell_due，或固定日期 on。"
        yield Complaint("tenure.reinspect.due.from", "event_never_announced", says)
    if reinspect:
        at = "tenure.reinspect"
        yield from _sheet(reinspect.sheet, reinspect, f"{at}.sheet", at, regulation)
        for number, each in enumerate(reinspect.sheets, 1):
            yield from _sheet(each.sheet, reinspect, f"{at}.sheets.{number}.sheet", at, regulation)
    if programme.quota:
        for says in impossible(programme.quota):
            yield Complaint("quota.composition", "impossible_composition", says)


def _sheet(sheet_id: str, word: Any, named_at: str, at: str, regulation: Regulation) -> Iterator[Complaint]:
    yield from _must_be_in(sheet_id, regulation.sheets, named_at, "评价表")
    sheet = regulation.sheets.get(sheet_id)
    if sheet and word.pass_ and not sheet.is_reachable(word.pass_):
        says = f"合格线{word.pass_.phrase('分')}，而评价表满分 {plain(sheet.points)} 分，没有人能合格，请改正。"
        yield Complaint(f"{at}.pass", "unreachable_pass", says)


def _must_be_in(name: str, known: Mapping[str, Any], at: str, title: str) -> Iterator[Complaint]:
    if name not in known:
        like = nearest(name, known)
        tail = f"，是不是想写“{like}”？" if like else f"。已有的{title}：{'、'.join(known) or '（无）'}。"
        yield Complaint(at, "unknown_reference", f"没有名为“{name}”的{title}{tail}", like)


def _due(due: Due, at: str, effective: date) -> Iterator[Complaint]:
    if isinstance(due.on, date) and due.on < effective:
        yield Complaint(f"{at}.on", "day_never_comes", "截止日早于施行日期，永远不会到来，请改正年份。")


def _form(form: Form, effective: date) -> Iterator[Complaint]:
    if form.due:
        yield from _due(form.due, "due", effective)
        if form.due.from_ not in (None, "announced"):
            says = "填表之前还没有这件事可以起算，请写固定日期 on，或 from: announced（另行通知之日）。"
            yield Complaint("due.from", "event_never_announced", says)
    ids = [field.id for field in form.fields]
    for twice in sorted({each for each in ids if ids.count(each) > 1}):
        yield Complaint("sections", "duplicate_id", f"有两栏的代号都是“{twice}”，请各取一个不同的 id。")
    yield from rule_complaints(form)


def _cycles(regulation: Regulation) -> Iterator[Complaint]:
    """A prerequisite on itself, or two programmes that wait for one another."""
    needs = {
        (each.honour, each.level): {(held.honour, held.level or each.level) for held in each.eligible.holds}
        for each in regulation.programmes.values()
    }
    for programme in regulation.programmes.values():
        start = (programme.honour, programme.level)
        reached, todo = set(), list(needs[start])
        while todo:
            each = todo.pop()
            if each not in reached:
                reached.add(each)
                todo += needs.get(each, ())
        if start in reached:
            says = f"申报“{programme.honour}”要求先已获得同级“{programme.honour}”，没有人能满足，请改正级别。"
            yield Complaint(f"programmes.{programme.id}.eligible.holds", "prerequisite_on_itself", says)


def _locks(regulation: Regulation) -> Iterator[Complaint]:
    for position, path in enumerate(regulation.locks, 1):
        if not has_path(regulation.document, path):
            says = f"“{path}”在本规则里不存在，不能锁定，请核对。"
            yield Complaint(f"locked.{position}", "unknown_reference", says)
