"""What the pages of the steps show."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from services.applications.domain import Application
from services.applications.domain.case_rules import CaseRules
from services.applications.domain.deeds import FACT, Deed, deeds_of, takes_deeds
from services.applications.domain.evidence import Evidence, needs_of
from services.applications.domain.filling import Filling, section_key, shown
from services.applications.domain.gaps import CONDITIONS, MATERIALS, SAFETY, WORKERS, Held, file_field
from services.applications.domain.hearing import METHODS
from services.applications.domain.kinds import applies, asked_kinds, kinds_of
from services.applications.domain.rule_exception import rules_of
from services.applications.domain.steps import CHECK, Step
from services.common.clock import SHANGHAI
from services.common.regulation.bodies import RECORDS
from services.common.regulation.form_agree import SumAgrees
from services.common.web.filters import file_size


def clock_time(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%H:%M")


def items(case: Application, steps: tuple[Step, ...], here: str) -> list[dict[str, Any]]:
    """The task list: each step with its state; the last one waits for those before."""
    return [
        {
            "word": f"{step.number}　{step.title}",
            "href": f"/applications/{case.tenant}/cases/{case.id}/form/{step.key}",
            "current": "step" if step.key == here else None,
            "state": _state(step, len(steps)),
        }
        for step in steps
    ]


def _state(step: Step, count: int) -> tuple[str, str | None, str | None]:
    match step.state:
        case "done":
            return _("已完成"), "ok", None
        case "wrong":
            return _("%(count)s 处要改", count=step.count), "risk", None
        case "lacking":
            return _("还差 %(count)s 处", count=step.count), "act", None
        case "locked":
            return _("待前 %(count)s 步", count=count - 1), None, "lock"
        case "ready":
            return _("可以提交"), "act", None
        case _:
            return _("未开始"), "off", None


def of_step(rules: CaseRules, filling: Filling, held: Held, step: str, won: Sequence[Deed] = ()) -> dict[str, Any]:
    """`kind` picks the template; the rest is what it shows."""
    match step:
        case "conditions":
            return _conditions(rules, filling, held) | {"awards": awards(rules, filling, held, won)}
        case "materials":
            return _materials(rules, filling, held)
        case "safety":
            facts = [_fact(rule, filling) for rule in rules.declared_facts]
            return {
                "kind": SAFETY,
                "facts": facts,
                "figures": _figures(rules, filling),
                "asked_kinds": asked_kinds(rules),
                "kinds": filling.kinds,
                "may_except": bool(rules_of(rules.programme)),
            }
        case "workers":
            return _workers(rules, held)
        case "check":
            return _check(rules, filling, held)
    section = next((s for s in rules.form.sections if section_key(rules.form, s) == step), None) if rules.form else None
    return {
        "kind": "section",
        "section": section,
        "values": filling.form,
        "sources": {key: source.says for key, source in filling.sources.items()},
        "checks": [
            rule.says(rules.form.title_of)
            for rule in (section.agree if section and rules.form else ())
            if isinstance(rule, SumAgrees) and rules.form
        ],
    }


def _by_proof(held: Held) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in held.evidence:
        found[each.proves].append(_file(each))
    return found


def _file(each: Evidence) -> dict[str, Any]:
    return {
        "id": str(each.id),
        "word": each.caption or each.file_name,
        "size": file_size(each.size),
        "is_picture": each.mime.startswith("image/"),
    }


def _conditions(rules: CaseRules, filling: Filling, held: Held) -> dict[str, Any]:
    files, kinds = _by_proof(held), kinds_of(rules, filling, held.candidate.kinds)
    standing = sum(each.award_id not in held.withdrawn for each in deeds_of(filling))
    rows = [
        {
            "id": each.id,
            "title": each.title,
            "text": each.text,
            "said": filling.conditions.get(each.id, ""),
            "files": files[f"condition:{each.id}"],
            "field": file_field(f"condition:{each.id}"),
            "at_least": int(each.evidence.at_least or 0) if each.evidence else 0,
            "pieces": len(files[f"condition:{each.id}"]) + (standing if FACT in each.facts else 0),
        }
        for each in rules.programme.conditions
        if applies(each.when, kinds)
    ]
    return {"kind": CONDITIONS, "rows": rows}


def awards(rules: CaseRules, filling: Filling, held: Held, won: Sequence[Deed]) -> dict[str, Any] | None:
    """What was taken over, and how many the platform knows beside; None where no condition rests on awards."""
    if not takes_deeds(rules):
        return None
    taken = deeds_of(filling)
    known = {each.award_id for each in taken}
    return {
        "taken": [
            {"id": each.award_id, "says": each.says, "on": each.taken_on, "fell": each.award_id in held.withdrawn}
            for each in taken
        ],
        "proves": "、".join(f"“{each.title}”" for each in rules.programme.conditions if FACT in each.facts),
        "waiting": [each.says for each in won if each.award_id not in known],
    }


def _materials(rules: CaseRules, filling: Filling, held: Held) -> dict[str, Any]:
    files, kinds = _by_proof(held), kinds_of(rules, filling, held.candidate.kinds)
    dated = {f"clearance:{each.office}" for each in rules.programme.eligible.clearances if each.valid_for}
    texts = {f"material:{each.id}": each for each in rules.programme.materials}
    rows = []
    for need in needs_of(rules.programme, kinds):
        if need.kind == "condition":
            continue
        material = texts.get(need.proves)
        limit = material.text.at_most if material and material.text else None
        rows.append(
            {
                "id": need.proves.partition(":")[2],
                "title": need.title,
                "copies": material.copies if material else 0,
                "has_text": bool(material and material.text),
                "limit": int(limit) if limit is not None else None,
                "said": filling.texts.get(need.proves.partition(":")[2], ""),
                "files": files[need.proves],
                "field": file_field(need.proves),
                "at_least": need.at_least,
                "has_day": need.proves in dated,
                "on": filling.cleared.get(need.proves.partition(":")[2], ""),
            }
        )
    return {"kind": MATERIALS, "rows": rows}


def _fact(rule: Any, filling: Filling) -> dict[str, Any]:
    said = filling.facts.get(rule.fact, {})
    return {
        "fact": rule.fact,
        "title": rule.says,
        "span": rule.span,
        "happened": said.get("happened", ""),
        "on": said.get("on", ""),
    }


def _figures(rules: CaseRules, filling: Filling) -> list[dict[str, str]]:
    return [
        {
            "figure": each.figure,
            "title": each.title,
            "value": filling.figures.get(each.figure, ""),
            "bound": each.bound.phrase(),
            "unit": "%" if each.bound.is_percent else "",
        }
        for each in rules.asked_figures
    ]


def _workers(rules: CaseRules, held: Held) -> dict[str, Any]:
    asked = rules.apply_stage.must_record if rules.apply_stage else ()
    records = [{"kind": each, "title": RECORDS[each], "is_done": each in held.recorded} for each in asked]
    return {"kind": WORKERS, "records": records, "methods": list(METHODS.items())}


def _check(rules: CaseRules, filling: Filling, held: Held) -> dict[str, Any]:
    form = rules.form
    sections = [
        {
            "key": section_key(form, section) if form else "",
            "title": section.title,
            "pairs": [(field.title, shown(field, filling.form.get(field.id))) for field in section.fields],
        }
        for section in (form.sections if form else ())
        if section.fields
    ]
    kinds = kinds_of(rules, filling, held.candidate.kinds)
    bodies = {each.by: each.says for each in form.opinions if applies(each.when, kinds)} if form else {}
    opinions = [
        {"by": by, "title": bodies[by], "text": "", "signer": "", **filling.opinions.get(by, {})}
        for by in ("employers_union", "employer")
        if by in bodies
    ]
    files = [(need.title, _by_proof(held)[need.proves]) for need in needs_of(rules.programme, kinds)]
    won = [each.says for each in deeds_of(filling)]
    return {"kind": CHECK, "sections": sections, "opinions": opinions, "files": files, "awards": won}


def beside_differences(rules: CaseRules, theirs: Filling, mine: Filling) -> list[dict[str, str]]:
    titles = {each.id: each.title for each in rules.programme.conditions}
    titles |= {each.id: each.title for each in rules.programme.materials}
    pairs = [(theirs.conditions, mine.conditions), (theirs.texts, mine.texts)]
    rows = [
        {"label": titles.get(key, key), "before": old.get(key, ""), "after": value}
        for old, new in pairs
        for key, value in new.items()
        if value != old.get(key, "")
    ]
    words = {"yes": _("发生过"), "no": _("没有发生")}
    rules_of = {rule.fact: rule.says for rule in rules.declared_facts}
    for fact, said in mine.facts.items():
        before = theirs.facts.get(fact, {})
        if said != before:
            old_word, new_word = words.get(before.get("happened", ""), ""), words.get(said.get("happened", ""), "")
            rows.append({"label": rules_of.get(fact, fact), "before": str(old_word), "after": str(new_word)})
    return rows
