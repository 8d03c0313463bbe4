"""A year later, against the database: kept, rectified, revoked (A8)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from pioneer.applications.v1 import applications_service_pb2 as rpc_messages
from pioneer.applications.v1 import events_pb2
from pioneer.assessment.v1 import events_pb2 as assessment_events

from services.applications.domain.honour import Honour, Standing
from services.applications.models.honour import PlaqueRow, RectificationRow
from services.applications.rpc.honours import HonourQuestions
from services.applications.service import rectify
from services.applications.service.plaque import record_recall, record_reward
from services.applications.service.reinspect import find_due, open_reinspection
from services.applications.service.revoke import revoke
from services.common.errors import DomainError, Invalid, NotAllowed, NotFound
from services.common.principal import load_principal
from services.common.roles import Role
from tests.conftest import NOW
from tests.factories import a_place
from tests.integration.applications.honour_world import HonourWorld, day, deliver

DUE = day(2026, 9, 27)
RESULTS = "assessment.results"


@pytest.fixture
def honour(honours: HonourWorld) -> Honour:
    return honours.conferred(["焊接二班"], now=NOW)[0]


def assessed(honours: HonourWorld, honour: Honour, *, passed: bool, score: str, now: datetime) -> UUID:
    """The newest re-inspection is opened and its result comes in."""
    row = honours.reinspections(honour.id)[-1]
    secretary = honours.who(honours.world.secretary, now)
    assessment = open_reinspection(secretary, row.id, honours.assessment, now=now)  # type: ignore[arg-type]
    said = assessment_events.AssessmentCompleted(
        assessment_id=str(assessment), object_type="reinspection", object_id=str(row.id), score=score, passed=passed,
        pass_line="90", explanation="{}",
    )  # fmt: skip
    deliver(said, tenant=honours.tenant, topic=RESULTS, now=now, source="assessment")
    return row.id


def rectification(honours: HonourWorld, honour: Honour) -> RectificationRow:
    with honours.world.db.read(honours.tenant) as session:
        return session.query(RectificationRow).filter_by(tenant=honours.tenant, honour_id=honour.id).one()


def test_it_falls_due_on_the_day_and_once(honours: HonourWorld, honour: Honour) -> None:
    assert honour.next_reinspection_on == DUE.date()
    assert find_due(honours.tenant, now=DUE - timedelta(days=1)) == 0
    assert find_due(honours.tenant, now=DUE) == 1
    assert find_due(honours.tenant, now=DUE + timedelta(days=1)) == 0


def test_a_passed_one_is_kept_and_falls_due_again(honours: HonourWorld, honour: Honour) -> None:
    find_due(honours.tenant, now=DUE)
    assessed(honours, honour, passed=True, score="93.00", now=DUE)

    after = honours.honour(honour.id)
    assert (after.standing, after.kept_years, after.next_reinspection_on) == (
        Standing.VALID,
        1,
        day(2027, 9, 27).date(),
    )
    told = events_pb2.HonourReinspected.FromString(honours.told("HonourReinspected")[-1])
    assert (told.outcome, told.standing, told.year) == ("kept", "valid", 2026)
    assert honours.assessment.asked[-1].object_type == "reinspection"
    assert honours.assessment.asked[-1].sheet_id == "four-level-2018"


def test_a_failed_one_is_mended_in_time_and_kept(honours: HonourWorld, honour: Honour) -> None:
    find_due(honours.tenant, now=DUE)
    assessed(honours, honour, passed=False, score="85.00", now=DUE)
    assert honours.honour(honour.id).rectify_by == day(2026, 12, 26).date()
    last = day(2026, 12, 26)
    applicant = honours.who(honours.world.applicant, last)
    ordered = rectification(honours, honour)
    rectify.report(applicant, ordered.id, "台账已补齐，制度上墙。", [], expected=ordered.version, now=last)
    assessed(honours, honour, passed=True, score="91.00", now=last)

    after = honours.honour(honour.id)
    assert (after.standing, after.rectify_by, rectification(honours, honour).status) == (Standing.VALID, None, "passed")
    assert [row.kind for row in honours.reinspections(honour.id)] == ["yearly", "recheck"]


def test_a_failed_recheck_asks_the_chair_and_only_he_revokes(honours: HonourWorld, honour: Honour) -> None:
    find_due(honours.tenant, now=DUE)
    assessed(honours, honour, passed=False, score="85.00", now=DUE)
    ordered = rectification(honours, honour)
    rectify.report(honours.who(honours.world.applicant, DUE), ordered.id, "已整改。", [], expected=None, now=DUE)
    assessed(honours, honour, passed=False, score="80.00", now=DUE)
    assert honours.honour(honour.id).standing is Standing.RECTIFYING
    values: dict[str, Any] = {
        "ground": "rectification_failed",
        "reason": "复查两次不合格。",
        "expected": None,
        "now": DUE,
    }
    with pytest.raises(NotAllowed):
        revoke(honours.who(honours.world.secretary, DUE), honour.id, **values)

    after = revoke(honours.who(honours.chairs[0], DUE), honour.id, **values)

    assert (after.standing, after.revoke_ground) == (Standing.REVOKED, "rectification_failed")
    told = events_pb2.HonourRevoked.FromString(honours.told("HonourRevoked")[-1])
    assert (told.honour, told.ground, told.revoked_on) == ("工人先锋号", "rectification_failed", "2026-09-27")
    with honours.world.db.read(honours.tenant) as session:
        plaque = session.query(PlaqueRow).filter_by(tenant=honours.tenant, honour_id=honour.id).one()
    assert (plaque.status, plaque.recall_by) == ("recall_ordered", day(2026, 10, 27).date())
    back = record_recall(honours.who(honours.world.secretary, DUE), honour.id, DUE.date(), "已交回", now=DUE)
    assert back.status == "recalled"


def test_silence_lapses_after_the_last_day(honours: HonourWorld, honour: Honour) -> None:
    find_due(honours.tenant, now=DUE)
    assessed(honours, honour, passed=False, score="85.00", now=DUE)
    assert rectify.find_lapsed(honours.tenant, now=day(2026, 12, 26)) == 0
    assert rectify.find_lapsed(honours.tenant, now=day(2026, 12, 27)) == 1
    ordered = rectification(honours, honour)
    assert ordered.status == "failed"

    with pytest.raises(DomainError) as refused:
        rectify.report(
            honours.who(honours.world.applicant, DUE), ordered.id, "已整改。", [], expected=None, now=day(2026, 12, 27)
        )
    assert refused.value.code == "rectification_closed"


def test_a_result_of_another_assessment_changes_nothing(honours: HonourWorld, honour: Honour) -> None:
    find_due(honours.tenant, now=DUE)
    row = honours.reinspections(honour.id)[0]
    forged = assessment_events.AssessmentCompleted(
        assessment_id=str(row.id), object_type="reinspection", object_id=str(row.id), score="10", passed=False
    )
    deliver(forged, tenant=honours.tenant, topic=RESULTS, now=DUE, source="assessment")

    assert honours.honour(honour.id).standing is Standing.VALID
    assert honours.reinspections(honour.id)[0].status == "due"


def test_another_union_reports_nothing(honours: HonourWorld, honour: Honour) -> None:
    find_due(honours.tenant, now=DUE)
    assessed(honours, honour, passed=False, score="85.00", now=DUE)
    ordered = rectification(honours, honour)

    with pytest.raises(NotFound):
        rectify.report(honours.who(honours.world.stranger, DUE), ordered.id, "已整改。", [], expected=None, now=DUE)


@pytest.mark.parametrize("amount", ["", "三千", "0", "-5", "100.005", "NaN", "Infinity"])
def test_a_reward_needs_an_exact_sum(honours: HonourWorld, honour: Honour, amount: str) -> None:
    with pytest.raises(Invalid) as refused:
        record_reward(
            honours.who(honours.world.applicant, DUE), honour.id, kind="money", given_by="employer", amount=amount,
            what="", paid_on=DUE.date(), now=DUE,
        )  # fmt: skip

    assert list(refused.value.faults) == ["amount"]


def test_others_may_ask_who_holds_what_on_which_day(honours: HonourWorld, honour: Honour) -> None:
    asked = rpc_messages.HoldsHonourRequest(
        tenant=honours.tenant, unit_id=str(honour.subject_unit_id), honour="工人先锋号", level="county", on="2026-09-27"
    )
    questions = HonourQuestions()
    assert (questions.HoldsHonour(asked, None).holds, questions.HoldsHonour(asked, None).standing) == (True, "valid")
    assert [each.number for each in questions.ListHonours(asked, None).honours] == [honour.number]

    revoke(honours.who(honours.chairs[0], DUE), honour.id, ground="casualty", reason="事故。", expected=None, now=DUE)
    assert questions.HoldsHonour(asked, None).holds is False
    asked.on = "2026-09-26"
    assert questions.HoldsHonour(asked, None).holds is True
    asked.on = (honour.conferred_on - timedelta(days=1)).isoformat()
    assert questions.HoldsHonour(asked, None).holds is False
    other = a_place(honours.world.db, name="全椒县总工会")
    asked.tenant = other.code
    assert questions.HoldsHonour(asked, None).honour_id == ""


def test_a_neighbour_finds_no_honour(honours: HonourWorld, honour: Honour) -> None:
    other = a_place(honours.world.db, name="全椒县总工会")
    chair = other.person("顾承平", Role.CHAIR)
    with honours.world.db.read(other.code) as session:
        who = load_principal(session, chair.subject, chair.name, on=DUE.date())

    with pytest.raises(NotFound):
        revoke(who, honour.id, ground="casualty", reason="事故。", expected=None, now=DUE)
