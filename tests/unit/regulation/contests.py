"""A small contest to change one line of, as `notices` does for programmes."""

from __future__ import annotations

from services.common.regulation import Contest, Fault
from tests.unit.regulation.notices import regulation_of
from tests.unit.regulation.notices import the_fault as fault_of

SMALL = """\
regulation: contests
title: 技能比武办法
tenant: "330522"
effective: 2018-02-28
contests:
  welders:
    title: 焊工技能比武
    trade: 焊工
    level: county
    entry: {closes: 2018-06-30}
    rounds:
      - id: final
        parts:
          - {id: theory, weight: 30%, by: paper}
          - {id: practice, weight: 70%, judges: 5, drop: {highest: 1, lowest: 1}}
        order: [total, practice, {earlier: finished_at}]
    tie: share
    awards: [{first: 1}, {second: 2}, {third: 3}]
"""


def changed(*changes: tuple[str, str]) -> str:
    text = SMALL
    for old, new in changes:
        assert text.count(old) == 1, f"{text.count(old)} times in the small contest: {old}"
        text = text.replace(old, new)
    return text


def with_more(lines: str) -> str:
    """The small contest with further keys."""
    return SMALL + "".join(f"    {line}\n" for line in lines.splitlines())


def contest_of(text: str = SMALL) -> Contest:
    return regulation_of(text).contests["welders"]


def a_contest(*changes: tuple[str, str], more: str = "") -> Contest:
    return contest_of(changed(*changes) + "".join(f"    {line}\n" for line in more.splitlines()))


def the_fault(*changes: tuple[str, str], more: str = "") -> Fault:
    return fault_of(changed(*changes) + "".join(f"    {line}\n" for line in more.splitlines()))
