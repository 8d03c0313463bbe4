"""Makes what a test needs, in one service's copy of the directory: fresh codes each time, so tests never meet."""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text

from services.common.db import Database
from services.common.ids import new_id
from services.common.regulation import read
from services.common.roles import Role
from tests import issuer

BEGIN = date(2020, 1, 1)
REGULATIONS = Path(__file__).parents[1] / "regulations"


def a_code(digits: int = 6) -> str:
    """A tenant code nobody else uses; real ones do not begin with 9."""
    return "9" + "".join(secrets.choice("0123456789") for _ in range(digits - 1)) + secrets.token_hex(3)


@dataclass(frozen=True)
class Unit:
    id: UUID
    path: str
    name: str
    kind: str


@dataclass(frozen=True)
class Who:
    """A person of the tenant who can ask."""

    subject: str
    name: str
    tenant: str
    person_id: UUID

    @property
    def headers(self) -> dict[str, str]:
        """Bearer token and a fresh Idempotency-Key."""
        return {**issuer.bearer(self.subject, name=self.name), "Idempotency-Key": str(new_id())}


@dataclass
class Place:
    """One tenant in one service's database."""

    db: Database
    code: str
    name: str
    level: str = "county"
    units: dict[str, Unit] = field(default_factory=dict)

    def unit(self, name: str, kind: str, parent: Unit | None = None) -> Unit:
        id_ = new_id()
        unit = Unit(id_, f"{parent.path if parent else '/'}{id_}/", name, kind)
        with self.db.transaction(self.code) as session:
            session.execute(
                text(
                    "insert into org_unit (tenant, id, parent_id, path, kind, name, valid_from)"
                    " values (:t, :id, :parent, :path, :kind, :name, :from)"
                ),
                {
                    "t": self.code,
                    "id": id_,
                    "parent": parent.id if parent else None,
                    "path": unit.path,
                    "kind": kind,
                    "name": name,
                    "from": BEGIN,
                },
            )
        self.units[name] = unit
        return unit

    def person(self, name: str, *roles: Role | tuple[Role, Unit | None], at: Unit | None = None) -> Who:
        """With grants: a bare role holds in the whole tenant, (role, unit) at the unit."""
        id_, subject = new_id(), f"s-{secrets.token_hex(6)}"
        with self.db.transaction(self.code) as session:
            session.execute(
                text("insert into person (tenant, id, subject, name, org_unit_id) values (:t, :id, :s, :name, :unit)"),
                {"t": self.code, "id": id_, "s": subject, "name": name, "unit": at.id if at else None},
            )
            for role in roles:
                self._grant(session, id_, subject, role)
        return Who(subject, name, self.code, id_)

    def _grant(self, session: Any, person_id: UUID, subject: str, role: Role | tuple[Role, Unit | None]) -> None:
        role_, unit = role if isinstance(role, tuple) else (role, None)
        session.execute(
            text(
                "insert into grant_ (tenant, id, subject, person_id, role, org_unit_id, org_unit_path, valid_from)"
                " values (:t, :id, :s, :p, :role, :unit, :path, :from)"
            ),
            {
                "t": self.code,
                "id": new_id(),
                "s": subject,
                "p": person_id,
                "role": role_.value,
                "unit": unit.id if unit else None,
                "path": unit.path if unit else "",
                "from": BEGIN,
            },
        )

    def regulation(
        self, file: str, *, version: int = 1, effective: date | None = None, text_: str | None = None
    ) -> str:
        """Put a file of regulations/ (or a text) in force here; returns its id."""
        source = text_ or (REGULATIONS / file).read_text(encoding="utf-8")
        checked = read(source)
        assert checked.regulation is not None, checked.faults
        found = checked.regulation
        with self.db.transaction(self.code) as session:
            session.execute(
                text(
                    "insert into regulation_version values"
                    " (:t, :id, :version, :title, :effective, cast(:document as jsonb), :at)"
                ),
                {
                    "t": self.code,
                    "id": found.id,
                    "version": version,
                    "title": found.title,
                    "effective": effective or found.effective,
                    "document": orjson.dumps(found.to_document(), default=str).decode(),
                    "at": datetime.fromisoformat("2025-01-01T00:00:00+00:00"),
                },
            )
        return found.id


def a_place(
    db: Database, *, level: str = "county", parent: str = "", name: str = "测试县总工会", code: str | None = None
) -> Place:
    """A tenant in the service's copy, not in identity itself (whose own use cases make its tenants)."""
    code = code or a_code()
    with db.transaction(code) as session:
        session.execute(
            text(
                "insert into tenant (code, parent_code, name, short_name, level, valid_from)"
                " values (:code, :parent, :name, :short, :level, :from)"
            ),
            {
                "code": code,
                "parent": parent,
                "name": name,
                "short": name.removesuffix("总工会"),
                "level": level,
                "from": BEGIN,
            },
        )
    return Place(db, code, name, level)
