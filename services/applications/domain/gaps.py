"""What is missing and what is wrong in a draft, each with its step and its field (A2, A3)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date

from services.applications.domain.case_rules import CaseRules
from services.applications.domain.deeds import deeds_of, proofs
from services.applications.domain.eligibility import (
    day_of,
    excluded_by,
    figure_refusals,
    with_facts,
    with_figures,
    with_tables,
)
from services.applications.domain.evidence import Evidence, needs_of
from services.applications.domain.filling import CONDITION_LIMIT, Filling, section_key
from services.applications.domain.kinds import applies, asked_kinds, kinds_of
from services.common.regulation import Candidate, Form, check_form, missing
from services.common.regulation.bodies import OFFICES, RECORDS
from services.common.regulation.eligibility import out_of_scope

CONDITIONS, MATERIALS, SAFETY, WORKERS = "conditions", "materials", "safety", "workers"


@dataclass(frozen=True)
class Gap:
    """`field` is the control's name on the step's page. A draft may lack things; it may not be submitted so."""

    step: str
    field: str
    says: str
    is_wrong: bool = False


@dataclass(frozen=True)
class Held:
    """What is kept beside the values: files, hearings already recorded, the candidate as the platform knows it."""

    evidence: Sequence[Evidence] = ()
    recorded: frozenset[str] = frozenset()
    candidate: Candidate = dataclass_field(default_factory=Candidate)
    withdrawn: frozenset[str] = frozenset()
    """Ids of awards taken as deeds that have fallen since."""


def gaps(rules: CaseRules, filling: Filling, held: Held, *, today: date) -> tuple[Gap, ...]:
    """Everything between this draft and its submission, in the order of the steps."""
    form = rules.form
    kinds = kinds_of(rules, filling, held.candidate.kinds)
    return (
        *(_in_form(form, filling, today) if form else ()),
        *_in_conditions(rules, filling, held, kinds),
        *_in_materials(rules, filling, held, kinds),
        *_in_clearances(rules, filling, kinds, today),
        *_in_kinds(rules, kinds),
        *_in_facts(rules, filling.facts, today),
        *_in_figures(rules, filling, held, today),
        *_in_hearings(rules, held),
    )


def _in_form(form: Form, filling: Filling, today: date) -> Iterator[Gap]:
    steps = {each.id: section_key(form, section) for section in form.sections for each in section.fields}
    first = section_key(form, form.sections[0])
    wrong = check_form(form, filling.form, today=today)
    told = set()
    for fault in wrong:
        told.add(fault.field)
        yield Gap(steps.get(fault.field.split(".")[0], first), fault.field, fault.says, is_wrong=True)
    for name in missing(form, filling.form):
        if name not in told:
            yield Gap(steps[name.split(".")[0]], name, f"请填写“{_title(form, name)}”。")


def _title(form: Form, name: str) -> str:
    top, _, rest = name.partition(".")
    field = form.field(top)
    if not rest:
        return field.title
    number, _, inner_id = rest.partition(".")
    inner = next((each.title for each in getattr(field, "fields", ()) if each.id == inner_id), inner_id)
    return f"{field.title}第 {number} 行：{inner}"


def _in_conditions(rules: CaseRules, filling: Filling, held: Held, kinds: frozenset[str]) -> Iterator[Gap]:
    for each in rules.programme.conditions:
        if not applies(each.when, kinds):
            continue
        length = len("".join(filling.conditions.get(each.id, "").split()))
        if length > CONDITION_LIMIT:
            says = f"“{each.title}”的说明最多 {CONDITION_LIMIT} 字，现有 {length} 字。"
            yield Gap(CONDITIONS, f"condition-{each.id}", says, is_wrong=True)
    for deed in deeds_of(filling):
        if deed.award_id in held.withdrawn:
            says = f"“{deed.contest}{deed.title}”已被撤销，不能作为佐证，请移除。"
            yield Gap(CONDITIONS, f"award-{deed.award_id}", says, is_wrong=True)
    yield from _in_files(rules, filling, held, kinds, "condition", CONDITIONS)


def _in_materials(rules: CaseRules, filling: Filling, held: Held, kinds: frozenset[str]) -> Iterator[Gap]:
    for each in rules.programme.materials:
        if not applies(each.when, kinds):
            continue
        length = len("".join(filling.texts.get(each.id, "").split()))
        if each.text and length and not each.text.admits(length):
            says = f"“{each.title}”应{each.text.phrase('字')}，现有 {length} 字。"
            yield Gap(MATERIALS, f"text-{each.id}", says, is_wrong=True)
    yield from _in_files(rules, filling, held, kinds, "material", MATERIALS)
    yield from _in_files(rules, filling, held, kinds, "clearance", MATERIALS)


def _in_clearances(rules: CaseRules, filling: Filling, kinds: frozenset[str], today: date) -> Iterator[Gap]:
    """An office's certificate grows too old: of those that can, the day is asked."""
    for each in rules.programme.eligible.clearances:
        if each.valid_for is None or not applies(each.when, kinds):
            continue
        field, day = f"cleared-{each.office}", day_of(filling.cleared.get(each.office, ""))
        if day is None or day > today:
            says = f"请填写{OFFICES[each.office]}出具意见的日期，例如 2026-03-02。"
            yield Gap(MATERIALS, field, says, is_wrong=day is not None)
        elif today > each.valid_for.after(day):
            says = f"{OFFICES[each.office]}的意见出具后 {each.valid_for.phrase()}内有效，这份已过期，请重新开具。"
            yield Gap(MATERIALS, field, says, is_wrong=True)


def _in_kinds(rules: CaseRules, kinds: frozenset[str]) -> Iterator[Gap]:
    scope = rules.programme.eligible.scope
    if not scope or kinds & set(scope):
        return
    titles = rules.programme.kind_titles
    if any(kind in scope for kind, _ in asked_kinds(rules)):
        says = f"授予对象是{'、'.join(titles[each] for each in scope)}，请选择所属类别；都不属于的不能申报。"
        yield Gap(SAFETY, "kinds", says)
    else:
        yield Gap(SAFETY, "kinds", out_of_scope(rules.programme), is_wrong=True)


def _in_files(
    rules: CaseRules, filling: Filling, held: Held, kinds: frozenset[str], kind: str, step: str
) -> Iterator[Gap]:
    have = Counter(each.proves for each in held.evidence)
    have.update(_known_facts(rules, held))
    have.update(proofs(rules, filling, held.withdrawn))
    for each in needs_of(rules.programme, kinds):
        lack = each.at_least - have[each.proves]
        if each.kind == kind and lack > 0:
            yield Gap(step, file_field(each.proves), f"“{each.title}”：请至少再上传 {lack} 份佐证材料。")


def _known_facts(rules: CaseRules, held: Held) -> Iterator[str]:
    """A condition that an earlier honour proves has one piece less to show: the platform holds it (A2)."""
    for each in rules.programme.conditions:
        if "past_honour" in each.facts and any(held_.standing == "good" for held_ in held.candidate.held):
            yield f"condition:{each.id}"


def file_field(proves: str) -> str:
    """The name of the upload's control: a colon is no part of an id."""
    return f"file-{proves.replace(':', '-')}"


def _in_facts(rules: CaseRules, facts: Mapping[str, Mapping[str, str]], today: date) -> Iterator[Gap]:
    excluding = rules.programme.eligible.never_within
    for rule in rules.declared_facts:
        said = facts.get(rule.fact, {})
        field = f"fact-{rule.fact}"
        if said.get("happened") not in ("yes", "no"):
            yield Gap(SAFETY, field, f"请说明{rule.span}是否发生过{rule.says}。")
            continue
        day = day_of(said.get("on", ""))
        if said["happened"] == "yes" and (day is None or day > today):
            yield Gap(SAFETY, f"{field}-on", f"请填写最近一次{rule.says}的日期，例如 2021-06-30。", is_wrong=True)
        elif rule in excluding and (says := excluded_by(rule, said, today)):
            yield Gap(SAFETY, field, says, is_wrong=True)


def _in_figures(rules: CaseRules, filling: Filling, held: Held, today: date) -> Iterator[Gap]:
    form = rules.form
    steps = (
        {each.id: section_key(form, section) for section in form.sections for each in section.fields} if form else {}
    )
    candidate = with_figures(held.candidate, {**filling.form, **filling.figures})
    candidate = with_tables(candidate, rules.programme, filling.form)
    candidate = with_facts(candidate, filling.facts)
    for figure, says in figure_refusals(rules.programme, candidate, today):
        field = figure if figure in steps or not figure else f"figure-{figure}"
        yield Gap(steps.get(figure, SAFETY), field, says, is_wrong=bool(filling.form.get(figure)))


def _in_hearings(rules: CaseRules, held: Held) -> Iterator[Gap]:
    stage = rules.apply_stage
    for record in stage.must_record if stage else ():
        if record not in held.recorded:
            yield Gap(WORKERS, f"hearing-{record}", f"请记录{RECORDS[record]}。")
