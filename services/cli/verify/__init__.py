"""`pioneer verify`: reads everything, changes nothing, and names what does not hold.

chains: the log of each tenant is whole. own: what a service promises of its rows (`services/<service>/verifying.py`).
told: each event was taken once by each service that wants it. order: events of one key are on the bus in the order in
which they were told. projections: copies equal a clean replay, byte for byte.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from sqlalchemy import text

from services.common import audit
from services.common.db import Database


@dataclass(frozen=True)
class Fault:
    """`tenant` is empty where it is not a matter of one."""

    service: str
    tenant: str
    says: str


def tenants_of(db: Database) -> list[str]:
    """Every federation the service knows, and the site itself."""
    with db.public() as session:
        return [*session.scalars(text("select code from tenant order by code")), "-"]


def chains(service: str, db: Database, tenants: list[str]) -> Iterator[Fault]:
    for code in tenants:
        with db.read(code) as session:
            place = audit.broken_at(session)
        if place is not None:
            yield Fault(service, code, f"日志链从第 {place} 条起断开")


def own(service: str, db: Database, tenants: list[str]) -> Iterator[Fault]:
    """By the service's `verifying.faults(session)`, where it has one."""
    if find_spec(f"services.{service}.verifying") is None:
        return
    verifying = import_module(f"services.{service}.verifying")
    for code in tenants:
        with db.read(code) as session:
            yield from [Fault(service, code, says) for says in verifying.faults(session)]
