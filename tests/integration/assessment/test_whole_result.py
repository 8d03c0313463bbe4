"""On screen and in the database: a veto, a band, the line that is not included, the mean of the bodies below."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from services.common.ids import new_id
from tests.factories import REGULATIONS, Who
from tests.integration.assessment.conftest import County
from tests.integration.assessment.test_pages import ALL_THERE, place
from tests.pages import PageClient

TEXT = (REGULATIONS / "laian-worker-pioneer.yaml").read_text(encoding="utf-8")
KEYS = "    combine: {assessors: mean, decimals: 2}\n"


@pytest.fixture
def pages(services: Any) -> Callable[[Who], PageClient]:
    app = services.of("assessment").app
    return lambda who: PageClient(app, headers={"Authorization": who.headers["Authorization"]})


def opened(county: County, keys: str, **order: Any) -> UUID:
    """Under a version whose sheet says more; two assessors appointed, no self score."""
    assert TEXT.count(KEYS) == 1
    county.place.regulation("", text_=TEXT.replace(KEYS, f"{KEYS}    {keys}\n"), version=2)
    return staffed(county, regulation_version=2, self_score_required=False, **order)


def staffed(county: County, **order: Any) -> UUID:
    id_ = county.open(**order)
    assert county.appoint(id_, *county.assessors[:2]).status_code == 200
    return id_


def signed(county: County, id_: UUID, **rows: Any) -> Any:
    county.score(county.assessors[0], id_, **rows)
    assert county.score(county.assessors[1], id_, **rows).status_code == 200
    return county.case(county.secretary, id_)["result"]


def test_a_veto_is_ticked_grounded_and_told(county: County, pages: Any) -> None:
    id_ = opened(county, "vetoes: [casualty]")
    desk = pages(county.assessors[0])
    form = desk.get(place(county, id_, "/score"))
    tick = "vetoes.fact.casualty"
    assert form.select(f'[name="{tick}"]')[0]["aria-label"] == "一票否决事项 人身伤亡事故"

    saved = desk.submit(form, place(county, id_, "/score"), **ALL_THERE, **{tick: "yes"}, act="save")
    assert "发生人身伤亡事故，一票否决" in saved.text
    assert "还差 2 处" in saved.select("#tally")[0].get_text()

    case = signed(county, id_, vetoes={"facts": ["casualty"]})
    assert (case["score"], case["passed"]) == ("100.00", False)
    shown = pages(county.secretary).get(place(county, id_))
    assert "考核分 100.00，未合格" in shown.text
    assert "发生人身伤亡事故，一票否决。" in shown.text


def test_without_the_fact_the_same_sheet_is_passed(county: County) -> None:
    case = signed(county, opened(county, "vetoes: [casualty]"))

    assert (case["score"], case["passed"]) == ("100.00", True)


def test_the_band_is_told_with_the_result(county: County, pages: Any) -> None:
    id_ = opened(county, "bands: [{title: 优秀, at_least: 95}, {title: 合格, under: 95}]")
    signed(county, id_, documents={"missing": ["总结"]})

    assert "等次：优秀。" in pages(county.secretary).get(place(county, id_)).text


@pytest.mark.parametrize(("over", "passed"), [("94.99", True), ("95", False)])
def test_a_line_that_is_not_included(county: County, over: str, passed: bool) -> None:
    id_ = staffed(county, self_score_required=False, pass_at_least="", pass_over=over)

    case = signed(county, id_, documents={"missing": ["总结"]})

    assert (case["score"], case["passed"]) == ("95.00", passed)


def test_what_the_units_below_scored_counts_by_its_weight(a_county: Callable[[], County]) -> None:
    """The union is assessed with half of its teams' mean: 100 and (100 + 95) / 2. Neither another year nor a neighbour counts."""
    county, neighbour = a_county(), a_county()
    for each, lacking in ((county, []), (county, ["总结"]), (neighbour, ["总结", "上级文件"])):
        signed(each, staffed(each, self_score_required=False), documents={"missing": lacking})
    keys = "blend: [{of: assessors, weight: 50%}, {of: below, weight: 50%}]"
    union = {
        "subject_unit_id": str(county.union.id), "subject_unit_name": county.union.name,
        "subject_unit_path": county.union.path, "object_id": str(new_id()),
    }  # fmt: skip

    case = signed(county, opened(county, keys, **union))

    assert case["score"] == "98.75"


def test_without_anybody_below_it_does_what_the_sheet_says(county: County) -> None:
    keys = "blend: [{of: assessors, weight: 50%}, {of: below, weight: 50%, missing: left_out}]"

    case = signed(county, opened(county, keys))

    assert (case["score"], case["passed"]) == ("100.00", True)
