"""What identity tells makes another service's copy equal to identity's own tables."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from services.common import directory
from services.common.bus.interface import Record
from services.common.consumers import Handlers
from services.common.db import Database
from services.common.principal import load_principal
from services.common.roles import Role
from services.identity.domain.units import UnitKind
from services.identity.service import calendar, grants, regulations, resend, tenants, units
from services.identity.store import db
from tests.conftest import NOW, Services
from tests.integration.identity.conftest import OPERATOR, Land
from tests.integration.identity.test_pages import laian

TABLES = {
    "org_unit": "id, parent_id, path, kind, name, valid_from, valid_to, merged_into_id",
    "person": "id, subject, name, org_unit_id, email, valid_to",
    "grant_": "id, subject, person_id, role, org_unit_id, org_unit_path, valid_from, valid_to, revoked",
    "regulation_version": "regulation_id, version, title, effective_on, document, published_at",
}


@pytest.fixture
def copy(services: Services) -> Handlers:
    """A service that listens, with an empty copy of the tenant."""
    there: Database = services.databases.of("portal")
    handlers = Handlers("portal", there)
    directory.consume(handlers)
    return handlers


def deliver(land: Land, handlers: Handlers, after: int = 0) -> int:
    """The outbox as the relay would send it; returns the last number."""
    with db.read(land.code) as session:
        rows = session.execute(
            text("select * from outbox where tenant = :t and seq > :seq order by seq"), {"t": land.code, "seq": after}
        ).all()
    for row in rows:
        headers = {
            "ce_id": str(row.id),
            "ce_type": row.type,
            "ce_source": "/pioneer/identity",
            "ce_tenant": row.tenant,
            "ce_time": row.at.isoformat(),
        }
        assert handlers.handle(Record(row.topic, row.key, headers, bytes(row.body))) == "handled"
    return rows[-1].seq if rows else after


def rows_of(database: Database, land: Land, table: str) -> list[tuple]:
    with database.read(land.code) as session:
        question = f"select {TABLES[table]} from {table} where tenant = :t order by 1, 2"
        return [tuple(row) for row in session.execute(text(question), {"t": land.code})]


def lived(land: Land) -> str:
    """A life with everything in it; returns the subject of an applicant."""
    day = NOW.date()
    towns = [
        units.create_unit(land.system, parent_id=None, kind=UnitKind.TOWNSHIP, name=name, on=day, now=NOW)
        for name in ("甲镇工会", "乙镇工会")
    ]
    union = units.create_unit(
        land.system, parent_id=towns[0].id, kind=UnitKind.EMPLOYER_UNION, name="厂工会", on=day, now=NOW
    )
    applicant = land.person("孟秋山", Role.APPLICANT, at=union.id)
    land.person("郑立群", Role.REVIEWER, at=towns[0].id)
    units.merge_unit(land.system, towns[0].id, towns[1].id, on=day, version=1, now=NOW)
    chair = land.person("谭月华", Role.CHAIR)
    with db.read(land.code) as session:
        held = session.scalar(text("select id from grant_ where subject = :s"), {"s": chair.subject})
    grants.revoke_grant(land.security, held, now=NOW)
    admin = land.person("许文静", Role.TENANT_ADMIN)
    regulations.publish_text(admin, laian(land), effective_on=day, now=NOW)
    return applicant.subject


def test_the_copy_equals_the_original(land: Land, copy: Handlers):
    subject = lived(land)

    deliver(land, copy)

    for table in TABLES:
        assert rows_of(copy.db, land, table) == rows_of(db, land, table)
        assert rows_of(db, land, table) != []
    with copy.db.read(land.code) as there, db.read(land.code) as here:
        assert load_principal(there, subject, "?", on=NOW.date()) == load_principal(here, subject, "?", on=NOW.date())
        assert directory.find_tenant(there, land.code) == directory.find_tenant(here, land.code)


def test_all_said_again_fills_an_empty_copy(land: Land, copy: Handlers):
    lived(land)
    with db.read(land.code) as session:
        before = session.scalar(text("select max(seq) from outbox where tenant = :t"), {"t": land.code})

    said = resend.resend_directory(land.code, by=OPERATOR, now=NOW + timedelta(days=1))
    deliver(land, copy, before)

    assert said > 10
    for table in TABLES:
        assert rows_of(copy.db, land, table) == rows_of(db, land, table)


def test_a_set_day_reaches_the_copy(province: Land, copy: Handlers):
    keeper = province.person("林望舒", Role.TENANT_ADMIN)
    day = NOW.date() + timedelta(days=200)
    calendar.set_day(keeper, day, is_working=day.weekday() >= 5, title="调休", seen=10**6, now=NOW)

    deliver(province, copy)

    with copy.db.public() as session:
        assert directory.calendar(session, around=day).is_working(day) is (day.weekday() >= 5)


def test_a_new_name_of_a_federation_reaches_the_copy(province: Land, copy: Handlers):
    tenants.rename_tenant(province.system, province.code, name="新名总工会", short_name="新名", version=1, now=NOW)

    deliver(province, copy)

    with copy.db.public() as session:
        assert directory.find_tenant(session, province.code).name == "新名总工会"
