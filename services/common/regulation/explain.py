"""A regulation said in Chinese sentences, for the editor and the public page."""

from __future__ import annotations

from collections.abc import Iterator

from services.common.regulation.bodies import LEVELS, SUBJECTS
from services.common.regulation.dates import chinese_day
from services.common.regulation.document import Regulation
from services.common.regulation.later_sections import SECTIONS
from services.common.regulation.programme import Programme


def explain(regulation: Regulation) -> list[tuple[str, list[str]]]:
    """Titles with their sentences, in the order a notice has."""
    said: list[tuple[str, list[str]]] = [("名称与施行", list(_head(regulation)))]
    several = len(regulation.programmes) > 1
    for programme in regulation.programmes.values():
        name = f"{programme.title or programme.honour}：" if several else ""
        said += [(name + title, sentences) for title, sentences in explain_programme(programme) if sentences]
    said += [(form.title, list(form.sentences())) for form in regulation.forms.values()]
    said += [(sheet.title, list(sheet.sentences())) for sheet in regulation.sheets.values()]
    said += [(each.title, list(each.sentences())) for each in regulation.campaigns.values()]
    said += [(each.says, list(each.sentences())) for each in regulation.contests.values()]
    said += [(SECTIONS[name][0], ["本部分由相应业务执行。"]) for name in regulation.sections]
    return said


def _head(regulation: Regulation) -> Iterator[str]:
    yield f"{regulation.title}，自{chinese_day(regulation.effective)}起施行。"
    if regulation.source:
        yield f"依据：{regulation.source}。"
    if regulation.based_on:
        yield f"依据上级（{regulation.based_on.tenant}）规则第 {regulation.based_on.version} 版制定。"


def explain_programme(programme: Programme) -> Iterator[tuple[str, list[str]]]:
    eligible, kinds = programme.eligible, programme.kind_titles
    whom = [f"{LEVELS[programme.level]}“{programme.honour}”，授予{SUBJECTS[programme.subject]}。"]
    if eligible.scope:
        whom.append(f"范围：{'、'.join(kinds.get(each, each) for each in eligible.scope)}。")
    whom += [line for kind in programme.kinds for line in kind.sentences()]
    yield "名称与范围", whom
    yield "申报周期", list(programme.round.sentences())
    entry = [f"须{each.phrase()}。" for each in (*eligible.holds, *eligible.requires)]
    entry += [line for minimum in eligible.minimum for line in minimum.sentences()]
    entry += [line for never in eligible.never_within for line in never.sentences()]
    entry += [line for bar in eligible.bars for line in bar.sentences()]
    entry += [line for failing in eligible.after_failing for line in failing.sentences()]
    entry += [line for clearance in eligible.clearances for line in clearance.sentences(kinds)]
    yield "申报条件", entry
    yield "基本条件", [line for each in programme.conditions for line in each.sentences(kinds)]
    yield "申报材料", [line for each in programme.materials for line in each.sentences(kinds)]
    yield "名额", list(programme.quota.sentences(kinds)) if programme.quota else ["名额不限，宁缺勿滥。"]
    yield "办理环节", [line for each in programme.stages for line in each.sentences()]
    yield "提醒", [f"各项工作到期前 {programme.remind_days} 天提醒，另有规定的除外。"]
    yield "向上推荐", list(programme.forward.sentences()) if programme.forward else []
    yield "复查与撤销", list(programme.tenure.sentences()) if programme.tenure else []
