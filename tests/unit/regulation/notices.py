"""Small regulations to change one line of, so that a test names only what it is about."""

from __future__ import annotations

from services.common.regulation import Fault, Regulation, read

SMALL = """\
regulation: small
title: 试行办法
tenant: "341122"
effective: 2025-01-01
programmes:
  star:
    honour: 服务之星
    level: county
    subject: person
    round: {opens: 01-01, closes: 12-31}
    eligible: {scope: [worker]}
    form: entry
    stages:
      - {stage: apply, by: grassroots_union}
      - {stage: assess, sheet: marks, pass: {at_least: 60}}
      - {stage: approve, quorum: {at_least: 2/3}, majority: {over: 1/2}}
      - {stage: publicise, for: {working_days: 5}}
      - {stage: confer, certificate: standard}
    quota: none
forms:
  entry:
    title: 申报表
    sections:
      - id: who
        title: 个人
        fields:
          - {id: name, title: 姓名, type: person_name}
          - {id: whole, title: 总数, type: count, required: no}
          - {id: part, title: 其中, type: count, required: no}
sheets:
  marks:
    title: 评分表
    pass: {at_least: 60}
    classes:
      - title: 工作
        points: 100
        rows:
          - {id: work, title: 工作, points: 60, all_or_nothing: yes}
          - {id: skill, title: 技能, points: 40}
"""


def changed(old: str, new: str) -> str:
    assert SMALL.count(old) == 1, f"{SMALL.count(old)} times in the small regulation: {old}"
    return SMALL.replace(old, new)


def line_of(text: str, words: str) -> int:
    """The number of the only line with these words."""
    found = [number for number, line in enumerate(text.splitlines(), 1) if words in line]
    assert len(found) == 1, found
    return found[0]


def the_fault(text: str) -> Fault:
    checked = read(text)
    assert checked.regulation is None
    assert len(checked.faults) == 1, checked.faults
    return checked.faults[0]


def regulation_of(text: str) -> Regulation:
    checked = read(text)
    assert checked.faults == ()
    assert checked.regulation is not None
    return checked.regulation
