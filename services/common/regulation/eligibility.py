"""May this candidate be put forward today? Every rule it does not meet, in words for the applicant (A2, A6, C2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from services.common.regulation.bodies import OFFICES
from services.common.regulation.candidate import Candidate, Refusal
from services.common.regulation.programme import Programme


def refusals(programme: Programme, candidate: Candidate, *, today: date) -> tuple[Refusal, ...]:
    """Empty when the candidate is eligible."""
    return tuple(_refusals(programme, candidate, today))


def _refusals(programme: Programme, candidate: Candidate, today: date) -> Iterator[Refusal]:
    rules = programme.eligible
    if rules.scope and candidate.kinds and not candidate.kinds & set(rules.scope):
        yield Refusal("out_of_scope", out_of_scope(programme))
    for requirement in (*rules.holds, *rules.requires):
        if not requirement.is_met(candidate, today):
            yield Refusal("requirement_not_met", f"须{requirement.phrase()}，目前不具备。")
    for minimum in rules.minimum:
        if not minimum.is_met(candidate):
            now = _known(candidate.figures.get(minimum.figure))
            yield Refusal("below_minimum", f"{minimum.title}须{minimum.bound.phrase()}，目前{now}。")
    for never in rules.never_within:
        days = candidate.facts.get(never.fact, ())
        if any(never.excludes(day, today) for day in days):
            yield Refusal("excluding_fact", f"{never.span}有{never.says}，不得申报。")
    for bar in rules.bars:
        if bar.bars(candidate, today):
            yield Refusal("own_title", next(bar.sentences()))
    for clearance in rules.clearances:
        if clearance.is_lacking(candidate, today):
            yield Refusal("not_cleared", f"尚未取得{OFFICES[clearance.office]}的意见。")
    yield from after_losing(programme, candidate, today)


def out_of_scope(programme: Programme) -> str:
    """Who it is for, said to somebody who is not."""
    titles = programme.kind_titles
    return f"授予对象是{'、'.join(titles.get(each, each) for each in programme.eligible.scope)}，不在范围内。"


def _known(value: object) -> str:
    return "没有数据" if value is None else f"为 {value}"


def after_losing(programme: Programme, candidate: Candidate, today: date) -> Iterator[Refusal]:
    """Who lost this honour, or failed in a round of it, waits."""
    yield from after_revocation(programme, candidate, today)
    for failing in programme.eligible.after_failing:
        if failing.bars(candidate, today):
            yield Refusal("failed_lately", next(failing.sentences()))


def after_revocation(programme: Programme, candidate: Candidate, today: date) -> Iterator[Refusal]:
    """Who lost this honour waits; on the day that the span is full he may come again."""
    revoke = programme.tenure.revoke if programme.tenure else None
    if revoke is None or revoke.apply_again_after is None:
        return
    for held in candidate.held:
        if held.honour == programme.honour and held.lost is not None:
            again = revoke.apply_again_after.after(held.lost)
            if today < again:
                yield Refusal("revoked_lately", f"称号撤销未满 {revoke.apply_again_after.phrase()}，不得再次申报。")
