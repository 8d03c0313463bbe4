"""A name climbs: sealed, sent, checked, received, decided, told back (A6, X2)."""

from datetime import timedelta
from uuid import UUID

import pytest
from pioneer.applications.v1 import events_pb2

from services.applications import given
from services.applications.domain import Status
from services.applications.domain.honour import Honour
from services.applications.service.confer import confer
from services.applications.service.exception_ import decide, propose
from services.applications.service.returns import return_dossier
from services.applications.service.revoke import revoke
from services.common.consumers import Forged
from services.common.errors import DomainError
from tests.conftest import NOW
from tests.integration.applications.honour_world import HonourWorld, deliver, told
from tests.integration.applications.ladder_world import TOPIC, Ladder, a_ladder

LATER = NOW + timedelta(days=14)


@pytest.fixture
def ladder(honours: HonourWorld) -> Ladder:
    return a_ladder(honours)


@pytest.fixture
def honour(ladder: Ladder) -> Honour:
    return ladder.honours.conferred(["焊接二班"], now=NOW)[0]


def test_a_dossier_is_received_and_every_decision_comes_down(ladder: Ladder, honour: Honour) -> None:
    dossier = ladder.forward(honour, now=LATER)
    case = ladder.deliver_forwarded(ladder.county, now=LATER)
    assert case is not None
    assert (case.tenant, case.honour, case.level, case.stage, case.status, case.origin) == (
        ladder.city.code, "工人先锋号", "city", "review", Status.OPEN, "received",
    )  # fmt: skip
    assert case.subject_name == "焊接二班"

    ladder.deliver_decisions(ladder.city.code, now=LATER)
    assert ladder.dossier(ladder.county, dossier).status == "received"

    ladder.at_confer(case)
    upper = confer(ladder.secretary(ladder.city.code, LATER), case.id, expected=None, now=LATER)
    ladder.deliver_decisions(ladder.city.code, now=LATER, since=1)
    assert ladder.dossier(ladder.county, dossier).status == "conferred"

    second = ladder.forward(upper, now=LATER)
    higher = ladder.deliver_forwarded(ladder.city.code, now=LATER)
    assert higher is not None
    assert higher.tenant == ladder.province.code
    ladder.at_confer(higher)
    confer(ladder.secretary(ladder.province.code, LATER), higher.id, expected=None, now=LATER)
    ladder.deliver_decisions(ladder.province.code, now=LATER)
    ladder.deliver_decisions(ladder.city.code, now=LATER, since=2)

    city, province = ladder.city.code, ladder.province.code
    assert ladder.steps(city, second) == [(province, "received"), (province, "conferred")]
    assert ladder.steps(ladder.county, dossier) == [
        (city, "received"), (city, "conferred"), (city, "forwarded"),
        (province, "received"), (province, "conferred"),
    ]  # fmt: skip


def test_the_upper_dossier_holds_the_lower_one_whole(ladder: Ladder, honour: Honour) -> None:
    lower = ladder.forward(honour, now=LATER)
    case = ladder.deliver_forwarded(ladder.county, now=LATER)
    assert case is not None
    ladder.at_confer(case)
    upper = confer(ladder.secretary(ladder.city.code, LATER), case.id, expected=None, now=LATER)
    ladder.forward(upper, now=LATER)
    higher = ladder.deliver_forwarded(ladder.city.code, now=LATER)

    assert higher is not None
    row = ladder.dossier(ladder.province.code, higher.dossier_id or lower)
    assert row.verification["levels"] == 2
    blob = ladder.blob(ladder.city.code, ladder.forwarded(ladder.city.code).sha256)
    assert ladder.blob(ladder.county, ladder.dossier(ladder.county, lower).sha256) in blob


def test_forwarding_twice_is_refused(ladder: Ladder, honour: Honour) -> None:
    ladder.forward(honour, now=LATER)

    with pytest.raises(DomainError) as refused:
        ladder.forward(honour, now=LATER)

    assert refused.value.code == "already_forwarded"


def test_one_at_a_time(ladder: Ladder) -> None:
    first, second = ladder.honours.conferred(["焊接二班", "装配二班"], now=NOW)
    ladder.forward(first, now=LATER)

    with pytest.raises(DomainError) as refused:
        ladder.forward(second, now=LATER)

    assert refused.value.code == "another_is_above"


def test_skipping_a_level_is_refused_without_an_exception(ladder: Ladder, honour: Honour) -> None:
    with pytest.raises(DomainError) as refused:
        ladder.forward(honour, to=ladder.province.code, now=LATER)

    assert refused.value.code == "level_skipped"


def test_an_exception_takes_two_people_and_lets_the_name_skip_a_level(ladder: Ladder, honour: Honour) -> None:
    asks = ladder.secretary(ladder.county, LATER)
    exception = propose(asks, honour.id, ladder.province.code, "抢险立功", "省总通报第 3 号", now=LATER)
    with pytest.raises(DomainError) as refused:
        ladder.forward(honour, to=ladder.province.code, now=LATER)
    assert refused.value.code == "level_skipped"

    chair = ladder.honours.who(ladder.honours.chairs[0], LATER)
    decide(chair, exception.id, agreed=True, expected=None, now=LATER)
    ladder.forward(honour, to=ladder.province.code, now=LATER)
    case = ladder.deliver_forwarded(ladder.county, now=LATER)

    assert case is not None
    assert (case.tenant, case.level) == (ladder.province.code, "province")


def test_a_revoked_honour_is_not_forwarded(ladder: Ladder, honour: Honour) -> None:
    chair = ladder.honours.who(ladder.honours.chairs[0], LATER)
    revoke(chair, honour.id, ground="casualty", reason="经核实发生人身伤亡事故。", expected=None, now=LATER)

    with pytest.raises(DomainError) as refused:
        ladder.forward(honour, now=LATER)

    assert refused.value.code == "honour_revoked"


def test_a_changed_byte_is_refused_and_the_sender_is_told_why(ladder: Ladder, honour: Honour) -> None:
    dossier = ladder.forward(honour, now=LATER)
    said = ladder.forwarded(ladder.county)
    blob = bytearray(ladder.blob(ladder.county, said.sha256))
    place = blob.index("焊接二班".encode())
    blob[place] ^= 1
    said.sha256 = given.store().put(ladder.county, bytes(blob)).sha256
    deliver(said, tenant=ladder.county, topic=TOPIC, now=LATER)

    assert ladder.received(ladder.city.code, dossier) is None
    told_back = ladder.last_decision(ladder.city.code)
    assert (told_back.decision, told_back.to_tenant) == ("refused", ladder.county)
    assert "改动" in told_back.reason
    ladder.deliver_decisions(ladder.city.code, now=LATER)
    assert ladder.dossier(ladder.county, dossier).status == "refused"


def test_the_same_dossier_twice_makes_one_case(ladder: Ladder, honour: Honour) -> None:
    ladder.forward(honour, now=LATER)
    ladder.deliver_forwarded(ladder.county, now=LATER)
    ladder.deliver_forwarded(ladder.county, now=LATER)

    assert len(told(ladder.city.db, ladder.city.code, "DossierDecided")) == 1


def test_a_dossier_told_by_another_federation_is_forged(ladder: Ladder, honour: Honour) -> None:
    ladder.forward(honour, now=LATER)

    with pytest.raises(Forged):
        deliver(ladder.forwarded(ladder.county), tenant=ladder.province.code, topic=TOPIC, now=LATER)


def test_a_decision_from_whom_nothing_was_sent_is_forged(ladder: Ladder, honour: Honour) -> None:
    dossier = ladder.forward(honour, now=LATER)
    forged = events_pb2.DossierDecided(
        dossier_id=str(dossier), from_tenant=ladder.province.code, to_tenant=ladder.county, decision="conferred",
        decided_by_tenant=ladder.city.code, level="city",
    )  # fmt: skip

    with pytest.raises(Forged):
        deliver(forged, tenant=ladder.province.code, topic=TOPIC, now=LATER)
    assert ladder.dossier(ladder.county, dossier).status == "sent"


def test_a_returned_dossier_is_with_the_sender_again(ladder: Ladder, honour: Honour) -> None:
    dossier = ladder.forward(honour, now=LATER)
    case = ladder.deliver_forwarded(ladder.county, now=LATER)
    assert case is not None
    return_dossier(ladder.secretary(ladder.city.code, LATER), dossier, "请补充安全生产证明。", expected=None, now=LATER)
    ladder.deliver_decisions(ladder.city.code, now=LATER)

    row = ladder.dossier(ladder.county, dossier)
    assert (row.status, row.reason) == ("returned", "请补充安全生产证明。")
    again = ladder.forward(honour, now=LATER)
    received = ladder.deliver_forwarded(ladder.county, now=LATER)
    assert received is not None
    assert received.dossier_id == again != dossier


def test_a_revocation_below_is_told_to_the_level_that_holds_the_dossier(ladder: Ladder, honour: Honour) -> None:
    dossier = ladder.forward(honour, now=LATER)
    ladder.deliver_forwarded(ladder.county, now=LATER)
    chair = ladder.honours.who(ladder.honours.chairs[0], LATER)
    revoke(chair, honour.id, ground="false_statement", reason="材料弄虚作假。", expected=None, now=LATER)
    said = events_pb2.HonourBelowRevoked.FromString(told(ladder.city.db, ladder.county, "HonourBelowRevoked")[-1][1])
    deliver(said, tenant=ladder.county, topic=TOPIC, now=LATER)

    assert ladder.dossier(ladder.city.code, dossier).verification["revoked_below_ground"] == "false_statement"


def test_a_neighbour_sees_neither_the_dossier_nor_the_case(ladder: Ladder, honour: Honour) -> None:
    dossier = ladder.forward(honour, now=LATER)
    case = ladder.deliver_forwarded(ladder.county, now=LATER)
    assert case is not None
    with ladder.city.db.read(ladder.nation.code) as session:
        from services.applications.models import ApplicationRow
        from services.applications.models.dossier import DossierRow

        assert session.query(DossierRow).filter_by(id=dossier).count() == 0
        assert session.query(ApplicationRow).filter_by(id=UUID(str(case.id))).count() == 0
