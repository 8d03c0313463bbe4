"""The meeting's rules on both sides of each edge (A5)."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID, uuid4

import pytest

from services.applications.domain import docket as domain
from services.applications.domain.docket import Decision, Docket, DocketCase, DocketStatus, Member, Places, Presence
from services.common.errors import DomainError
from services.common.regulation import Approve, Bound, ShareBound

CASE = uuid4()
APPROVE = Approve(quorum=ShareBound(at_least=Fraction(2, 3)), majority=ShareBound(over=Fraction(1, 2)))


def a_docket(present: int, *, of: int = 7, case: DocketCase | None = None) -> Docket:
    members = tuple(
        Member(f"s{number}", f"成员{number}", presence=Presence.PRESENT if number < present else Presence.ABSENT)
        for number in range(of)
    )
    return Docket(
        id=uuid4(), members=members, cases=(case or a_case(),), presiding="s0", place="会议室",
        held_at=datetime(2025, 9, 15, tzinfo=UTC),
    )  # fmt: skip


def a_case(
    decision: Decision = Decision.AGREE, votes: tuple[int, int, int] = (5, 0, 0), **values: object
) -> DocketCase:
    case = DocketCase(CASE, 1, decision=decision, in_favour=votes[0], against=votes[1], abstained=votes[2])
    return replace(case, **values)  # type: ignore[arg-type]


def codes(docket: Docket, approve: Approve = APPROVE) -> list[str]:
    return [each.code for each in domain.missing(docket, approve)]


@pytest.mark.parametrize(
    ("present", "of", "enough"), [(5, 7, True), (4, 7, False), (4, 6, True), (3, 6, False), (2, 3, True)]
)
def test_the_quorum_is_met_exactly_or_missed_by_one(present: int, of: int, enough: bool) -> None:
    assert domain.is_quorate(a_docket(present, of=of), APPROVE) is enough


def test_the_least_number_is_the_one_that_is_admitted() -> None:
    assert [domain.least(ShareBound(at_least=Fraction(2, 3)), n) for n in (3, 6, 7)] == [2, 4, 5]
    assert [domain.least(ShareBound(over=Fraction(1, 2)), n) for n in (5, 6)] == [3, 4]


@pytest.mark.parametrize(("in_favour", "present", "lacking"), [(4, 6, []), (3, 6, ["no_majority"]), (3, 5, [])])
def test_the_majority_is_exact(in_favour: int, present: int, lacking: list[str]) -> None:
    case = a_case(votes=(in_favour, present - in_favour, 0))

    assert codes(a_docket(present, of=6, case=case)) == lacking


def test_the_recused_are_counted_out_of_the_base() -> None:
    """Six there, two recused: three of four is a majority, though it is half of six."""
    case = a_case(votes=(3, 1, 0), recused=frozenset({"s1", "s2"}))

    assert codes(a_docket(6, of=6, case=case)) == []
    assert codes(a_docket(6, of=6, case=a_case(votes=(3, 3, 0)))) == ["no_majority"]


def test_the_base_may_be_the_members() -> None:
    of_members = replace(APPROVE, majority_of="members")
    case = a_case(votes=(4, 1, 0))

    assert codes(a_docket(5, of=7, case=case), of_members) == []
    assert codes(a_docket(5, of=7, case=a_case(votes=(3, 2, 0))), of_members) == ["no_majority"]


@pytest.mark.parametrize(
    ("member_path", "related"),
    [("/town/", True), ("/town/union/", True), ("/town/union/other-team/", True), ("/other/", False), ("", False)],
)
def test_a_member_of_the_candidates_line_or_union_is_related(member_path: str, related: bool) -> None:
    case = DocketCase(CASE, 1, subject_path="/town/union/team/", union_path="/town/union/")

    assert domain.is_related(Member("s", "某", member_path), case) is related


def test_a_related_member_is_recused_whether_he_says_so_or_not() -> None:
    case = DocketCase(CASE, 1, subject_path="/town/union/team/", union_path="/town/union/")
    docket = a_docket(3, of=3, case=case)
    docket = replace(docket, members=(replace(docket.members[0], unit_path="/town/"), *docket.members[1:]))
    decided = domain.decide(docket, {CASE: replace(case, decision=Decision.AGREE, in_favour=3)})

    assert decided.cases[0].recused == frozenset({"s0"})
    assert codes(decided) == ["votes_do_not_add_up"]
    mended = domain.decide(docket, {CASE: replace(case, decision=Decision.AGREE, in_favour=2)})
    assert codes(mended) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"presiding": ""}, ["nobody_presides"]),
        ({"presiding": "s6"}, ["nobody_presides"]),
        ({"held_at": None}, ["docket_without_meeting"]),
        ({"place": ""}, ["docket_without_meeting"]),
        ({"cases": ()}, ["docket_empty"]),
    ],
)
def test_what_a_meeting_lacks(changes: dict[str, object], expected: list[str]) -> None:
    assert codes(replace(a_docket(5), **changes)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (a_case(Decision.OPEN), ["case_undecided"]),
        (a_case(Decision.DISAGREE, (0, 5, 0)), ["case_without_reason"]),
        (a_case(Decision.DISAGREE, (0, 5, 0), reason="实绩不足"), []),
        (a_case(Decision.DISAGREE, (4, 1, 0), reason="实绩不足"), ["majority_agreed"]),
        (a_case(Decision.RETURN, (5, 0, 0)), ["case_without_reason"]),
        (a_case(votes=(4, 0, 0)), ["votes_do_not_add_up"]),
        (a_case(is_exception=True), ["case_without_reason"]),
        (a_case(is_exception=True, reason="逾期一天，情况已说明"), []),
    ],
)
def test_what_a_case_lacks(case: DocketCase, expected: list[str]) -> None:
    assert codes(a_docket(5, case=case)) == expected


def test_only_the_presiding_chair_signs() -> None:
    docket = a_docket(5)
    with pytest.raises(DomainError) as refused:
        domain.sign(docket, "s1", APPROVE)
    assert refused.value.code == "not_presiding"

    assert domain.sign(docket, "s0", APPROVE).status is DocketStatus.SIGNED


def test_what_was_signed_stays() -> None:
    signed = domain.sign(a_docket(5), "s0", APPROVE)

    for act in (
        lambda: domain.decide(signed, {}),
        lambda: domain.attend(signed, {}),
        lambda: domain.sign(signed, "s0", APPROVE),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "docket_signed"


def test_the_batch_leaves_exceptions_undecided() -> None:
    ids = [UUID(int=number) for number in range(3)]
    plain, late, related = (DocketCase(id_, number) for number, id_ in enumerate(ids, 1))
    docket = replace(
        a_docket(3, of=3),
        cases=(plain, replace(late, is_exception=True), replace(related, subject_path="/town/team/")),
    )
    docket = replace(docket, members=(replace(docket.members[0], unit_path="/town/"), *docket.members[1:]))

    after = domain.agree_to_plain(docket)

    assert [case.decision for case in after.cases] == [Decision.AGREE, Decision.OPEN, Decision.OPEN]
    assert after.cases[0].in_favour == 3


def test_an_absence_needs_its_reason() -> None:
    with pytest.raises(DomainError) as refused:
        domain.attend(a_docket(5), {"s6": (Presence.ABSENT, " ")})

    assert refused.value.code == "absence_without_reason"


@pytest.mark.parametrize(("left", "lacking"), [(None, []), (2, []), (1, ["too_many_agreed"])])
def test_no_more_are_agreed_to_than_there_are_places(left: int | None, lacking: list[str]) -> None:
    cases = tuple(replace(a_case(), application_id=uuid4(), ordinal=number) for number in (1, 2))

    assert codes(replace(a_docket(5), cases=cases, places=Places(left))) == lacking


@pytest.mark.parametrize(("taken", "lacking"), [(0, []), (1, ["too_many_of_recommender"])])
def test_a_recommender_has_so_many_and_no_more(taken: int, lacking: list[str]) -> None:
    """At most two of one recommender, what earlier dockets agreed to included."""
    cases = tuple(
        replace(a_case(), application_id=uuid4(), ordinal=number, recommender="汊河工会") for number in (1, 2)
    )
    places = Places(None, {"汊河工会": Bound(at_most=Decimal(2))}, {"汊河工会": taken})

    assert codes(replace(a_docket(5), cases=cases, places=places)) == lacking
