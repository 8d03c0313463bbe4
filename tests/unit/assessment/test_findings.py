"""What scorers send is read whole: each wrong answer is named at its field, nothing is guessed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from services.assessment.domain import read_findings, to_document
from tests.unit.assessment.made import FULL, form_3, plain


def test_what_was_kept_reads_back_equal() -> None:
    first = read_findings(form_3(), {**FULL, "documents": {"missing": ["总结"], "ground": "缺年度总结"}})

    again = read_findings(form_3(), to_document(first.findings))

    assert again == first
    assert to_document(first.findings)["documents"] == {
        "pieces": {"上级文件": True, "本级计划": True, "活动情况": True, "总结": False},
        "ground": "缺年度总结",
    }


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ({"effect": {"measures": {"awareness": "100.01"}}}, {"effect.measure.awareness"}),
        ({"effect": {"measures": {"awareness": "100"}}}, set()),
        ({"effect": {"measures": {"awareness": "-1"}}}, {"effect.measure.awareness"}),
        ({"effect": {"measures": {"awareness": "1e2"}}}, {"effect.measure.awareness"}),
        ({"effect": {"measures": {"awareness": "九十"}}}, {"effect.measure.awareness"}),
        ({"nowhere": {}}, {"nowhere"}),
        ({"documents": "yes"}, {"documents"}),
        ({"documents": {"ground": "长" * 501}}, {"documents.ground"}),
        ({"documents": {"ground": "长" * 500}}, set()),
    ],
)
def test_a_wrong_answer_is_named(said: Any, faults: set[str]) -> None:
    assert set(read_findings(form_3(), said).faults) == faults


@pytest.mark.parametrize(
    ("points", "kept"),
    [("0", Decimal(0)), ("89.99", Decimal("89.99")), ("100", Decimal(100)), ("100.01", None), ("", None), (None, None)],
)
def test_direct_points_lie_between_nothing_and_all(points: Any, kept: Decimal | None) -> None:
    assert read_findings(plain(), {"all": {"points": points}}).findings["all"].points == kept
