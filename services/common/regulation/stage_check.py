"""Do the stages of a programme lead from the first to the last, each with somebody who can act?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from services.common.regulation.bodies import BODIES
from services.common.regulation.fault import Complaint, nearest
from services.common.regulation.form import Form
from services.common.regulation.programme import Programme
from services.common.regulation.stages import Apply, Approve, Assess, Confer, Publicise, Review, Shortlist, Stage

# Which stage's happening an event is; `announced` is told by the federation, the others belong to no stage.
_ANNOUNCED_BY: Final[Mapping[str, str]] = {
    "submitted": "apply",
    "received": "review",
    "assessed": "assess",
    "approved": "approve",
    "publicised": "publicise",
    "conferred": "confer",
}
_BELOW: Final = frozenset({"grassroots_union", "employers_union", "employer"})


def stage_complaints(programme: Programme) -> Iterator[Complaint]:
    """Order, returns, actors, events."""
    words = [stage.word for stage in programme.stages]
    yield from _order(programme)
    if programme.takes_dossiers and programme.level == "county":
        says = "县级没有下级报来卷宗，又没有“申报”（apply）环节，没有人能开始，请补上。"
        yield Complaint("stages", "never_begins", says)
    for position, stage in enumerate(programme.stages):
        at = f"stages.{stage.key}"
        earlier = [each.key for each in programme.stages[:position]]
        for target in getattr(stage, "may_return_to", ()):
            if target not in earlier:
                like = nearest(target, earlier)
                before = "、".join(earlier) or "（前面没有环节）"
                says = f"“{stage.says}”只能退回到它前面的环节：{before}，不能退到“{target}”。"
                yield Complaint(f"{at}.may_return_to", "return_not_earlier", says, like)
        if programme.takes_dossiers and stage.by in _BELOW:
            says = f"本级收的是下级报来的卷宗，{BODIES[stage.by]}不在本级办事，“{stage.says}”没有人能办，请改 by。"
            yield Complaint(f"{at}.by", "nobody_can_act", says)
        yield from _due(stage, words[: position + 1])
    if programme.forward and programme.level == "national":
        yield Complaint("forward", "nobody_can_act", "全国一级没有上级可报，请写 forward: none。")


def _due(stage: Stage, so_far: list[str]) -> Iterator[Complaint]:
    at, event = f"stages.{stage.key}.due", stage.due.from_ if stage.due else None
    if event and event != "announced" and _ANNOUNCED_BY.get(event) not in so_far:
        says = "期限从一个不会发生的事起算：前面没有对应的环节，请改 from，或写固定日期 on。"
        yield Complaint(f"{at}.from", "event_never_announced", says)
    if stage.due and stage.due.late != "marked" and not isinstance(stage, (Apply, Review)):
        says = f"“{stage.says}”是本级自己办理的，逾期也要办完，不能不予受理，请写 late: marked（逾期注明）。"
        yield Complaint(f"{at}.late", "late_never_refused", says)
    if stage.due and stage.due.hour is not None and not isinstance(stage, (Apply, Review)):
        says = f"“{stage.says}”由本级办理，期限到当日终了为止，不写几时，请删去 hour。"
        yield Complaint(f"{at}.hour", "contradictory_rule", says)


def announced_stages(programme: Programme, form: Form | None) -> tuple[str, ...]:
    """The stages whose due day is counted from a day that the federation announces later."""
    found = [each.key for each in programme.stages if each.due and each.due.from_ == "announced"]
    first = programme.stages[0]
    if form and form.due and form.due.from_ == "announced" and isinstance(first, Apply) and first.key not in found:
        found.insert(0, first.key)
    return tuple(found)


def _order(programme: Programme) -> Iterator[Complaint]:
    stages = programme.stages
    for position, stage in enumerate(stages):
        at = f"stages.{stage.key}"
        if isinstance(stage, Apply) and position:
            yield Complaint(at, "apply_not_first", "“申报”必须是第一个环节，请调整次序。")
        if isinstance(stage, Confer) and position != len(stages) - 1:
            yield Complaint(at, "confer_not_last", "“命名”必须是最后一个环节，请调整次序。")
        if isinstance(stage, Publicise) and not any(isinstance(each, Approve) for each in stages[:position]):
            yield Complaint(
                at, "publicise_before_approve", "公示之前没有审批环节，公示的名单无人决定，请补上 approve。"
            )
    for position, stage in enumerate(stages):
        scored = any(isinstance(each, Assess) for each in stages[:position])
        if isinstance(stage, Shortlist) and "score" in stage.order and not scored:
            says = "入围按考核分排序，前面却没有考核环节，请把“确定入围”放到考核之后，或改 order。"
            yield Complaint(f"stages.{stage.key}.order", "event_never_announced", says)
    if not isinstance(stages[-1], Confer):
        yield Complaint("stages", "never_conferred", "最后没有“命名”（confer）环节，称号永远不会授予，请补上。")
