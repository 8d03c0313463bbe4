"""No honour for life: due days, rectification, revocation, the plaque (A7, A8)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from services.applications.domain import honour as honours
from services.applications.domain import tenure as domain
from services.applications.domain.honour import Honour, Plaque, PlaqueStatus, Standing
from services.applications.domain.tenure import Rectification, RectificationStatus, Reinspection, ReinspectionStatus
from services.common.directory import Calendar
from services.common.errors import DomainError
from services.common.regulation import Programme, read
from tests.factories import REGULATIONS

ADD = Calendar([]).add_working_days


@pytest.fixture(scope="module")
def programme() -> Programme:
    found = read((REGULATIONS / "laian-worker-pioneer.yaml").read_text(encoding="utf-8")).regulation
    assert found is not None
    return found.programmes["worker-pioneer"]


def an_honour(**values: object) -> Honour:
    known = {
        "id": uuid4(), "tenant": "341122", "application_id": uuid4(), "programme": "worker-pioneer",
        "honour": "工人先锋号", "level": "county", "year": 2025, "regulation_id": "r", "regulation_version": 1,
        "number": "一", "token": "t", "subject_kind": "team", "subject_name": "焊接一班", "employer_name": "滁东",
        "conferred_on": date(2025, 9, 23), "next_reinspection_on": date(2026, 9, 23),
    }  # fmt: skip
    return Honour(**{**known, **values})  # type: ignore[arg-type]


def a_rectification(**values: object) -> Rectification:
    known = {
        "id": uuid4(), "honour_id": uuid4(), "reinspection_id": uuid4(), "ordered_on": date(2026, 9, 25),
        "due_on": date(2026, 12, 24),
    }  # fmt: skip
    return Rectification(**{**known, **values})  # type: ignore[arg-type]


def test_the_first_falls_due_a_year_after_conferring(programme: Programme) -> None:
    assert domain.first_reinspection(programme, date(2025, 9, 23)) == date(2026, 9, 23)
    assert domain.first_reinspection(programme, date(2024, 2, 29)) == date(2025, 2, 28)
    assert domain.first_reinspection(replace(programme, tenure=None), date(2025, 9, 23)) is None


@pytest.mark.parametrize(
    ("changes", "today", "due"),
    [
        ({}, date(2026, 9, 22), False),
        ({}, date(2026, 9, 23), True),
        ({"standing": Standing.RECTIFYING}, date(2026, 9, 23), False),
        ({"standing": Standing.REVOKED}, date(2026, 9, 23), False),
        ({"next_reinspection_on": None}, date(2030, 1, 1), False),
    ],
)
def test_due_on_the_day_itself(changes: dict[str, object], today: date, due: bool) -> None:
    assert domain.is_due(an_honour(**changes), today) is due


def test_kept_counts_and_goes_on_from_the_day_it_was_due(programme: Programme) -> None:
    after = domain.keep(an_honour(), programme, on=date(2026, 11, 2))

    assert (after.kept_years, after.last_kept_on, after.next_reinspection_on) == (
        1,
        date(2026, 11, 2),
        date(2027, 9, 23),
    )
    assert after.standing is Standing.VALID


def test_a_rectification_lasts_ninety_days(programme: Programme) -> None:
    ordered = domain.order_rectification(an_honour(), programme, on=date(2026, 9, 25), add_working_days=ADD)

    assert ordered is not None
    after, by = ordered
    assert (after.standing, after.rectify_by, by) == (Standing.RECTIFYING, date(2026, 12, 24), date(2026, 12, 24))


def test_reporting_on_the_last_day_is_in_time() -> None:
    assert domain.report(a_rectification(), "已整改", today=date(2026, 12, 24)).status is RectificationStatus.REPORTED

    with pytest.raises(DomainError) as refused:
        domain.report(a_rectification(), "已整改", today=date(2026, 12, 25))
    assert refused.value.code == "rectification_late"


@pytest.mark.parametrize(
    ("status", "today", "lapsed"),
    [
        (RectificationStatus.ORDERED, date(2026, 12, 24), False),
        (RectificationStatus.ORDERED, date(2026, 12, 25), True),
        (RectificationStatus.REPORTED, date(2026, 12, 25), False),
    ],
)
def test_silence_lapses_after_the_last_day(status: RectificationStatus, today: date, lapsed: bool) -> None:
    assert domain.has_lapsed(a_rectification(status=status), today) is lapsed


def test_a_reinspection_is_started_once_and_finished_once() -> None:
    due = Reinspection(id=uuid4(), honour_id=uuid4(), year=2026, kind="yearly", due_on=date(2026, 12, 31))
    going = domain.start(due, uuid4())
    done = domain.finish(going, score=Decimal("89.99"), passed=False)

    assert (done.status, done.score) == (ReinspectionStatus.FAILED, Decimal("89.99"))
    for act, code in (
        (lambda: domain.start(going, uuid4()), "reinspection_started"),
        (lambda: domain.finish(done, score=Decimal(1), passed=True), "reinspection_not_started"),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("standing", "ground", "reason", "code"),
    [
        (Standing.VALID, "wage_arrears", "拖欠工资", "ground_not_in_regulation"),
        (Standing.VALID, "casualty", " ", "reason_needed"),
        (Standing.REVOKED, "casualty", "事故", "already_revoked"),
    ],
)
def test_revoking_is_refused(programme: Programme, standing: Standing, ground: str, reason: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        domain.revoke(an_honour(standing=standing), programme, ground=ground, reason=reason, on=date(2026, 9, 30))

    assert refused.value.code == code


def test_a_revoked_honour_waits_for_nothing_more(programme: Programme) -> None:
    after = domain.revoke(an_honour(), programme, ground="casualty", reason=" 事故 ", on=date(2026, 9, 30))

    assert (after.standing, after.revoked_on, after.revoke_reason, after.next_reinspection_on) == (
        Standing.REVOKED, date(2026, 9, 30), "事故", None,
    )  # fmt: skip
    assert domain.recall_by(programme, date(2026, 9, 30), ADD) == date(2026, 10, 30)


def test_a_plaque_hangs_is_recalled_and_hangs_no_more() -> None:
    made = Plaque(id=uuid4(), honour_id=uuid4(), number="匾一")
    hung = honours.hang(made, " 车间入口 ", date(2025, 10, 1))
    ordered = honours.order_recall(hung, date(2026, 10, 30))
    back = honours.recall(ordered, date(2026, 10, 8), "已交回")

    assert (hung.status, hung.hung_where) == (PlaqueStatus.HUNG, "车间入口")
    assert (back.status, back.recalled_on) == (PlaqueStatus.RECALLED, date(2026, 10, 8))
    for act, code in (
        (lambda: honours.hang(ordered, "门口", date(2026, 10, 1)), "plaque_recalled"),
        (lambda: honours.recall(hung, date(2026, 10, 1), ""), "recall_not_ordered"),
        (lambda: honours.hang(made, " ", date(2025, 10, 1)), "place_needed"),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == code


def test_numbers_follow_the_regulations_pattern() -> None:
    said = {"federation": "来安", "level": "county", "year": 2025}

    assert honours.number("{federation}工先〔{year}〕{serial} 号", serial=18, **said) == "来安工先〔2025〕018 号"  # type: ignore[arg-type]
    assert honours.number("{year}-{serial}", serial=1234, **said) == "2025-1234"  # type: ignore[arg-type]
    with pytest.raises(DomainError) as refused:
        honours.number("{town}{serial}", serial=1, **said)  # type: ignore[arg-type]
    assert refused.value.code == "bad_number_pattern"
