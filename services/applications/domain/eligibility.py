"""May this candidate be put forward: prerequisites, bars, facts that exclude, minimum figures (A1, A2, A6, C2)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from services.common.regulation import Candidate, Programme
from services.common.regulation.eligibility import after_losing
from services.common.regulation.eligible import NeverWithin
from services.common.regulation.requirements import ShareOf


def start_refusals(programme: Programme, candidate: Candidate, today: date) -> Iterator[str]:
    """What bars from even beginning: honours that must be held, and one's own titles."""
    for each in programme.eligible.holds:
        if not each.is_met(candidate, today):
            yield f"申报前须{each.phrase()}。"
    for bar in programme.eligible.bars:
        if bar.bars(candidate, today):
            yield next(iter(bar.sentences()))
    for refusal in after_losing(programme, candidate, today):
        yield refusal.says


def figure_refusals(programme: Programme, candidate: Candidate, today: date) -> Iterator[tuple[str, str]]:
    """Figures and further requirements, asked when it is submitted: the figure's id (or "") and what is short."""
    for minimum in programme.eligible.minimum:
        if not minimum.is_met(candidate):
            value = candidate.figures.get(minimum.figure)
            now = "还没有填写" if value is None else f"现为 {value:f}"
            yield minimum.figure, f"{minimum.title}应{minimum.bound.phrase()}，{now}。"
    for each in programme.eligible.requires:
        if not each.is_met(candidate, today):
            yield "", f"须{each.phrase()}。"


def excluded_by(rule: NeverWithin, declared: Mapping[str, str], today: date) -> str | None:
    """The sentence when the declared fact lies within the years; on the day after them it no longer excludes."""
    if declared.get("happened") != "yes":
        return None
    day = day_of(declared.get("on", ""))
    if day is None or rule.excludes(day, today):
        return f"{rule.span}发生{rule.says}的，不得申报。"
    return None


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def with_figures(candidate: Candidate, form: Mapping[str, Any]) -> Candidate:
    """The form's numbers are the candidate's figures, by field id."""
    figures: dict[str, Decimal] = {}
    for key, value in form.items():
        try:
            figures[key] = Decimal(str(value).strip())
        except InvalidOperation:
            continue
    finite = {key: value for key, value in figures.items() if value.is_finite()}
    unit = replace(candidate.unit, figures=finite) if candidate.unit is not None else None
    return replace(candidate, figures={**finite, **candidate.figures}, unit=unit)


def with_tables(candidate: Candidate, programme: Programme, form: Mapping[str, Any]) -> Candidate:
    """A table of the form that a rule speaks of is the candidate's subordinate bodies, a row each (C6)."""
    tables = {
        each.share_of: tuple(with_figures(Candidate(), row) for row in form[each.share_of])
        for each in programme.requirements
        if isinstance(each, ShareOf) and isinstance(form.get(each.share_of), list)
    }
    return replace(candidate, subordinates={**candidate.subordinates, **tables})


def with_facts(candidate: Candidate, declared: Mapping[str, Mapping[str, str]]) -> Candidate:
    """What it declares to have happened, each on its latest day."""
    days = {fact: day_of(said.get("on", "")) for fact, said in declared.items() if said.get("happened") == "yes"}
    return replace(candidate, facts={**candidate.facts, **{fact: (day,) for fact, day in days.items() if day}})
