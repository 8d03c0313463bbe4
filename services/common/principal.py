"""Who is asking: a subject, and the grants it has in one tenant on one day. Permissions are predicates over it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common.roles import Role

SECTIONS = {
    "worklist": frozenset(Role),
    "honours": frozenset(Role) - {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN},
    "assessment": frozenset({Role.APPLICANT, Role.SECRETARY, Role.ASSESSOR, Role.AUDITOR}),
    "competitions": frozenset(Role) - {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN},
    "figures": frozenset(Role),
    "regulations": frozenset(Role),
    "units": frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.TENANT_ADMIN, Role.AUDITOR, Role.SECRETARY}),
}


@dataclass(frozen=True)
class Grant:
    """`unit_path` is "" for the whole tenant, else the unit's path, which its subordinates' paths begin with."""

    role: Role
    unit_id: str = ""
    unit_path: str = ""


@dataclass(frozen=True)
class Principal:
    subject: str
    name: str
    tenant: str
    grants: tuple[Grant, ...] = ()
    person_id: str = ""
    org_unit_path: str = ""
    is_program: bool = False

    def holds(self, role: Role, *, unit_path: str = "") -> bool:
        """Whether a grant of the role covers the unit; without a unit, whether there is any."""
        return any(
            grant.role is role and (not unit_path or unit_path.startswith(grant.unit_path)) for grant in self.grants
        )

    def holds_everywhere(self, role: Role) -> bool:
        """Whether the role is held for the whole tenant."""
        return any(grant.role is role and grant.unit_path == "" for grant in self.grants)

    def paths(self, *roles: Role) -> tuple[str, ...]:
        """The unit paths at which one of the roles is held; "" among them means everywhere."""
        return tuple(sorted({grant.unit_path for grant in self.grants if grant.role in roles}))

    def sees(self, section: str) -> bool:
        """Whether the navigation shows the section."""
        return any(grant.role in SECTIONS.get(section, frozenset()) for grant in self.grants)


_GRANTS = text(
    """
select g.role, coalesce(g.org_unit_id::text, '') as unit_id, g.org_unit_path, p.id as person_id, p.name, u.path
from grant_ g
left join person p on p.tenant = g.tenant and p.subject = g.subject and (p.valid_to is null or p.valid_to >= :on)
left join org_unit u on u.tenant = p.tenant and u.id = p.org_unit_id
where g.tenant = :tenant and g.subject = :subject and not g.revoked
  and g.valid_from <= :on and (g.valid_to is null or g.valid_to >= :on)
"""
)


def load_principal(session: Session, subject: str, name: str, *, on: date, is_program: bool = False) -> Principal:
    """One statement over the projection of identity's grants; no grants means nothing is allowed."""
    tenant = session.info["tenant"]
    rows = session.connection().execute(_GRANTS, {"tenant": tenant, "subject": subject, "on": on}).all()
    grants = tuple(Grant(Role(row.role), row.unit_id, row.org_unit_path) for row in rows)
    person = next((row for row in rows if row.person_id), None)
    return Principal(
        subject=subject,
        name=person.name if person else name,
        tenant=tenant,
        grants=grants,
        person_id=str(person.person_id) if person else "",
        org_unit_path=(person.path or "") if person else "",
        is_program=is_program,
    )
