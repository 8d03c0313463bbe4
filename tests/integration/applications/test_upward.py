"""The secretary is told that honours may go up; a file turned away is listed on both sides with the reason (A8, X2)."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from pioneer.worklist.v1 import events_pb2 as worklist

from services.applications import given
from services.applications.domain.honour import Honour
from services.applications.models.dossier import DossierRow
from services.applications.service.confer import confer
from services.applications.service.revoke import revoke
from services.common.ids import id_of
from tests.conftest import NOW
from tests.integration.applications.honour_world import PROGRAMME, HonourWorld, deliver, told
from tests.integration.applications.ladder_world import TOPIC, Ladder, a_ladder
from tests.integration.applications.test_case_pages import Desk

LATER = NOW + timedelta(days=20)


@pytest.fixture
def ladder(honours: HonourWorld) -> Ladder:
    return a_ladder(honours)


@pytest.fixture
def honour(ladder: Ladder) -> Honour:
    return ladder.honours.conferred(["焊接二班"], now=NOW)[0]


def task(ladder: Ladder) -> tuple[bool, str, str]:
    """Whether the county's task stands, its title and its last day, by what was told last."""
    object_id = str(id_of("forward", ladder.county, PROGRAMME))
    openings = [
        worklist.TaskOpened.FromString(body) for _key, body in told(ladder.city.db, ladder.county, "TaskOpened")
    ]
    ours = [each for each in openings if (each.kind, each.object_id) == ("forward", object_id)]
    assert ours
    closings = [
        worklist.TaskClosed.FromString(body) for _key, body in told(ladder.city.db, ladder.county, "TaskClosed")
    ]
    closed = [each.closed_at.ToDatetime() for each in closings if each.task_id == ours[-1].task_id]
    stands = not closed or closed[-1] < ours[-1].opened_at.ToDatetime()
    return stands, ours[-1].title, ours[-1].due_on


def revoked(ladder: Ladder, honour: Honour, now: datetime) -> None:
    chair = ladder.honours.who(ladder.honours.chairs[0], now)
    revoke(chair, honour.id, ground="casualty", reason="发生事故。", expected=None, now=now)


def test_who_was_conferred_may_go_up_by_the_end_of_the_round(ladder: Ladder, honour: Honour) -> None:
    assert honour.programme == PROGRAMME
    assert task(ladder) == (True, "有荣誉可向上推荐：来安县“工人先锋号”，1 项", "2025-12-31")


def test_sent_up_it_is_done_and_a_return_opens_it_again(ladder: Ladder, honour: Honour) -> None:
    dossier = ladder.forward(honour, now=LATER)
    assert task(ladder)[0] is False
    said = ladder.forwarded(ladder.county)
    said.sha256 = "0" * 64
    deliver(said, tenant=ladder.county, topic=TOPIC, now=LATER + timedelta(hours=1))
    ladder.deliver_decisions(ladder.city.code, now=LATER + timedelta(hours=2))

    assert ladder.dossier(ladder.county, dossier).status == "refused"
    assert task(ladder)[0] is True


def test_revoked_it_may_not_and_the_other_one_may(ladder: Ladder) -> None:
    first, second = ladder.honours.conferred(["焊接二班", "装配二班"], now=NOW)
    assert task(ladder)[:2] == (True, "有荣誉可向上推荐：来安县“工人先锋号”，2 项")
    revoked(ladder, first, LATER)
    assert task(ladder)[:2] == (True, "有荣誉可向上推荐：来安县“工人先锋号”，1 项")
    revoked(ladder, second, LATER + timedelta(hours=1))
    assert task(ladder)[0] is False


def test_the_highest_level_is_told_nothing(ladder: Ladder, honour: Honour) -> None:
    place, now = ladder.county, LATER
    for code in (ladder.city.code, ladder.province.code, ladder.nation.code):
        ladder.forward(honour, now=now)
        case = ladder.deliver_forwarded(place, now=now)
        assert case is not None
        ladder.at_confer(case)
        honour = confer(ladder.secretary(code, now), case.id, expected=None, now=now)
        place = code

    openings = [
        worklist.TaskOpened.FromString(body).kind
        for _key, body in told(ladder.city.db, ladder.nation.code, "TaskOpened")
    ]
    assert "forward" not in openings


def turned_away(ladder: Ladder, honour: Honour) -> tuple[DossierRow, DossierRow]:
    """A byte was changed on the way: the row of the sender and the row of the receiver."""
    dossier = ladder.forward(honour, now=LATER)
    said = ladder.forwarded(ladder.county)
    blob = bytearray(ladder.blob(ladder.county, said.sha256))
    blob[blob.index("焊接二班".encode())] ^= 1
    said.sha256 = given.store().put(ladder.county, bytes(blob)).sha256
    for _twice in range(2):
        deliver(said, tenant=ladder.county, topic=TOPIC, now=LATER)
    ladder.deliver_decisions(ladder.city.code, now=LATER)
    with ladder.city.db.read(ladder.city.code) as session:
        kept = session.query(DossierRow).filter_by(tenant=ladder.city.code).one()
    return ladder.dossier(ladder.county, dossier), kept


def test_a_file_turned_away_is_listed_on_both_sides_with_the_reason(
    case_app: Flask, ladder: Ladder, honour: Honour
) -> None:
    sent, kept = turned_away(ladder, honour)

    assert (sent.status, kept.status, kept.reason) == ("refused", "refused", sent.reason)
    assert "改动" in kept.reason
    assert (kept.subject_name, kept.honour, kept.application_id) == (sent.subject_name, sent.honour, None)
    client, secretary = case_app.test_client(), ladder.people[ladder.city.code]
    for path in ("/dossiers?status=refused", f"/dossiers/{kept.id}"):
        page = client.get(f"/applications/{ladder.city.code}{path}", headers=secretary.headers)
        assert page.status_code == 200
        assert kept.reason in page.get_data(as_text=True)
    said = client.get(
        f"/api/v1/tenants/{ladder.city.code}/applications/dossiers/{kept.id}", headers=secretary.headers
    ).json
    assert (said["status"], said["reason"], said["case_version"]) == ("refused", kept.reason, None)
    desk = Desk(case_app, ladder.honours.world)
    assert kept.reason in desk.get(ladder.honours.world.secretary, "/dossiers?status=refused").text


def test_the_true_file_is_still_taken_in(ladder: Ladder, honour: Honour) -> None:
    sent, kept = turned_away(ladder, honour)

    case = ladder.deliver_forwarded(ladder.county, now=LATER)

    assert case is not None
    assert ladder.dossier(ladder.city.code, sent.id).status == "received"
    assert kept.id != sent.id
