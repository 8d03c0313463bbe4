"""What further conditions ask is found: exceptions that are signed, results running, subordinate bodies, titles lost."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from services.applications.domain import Application, Status
from services.applications.domain.filling import Filling
from services.applications.domain.gaps import Held, gaps
from services.applications.models.honour import HonourRow, ReinspectionRow
from services.applications.queries.case_page import gaps_of
from services.applications.queries.held import candidate_of
from services.applications.queries.regulated import case_rules
from services.applications.service import rule_exception
from services.applications.service.rows import add_case
from services.common.clock import day_of
from services.common.errors import DomainError, Invalid, NotAllowed
from services.common.ids import new_id
from services.common.regulation import Candidate
from services.common.roles import Role
from tests.conftest import NOW
from tests.factories import REGULATIONS
from tests.integration.applications.case_world import World
from tests.integration.applications.honour_world import HonourWorld
from tests.integration.applications.test_case_pages import Desk
from tests.unit.applications.samples import rules as sample_rules

LAIAN = "laian-worker-pioneer.yaml"
CRAFT = (
    "{in_principle: {honour: 工匠}, id: craft,"
    " exception: {by: chairmens_meeting, must_record: [reason, basis], people: PEOPLE}}"
)
RECORDS = {"reason": "班组组建不足一年，未及评选工匠。", "basis": "县总工会 2025 年第 3 次会议。"}


def ruled(world: World, requires: str, *, more: tuple[str, str] = ("", "")) -> None:
    text = (REGULATIONS / LAIAN).read_text(encoding="utf-8")
    text = text.replace(
        "      scope: [front_line, window]\n", f"      scope: [front_line, window]\n      requires: [{requires}]\n"
    )
    text = text.replace(*more) if more[0] else text
    world.place.regulation(LAIAN, version=2, effective=date(2025, 2, 1), text_=text)


def short(world: World, case: Application) -> list[str]:
    """What the further conditions still lack."""
    found = world.case(world.applicant, case.id, now=NOW)
    with world.db.read(world.tenant) as session:
        lacking, _held = gaps_of(session, found, case_rules(session, case), today=day_of(NOW))
    return [gap.says for gap in lacking if gap.says.startswith("须")]


@pytest.mark.parametrize("people", [2, 3])
def test_a_rule_in_principle_gives_way_when_as_many_as_it_wants_have_signed(honours: HonourWorld, people: int) -> None:
    world = honours.world
    ruled(world, CRAFT.replace("PEOPLE", str(people)))
    case = world.started(now=NOW)
    asked = rule_exception.ask(world.principal(world.applicant, now=NOW), case.id, "craft", RECORDS, now=NOW)
    for number, chair in enumerate(honours.chairs[: people - 1]):
        assert len(short(world, case)) == 1, number
        rule_exception.decide(honours.who(chair, NOW), asked.id, agreed=True, expected=None, now=NOW)
    assert short(world, case) == []
    assert honours.log(case.id).count("exception_decided") == people - 1


def test_what_the_rule_wants_recorded_must_be(honours: HonourWorld) -> None:
    world = honours.world
    ruled(world, CRAFT.replace("PEOPLE", "2"))
    case, asks = world.started(now=NOW), world.principal(world.applicant, now=NOW)
    with pytest.raises(Invalid) as refused:
        rule_exception.ask(asks, case.id, "craft", {"reason": "组建不足一年"}, now=NOW)
    assert refused.value.faults == {"record-basis": "请写明依据。"}
    with pytest.raises(DomainError) as unknown:
        rule_exception.ask(asks, case.id, "other", RECORDS, now=NOW)
    assert unknown.value.code == "no_such_exception"
    rule_exception.ask(asks, case.id, "craft", RECORDS, now=NOW)
    with pytest.raises(DomainError) as again:
        rule_exception.ask(asks, case.id, "craft", RECORDS, now=NOW)
    assert again.value.code == "exception_asked"


def test_only_the_body_that_the_rule_names_excepts_and_nobody_twice(honours: HonourWorld) -> None:
    world = honours.world
    ruled(world, CRAFT.replace("PEOPLE", "3"))
    case = world.started(now=NOW)
    asked = rule_exception.ask(world.principal(world.applicant, now=NOW), case.id, "craft", RECORDS, now=NOW)
    for who in (world.secretary, world.reviewer, world.applicant):
        with pytest.raises(NotAllowed) as refused:
            rule_exception.decide(world.principal(who, now=NOW), asked.id, agreed=True, expected=None, now=NOW)
        assert refused.value.code == "may_not_decide_exception"
    own = world.place.person("石怀远", Role.CHAIR, at=world.union)
    with pytest.raises(NotAllowed):
        rule_exception.decide(world.principal(own, now=NOW), asked.id, agreed=True, expected=None, now=NOW)

    chair = honours.who(honours.chairs[0], NOW)
    rule_exception.decide(chair, asked.id, agreed=True, expected=None, now=NOW)
    with pytest.raises(DomainError) as twice:
        rule_exception.decide(chair, asked.id, agreed=True, expected=None, now=NOW)
    assert twice.value.code == "same_person"
    after = rule_exception.decide(honours.who(honours.chairs[1], NOW), asked.id, agreed=False, expected=None, now=NOW)
    assert after.status == "refused"
    assert len(short(world, case)) == 1


def test_an_exception_is_asked_for_and_decided_on_screen(honours: HonourWorld, case_app: Flask) -> None:
    world = honours.world
    ruled(world, CRAFT.replace("PEOPLE", "2"))
    case, desk = world.started(now=NOW), Desk(case_app, world)
    path = f"/cases/{case.id}/exceptions"
    seen = desk.get(world.applicant, path)
    desk.send(world.applicant, seen, path, **{f"record-{key}": text for key, text in RECORDS.items()})
    with world.db.read(world.tenant) as session:
        from services.applications.models.rule_exception import RuleExceptionRow

        kept = session.query(RuleExceptionRow).filter_by(tenant=world.tenant).one()
    at = f"/exceptions/{kept.id}"
    assert RECORDS["basis"] in desk.get(honours.chairs[0], at).text
    desk.get(world.stranger, at, 404)
    desk.send(honours.chairs[0], desk.get(honours.chairs[0], at), at, agreed="yes")
    assert short(world, case) == []


def an_honour(
    world: World, case: Application, *, unit: UUID, name: str, year: int, honour: str = "工人先锋号", version: int = 1,
    programme: str = "worker-pioneer",
) -> UUID:  # fmt: skip
    """A row of the roll, as conferring leaves it."""
    then = replace(
        case, id=new_id(), number=f"{year}-{new_id()}", year=year, status=Status.CONFERRED, subject_unit_id=unit,
        subject_name=name, programme=programme,
    )  # fmt: skip
    with world.db.transaction(world.tenant) as session:
        add_case(session, then)
        row = HonourRow(
            tenant=world.tenant, id=new_id(), application_id=then.id, programme=programme, honour=honour,
            level="county", year=year, regulation_id="laian-worker-pioneer", regulation_version=version,
            number=f"{year}-{name}-{honour}", token=f"{new_id()}", subject_kind="team", subject_name=name,
            employer_name="", conferred_on=date(year, 12, 1), subject_unit_id=unit, subject_unit_path="",
            union_unit_id=world.union.id, union_path=world.union.path, union_name="", standing="valid",
            kept_years=0, conferred_by="s", search=[], version=1, revoke_ground="", revoke_reason="",
        )  # fmt: skip
        session.add(row)
        return row.id


@pytest.mark.parametrize(("years", "met"), [((2024, 2023), True), ((2024, 2022), False), ((2023, 2022), False)])
def test_an_honour_conferred_so_many_rounds_running(world: World, years: tuple[int, ...], met: bool) -> None:
    ruled(world, "{running: conferred, title: 获得本项荣誉, times: 2}")
    case = world.started(now=NOW)
    for year in years:
        an_honour(world, case, unit=world.team.id, name=world.team.name, year=year)
    an_honour(world, case, unit=world.other_team.id, name=world.other_team.name, year=2024)
    assert (short(world, case) == []) is met


@pytest.mark.parametrize(("outcomes", "met"), [(["passed", "passed"], True), (["failed", "passed"], False)])
def test_an_honour_kept_so_many_times_running(world: World, outcomes: list[str], met: bool) -> None:
    """Newest first."""
    ruled(world, "{running: kept, title: 复查合格, times: 2}")
    case = world.started(now=NOW)
    honour = an_honour(world, case, unit=world.team.id, name=world.team.name, year=2021)
    with world.db.transaction(world.tenant) as session:
        for number, outcome in enumerate(outcomes):
            session.add(
                ReinspectionRow(
                    tenant=world.tenant,
                    id=new_id(),
                    honour_id=honour,
                    year=2024 - number,
                    kind="yearly",
                    due_on=date(2024 - number, 12, 1),
                    status=outcome,
                    opened_at=NOW,
                    version=1,
                )
            )
    assert (short(world, case) == []) is met


@pytest.mark.parametrize(("holders", "met"), [(1, False), (2, True)])
def test_a_share_of_the_units_below_that_hold_an_honour(world: World, holders: int, met: bool) -> None:
    """Half of the union's four teams."""
    ruled(world, "{share_of: teams, title: 所属班组, that: {honour: 工人先锋号}, at_least: 50%}")
    case = world.started(now=NOW)
    of_union = replace(case, subject_kind="grassroots_union", subject_unit_id=world.union.id)
    teams = [world.team, *(world.a_team(f"{number} 班") for number in range(3))]
    for team in teams[:holders]:
        an_honour(world, case, unit=team.id, name=team.name, year=2024)
    an_honour(world, case, unit=world.other_team.id, name=world.other_team.name, year=2024)
    with world.db.read(world.tenant) as session:
        programme = case_rules(session, case).programme
        candidate = candidate_of(session, of_union, programme)
    assert len(candidate.subordinates["teams"]) == 4
    assert programme.eligible.requires[0].is_met(candidate, day_of(NOW)) is met


@pytest.mark.parametrize(("times", "met"), [("1", False), ("2", True)])
def test_a_run_that_the_platform_does_not_know_is_told_as_a_figure(times: str, met: bool) -> None:
    from services.common.regulation.eligible import Eligible
    from services.common.regulation.requirements import Running

    rule = Running(running="contest_first", title="获省级劳动竞赛优胜单位", times=2)
    asked = sample_rules(form=None, conditions=(), materials=(), eligible=Eligible(requires=(rule,)))
    assert [each.title for each in asked.asked_figures] == ["连续获省级劳动竞赛优胜单位的次数"]
    found = gaps(asked, Filling(figures={"contest_first": times}), Held(), today=day_of(NOW))
    assert (found == ()) is met


@pytest.mark.parametrize(("rates", "met"), [(["92", "89"], True), (["89.99", "89", "95"], False)])
def test_a_table_of_the_form_is_the_subordinate_bodies(rates: list[str], met: bool) -> None:
    from services.common.regulation.bounds import Bound
    from services.common.regulation.eligible import Eligible
    from services.common.regulation.requirements import Figure, ShareOf

    rule = ShareOf(
        share_of="branches", title="分会", bound=Bound(at_least=Decimal(50), is_percent=True),
        that=Figure(figure="rate", title="入会率", bound=Bound(at_least=Decimal(90), is_percent=True)),
    )  # fmt: skip
    asked = sample_rules(form=None, conditions=(), materials=(), eligible=Eligible(requires=(rule,)))
    rows: list[dict[str, Any]] = [{"rate": each} for each in rates]
    found = gaps(asked, Filling(form={"branches": rows}), Held(candidate=Candidate()), today=day_of(NOW))
    assert (found == ()) is met
