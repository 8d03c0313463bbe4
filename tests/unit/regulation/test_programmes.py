"""What the checker refuses in a programme before anything is published, and the rules that ask about a candidate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.common.regulation import Assessors, Bound
from services.common.regulation.composition import construct
from services.common.regulation.quota import Part, Quota
from tests.unit.regulation.notices import SMALL, changed, regulation_of, the_fault

STAGES = SMALL[SMALL.index("      - {stage: apply") : SMALL.index("    quota: none")]
DAY = date(2025, 11, 21)


def with_stages(*lines: str) -> str:
    return SMALL.replace(STAGES, "".join(f"      - {line}\n" for line in lines))


APPLY, REVIEW = "{stage: apply}", "{stage: review, by: reviewing_union}"
APPROVE = "{stage: approve, quorum: {at_least: 2/3}, majority: {over: 1/2}}"
PUBLICISE, CONFER = "{stage: publicise, for: {days: 5}}", "{stage: confer}"


@pytest.mark.parametrize(
    ("lines", "path", "code"),
    [
        ((REVIEW, APPLY, APPROVE, CONFER), "stages.apply", "apply_not_first"),
        ((APPLY, CONFER, APPROVE), "stages.confer", "confer_not_last"),
        ((APPLY, PUBLICISE, APPROVE, CONFER), "stages.publicise", "publicise_before_approve"),
        ((APPLY, APPROVE, PUBLICISE), "stages", "never_conferred"),
        ((REVIEW, APPROVE, CONFER), "stages", "never_begins"),
        ((APPLY, REVIEW, REVIEW, CONFER), "stages.review", "duplicate_id"),
        (
            (APPLY, "{stage: review, by: reviewing_union, may_return_to: [approve]}", APPROVE, CONFER),
            "stages.review.may_return_to",
            "return_not_earlier",
        ),
        (
            (APPLY, "{stage: review, by: reviewing_union, may_return_to: [review]}", APPROVE, CONFER),
            "stages.review.may_return_to",
            "return_not_earlier",
        ),
        (
            ("{stage: review, by: grassroots_union}", APPROVE, CONFER),
            "stages.review.by",
            "nobody_can_act",
        ),
        (
            (APPLY, "{stage: review, due: {from: assessed, within: {days: 5}}}", APPROVE, CONFER),
            "stages.review.due.from",
            "event_never_announced",
        ),
        ((APPLY, "{stage: review, due: {within: {days: 5}}}", CONFER), "stages.review.due.within", "span_without_event"),
        ((APPLY, "{stage: review, due: {late: marked}}", CONFER), "stages.review.due", "due_without_day"),
        ((APPLY, "{stage: review, due: {on: 2024-12-31}}", CONFER), "stages.review.due.on", "day_never_comes"),
        ((APPLY, "{stage: shortlist, to: 9}", CONFER), "stages.shortlist.tie", "missing_key"),
        ((APPLY, "{stage: shortlist, to: 9, tie: next_rule, order: [earlier]}", CONFER), "stages.shortlist.tie", "cut_without_tie"),
        ((APPLY, "{stage: shortlist, to: 9, tie: share}", CONFER), "stages.shortlist.order", "event_never_announced"),
    ],
)  # fmt: skip
def test_stages_that_lead_nowhere_are_refused(lines: tuple[str, ...], path: str, code: str) -> None:
    faults = [fault for fault in [the_fault_of(with_stages(*lines), code)] if fault]
    assert [(fault[0], fault[1]) for fault in faults] == [(f"programmes.star.{path}", code)]


def the_fault_of(text: str, code: str) -> tuple[str, str] | None:
    from services.common.regulation import read

    found = [(fault.path, fault.code) for fault in read(text).faults if fault.code == code]
    return found[0] if len(found) == 1 else None


def test_two_reviews_stand_beside_each_other_under_their_own_ids() -> None:
    text = with_stages(APPLY, REVIEW, "{stage: review, id: second, by: federation, may_return_to: [review]}", CONFER)
    programme = regulation_of(text).programmes["star"]
    assert [each.key for each in programme.stages] == ["apply", "review", "second", "confer"]


@pytest.mark.parametrize("on", ["2025-01-01", "12-31"])
def test_a_day_that_still_comes_is_taken(on: str) -> None:
    regulation_of(with_stages(APPLY, f"{{stage: review, due: {{on: {on}}}}}", CONFER))


def test_an_honour_that_needs_itself_is_refused() -> None:
    text = changed("eligible: {scope: [worker]}", "eligible: {holds: [{honour: 服务之星, level: county}]}")
    fault = the_fault(text)
    assert (fault.path, fault.code) == ("programmes.star.eligible.holds", "prerequisite_on_itself")
    regulation_of(text.replace("level: county}]", "level: city}]"))


def test_two_honours_that_wait_for_each_other_are_refused() -> None:
    star = changed("eligible: {scope: [worker]}", "eligible: {holds: [{honour: 之友}]}")
    friend = SMALL[SMALL.index("  star:\n") : SMALL.index("forms:\n")].replace("star:", "friend:")
    friend = friend.replace("honour: 服务之星", "honour: 之友").replace(
        "eligible: {scope: [worker]}", "eligible: {holds: [{honour: 服务之星}]}"
    )
    from services.common.regulation import read

    faults = read(star.replace("forms:\n", friend + "forms:\n")).faults
    assert [(fault.path, fault.code) for fault in faults] == [
        ("programmes.star.eligible.holds", "prerequisite_on_itself"),
        ("programmes.friend.eligible.holds", "prerequisite_on_itself"),
    ]


@pytest.mark.parametrize(
    ("forward", "path", "code"),
    [
        ("{skipping: in_principle_no}", "forward.skipping", "in_principle_without_exception"),
        (
            "{skipping: never, exception: {by: federation, must_record: [reason]}}",
            "forward.exception",
            "contradictory_rule",
        ),
        (
            "{skipping: in_principle_no, exception: {by: federation, must_record: []}}",
            "forward.exception.must_record",
            "too_few",
        ),
        ("{due: {on: 11-30, hour: 17}}", "forward.due.hour", "contradictory_rule"),
        ("{due: {from: conferred, within: {days: 9}}}", "forward.due.from", "event_never_announced"),
        ("{due: {on: 2024-11-30}}", "forward.due.on", "day_never_comes"),
    ],
)
def test_in_principle_names_who_excepts_and_the_last_day_can_be_kept(forward: str, path: str, code: str) -> None:
    fault = the_fault(changed("quota: none", f"quota: none\n    forward: {forward}"))
    assert (fault.path, fault.code) == (f"programmes.star.{path}", code)


def test_nobody_stands_above_the_national_level() -> None:
    text = SMALL.replace("level: county", "level: national")
    assert the_fault(text.replace("quota: none", "quota: none\n    forward: {prefer: rank}")).code == "nobody_can_act"
    regulation_of(text.replace("quota: none", "quota: none\n    forward: none"))


@pytest.mark.parametrize(
    ("quota", "path", "code"),
    [
        (
            "{composition: [{of: women, title: 女职工, at_least: 35%}]}",
            "quota.composition.1",
            "percent_without_rounding",
        ),
        (
            "{total: 10, tie: share, pools: [{id: a, title: 甲, total: 4}, {id: b, title: 乙, total: 5}]}",
            "quota.pools",
            "pools_do_not_add_up",
        ),
        (
            "{total: 3, tie: share, composition: [{of: a, title: 甲, at_least: 4}]}",
            "quota.composition",
            "impossible_composition",
        ),
        (
            "{total: 10, tie: share, composition: [{of: a, title: 甲, at_least: 55%, rounding: up, dimension: d},"
            " {of: b, title: 乙, at_least: 5, dimension: d}]}",
            "quota.composition",
            "impossible_composition",
        ),
        (
            "{total: 10, tie: share, composition: [{of: a, title: 甲, at_least: 41%, at_most: 49%, rounding: up},"
            " {of: b, title: 乙, over: 99%, rounding: up}]}",
            "quota.composition",
            "impossible_composition",
        ),
    ],
)
def test_places_that_do_not_fit_are_refused(quota: str, path: str, code: str) -> None:
    fault = the_fault(changed("quota: none", f"quota: {quota}"))
    assert (fault.path, fault.code) == (f"programmes.star.{path}", code)


def test_a_batch_that_meets_the_composition_is_constructed() -> None:
    parts = (
        Part(of="a", title="甲", bound=Bound(at_least=Decimal(55), is_percent=True), rounding="up", dimension="d"),
        Part(of="b", title="乙", bound=Bound(at_least=Decimal(4)), dimension="d"),
    )
    assert construct(Quota(total=10, tie="share", composition=parts), "d") == {"a": 6, "b": 4}
    assert construct(Quota(total=9, tie="share", composition=parts), "d") == {"a": 5, "b": 4}
    assert construct(Quota(total=8, tie="share", composition=parts), "d") is None


@pytest.mark.parametrize(
    ("totals", "needs"),
    [(("95", "85"), False), (("95", "84.99"), True), (("95", "84.99", "90"), False), (("95",), False)],
)
def test_a_third_assessor_is_called_beyond_the_gap(totals: tuple[str, ...], needs: bool) -> None:
    assessors = Assessors(at_least=2, gap_over=Decimal(10))
    assert assessors.needs_another(tuple(Decimal(each) for each in totals)) is needs
