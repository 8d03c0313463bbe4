"""The steps of filling an application, as a task list: what is done, what is wrong, what has not begun."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.applications.domain.case_rules import CaseRules
from services.applications.domain.filling import Filling, section_key
from services.applications.domain.gaps import CONDITIONS, MATERIALS, SAFETY, WORKERS, Gap, Held
from services.applications.domain.kinds import asked_kinds

CHECK = "check"
DIGITS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Step:
    """`state`: done, wrong, lacking, empty; the last step is locked until all before it are done."""

    key: str
    number: str
    title: str
    state: str
    count: int = 0


def steps_of(rules: CaseRules, filling: Filling, held: Held, found: Sequence[Gap]) -> tuple[Step, ...]:
    parts = [*_form_parts(rules, filling), *_other_parts(rules, filling, held)]
    steps = [_step(key, title, has_begun, number, found) for number, (key, title, has_begun) in enumerate(parts)]
    state = "locked" if found else "ready"
    return (*steps, Step(CHECK, _chinese(len(steps)), "核对并提交", state, len(found)))


def _form_parts(rules: CaseRules, filling: Filling) -> list[tuple[str, str, bool]]:
    form = rules.form
    if form is None:
        return []
    return [
        (section_key(form, section), section.title, any(filling.form.get(each.id) for each in section.fields))
        for section in form.sections
        if section.fields
    ]


def _other_parts(rules: CaseRules, filling: Filling, held: Held) -> list[tuple[str, str, bool]]:
    programme, apply_ = rules.programme, rules.apply_stage
    proven = {each.proves.partition(":")[0] for each in held.evidence}
    asked = [
        (bool(programme.conditions), CONDITIONS, "基本条件", _has_conditions(filling, proven)),
        (
            bool(programme.materials or programme.eligible.clearances),
            MATERIALS,
            "材料",
            bool(proven & {"material", "clearance"}) or any(filling.texts.values()),
        ),
        (_declares(rules), SAFETY, "申报承诺", _has_declared(filling)),
        (bool(apply_ and apply_.must_record), WORKERS, "职工意见", bool(held.recorded)),
    ]
    return [(key, title, has_begun) for is_asked, key, title, has_begun in asked if is_asked]


def _has_conditions(filling: Filling, proven: set[str]) -> bool:
    return "condition" in proven or any(filling.conditions.values()) or bool(filling.awards)


def _has_declared(filling: Filling) -> bool:
    return bool(filling.facts or filling.kinds) or any(filling.figures.values())


def _declares(rules: CaseRules) -> bool:
    eligible = rules.programme.eligible
    is_asked = asked_kinds(rules) or eligible.scope
    return bool(eligible.never_within or eligible.requires or rules.asked_figures or is_asked)


def _step(key: str, title: str, has_begun: bool, number: int, found: Sequence[Gap]) -> Step:
    mine = [gap for gap in found if gap.step == key]
    wrong = sum(gap.is_wrong for gap in mine)
    state = "done" if not mine else "wrong" if wrong else "lacking" if has_begun else "empty"
    return Step(key, _chinese(number), title, state, len(mine))


def _chinese(index: int) -> str:
    return DIGITS[index] if index < len(DIGITS) else f"十{DIGITS[index - 10]}"
