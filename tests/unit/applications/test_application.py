"""A case moves along its own regulation version, and only from where it stands."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from services.applications.domain import (
    Status,
    advance,
    is_at,
    pass_over,
    return_below,
    return_to,
    stop,
    take_score,
    wait_for_assessment,
    withdraw,
)
from services.common.errors import DomainError
from services.common.regulation import Assess, Review
from tests.unit.applications.samples import NOW, an_application, rules

LATER = NOW + timedelta(days=1)
PROGRAMME = rules().programme
ASSESSMENT = UUID("00000000-0000-7000-8000-00000000000a")


def at_stage(stage: str, **changes: object) -> object:
    return an_application(stage=stage, status=Status.OPEN, **changes)


def test_a_programme_with_a_form_begins_as_a_draft() -> None:
    case = an_application()

    assert (case.stage, case.status, case.version, case.full_name) == (
        "apply",
        Status.DRAFT,
        1,
        "滁东轨道部件有限公司 焊接一班",
    )


def test_a_programme_that_takes_dossiers_begins_open_at_its_first_stage() -> None:
    from services.applications.domain import begin

    city = rules("chuzhou-worker-pioneer.yaml", next(iter(_programmes("chuzhou-worker-pioneer.yaml")))).programme
    case = begin(
        city,
        id=ASSESSMENT,
        tenant="3411",
        year=2026,
        regulation_id="r",
        regulation_version=1,
        subject_name="焊接一班",
        employer_name="",
        created_by="clock",
        created_at=NOW,
    )

    assert (case.stage, case.status, case.level) == (city.stages[0].key, Status.OPEN, "city")


def _programmes(file: str) -> list[str]:
    from tests.unit.applications.samples import regulation

    return list(regulation(file).programmes)


def test_each_stage_is_followed_by_the_regulations_next_and_the_last_confers() -> None:
    case = at_stage("review")
    way = []
    while case.status is Status.OPEN:
        case = advance(case, PROGRAMME, at=LATER)
        way.append((case.stage, str(case.status)))

    assert way == [
        ("assess", "open"),
        ("approve", "open"),
        ("publicise", "open"),
        ("confer", "open"),
        ("confer", "conferred"),
    ]


def test_a_move_counts_a_version_and_its_moment() -> None:
    after = advance(at_stage("review", version=4), PROGRAMME, at=LATER)

    assert (after.version, after.moved_at) == (5, LATER)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETURNED, Status.CONFERRED, Status.STOPPED, Status.WITHDRAWN])
def test_what_is_over_or_with_the_applicant_does_not_advance(status: Status) -> None:
    with pytest.raises(DomainError) as refused:
        advance(an_application(status=status), PROGRAMME, at=LATER)

    assert refused.value.code == "not_moving"


def test_a_return_to_the_applicant_is_a_return_for_correction() -> None:
    case = at_stage("review", rank=2, is_endorsed=True)
    after = return_to(case, PROGRAMME, "apply", " 缺安全生产证明。 ", at=LATER)

    assert (after.stage, after.status, after.reason, after.rank, after.is_endorsed) == (
        "apply",
        Status.RETURNED,
        "缺安全生产证明。",
        None,
        False,
    )


def test_a_return_to_the_review_opens_it_again() -> None:
    after = return_to(at_stage("assess"), PROGRAMME, "review", "请再核实。", at=LATER)

    assert (after.stage, after.status) == ("review", Status.OPEN)


@pytest.mark.parametrize("stage", ["review", "approve", "nowhere"])
def test_a_return_goes_to_an_earlier_stage_only(stage: str) -> None:
    with pytest.raises(DomainError) as refused:
        return_to(at_stage("review"), PROGRAMME, stage, "理由", at=LATER)

    assert refused.value.code == "not_an_earlier_stage"


@pytest.mark.parametrize("act", [pass_over, stop, withdraw])
def test_an_end_says_why(act: object) -> None:
    with pytest.raises(DomainError) as refused:
        act(at_stage("review"), "  ", at=LATER)

    assert refused.value.code == "reason_needed"


def test_a_draft_is_withdrawn_without_a_reason() -> None:
    assert withdraw(an_application(), "", at=LATER).status is Status.WITHDRAWN


def test_only_what_came_from_below_goes_back_below() -> None:
    with pytest.raises(DomainError) as refused:
        return_below(at_stage("review"), "缺材料", at=LATER)
    assert refused.value.code == "not_received"

    after = return_below(at_stage("review", origin="received"), "缺材料", at=LATER)
    assert (after.status, after.reason) == (Status.RETURNED_BELOW, "缺材料")


@pytest.mark.parametrize(
    ("score", "passed", "stage", "status"),
    [("89.99", False, "assess", Status.REFUSED), ("90.00", True, "approve", Status.OPEN)],
)
def test_a_score_moves_or_ends_the_case(score: str, passed: bool, stage: str, status: Status) -> None:
    waiting = wait_for_assessment(at_stage("assess"), ASSESSMENT, at=LATER)
    after = take_score(
        waiting,
        PROGRAMME,
        score=Decimal(score),
        self_score=Decimal("98.00"),
        passed=passed,
        reason="" if passed else "考核分 89.99，合格线 90。",
        explanation={"rows": []},
        at=LATER,
    )

    assert (after.stage, after.status, after.score, after.explanation) == (stage, status, Decimal(score), {"rows": []})


def test_a_score_for_a_case_that_waits_for_none_is_refused() -> None:
    with pytest.raises(DomainError) as refused:
        take_score(
            at_stage("approve"),
            PROGRAMME,
            score=Decimal(90),
            self_score=None,
            passed=True,
            reason="",
            explanation=None,
            at=LATER,
        )

    assert refused.value.code == "not_moving"


def test_is_at_asks_both_stage_and_openness() -> None:
    case = at_stage("review")
    assert is_at(case, PROGRAMME, Review)
    assert not is_at(case, PROGRAMME, Assess)
    assert not is_at(an_application(stage="review", status=Status.RETURNED), PROGRAMME, Review)
