"""Campaigns to reckon with, read from the language as a county would write them."""

from __future__ import annotations

from services.common.regulation import read
from services.common.regulation.campaign import Campaign

HEAD = """\
regulation: drive
title: 劳动竞赛
tenant: "61"
effective: 2025-01-01
campaigns:
  plan:
    title: 年度要点
    runs: {from: 2025-01-01, to: 2025-12-31}
    deployed: {to: [city, county]}
"""


def a_campaign(rules: str) -> Campaign:
    checked = read(HEAD + rules)
    assert checked.faults == ()
    assert checked.regulation is not None
    return checked.regulation.campaigns["plan"]


def with_target(rules: str) -> Campaign:
    return a_campaign(f"    targets: [{{id: t, title: 指标, {rules}}}]\n")
