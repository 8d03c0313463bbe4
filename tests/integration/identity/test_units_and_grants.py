"""Use cases on a real database: what moves along, what is told, what two at once may not do."""

import threading
from datetime import timedelta
from uuid import UUID

import pytest
from pioneer.identity.v1 import events_pb2 as told
from sqlalchemy import text

from services.common import audit, directory
from services.common.errors import ChangedMeanwhile, DomainError, NotAllowed
from services.common.roles import SEPARATED, Role
from services.identity.domain.people import Facts
from services.identity.domain.units import OrgUnit, UnitKind
from services.identity.queries.units import past_of
from services.identity.service import grants, people, units
from services.identity.store import db
from tests.conftest import NOW
from tests.integration.identity.conftest import Land

DAY = NOW.date()


def a_unit(land: Land, kind: UnitKind, name: str, parent: OrgUnit | None = None) -> OrgUnit:
    return units.create_unit(
        land.system, parent_id=parent.id if parent else None, kind=kind, name=name, on=DAY, now=NOW
    )


def messages(land: Land, kind: type) -> list:
    """What was told of the kind, in order."""
    with db.read(land.code) as session:
        rows = session.execute(
            text("select body from outbox where tenant = :t and type = :type order by seq"),
            {"t": land.code, "type": kind.DESCRIPTOR.full_name},
        )
        return [kind.FromString(bytes(row.body)) for row in rows]


def test_a_move_takes_units_and_grants_along_and_tells_each(land: Land):
    town, other = a_unit(land, UnitKind.TOWNSHIP, "甲镇工会"), a_unit(land, UnitKind.TOWNSHIP, "乙镇工会")
    union = a_unit(land, UnitKind.EMPLOYER_UNION, "厂工会", town)
    team = a_unit(land, UnitKind.TEAM, "一班", union)
    applicant = land.person("孟秋山", Role.APPLICANT, at=union.id)
    reviewer = land.person("郑立群", Role.REVIEWER, at=town.id)

    moved = units.move_unit(land.system, union.id, other.id, on=DAY, version=1, now=NOW)

    with db.read(land.code) as session:
        found = directory.find_unit(session, team.id)
    assert found.path == f"{moved.path}{team.id}/"
    assert land.principal(applicant.subject).holds(Role.APPLICANT, unit_path=found.path)
    assert not land.principal(reviewer.subject).holds(Role.REVIEWER, unit_path=found.path)
    assert [each.path for each in messages(land, told.OrgUnitChanged)][-2:] == [moved.path, found.path]
    assert messages(land, told.GrantChanged)[-1].org_unit_path == moved.path


def test_a_merge_moves_units_and_people_and_ends_grants_at_the_merged(land: Land):
    town, into = a_unit(land, UnitKind.TOWNSHIP, "甲镇工会"), a_unit(land, UnitKind.TOWNSHIP, "乙镇工会")
    union = a_unit(land, UnitKind.EMPLOYER_UNION, "厂工会", town)
    reviewer = land.person("郑立群", Role.REVIEWER, at=town.id)
    applicant = land.person("孟秋山", Role.APPLICANT, at=union.id)

    merged = units.merge_unit(land.system, town.id, into.id, on=DAY, version=1, now=NOW)

    tomorrow = NOW + timedelta(days=1)
    assert (merged.valid_to, merged.merged_into_id) == (DAY, into.id)
    assert land.principal(reviewer.subject, tomorrow).grants == ()
    assert land.principal(applicant.subject, tomorrow).paths(Role.APPLICANT) == (f"{into.path}{union.id}/",)
    with db.read(land.code) as session:
        assert land.principal(reviewer.subject).org_unit_path == into.path
        assert [each.action for each in past_of(session, town.id)] == ["merged", "created"]
        assert [each.action for each in past_of(session, union.id)] == ["moved", "created"]


def test_history_tells_what_a_unit_was_called(land: Land):
    town = a_unit(land, UnitKind.TOWNSHIP, "旧名工会")
    units.rename_unit(land.system, town.id, "新名工会", version=1, now=NOW)

    with db.read(land.code) as session:
        past = past_of(session, town.id)

    assert [(each.action, each.after["name"]) for each in past] == [("renamed", "新名工会"), ("created", "旧名工会")]
    assert past[0].before is not None
    assert past[0].before["name"] == "旧名工会"


def test_history_and_published_versions_cannot_be_rewritten(land: Land):
    a_unit(land, UnitKind.TOWNSHIP, "甲镇工会")
    for statement in (
        "update org_unit_history set by_name = 'x'",
        "delete from org_unit_history",
        "update regulation_version set title = 'x'",
        "delete from regulation_version",
        "delete from tenant",
        "update log_entry set actor_name = 'x'",
    ):
        with pytest.raises(Exception, match="permission denied"), db.transaction(land.code) as session:
            session.execute(text(statement))


def test_a_stale_change_is_refused_and_changes_nothing(land: Land):
    town = a_unit(land, UnitKind.TOWNSHIP, "甲镇工会")
    units.rename_unit(land.system, town.id, "乙镇工会", version=1, now=NOW)

    with pytest.raises(ChangedMeanwhile):
        units.rename_unit(land.system, town.id, "丙镇工会", version=1, now=NOW)

    with db.read(land.code) as session:
        assert directory.find_unit(session, town.id).name == "乙镇工会"


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.APPLICANT, Role.REVIEWER)])
def test_only_the_system_admin_changes_units(land: Land, role: Role):
    who = land.person("某某", role)
    if role is Role.SYSTEM_ADMIN:
        units.create_unit(who, parent_id=None, kind=UnitKind.DIRECT, name="直属工会", on=DAY, now=NOW)
    else:
        with pytest.raises(NotAllowed) as refused:
            units.create_unit(who, parent_id=None, kind=UnitKind.DIRECT, name="直属工会", on=DAY, now=NOW)
        assert refused.value.code == "may_not_change_units"


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.APPLICANT, Role.REVIEWER)])
def test_only_the_security_admin_grants(land: Land, role: Role):
    who, other = land.person("某某", role), land.person("另一人")
    if role is Role.SECURITY_ADMIN:
        grants.grant_role(who, other.person_id or _person_id(land, other.subject), Role.CHAIR, now=NOW)
        assert land.principal(other.subject).holds(Role.CHAIR)
    else:
        with pytest.raises(NotAllowed) as refused:
            grants.grant_role(who, _person_id(land, other.subject), Role.CHAIR, now=NOW)
        assert refused.value.code == "may_not_grant"
        assert land.principal(other.subject).grants == ()


def _person_id(land: Land, subject: str) -> UUID:
    with db.read(land.code) as session:
        found = session.scalar(
            text("select id from person where tenant = :t and subject = :s"), {"t": land.code, "s": subject}
        )
    assert isinstance(found, UUID)
    return found


def test_a_security_admin_grants_nothing_to_himself(land: Land):
    with pytest.raises(DomainError) as refused:
        grants.grant_role(land.security, land.security.person_id, Role.CHAIR, now=NOW)
    assert refused.value.code == "grants_himself"


def test_two_separated_duties_granted_at_once_do_not_meet(land: Land):
    """Rule 9 under a race: both transactions look before either has written."""
    person = people.register_person(land.system, "", Facts("两手抓"), now=NOW)
    second = land.person("另一权管", Role.SECURITY_ADMIN)
    barrier, outcomes = threading.Barrier(2), []

    def grant(who, role: Role) -> None:
        barrier.wait(5)
        try:
            grants.grant_role(who, person.id, role, now=NOW)
            outcomes.append("granted")
        except DomainError as refused:
            outcomes.append(refused.code)

    threads = [
        threading.Thread(target=grant, args=(who, role))
        for who, role in ((land.security, Role.AUDITOR), (second, Role.SYSTEM_ADMIN))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert sorted(outcomes) == ["granted", "separated_duties"]
    assert len({grant.role for grant in land.principal(person.subject).grants} & set(SEPARATED)) == 1


def test_a_revoked_grant_is_told_and_gone(land: Land):
    chair = land.person("谭月华", Role.CHAIR)
    grant_id = messages(land, told.GrantChanged)[-1].grant_id

    grants.revoke_grant(land.security, grant_id, now=NOW)

    assert land.principal(chair.subject).grants == ()
    last = messages(land, told.GrantChanged)[-1]
    assert (last.grant_id, last.role, last.revoked) == (grant_id, "chair", True)


def test_who_leaves_loses_grants_and_sign_in(land: Land):
    chair = land.person("谭月华", Role.CHAIR)

    people.end_person(land.system, _person_id(land, chair.subject), on=DAY, version=1, now=NOW)

    assert land.principal(chair.subject, NOW + timedelta(days=1)).grants == ()
    with db.engine.begin() as connection:
        assert connection.scalar(text("select disabled from issuer.account where subject = :s"), {"s": chair.subject})


def test_events_and_log_carry_no_phone_and_the_log_no_name(land: Land):
    people.register_person(land.system, "", Facts("孟秋山", "13800000107", born="1985-03"), now=NOW)

    with db.read(land.code) as session:
        entry = session.execute(
            text("select detail::text, object_id from log_entry where tenant = :t order by seq desc limit 1"),
            {"t": land.code},
        ).one()
        bodies = session.scalars(text("select body from outbox where tenant = :t"), {"t": land.code}).all()
        assert audit.broken_at(session) is None
    assert "孟秋山" not in entry.detail
    assert not any(b"13800000107" in bytes(body) or b"1985-03" in bytes(body) for body in bodies)


def test_a_taken_login_name_registers_nobody(land: Land, other_land: Land):
    name = f"taken{land.code}"
    people.register_person(land.system, name, Facts("先来者"), now=NOW)

    with pytest.raises(DomainError) as refused:
        people.register_person(other_land.system, name, Facts("后来者"), now=NOW)

    assert refused.value.code == "username_taken"
    with db.read(other_land.code) as session:
        assert session.scalar(text("select count(*) from person where name = '后来者'")) == 0
