"""A union takes its people's awards into an application: shown from the copy, taken by one call, never typed (B5)."""

from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from services.applications.consumers import handlers
from services.applications.service import deeds, fill, submit
from services.common.errors import DomainError, NotAllowed, NotFound, Unavailable
from services.common.ids import new_id
from tests.conftest import NOW
from tests.integration.applications.case_world import FACTS, FORM, World, a_world
from tests.integration.applications.contests_stand_in import Contests, a_record, a_result, hear, made, withdrawn
from tests.integration.applications.test_case_api import Api
from tests.integration.applications.test_case_pages import Desk


@pytest.fixture
def assessment() -> Contests:
    """In the place of what the other fixtures call by the name of the service that they ask."""
    return Contests()


@pytest.fixture
def contests(assessment: Contests) -> Contests:
    return assessment


def copies(world: World) -> list[tuple[Any, ...]]:
    with world.db.read(world.tenant) as session:
        asked = "select id, title, number, made_on::text, withdrawn_on::text from contest_award where tenant = :t"
        return [tuple(row) for row in session.execute(text(f"{asked} order by id"), {"t": world.tenant})]


def code_of(act: Any) -> str:
    with pytest.raises((DomainError, NotAllowed, NotFound, Unavailable)) as refused:
        act()
    return refused.value.code


def test_the_copy_is_the_same_in_whatever_order_and_however_often(world: World) -> None:
    day = "2025-09-15"
    for order in permutations(range(3)):
        award, other = new_id(), new_id()
        said = [made(award, unit=world.team, now=NOW), withdrawn(award, now=NOW), made(other, unit=world.team, now=NOW)]
        records = [a_record(world.tenant, each, now=NOW) for each in said]
        outcomes = [handlers.handle(records[number]) for number in (*order, *order)]

        assert outcomes == ["handled"] * 3 + ["duplicate"] * 3
        kept = {row[0]: row[1:] for row in copies(world)}
        assert kept[award] == ("一等奖", "JS2025-0AB1CD-001", day, day)
        assert kept[other] == ("一等奖", "JS2025-0AB1CD-001", day, None)


def test_the_page_shows_what_the_platform_has_and_takes_it_on_a_press(
    case_app: Flask, world: World, contests: Contests
) -> None:
    desk, award, elsewhere = Desk(case_app, world), new_id(), new_id()
    neighbour = a_world(world.db, world.store)
    hear(world.tenant, made(award, unit=world.team, now=NOW), now=NOW)
    hear(neighbour.tenant, made(elsewhere, unit=neighbour.team, now=NOW), now=NOW)
    hear(world.tenant, made(new_id(), unit=world.other_team, now=NOW), now=NOW)
    case = world.started(now=NOW)
    path = f"/cases/{case.id}/form/conditions"

    page = desk.get(world.applicant, path)
    said = "县级焊工技能比武一等奖（第 1 名），2025-09-15，证书编号 JS2025-0AB1CD-001"
    assert "平台已有、尚未带入：" in page.text
    assert said in page.text
    assert page.text.count("JS2025-0AB1CD-001") == 1, "neither the neighbour's nor the other union's"
    assert contests.asked == [], "a page asks nobody"

    contests.won[str(world.team.id)] = [a_result(award)]
    page = desk.send(world.applicant, page, path, act="awards", **{"condition-work": "完成技改 3 项"})
    assert [(each.tenant, each.unit_id, each.person_name) for each in contests.asked] == [
        (world.tenant, str(world.team.id), "")
    ]
    assert "苏子墨，县级焊工技能比武一等奖（第 1 名），2025-07-11，证书编号 JS2025-0AB1CD-001" in page.text
    assert "竞赛成绩，2025-09-15带入" in page.text
    assert "平台已有、尚未带入" not in page.text
    assert "完成技改 3 项" in page.text, "what was typed is kept"

    page = desk.send(world.applicant, page, path, drop_award=str(award))
    assert "重新带入" not in page.text
    assert "平台已有、尚未带入：" in page.text
    assert said in page.text


def test_where_competitions_is_away_nothing_typed_is_lost(case_app: Flask, world: World, contests: Contests) -> None:
    desk, case = Desk(case_app, world), world.started(now=NOW)
    path = f"/cases/{case.id}/form/conditions"
    contests.is_away = True

    page = desk.get(world.applicant, path)
    page = desk.send(world.applicant, page, path, act="awards", expect=503, **{"condition-work": "完成技改 3 项"})

    assert "awards" in page.faults
    assert "完成技改 3 项" in desk.get(world.applicant, path).text


def test_by_api_the_same_and_only_by_the_case_s_own_union(case_app: Flask, world: World, contests: Contests) -> None:
    api = Api(case_app.test_client(), f"/api/v1/tenants/{world.tenant}/applications")
    award, case = new_id(), world.started(now=NOW)
    path = f"/cases/{case.id}/awards"
    hear(world.tenant, made(award, unit=world.team, now=NOW), now=NOW)
    contests.won[str(world.team.id)] = [a_result(award)]

    (known,) = api.ask("GET", path, world.applicant)["rows"]
    assert (known["award_id"], known["number"], known["is_taken"]) == (str(award), "JS2025-0AB1CD-001", False)
    api.ask("POST", path, world.applicant, expect=428)
    api.ask("POST", path, world.applicant, version=case.version + 1, expect=412)
    api.ask("POST", path, world.stranger, version=case.version, expect=404)
    api.ask("POST", path, world.reviewer, version=case.version, expect=404)
    taken = api.ask("POST", path, world.applicant, version=case.version)
    assert [each["number"] for each in taken["awards"]] == ["JS2025-0AB1CD-001"]
    hear(world.tenant, withdrawn(award, now=NOW), now=NOW)
    (row,) = api.ask("GET", path, world.applicant)["rows"]
    assert (row["is_taken"], row["is_withdrawn"]) == (True, True)
    gone = api.ask("DELETE", f"{path}/{award}", world.applicant, version=taken["version"])
    assert gone["awards"] == []


def test_nothing_won_and_a_submitted_case_are_refused(case_app: Flask, world: World, contests: Contests) -> None:
    assert case_app
    who, case = world.principal(world.applicant, now=NOW), world.started(now=NOW)

    def take(id_: UUID, version: int) -> str:
        return code_of(lambda: deeds.take_deeds(who, id_, contests, expected=version, now=NOW))

    assert take(case.id, case.version) == "no_awards_known"
    neighbour = a_world(world.db, world.store)
    theirs = neighbour.started(now=NOW)
    assert take(theirs.id, theirs.version) == "not_found"
    done = world.submitted(now=NOW, team=world.a_team("装配二班"))
    contests.won[str(done.subject_unit_id)] = [a_result(new_id())]
    assert take(done.id, done.version) == "not_editable"


def test_an_award_is_the_evidence_and_goes_into_the_submission_until_it_falls(
    case_app: Flask, world: World, contests: Contests
) -> None:
    """Two of the five conditions rest on awards: three files and one award make the five."""
    assert case_app
    who, award, case = world.principal(world.applicant, now=NOW), new_id(), world.started(now=NOW)
    contests.won[str(world.team.id)] = [a_result(award)]
    hear(world.tenant, made(award, unit=world.team, now=NOW), now=NOW)
    saved = fill.save(who, case.id, fill.form_change(FORM), expected=case.version, now=NOW)
    beside = fill.beside_change(facts=FACTS)
    saved = fill.save(who, case.id, beside, expected=saved.application.version, now=NOW)
    for proves in ("condition:quality", "condition:service", "condition:harmony", "material:deeds"):
        fill.attach(who, case.id, world.upload(proves), now=NOW)
    version = saved.application.version
    with pytest.raises(submit.NotReady) as refused:
        submit.submit(who, case.id, expected=version, now=NOW)
    assert sorted(refused.value.faults) == ["file-condition-results", "file-condition-work"]

    saved = deeds.take_deeds(who, case.id, contests, expected=version, now=NOW)
    hear(world.tenant, withdrawn(award, now=NOW), now=NOW)
    with pytest.raises(submit.NotReady) as refused:
        submit.submit(who, case.id, expected=saved.application.version, now=NOW)
    assert sorted(refused.value.faults) == [f"award-{award}", "file-condition-results", "file-condition-work"]

    again = new_id()
    contests.won[str(world.team.id)] = [a_result(again, number="JS2025-0AB1CD-002")]
    saved = deeds.take_deeds(who, case.id, contests, expected=saved.application.version, now=NOW)
    sent = submit.submit(who, case.id, expected=saved.application.version, now=NOW)
    assert sent.submitted_at == NOW
    with world.db.read(world.tenant) as session:
        kept = session.execute(text("select declared from submission where tenant = :t"), {"t": world.tenant}).scalar()
    assert [each["number"] for each in kept["awards"]] == ["JS2025-0AB1CD-002"]
    desk = Desk(case_app, world)
    assert "证书编号 JS2025-0AB1CD-002" in desk.get(world.reviewer, f"/cases/{case.id}").text
