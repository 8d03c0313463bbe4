"""Which federations a subject has grants in: the one question that is asked before a tenant is known."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import text

from services.common.roles import NAMES, Role
from services.portal.store import db


@dataclass(frozen=True)
class Seat:
    """A subject's grants in one federation. `grants`: (role in words, unit's name or "" for the whole)."""

    tenant: str
    tenant_name: str
    level: str
    person_name: str
    grants: tuple[tuple[object, str], ...]


def seats_of(subject: str, *, on: date) -> list[Seat]:
    """Highest federation first."""
    with db.public() as session:
        rows = session.execute(text("select * from seats_of(:subject, :day)"), {"subject": subject, "day": on}).all()
    seats = []
    for _code, same in groupby(rows, key=lambda row: row.tenant):
        found = list(same)
        grants = tuple((NAMES[Role(row.role)], row.unit_name) for row in found)
        first = found[0]
        seats.append(Seat(first.tenant, first.tenant_name, first.level, first.person_name, grants))
    return seats


def landing(subject: str, *, on: date) -> str:
    """Where a person's work is: his only worklist, else the choice, which also says where there is none."""
    seats = seats_of(subject, on=on)
    return f"/portal/{seats[0].tenant}/" if len(seats) == 1 else "/portal/choose"
