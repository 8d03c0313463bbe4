"""A query for the other county's rows, with the other county's rows there."""

import pytest
from pioneer.identity.v1 import identity_service_pb2 as messages
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.common.errors import NotFound
from services.common.regulation import Checked
from services.common.roles import Role
from services.identity import checking
from services.identity.domain.people import Facts
from services.identity.domain.units import UnitKind
from services.identity.rpc import Identity
from services.identity.service import people, regulations, resend, units
from services.identity.store import db
from tests.conftest import NOW
from tests.factories import REGULATIONS
from tests.integration.identity.conftest import OPERATOR, Land
from tests.integration.identity.test_pages import laian

OWN = (
    "org_unit", "org_unit_history", "person", "grant_", "regulation_version", "regulation_draft", "regulation_replay",
    "import_file",
)  # fmt: skip


@pytest.fixture
def filled(land: Land, other_land: Land) -> tuple[Land, Land]:
    """Both counties with rows in every table."""
    for each in (land, other_land):
        units.create_unit(each.system, parent_id=None, kind=UnitKind.TOWNSHIP, name="镇工会", on=NOW.date(), now=NOW)
        admin = each.person("许文静", Role.TENANT_ADMIN)
        regulations.publish_text(admin, laian(each), effective_on=NOW.date(), now=NOW)
        regulations.start_draft(admin, laian(each), now=NOW)
        with db.transaction(each.code) as session:
            session.execute(
                text(
                    "insert into regulation_replay values (:t, gen_random_uuid(), 2024, 1, now(), 's', 0, '{}', '[]')"
                ),
                {"t": each.code},
            )
            session.execute(
                text("insert into import_file values (:t, gen_random_uuid(), 'units', 'x', 'x', now(), 's')"),
                {"t": each.code},
            )
    return land, other_land


@pytest.mark.parametrize("table", OWN)
def test_only_own_rows_are_seen_whatever_is_asked(filled: tuple[Land, Land], table: str):
    own, other = filled
    with db.read(own.code) as session:
        tenants = set(session.scalars(text(f"select distinct tenant from {table}")))
        stolen = session.scalar(text(f"select count(*) from {table} where tenant = :t"), {"t": other.code})
    with db.read(other.code) as session:
        there = session.scalar(text(f"select count(*) from {table} where tenant = :t"), {"t": other.code})

    assert tenants == {own.code}
    assert stolen == 0
    assert there > 0


def test_a_row_of_another_county_cannot_be_written(filled: tuple[Land, Land]):
    own, other = filled
    with pytest.raises(DBAPIError, match="row-level security"), db.transaction(own.code) as session:
        session.execute(
            text("insert into person (tenant, id, subject, name) values (:t, gen_random_uuid(), 's', '闯入者')"),
            {"t": other.code},
        )
    with db.transaction(own.code) as session:
        done = session.connection().execute(text("update person set name = 'x' where tenant = :t"), {"t": other.code})
        assert done.rowcount == 0


def test_outside_a_tenant_a_query_is_an_error_and_not_an_empty_list(filled: tuple[Land, Land]):
    with pytest.raises(DBAPIError, match="no tenant is set"), db.public() as session:
        session.execute(text("select * from person")).all()


def test_a_federation_is_founded_only_by_itself_or_the_one_above(filled: tuple[Land, Land]):
    own, other = filled
    with pytest.raises(DBAPIError, match="row-level security"), db.transaction(own.code) as session:
        session.execute(
            text("insert into tenant values ('999999', :p, 'x', 'x', 'county', '2020-01-01')"), {"p": other.code}
        )
    with db.transaction(own.code) as session:
        done = session.connection().execute(text("update tenant set name = 'x' where code = :c"), {"c": other.code})
        assert done.rowcount == 0


def test_saying_all_again_says_only_ones_own(filled: tuple[Land, Land]):
    own, other = filled
    people.register_person(own.system, "", Facts("本县人"), now=NOW)
    resend.resend_directory(own.code, by=OPERATOR, now=NOW)

    with db.read(own.code) as session:
        bodies = [bytes(body) for body in session.scalars(text("select body from outbox"))]

    names = [body for body in bodies if "本县人".encode() in body]
    assert len(names) == 2
    assert not any(other.system.subject.encode() in body for body in bodies)


def test_grpc_answers_for_the_named_county_only(filled: tuple[Land, Land]):
    own, other = filled
    with db.read(other.code) as session:
        theirs = str(session.scalar(text("select id from org_unit limit 1")))
    door = Identity()

    lineage = door.GetLineage(messages.GetLineageRequest(tenant=own.code), None)  # type: ignore[arg-type]
    assert [each.code for each in lineage.tenants] == [own.code, "98", "00"]
    with pytest.raises(NotFound):
        door.GetOrgUnit(messages.GetOrgUnitRequest(tenant=own.code, org_unit_id=theirs), None)  # type: ignore[arg-type]
    asked = messages.ListGrantsRequest(tenant=own.code, subject=other.system.subject, on=NOW.date().isoformat())
    assert list(door.ListGrants(asked, None).grants) == []  # type: ignore[arg-type]
    asked.subject = own.system.subject
    assert [each.role for each in door.ListGrants(asked, None).grants] == ["system_admin"]  # type: ignore[arg-type]


def based_on(land: Land, above: str, version: int, more: str = "") -> str:
    return (
        f'regulation: own-rules\ntitle: 本级办法\ntenant: "{land.code}"\neffective: 2025-10-01\n'
        f'based_on: {{tenant: "{above}", regulation: anhui-worker-pioneer, version: {version}}}\n{more}'
    )


def published_above(province: Land) -> None:
    text_ = (REGULATIONS / "anhui-worker-pioneer.yaml").read_text(encoding="utf-8")
    admin = province.person("林望舒", Role.TENANT_ADMIN)
    regulations.publish_text(
        admin, text_.replace('tenant: "34"', f'tenant: "{province.code}"'), effective_on=NOW.date(), now=NOW
    )


def below(province: Land, land: Land) -> Checked:
    """The county is put under the province that has published."""
    with db.engine.begin() as connection:
        connection.execute(text("select set_config('pioneer.tenant', :c, true)"), {"c": land.code})
        connection.execute(
            text("update tenant set parent_code = :p where code = :c"), {"p": province.code, "c": land.code}
        )
    return checking.check(land.code, based_on(land, province.code, 1))


def test_a_regulation_is_based_on_a_superiors_version(land: Land, province: Land):
    published_above(province)
    checked = below(province, land)

    assert checked.faults == ()
    assert checked.regulation is not None
    assert (checked.regulation.tenant, checked.regulation.id) == (land.code, "own-rules")


def test_what_the_superior_locked_stays_locked(land: Land, province: Land):
    published_above(province)
    below(province, land)
    free = "programmes:\n  worker-pioneer:\n    title: 本县先锋号\n"
    locked = "programmes:\n  worker-pioneer:\n    honour: 班组先锋号\n"

    allowed = checking.check(land.code, based_on(land, province.code, 1, free))
    faults = checking.check(land.code, based_on(land, province.code, 1, locked)).faults

    assert allowed.faults == ()
    assert [(fault.code, fault.line, fault.path) for fault in faults] == [
        ("locked", 8, "programmes.worker-pioneer.honour")
    ]


@pytest.mark.parametrize(("version", "code"), [(2, "no_such_version")])
def test_a_version_that_was_never_published_is_no_base(land: Land, province: Land, version: int, code: str):
    published_above(province)
    below(province, land)

    faults = checking.check(land.code, based_on(land, province.code, version)).faults

    assert [(fault.code, fault.line) for fault in faults] == [(code, 5)]


def test_only_a_superior_is_a_base(land: Land, other_land: Land):
    faults = checking.check(land.code, based_on(land, other_land.code, 1)).faults

    assert [(fault.code, fault.line) for fault in faults] == [("not_superior", 5)]


def test_another_countys_file_is_not_loaded(land: Land, other_land: Land):
    faults = checking.check(land.code, laian(other_land)).faults

    assert [fault.code for fault in faults] == ["other_tenant"]
