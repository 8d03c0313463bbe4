"""What changed between two submissions, field by field, and which files came or went (returned for correction)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.applications.domain.case_rules import CaseRules
from services.applications.domain.deeds import deeds_of
from services.applications.domain.filling import Filling, shown
from services.applications.domain.personal import mask
from services.common.regulation.form_figures import Repeat


@dataclass(frozen=True)
class Submitted:
    """One submission: what was filled in and the files under it (sha256 tells them apart)."""

    filling: Filling
    files: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


def difference(rules: CaseRules, before: Submitted, after: Submitted, *, masked: bool) -> tuple[Change, ...]:
    """Personal values are masked where asked; that they changed is still told."""
    return (
        *_in_form(rules, before.filling, after.filling, masked),
        *_in_texts(rules, before.filling, after.filling),
        *_if_changed("竞赛获奖", _awards(before.filling), _awards(after.filling)),
        *_in_files(before.files, after.files),
    )


def _in_form(rules: CaseRules, before: Filling, after: Filling, masked: bool) -> Iterator[Change]:
    for field in rules.form.fields if rules.form else ():
        old, new = before.form.get(field.id), after.form.get(field.id)
        if (old or "") == (new or ""):
            continue
        if field.personal and masked and not isinstance(field, Repeat):
            yield Change(field.title, mask(field, old), f"{mask(field, new)}（已更改）")
        else:
            yield Change(field.title, shown(field, old), shown(field, new))


def _in_texts(rules: CaseRules, before: Filling, after: Filling) -> Iterator[Change]:
    for each in rules.programme.conditions:
        yield from _if_changed(each.title, before.conditions.get(each.id, ""), after.conditions.get(each.id, ""))
    for material in rules.programme.materials:
        old, new = before.texts.get(material.id, ""), after.texts.get(material.id, "")
        yield from _if_changed(material.title, old, new)
    for figure in rules.asked_figures:
        was, now = before.figures.get(figure.figure, ""), after.figures.get(figure.figure, "")
        yield from _if_changed(figure.title, was, now)
    for rule in rules.declared_facts:
        old, new = _fact(before, rule.fact), _fact(after, rule.fact)
        yield from _if_changed(rule.says, old, new)


def _if_changed(label: str, old: str, new: str) -> Iterator[Change]:
    if old != new:
        yield Change(label, old, new)


def _awards(filling: Filling) -> str:
    return "\n".join(each.says for each in deeds_of(filling))


def _fact(filling: Filling, fact: str) -> str:
    said = filling.facts.get(fact, {})
    return {"yes": f"发生过，{said.get('on', '')}", "no": "没有发生"}.get(said.get("happened", ""), "")


def _in_files(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Iterator[Change]:
    old = {(each["proves"], each["sha256"]): each for each in before}
    new = {(each["proves"], each["sha256"]): each for each in after}
    for key in [key for key in old if key not in new]:
        yield Change(f"{old[key]['title']}：佐证", str(old[key]["file_name"]), "（已移除）")
    for key in [key for key in new if key not in old]:
        yield Change(f"{new[key]['title']}：佐证", "", str(new[key]["file_name"]))
