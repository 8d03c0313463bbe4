"""What a meeting may not do, against the database."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from services.applications.domain import Status
from services.applications.domain.docket import Decision
from services.applications.service import docket as service
from services.common.errors import ChangedMeanwhile, DomainError, NotAllowed, NotFound
from services.common.roles import Role
from tests.conftest import NOW
from tests.factories import a_place
from tests.integration.applications.case_world import World
from tests.integration.applications.honour_world import HonourWorld


def test_only_the_presiding_chair_signs(honours: HonourWorld) -> None:
    honours.at_approve(["焊接二班"], now=NOW)
    docket = honours.a_docket(now=NOW)
    honours.attended(docket, 3, now=NOW)
    honours.decided(docket, {}, now=NOW)

    with pytest.raises(NotAllowed) as refused:
        honours.signed(docket, now=NOW, who=honours.world.secretary)
    assert refused.value.code == "may_not_sign_docket"
    with pytest.raises(DomainError) as unsigned:
        honours.signed(docket, now=NOW, who=honours.chairs[1])
    assert unsigned.value.code == "not_presiding"


def test_without_its_quorum_nothing_is_signed(honours: HonourWorld) -> None:
    """Two thirds of three are two: one is too few."""
    case = honours.at_approve(["焊接二班"], now=NOW)[0]
    docket = honours.a_docket(now=NOW)
    honours.attended(docket, 1, now=NOW)
    honours.decided(docket, {}, now=NOW)
    with pytest.raises(DomainError) as refused:
        honours.signed(docket, now=NOW)
    assert (refused.value.code, refused.value.facts) == ("docket_incomplete", {"count": 1})
    assert honours.case(case.id).stage == "approve"

    honours.attended(docket, 2, now=NOW)
    honours.decided(docket, {}, now=NOW)
    assert honours.signed(docket, now=NOW) is not None


def test_a_chair_of_the_candidates_own_line_is_counted_out(honours: HonourWorld) -> None:
    related = honours.world.place.person("石怀远", Role.CHAIR, at=honours.world.zone)
    honours.at_approve(["焊接二班"], now=NOW)
    honours.chairs.append(related)
    docket = honours.a_docket(now=NOW)
    honours.attended(docket, 4, now=NOW)
    honours.decided(docket, {}, now=NOW)

    decided = honours.docket(docket).cases[0]
    assert (decided.recused, decided.in_favour) == (frozenset({related.subject}), 3)


def test_a_returned_case_goes_back_to_its_applicant(honours: HonourWorld) -> None:
    case = honours.at_approve(["焊接二班"], now=NOW)[0]
    docket = honours.a_docket(now=NOW)
    honours.attended(docket, 3, now=NOW)
    honours.decided(docket, {case.id: Decision.RETURN}, now=NOW)
    # All three are for returning it.
    assert honours.signed(docket, now=NOW) is None

    after = honours.case(case.id)
    assert (after.status, after.stage, after.docket_id) == (Status.RETURNED, "apply", None)
    assert honours.log(case.id)[-2:] == ["put_on_docket", "docket_return"]


def test_somebody_elses_change_is_not_overwritten(honours: HonourWorld) -> None:
    honours.at_approve(["焊接二班"], now=NOW)
    docket = honours.a_docket(now=NOW)
    honours.attended(docket, 3, now=NOW)
    secretary = honours.who(honours.world.secretary, NOW)

    with pytest.raises(ChangedMeanwhile):
        service.agree_to_plain(secretary, docket, expected=1, now=NOW)


def test_a_case_is_on_one_docket(honours: HonourWorld) -> None:
    honours.at_approve(["焊接二班"], now=NOW)
    honours.a_docket(now=NOW)

    with pytest.raises(DomainError) as refused:
        honours.a_docket(now=NOW + timedelta(hours=1))

    assert refused.value.code == "nothing_waits"


def test_a_neighbours_docket_is_not_there(honours: HonourWorld, world: World) -> None:
    honours.at_approve(["焊接二班"], now=NOW)
    docket = honours.a_docket(now=NOW)
    other = a_place(world.db, name="全椒县总工会")
    stranger = other.person("许文静", Role.SECRETARY, Role.CHAIR)
    from services.common.principal import load_principal

    with world.db.read(other.code) as session:
        who = load_principal(session, stranger.subject, stranger.name, on=NOW.date())
        assert session.execute(text("select count(*) from docket")).scalar_one() == 0
    with pytest.raises(NotFound):
        service.agree_to_plain(who, docket, expected=None, now=NOW)
    with pytest.raises(NotFound):
        service.sign_docket(who, docket, expected=None, now=NOW)
