"""From the docket to the honour, on the county's own regulation."""

from datetime import date, timedelta

import pytest
from pioneer.applications.v1 import events_pb2

from services.applications.domain import Status
from services.applications.domain.docket import Decision
from services.applications.domain.honour import Standing
from services.applications.models.honour import PlaqueRow
from services.applications.service.publicity import finish_publicity
from services.common.errors import DomainError
from tests.conftest import NOW
from tests.integration.applications.honour_world import HonourWorld


def test_a_name_goes_from_the_docket_through_publicity_to_the_honour(honours: HonourWorld) -> None:
    kept, dropped = honours.at_approve(["焊接二班", "装配二班"], now=NOW, scores=["95.50", "92.00"])
    docket = honours.a_docket(now=NOW)
    honours.attended(docket, 3, now=NOW)
    honours.decided(docket, {dropped.id: Decision.DISAGREE}, now=NOW)
    notice = honours.signed(docket, now=NOW)
    assert notice is not None

    assert (honours.case(kept.id).stage, honours.case(kept.id).status) == ("publicise", Status.OPEN)
    ended = honours.case(dropped.id)
    assert (ended.status, ended.reason) == (Status.PASSED_OVER, "实绩材料须再核实。")

    # Monday 15 September: five working days end on Monday 22, whose evening is still too early.
    assert finish_publicity(honours.tenant, now=NOW + timedelta(days=7)) == 0
    assert finish_publicity(honours.tenant, now=NOW + timedelta(days=8)) == 1
    assert finish_publicity(honours.tenant, now=NOW + timedelta(days=8)) == 0
    assert honours.case(kept.id).stage == "confer"


def test_conferring_gives_numbers_without_gaps_a_plaque_and_the_next_reinspection(honours: HonourWorld) -> None:
    first, second = honours.conferred(["焊接二班", "装配二班"], now=NOW)

    assert [first.number, second.number] == ["来安县工荣〔2025〕001 号", "来安县工荣〔2025〕002 号"]
    assert first.standing is Standing.VALID
    assert first.next_reinspection_on == date(2026, 9, 27)
    assert honours.case(first.application_id).status is Status.CONFERRED
    with honours.world.db.read(honours.tenant) as session:
        numbers = [
            row.number for row in session.query(PlaqueRow).filter_by(tenant=honours.tenant).order_by(PlaqueRow.id)
        ]
    assert numbers == ["来安县匾〔2025〕001 号", "来安县匾〔2025〕002 号"]

    told = [events_pb2.HonourConferred.FromString(body) for body in honours.told("HonourConferred")]
    assert [each.number for each in told] == [first.number, second.number]
    assert told[0].union_unit_id == str(honours.world.union.id)


def test_conferring_twice_is_refused(honours: HonourWorld) -> None:
    from services.applications.service.confer import confer

    honour = honours.conferred(["焊接二班"], now=NOW)[0]
    later = NOW + timedelta(days=13)

    with pytest.raises(DomainError) as refused:
        confer(honours.who(honours.world.secretary, later), honour.application_id, expected=None, now=later)

    assert refused.value.code == "not_at_confer"
