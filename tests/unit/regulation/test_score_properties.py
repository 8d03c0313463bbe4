"""Whatever is found, points stay within their row, and given and taken make the whole."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.regulation import RowInput, Sheet, score

PIECES = ("上级文件", "本级计划", "活动情况", "总结", "培训", "“五小”活动", "评比", "文字", "图片")
PERCENTS = st.decimals(0, 100, places=2)

findings = st.builds(
    RowInput,
    missing=st.frozensets(st.sampled_from(PIECES)),
    present=st.none() | st.booleans(),
    measures=st.dictionaries(st.sampled_from(["awareness", "participation", "satisfaction"]), PERCENTS),
    points=st.none() | st.decimals(-1000, 1000, places=2),
)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_given_and_deducted_make_the_rows_points(form_3: Sheet, data: st.DataObject) -> None:
    found = {row.id: data.draw(findings) for row in form_3.rows}
    result = score(form_3, found)
    for row in result.rows:
        assert 0 <= row.given <= row.points
        assert row.given + row.deducted == row.points
        assert bool(row.deductions) == (row.deducted > 0)
    assert result.total == sum(row.given for row in result.rows)
    assert result.passed == (result.is_complete and result.total >= Decimal(90))


@settings(max_examples=100, deadline=None)
@given(st.frozensets(st.sampled_from(PIECES[:4])), st.frozensets(st.sampled_from(PIECES[:4])))
def test_missing_more_never_scores_more(form_3: Sheet, some: frozenset[str], more: frozenset[str]) -> None:
    few, many = (score(form_3, {"documents": RowInput(missing=gone)}).row("documents") for gone in (some, some | more))
    assert many.given <= few.given
