"""What the checker refuses in a programme before anything is published, and the rules that ask about a candidate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.common.regulation import Assessors, Bound, Candidate, Held, Programme, refusals
from services.common.regulation.composition import construct
from services.common.regulation.cut import Ranked, cut, unmet
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


def codes(programme: Programme, candidate: Candidate, today: date = DAY) -> list[str]:
    return [refusal.code for refusal in refusals(programme, candidate, today=today)]


def eligible(rules: str) -> Programme:
    return regulation_of(changed("eligible: {scope: [worker]}", f"eligible: {{{rules}}}")).programmes["star"]


@pytest.mark.parametrize(
    ("since", "refused"), [(date(2022, 11, 21), ["excluding_fact"]), (date(2022, 11, 20), []), (DAY, ["excluding_fact"])]
)  # fmt: skip
def test_an_accident_excludes_for_three_years(county: Programme, since: date, refused: list[str]) -> None:
    assert codes(county, Candidate(facts={"casualty": (since,)})) == refused


def test_a_fact_without_years_excludes_for_ever() -> None:
    programme = eligible("never_within: [{fact: criminal_penalty}]")
    assert codes(programme, Candidate(facts={"criminal_penalty": (date(1990, 1, 1),)})) == ["excluding_fact"]
    assert codes(programme, Candidate()) == []


@pytest.mark.parametrize(
    ("held", "met"),
    [
        (Held("工匠", "city", date(2024, 11, 21)), True),
        (Held("工匠", "city", date(2024, 11, 22)), False),
        (Held("工匠", "county", date(2020, 1, 1)), False),
        (Held("先进", "city", date(2020, 1, 1)), False),
        (Held("工匠", "city", date(2020, 1, 1), standing="rectifying"), False),
        (Held("工匠", "city", date(2020, 1, 1), standing="revoked"), False),
    ],
)
def test_an_honour_is_held_at_its_level_in_good_standing_long_enough(held: Held, met: bool) -> None:
    programme = eligible("holds: [{honour: 工匠, level: city, standing: good, for_at_least: {years: 1}}]")
    assert codes(programme, Candidate(held=(held,))) == ([] if met else ["requirement_not_met"])


@pytest.mark.parametrize(("since", "met"), [(date(2020, 11, 21), True), (date(2020, 11, 20), False)])
def test_an_honour_may_have_to_be_recent(since: date, met: bool) -> None:
    programme = eligible("holds: [{honour: 工匠, within: {years: 5}}]")
    assert codes(programme, Candidate(held=(Held("工匠", "city", since),))) == ([] if met else ["requirement_not_met"])


@pytest.mark.parametrize(
    ("candidate", "barred"),
    [
        (Candidate(held=(Held("服务之星", "county", date(2020, 11, 21)),)), True),
        (Candidate(held=(Held("服务之星", "county", date(2020, 11, 20)),)), False),
        (Candidate(held=(Held("服务之星", "city", date(2025, 1, 1)),)), False),
        (Candidate(held=(Held("服务之星", "county", date(2025, 1, 1)),), has_new_merit=True), False),
    ],
)
def test_ones_own_title_bars_for_five_years_but_for_new_merit(candidate: Candidate, barred: bool) -> None:
    rules = "bars: [{honour: 服务之星, level: county, within: {years: 5}, unless_new_merit: yes}]"
    assert codes(eligible(rules), candidate) == (["own_title"] if barred else [])


@pytest.mark.parametrize(
    ("figures", "refused"),
    [({"satisfaction": Decimal(85)}, False), ({"satisfaction": Decimal("84.99")}, True), ({}, True)],
)
def test_a_key_figure_must_be_reached_and_known(figures: dict[str, Decimal], refused: bool) -> None:
    programme = eligible("minimum: [{figure: satisfaction, title: 满意率, at_least: 85%, key: yes}]")
    assert codes(programme, Candidate(figures=figures)) == (["below_minimum"] if refused else [])


@pytest.mark.parametrize(
    ("kinds", "cleared", "refused"),
    [
        (frozenset({"leader"}), {}, True),
        (frozenset({"worker"}), {}, False),
        (frozenset({"leader"}), {"tax": date(2025, 5, 21)}, False),
        (frozenset({"leader"}), {"tax": date(2025, 5, 20)}, True),
    ],
)
def test_a_clearance_depends_on_the_kind_and_grows_old(
    kinds: frozenset[str], cleared: dict[str, date], refused: bool
) -> None:
    programme = eligible("clearances: [{office: tax, when: leader, valid_for: {months: 6}}]")
    assert codes(programme, Candidate(kinds=kinds, cleared=cleared)) == (["not_cleared"] if refused else [])


@pytest.mark.parametrize(("kinds", "refused"), [({"worker"}, False), ({"leader"}, True), (set(), False)])
def test_who_is_out_of_scope_is_refused(kinds: set[str], refused: bool) -> None:
    programme = regulation_of(SMALL).programmes["star"]
    assert codes(programme, Candidate(kinds=frozenset(kinds))) == (["out_of_scope"] if refused else [])


@pytest.mark.parametrize(("lost", "refused"), [(date(2023, 11, 22), True), (date(2023, 11, 21), False), (None, False)])
def test_after_losing_the_title_one_waits(lost: date | None, refused: bool) -> None:
    tenure = "tenure: {revoke: {when: [false_statement], apply_again_after: {years: 2}}}"
    programme = regulation_of(changed("quota: none", f"quota: none\n    {tenure}")).programmes["star"]
    held = Held("服务之星", "county", date(2020, 1, 1), standing="revoked", lost=lost)
    assert codes(programme, Candidate(held=(held,))) == (["revoked_lately"] if refused else [])


COVERED = Candidate(figures={"coverage": Decimal(90)})
BARE = Candidate(figures={"coverage": Decimal("89.99")})


@pytest.mark.parametrize(
    ("requirement", "candidate", "met"),
    [
        ("{figure: coverage, title: 入会率, at_least: 90%}", COVERED, True),
        ("{figure: coverage, title: 入会率, at_least: 90%}", BARE, False),
        ("{running: first, title: 第一名, times: 2}", Candidate(runs={"first": (True, True, False)}), True),
        ("{running: first, title: 第一名, times: 2}", Candidate(runs={"first": (True, False, True)}), False),
        ("{running: first, title: 第一名, times: 2}", Candidate(runs={"first": (True,)}), False),
        ("{without: wage_arrears, within: {years: 2}}", Candidate(facts={"wage_arrears": (date(2023, 11, 20),)}), True),
        ("{without: wage_arrears, within: {years: 2}}", Candidate(facts={"wage_arrears": (date(2023, 11, 21),)}), False),
        ("{all_of: [{figure: coverage, title: 入会率, at_least: 90%}, {honour: 工匠}]}", COVERED, False),
        ("{any_of: [{figure: coverage, title: 入会率, at_least: 90%}, {honour: 工匠}]}", COVERED, True),
        ("{any_of: [{figure: coverage, title: 入会率, at_least: 90%}, {honour: 工匠}]}", BARE, False),
        (
            "{share_of: unions, title: 所属工会, that: {figure: coverage, title: 入会率, at_least: 90%}, at_least: 50%}",
            Candidate(subordinates={"unions": (COVERED, BARE)}),
            True,
        ),
        (
            "{share_of: unions, title: 所属工会, that: {figure: coverage, title: 入会率, at_least: 90%}, over: 50%}",
            Candidate(subordinates={"unions": (COVERED, BARE)}),
            False,
        ),
        (
            "{share_of: unions, title: 所属工会, that: {figure: coverage, title: 入会率, at_least: 90%}, at_least: 0%}",
            Candidate(),
            False,
        ),
        (
            "{in_principle: {honour: 工匠}, id: craft, exception: {by: federation, must_record: [reason]}}",
            Candidate(),
            False,
        ),
        (
            "{in_principle: {honour: 工匠}, id: craft, exception: {by: federation, must_record: [reason]}}",
            Candidate(excepted=frozenset({"craft"})),
            True,
        ),
    ],
)  # fmt: skip
def test_conditions_stand_alone_or_in_groups(requirement: str, candidate: Candidate, met: bool) -> None:
    assert codes(eligible(f"requires: [{requirement}]"), candidate) == ([] if met else ["requirement_not_met"])


def test_a_refusal_says_the_rule_in_chinese() -> None:
    programme = eligible(
        "requires: [{any_of: [{honour: 工匠, level: city}, {running: first, title: 第一名, times: 3}]}]"
    )
    (refusal,) = refusals(programme, Candidate(), today=DAY)
    assert refusal.says == "须具备下列之一：获得市级“工匠”，且目前有效；连续 3 次第一名，目前不具备。"


def ranked(*scores: str, kinds: str = "") -> list[Ranked]:
    """Names a, b, c … with a score and, after a slash, a second figure."""
    return [
        Ranked(
            chr(97 + number), tuple(Decimal(part) for part in each.split("/")), frozenset(kinds[number : number + 1])
        )
        for number, each in enumerate(scores)
    ]


@pytest.mark.parametrize(
    ("scores", "places", "tie", "kept", "says"),
    [
        (("95", "90", "85"), 2, "share", "ab", ""),
        (("85", "90", "95"), 2, "fewer", "cb", ""),
        (("95", "90", "90"), 2, "share", "abc", "第 2 名有 2 个并列，并列的一并入选。"),
        (("95", "90", "90"), 2, "widen", "abc", "第 2 名有 2 个并列，扩大名额。"),
        (("95", "90", "90"), 2, "fewer", "a", "第 2 名有 2 个并列，并列的都不入选。"),
        (("95", "90", "90"), 3, "fewer", "abc", ""),
        (("95/1", "90/1", "90/2"), 2, "next_rule", "ac", ""),
        (("95/1", "90/2", "90/2"), 2, "next_rule", "a", "第 2 名有 2 个并列，按下一条规则排序。"),
        (("95",), 2, "share", "a", ""),
        ((), 2, "share", "", ""),
    ],
)
def test_a_tie_at_the_cut_does_what_the_rule_says(
    scores: tuple[str, ...], places: int, tie: str, kept: str, says: str
) -> None:
    found = cut(ranked(*scores), places, tie)
    assert ("".join(found.kept), found.says) == (kept, says)
    assert sorted((*found.kept, *found.left_out)) == [each.key for each in ranked(*scores)]


WORKERS = Part(of="w", title="产业工人", bound=Bound(at_least=Decimal(35), is_percent=True), rounding="up")
LEADERS = Part(of="l", title="负责人", bound=Bound(at_most=Decimal(20), is_percent=True), rounding="down")


@pytest.mark.parametrize(
    ("kinds", "says"),
    [
        ("wwxxx", []),
        ("wxxxx", ["产业工人应不少于 2 个，现有 1 个。"]),
        ("wwlxx", []),
        ("wwllx", ["负责人应不超过 1 个，现有 2 个。"]),
    ],
)
def test_a_list_is_held_against_the_composition(kinds: str, says: list[str]) -> None:
    quota = Quota(total=5, tie="share", composition=(WORKERS, LEADERS))
    assert list(unmet(quota, ranked(*["90"] * 5, kinds=kinds))) == says


def test_a_share_of_each_recommenders_list_is_counted_list_by_list() -> None:
    part = Part(of="w", title="产业工人", bound=Bound(at_least=Decimal(1)), denominator="recommender")
    batch = [
        Ranked("a", (Decimal(90),), frozenset({"w"}), "新安镇工会"),
        Ranked("b", (Decimal(90),), frozenset(), "半塔镇工会"),
    ]
    assert list(unmet(Quota(composition=(part,)), batch)) == ["半塔镇工会的名单中，产业工人应不少于 1 个，现有 0 个。"]
