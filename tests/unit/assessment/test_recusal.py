"""Nobody assesses whom he belongs to, recommended, acted for, or is related to (rule 9)."""

from __future__ import annotations

from typing import Any

import pytest

from services.assessment.domain import Candidate, Relation, reason_to_recuse
from tests.unit.assessment.made import TEAM, UNION, an_id


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"unit_path": "/other/"}, None),
        ({"unit_path": "/township/union2/"}, None),
        ({"unit_path": "/township/union/", "unit_kind": "employer_union"}, "related_same_unit"),
        ({"unit_path": "/township/union/employer/", "unit_kind": "employer"}, "related_same_unit"),
        ({"unit_path": TEAM, "unit_kind": "team"}, "related_same_unit"),
        ({"unit_path": "/township/", "unit_kind": "township"}, "related_recommends"),
        ({"unit_path": "/township2/", "unit_kind": "township"}, None),
        ({"unit_path": "/township/", "unit_kind": "federation"}, None),
        ({"relations": (Relation("/township/union/", "配偶"),)}, "related_declared"),
        ({"relations": (Relation("/township/union/employer/", "持股"),)}, "related_declared"),
        ({"relations": (Relation("/elsewhere/", "配偶"),)}, None),
        ({"acts_for": (UNION,)}, "related_acts_for"),
        ({"acts_for": ("/township/",)}, "related_acts_for"),
        ({"acts_for": ("/elsewhere/",)}, None),
    ],
)
def test_the_rule_that_excludes(changes: dict[str, Any], reason: str | None) -> None:
    who = Candidate(an_id("p"), "s", "许文静", **changes)

    assert reason_to_recuse(who, subject_path=TEAM, answering_path=UNION) == reason


@pytest.mark.parametrize(
    ("changes", "reason"), [({"unit_path": "/city-office/"}, None), ({"acts_for": ("/city-office/",)}, None)]
)
def test_a_case_from_below_has_no_unit_here_and_excludes_nobody(changes: dict[str, Any], reason: str | None) -> None:
    who = Candidate(an_id("p"), "s", "许文静", **changes)

    assert reason_to_recuse(who, subject_path="", answering_path="") == reason
