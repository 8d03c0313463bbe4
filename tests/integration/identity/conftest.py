"""Identity with its own issuer mounted, and tenants made by its own use cases."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from services.common.audit import Actor
from services.common.principal import Principal, load_principal
from services.common.roles import Role
from services.identity.demo.loading import BEGIN
from services.identity.domain.people import Facts
from services.identity.service import grants, people, tenants
from services.identity.store import db
from tests.conftest import NOW, Services

OPERATOR = Actor("operator", "运维")
PROVINCE = "98"


@pytest.fixture(scope="session")
def issuer_app(services: Services) -> Flask:
    from services.identity.main import create

    services.databases.of("identity")
    parts = services.parts("identity")
    settings = parts.settings.model_copy(update={"issuer": f"{parts.settings.origin}/identity/oidc"})
    return create(replace(parts, settings=settings)).app


@dataclass
class Land:
    """A county of its own, with its first security admin and a system admin."""

    code: str
    security: Principal
    system: Principal

    def person(self, name: str, *roles: Role, at: UUID | None = None, now: datetime = NOW) -> Principal:
        """Registered by the system admin, granted by the security admin; as load_principal finds it."""
        username = f"u{secrets.token_hex(6)}"
        person = people.register_person(self.system, username, Facts(name, org_unit_id=at), now=now)
        for role in roles:
            grants.grant_role(self.security, person.id, role, org_unit_id=at, now=now)
        return self.principal(person.subject, now)

    def principal(self, subject: str, now: datetime = NOW) -> Principal:
        with db.read(self.code) as session:
            return load_principal(session, subject, "?", on=now.date())


def make_land(level: int = 6) -> Land:
    """A tenant nobody else uses, by the operator's commands. level: digits of its code, 2 or 6."""
    tenants.found_by_command("00", "", name="中华全国总工会", short_name="全国", by=OPERATOR, now=NOW, valid_from=BEGIN)
    parent, code = "00", _free(level, "" if level == 2 else PROVINCE)
    if level == 6:
        tenants.found_by_command(PROVINCE, "00", name="测试省总工会", short_name="测试", by=OPERATOR, now=NOW)
        parent = PROVINCE
    tenants.found_by_command(code, parent, name=f"{code}总工会", short_name=code, by=OPERATOR, now=NOW)
    security = grants.Newcomer(f"s{secrets.token_hex(6)}", Facts("权管一"))
    system = grants.Newcomer(f"y{secrets.token_hex(6)}", Facts("系统员"))
    return Land(code, *grants.appoint_first_admins(code, security, system, by=OPERATOR, now=NOW))


def _free(digits: int, prefix: str = "") -> str:
    with db.public() as session:
        taken = set(session.scalars(text("select code from tenant")))
    for _try in range(5000):
        number = "".join(secrets.choice("0123456789") for _ in range(digits - len(prefix)))
        if (prefix + number) not in taken | {"00", "34", "33", "32", "61", "97", PROVINCE}:
            return prefix + number
    raise AssertionError("no free code left")


@pytest.fixture
def land(services: Services) -> Iterator[Land]:
    services.of("identity")
    return make_land()


@pytest.fixture
def other_land(services: Services) -> Iterator[Land]:
    services.of("identity")
    return make_land()


@pytest.fixture
def province(services: Services) -> Iterator[Land]:
    services.of("identity")
    return make_land(2)
