"""Objections hold, stop and answer; who objected stays sealed (A5, rule 8)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag
from flask import Flask
from sqlalchemy import text

from services.applications.domain import Status
from services.applications.models.meeting import ObjectionRow
from services.applications.queries.notices import follow
from services.applications.service import objection as service
from services.applications.service import protected
from services.applications.service.objecting import Raised, raise_objection
from services.applications.service.publicity import finish_publicity
from services.common.errors import DomainError, NotAllowed, NotFound
from services.common.ids import new_id
from services.common.roles import Role
from tests.conftest import NOW
from tests.factories import a_place
from tests.integration.applications.honour_world import HonourWorld

FACTS = "2025 年 3 月 12 日该班组在二号车间发生过一起未上报的机械伤害，现场有监控。"
LAST_DAY = NOW + timedelta(days=7)
OVER = NOW + timedelta(days=8)


def raised(honours: HonourWorld, notice_id: UUID, case_id: UUID, *, now: Any = NOW) -> tuple[UUID, str]:
    said = Raised(str(case_id), FACTS, "柳青山", "13900001111")
    receipt = raise_objection(honours.tenant, notice_id, said, now=now)
    with honours.world.db.read(honours.tenant) as session:
        rows = session.query(ObjectionRow).filter_by(tenant=honours.tenant)
        return rows.filter_by(receipt_hash=protected.receipt_hash(receipt)).one().id, receipt


def answered(honours: HonourWorld, objection_id: UUID, *, upheld: bool, now: Any = NOW) -> None:
    supervisor = honours.who(honours.supervisor, now)
    service.take_up_objection(supervisor, objection_id, expected=None, now=now)
    service.answer_objection(
        supervisor, objection_id, upheld=upheld, finding="经查监控。", answer="已核查。", expected=None, now=now
    )


def test_an_upheld_objection_stops_its_case_and_no_other(honours: HonourWorld) -> None:
    notice, (stopped, free) = honours.publicised(["焊接二班", "装配二班"], now=NOW)
    objection, _receipt = raised(honours, notice, stopped.id)
    answered(honours, objection, upheld=True)

    assert honours.case(stopped.id).status is Status.STOPPED
    assert finish_publicity(honours.tenant, now=OVER) == 1
    assert honours.case(free.id).stage == "confer"
    assert honours.case(stopped.id).status is Status.STOPPED


def test_an_open_objection_holds_its_case_until_it_is_answered(honours: HonourWorld) -> None:
    notice, (held, free) = honours.publicised(["焊接二班", "装配二班"], now=NOW)
    objection, receipt = raised(honours, notice, held.id, now=LAST_DAY)
    assert finish_publicity(honours.tenant, now=OVER) == 1
    assert (honours.case(held.id).stage, honours.case(free.id).stage) == ("publicise", "confer")

    answered(honours, objection, upheld=False, now=OVER)
    assert finish_publicity(honours.tenant, now=OVER) == 1
    assert honours.case(held.id).stage == "confer"
    with honours.world.db.read(honours.tenant) as session:
        assert (follow(session, receipt).status, follow(session, receipt).answer) == ("dismissed", "已核查。")


def test_after_the_last_day_none_is_taken(honours: HonourWorld) -> None:
    notice, cases = honours.publicised(["焊接二班"], now=NOW)
    raised(honours, notice, cases[0].id, now=LAST_DAY)

    with pytest.raises(DomainError) as refused:
        raised(honours, notice, cases[0].id, now=OVER)

    assert refused.value.code == "publicity_over"


def test_a_decider_does_not_handle_an_objection_to_his_decision(honours: HonourWorld) -> None:
    honours.chairs.insert(0, honours.world.place.person("邱国安", Role.CHAIR, Role.SUPERVISOR))
    notice, cases = honours.publicised(["焊接二班"], now=NOW)
    objection, _receipt = raised(honours, notice, cases[0].id)

    with pytest.raises(DomainError) as refused:
        service.take_up_objection(honours.who(honours.chairs[0], NOW), objection, expected=None, now=NOW)

    assert refused.value.code == "decider_may_not_handle"


def test_who_objected_rests_sealed_and_every_look_is_logged(honours: HonourWorld) -> None:
    notice, cases = honours.publicised(["焊接二班"], now=NOW)
    objection, _receipt = raised(honours, notice, cases[0].id)
    with honours.world.db.read(honours.tenant) as session:
        kept = session.execute(
            text("select o::text from objection o where tenant = :t"), {"t": honours.tenant}
        ).scalar_one()
        told = session.execute(text("select string_agg(detail::text, '') from log_entry"))
        assert "柳青山" not in kept
        assert "139" not in str(told.scalar_one())
        sealed = session.get_one(ObjectionRow, (honours.tenant, objection)).sealed
    supervisor = honours.who(honours.supervisor, NOW)
    with pytest.raises(NotAllowed):
        service.reveal_objector(supervisor, objection, now=NOW)

    service.take_up_objection(supervisor, objection, expected=None, now=NOW)
    found = service.reveal_objector(supervisor, objection, now=NOW)
    assert (found.name, found.contact) == ("柳青山", "13900001111")
    assert "柳青山" not in repr(found)
    assert honours.log(objection) == ["objection_received", "objection_taken_up", "objector_revealed"]
    with pytest.raises(InvalidTag):
        protected.unseal(sealed, honours.tenant, new_id())


def test_the_secretary_sees_no_objection(honours: HonourWorld) -> None:
    notice, cases = honours.publicised(["焊接二班"], now=NOW)
    objection, _receipt = raised(honours, notice, cases[0].id)

    with pytest.raises(NotAllowed):
        service.take_up_objection(honours.who(honours.world.secretary, NOW), objection, expected=None, now=NOW)


def test_a_receipt_of_the_neighbour_opens_nothing(honours: HonourWorld) -> None:
    notice, cases = honours.publicised(["焊接二班"], now=NOW)
    _objection, receipt = raised(honours, notice, cases[0].id)
    other = a_place(honours.world.db, name="全椒县总工会")

    with honours.world.db.read(honours.tenant) as session:
        assert follow(session, receipt.lower()).status == "open"
    with honours.world.db.read(other.code) as session, pytest.raises(NotFound):
        follow(session, receipt)


def test_a_flood_is_told_to_wait(case_app: Flask, honours: HonourWorld) -> None:
    notice, cases = honours.publicised(["焊接二班"], now=NOW)
    client = case_app.test_client()
    said = {"application_id": str(cases[0].id), "facts": FACTS, "name": "柳青山", "contact": "13900001111"}
    url = f"/api/v1/tenants/{honours.tenant}/applications/public/notices/{notice}/objections"

    answers = [
        client.post(
            url,
            json=said,
            environ_base={"REMOTE_ADDR": "192.0.2.7"},
            headers={"Authorization": f"Bearer {number}", "Idempotency-Key": f"flood-{number}"},
        ).status_code
        for number in range(11)
    ]

    assert answers == [201] * 10 + [429]
