"""What a forged, damaged or repeated event can do to a federation: nothing but be refused (X2, rules 1 and 3)."""

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from pioneer.applications.v1 import events_pb2
from sqlalchemy import text

from services.applications.consumers import handlers
from services.applications.domain.honour import Honour
from services.applications.service.confer import confer
from services.applications.service.revoke import revoke
from services.applications.service.revoked_below import note
from services.common.bus.interface import Record
from services.common.clock import SettableClock
from services.common.consumers import Forged
from services.common.errors import DomainError
from services.common.ids import new_id
from tests.conftest import NOW
from tests.factories import a_code, a_place
from tests.integration.applications.honour_world import HonourWorld, deliver, told
from tests.integration.applications.ladder_world import TOPIC, Ladder, a_ladder

LATER = NOW + timedelta(days=14)


@pytest.fixture
def ladder(honours: HonourWorld, clock: SettableClock) -> Ladder:
    clock.set(LATER)
    return a_ladder(honours)


@pytest.fixture
def honour(ladder: Ladder) -> Honour:
    return ladder.honours.conferred(["焊接二班"], now=NOW)[0]


def refused_by(ladder: Ladder, tenant: str) -> tuple[str, str]:
    """What the tenant told back, and that it made no case."""
    said = ladder.last_decision(tenant)
    assert ladder.count(tenant, "application") == 0
    return said.decision, said.reason


def test_a_byte_changed_in_the_store_names_its_stage(ladder: Ladder, honour: Honour) -> None:
    ladder.forward(honour, now=LATER)
    said = ladder.forwarded(ladder.county)
    ladder.touch(ladder.county, said.sha256, "同意推荐".encode())

    assert ladder.deliver_forwarded(ladder.county, now=LATER) is None

    decision, reason = refused_by(ladder, ladder.city.code)
    assert decision == "refused"
    assert reason.startswith("“镇乡、主管局工会审核推荐”环节：文件“stages/02-review/opinions.json”封存后被改动")


def test_a_file_that_is_gone_is_refused(ladder: Ladder, honour: Honour) -> None:
    ladder.forward(honour, now=LATER)
    said = ladder.forwarded(ladder.county)
    said.sha256 = "0" * 64
    deliver(said, tenant=ladder.county, topic=TOPIC, now=LATER)

    assert refused_by(ladder, ladder.city.code)[0] == "refused"


def test_a_dossier_told_to_another_than_it_was_sealed_for_is_refused(ladder: Ladder, honour: Honour) -> None:
    other = a_place(ladder.city.db, level="city", parent=ladder.province.code, name="合肥市总工会")
    other.regulation("chuzhou-worker-pioneer.yaml")
    ladder.forward(honour, now=LATER)
    said = ladder.forwarded(ladder.county)
    said.to_tenant = other.code
    deliver(said, tenant=ladder.county, topic=TOPIC, now=LATER)

    assert refused_by(ladder, other.code) == ("refused", "案卷不是报送给本单位的。")


def test_a_sender_that_is_no_child_of_ours_is_refused(ladder: Ladder, honour: Honour) -> None:
    ladder.forward(honour, now=LATER)
    ladder.move(ladder.county, under=ladder.nation.code)
    ladder.deliver_forwarded(ladder.county, now=LATER)

    assert refused_by(ladder, ladder.city.code) == ("refused", "报送单位不是本单位的下级。")


def test_a_sender_two_levels_below_needs_an_exception(ladder: Ladder, honour: Honour) -> None:
    between = a_place(ladder.city.db, level="city", parent=ladder.city.code, name="中间工会")
    ladder.forward(honour, now=LATER)
    ladder.move(ladder.county, under=between.code)
    ladder.deliver_forwarded(ladder.county, now=LATER)

    assert refused_by(ladder, ladder.city.code)[1].startswith("不能越级报送")


def test_another_id_on_the_same_file_is_refused(ladder: Ladder, honour: Honour) -> None:
    ladder.forward(honour, now=LATER)
    said = ladder.forwarded(ladder.county)
    said.dossier_id = str(new_id())
    deliver(said, tenant=ladder.county, topic=TOPIC, now=LATER)

    assert refused_by(ladder, ladder.city.code) == ("refused", "案卷与报送记录不是同一份。")


def test_the_same_event_twice_has_one_effect(ladder: Ladder, honour: Honour) -> None:
    ladder.forward(honour, now=LATER)
    said = ladder.forwarded(ladder.county)
    headers = {
        "ce_id": str(new_id()),
        "ce_type": said.DESCRIPTOR.full_name,
        "ce_source": "/pioneer/applications",
        "ce_tenant": ladder.county,
        "ce_time": LATER.isoformat(),
    }
    record = Record(TOPIC, said.dossier_id, headers, said.SerializeToString())

    assert [handlers.handle(record), handlers.handle(record)] == ["handled", "duplicate"]
    assert ladder.count(ladder.city.code, "application") == 1


def test_the_same_honour_under_a_new_dossier_is_refused_while_the_first_is_above(
    ladder: Ladder, honour: Honour
) -> None:
    first = ladder.forward(honour, now=LATER)
    ladder.deliver_forwarded(ladder.county, now=LATER)
    ladder.set_dossier(ladder.county, first, status="returned")
    ladder.forward(honour, now=LATER)
    assert ladder.deliver_forwarded(ladder.county, now=LATER) is None

    assert ladder.last_decision(ladder.city.code).reason == "这个案卷已经收到过，不能重复报送。"
    assert ladder.count(ladder.city.code, "application") == 1


@pytest.mark.parametrize(
    ("changes", "teller"),
    [
        ({"from_tenant": "province"}, "city"),
        ({"from_tenant": "province"}, "province"),
        ({"decided_by_tenant": "county"}, "city"),
        ({"decided_by_tenant": "neighbour"}, "city"),
        ({"decision": "praised"}, "city"),
        ({"dossier_id": "unknown"}, "city"),
    ],
)
def test_a_forged_decision_changes_nothing(
    ladder: Ladder, honour: Honour, changes: dict[str, str], teller: str
) -> None:
    dossier = ladder.forward(honour, now=LATER)
    codes = {
        "county": ladder.county,
        "city": ladder.city.code,
        "province": ladder.province.code,
        "neighbour": a_place(ladder.city.db, name="邻市总工会").code,
        "unknown": str(new_id()),
    }
    values: dict[str, Any] = {
        "dossier_id": str(dossier),
        "from_tenant": ladder.city.code,
        "to_tenant": ladder.county,
        "decision": "conferred",
        "decided_by_tenant": ladder.city.code,
        "level": "city",
        **{name: codes.get(value, value) for name, value in changes.items()},
    }

    with pytest.raises(Forged):
        deliver(events_pb2.DossierDecided(**values), tenant=codes[teller], topic=TOPIC, now=LATER)

    assert ladder.dossier(ladder.county, dossier).status == "sent"
    assert ladder.steps(ladder.county, dossier) == []


def test_a_revocation_told_by_another_is_forged(ladder: Ladder, honour: Honour) -> None:
    dossier = ladder.forward(honour, now=LATER)
    ladder.deliver_forwarded(ladder.county, now=LATER)
    neighbour = a_place(ladder.city.db, parent=ladder.city.code, name="全椒县总工会")
    values = {
        "dossier_id": str(dossier),
        "to_tenant": ladder.city.code,
        "ground": "casualty",
        "revoked_on": "2026-01-02",
    }

    for from_tenant, teller in ((ladder.county, neighbour.code), (neighbour.code, neighbour.code)):
        with pytest.raises(Forged):
            said = events_pb2.HonourBelowRevoked(from_tenant=from_tenant, **values)
            deliver(said, tenant=teller, topic=TOPIC, now=LATER)

    assert "revoked_below_on" not in ladder.dossier(ladder.city.code, dossier).verification


def test_a_revocation_of_a_dossier_that_was_refused_is_let_go(ladder: Ladder) -> None:
    said = events_pb2.HonourBelowRevoked(
        dossier_id=str(new_id()), from_tenant=ladder.county, to_tenant=ladder.city.code, revoked_on="2026-01-02"
    )

    assert deliver(said, tenant=ladder.county, topic=TOPIC, now=LATER) == "handled"


def test_a_revocation_climbs_as_far_as_the_name_went(ladder: Ladder, honour: Honour) -> None:
    lower = ladder.forward(honour, now=LATER)
    case = ladder.deliver_forwarded(ladder.county, now=LATER)
    assert case is not None
    ladder.at_confer(case)
    upper = ladder.forward(
        confer(ladder.secretary(ladder.city.code, LATER), case.id, expected=None, now=LATER), now=LATER
    )
    ladder.deliver_forwarded(ladder.city.code, now=LATER)
    chair = ladder.honours.who(ladder.honours.chairs[0], LATER)
    revoke(chair, honour.id, ground="false_statement", reason="材料弄虚作假。", expected=None, now=LATER)
    for tenant in (ladder.county, ladder.city.code):
        body = told(ladder.city.db, tenant, "HonourBelowRevoked")[-1][1]
        deliver(events_pb2.HonourBelowRevoked.FromString(body), tenant=tenant, topic=TOPIC, now=LATER)

    city, province = ladder.city.code, ladder.province.code
    assert ladder.dossier(city, lower).verification["revoked_below_level"] == "county"
    assert ladder.dossier(province, upper).verification["revoked_below_level"] == "county"
    secretary = ladder.secretary(city, LATER)
    with pytest.raises(DomainError) as refused:
        note(secretary, lower, " ", now=LATER)
    assert refused.value.code == "note_needed"
    note(secretary, lower, "本级荣誉一并提请撤销。", now=LATER)
    assert ladder.dossier(city, lower).verification["revoked_below_note"] == "本级荣誉一并提请撤销。"


def test_a_revocation_above_is_told_to_every_level_below(ladder: Ladder, honour: Honour) -> None:
    lower = ladder.forward(honour, now=LATER)
    case = ladder.deliver_forwarded(ladder.county, now=LATER)
    assert case is not None
    ladder.at_confer(case)
    given = confer(ladder.secretary(ladder.city.code, LATER), case.id, expected=None, now=LATER)
    chair = ladder.chair(ladder.city.code, LATER)
    revoke(chair, given.id, ground="casualty", reason="经核实发生人身伤亡事故。", expected=None, now=LATER)
    ladder.deliver_decisions(ladder.city.code, now=LATER)

    row = ladder.dossier(ladder.county, lower)
    assert (row.status, row.reason) == ("revoked", "人身伤亡事故：经核实发生人身伤亡事故。")
    assert [step for _who, step in ladder.steps(ladder.county, lower)] == ["received", "conferred", "revoked"]


def test_no_returning_once_the_case_is_on_a_docket(ladder: Ladder, honour: Honour) -> None:
    from services.applications.service.returns import return_dossier

    dossier = ladder.forward(honour, now=LATER)
    case = ladder.deliver_forwarded(ladder.county, now=LATER)
    assert case is not None
    secretary = ladder.secretary(ladder.city.code, LATER)
    ladder.set_case(case, stage="approve", docket_id=new_id())

    with pytest.raises(DomainError) as refused:
        return_dossier(secretary, dossier, "请补充材料。", expected=None, now=LATER)

    assert refused.value.code == "at_the_meeting"


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_costs_the_same_however_long_it_is(
    ladder: Ladder, honour: Honour, count_statements: Any, count: int
) -> None:
    from services.applications.api import dossier_documents
    from services.applications.queries import dossiers

    dossier = ladder.forward(honour, now=LATER)
    with ladder.city.db.transaction(ladder.county) as session:
        asked = text(
            "insert into dossier select tenant, gen_random_uuid(), direction, from_tenant, to_tenant, application_id,"
            " honour_id, honour, level, programme, subject_name, sha256, status, reason, exception_id, verification,"
            " sent_by, at, version from dossier, generate_series(2, :count) where tenant = :t and id = :id"
        )
        session.execute(asked, {"t": ladder.county, "id": dossier, "count": count})
    who = ladder.secretary(ladder.county, LATER)
    with ladder.city.db.read(ladder.county) as session, count_statements(ladder.city.db) as counted:
        rows, _more = dossiers.listed(session, who)
        found = dossier_documents.lines(session, rows)

    assert (len(found), counted.number) == (count, 2)
    assert {each["to_name"] for each in found} == {"滁州市总工会"}


def test_a_tenant_that_is_not_here_is_nobody(ladder: Ladder, honour: Honour) -> None:
    ladder.forward(honour, now=LATER)
    said = ladder.forwarded(ladder.county)
    said.from_tenant = a_code()

    with pytest.raises(Forged):
        deliver(said, tenant=ladder.county, topic=TOPIC, now=LATER)


def test_two_secretaries_at_once_pass_on_only_one(ladder: Ladder) -> None:
    honours = ladder.honours.conferred(["焊接二班", "装配二班"], now=NOW)
    start, found = Barrier(2), []

    def send(one: Honour) -> None:
        start.wait(timeout=120)
        try:
            found.append(str(ladder.forward(one, now=LATER)))
        except DomainError as refused:
            found.append(refused.code)

    threads = [Thread(target=send, args=(one,)) for one in honours]
    for each in threads:
        each.start()
    for each in threads:
        each.join(timeout=180)

    assert sorted(len(each) == 36 for each in found) == [False, True]
    assert "another_is_above" in found
    assert len(told(ladder.city.db, ladder.county, "DossierForwarded")) == 1
