"""Loads the demo through the use cases; what is there already stays, so loading twice is harmless."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import text

from services.common.audit import Actor
from services.common.clock import at, day_of
from services.common.principal import Grant, Principal
from services.common.roles import Role
from services.identity import accounts, seed
from services.identity.checking import named_in
from services.identity.demo import reading
from services.identity.demo.reading import DemoPerson
from services.identity.domain.imports import ImportKind
from services.identity.domain.people import Facts
from services.identity.issuer.accounts import DEMO_PASSWORD
from services.identity.issuer.loopback import refuse_unless_loopback
from services.identity.service import calendar, grants, imports, regulations, tenants
from services.identity.store import db

OPERATOR = Actor("operator", "演示装载")
BEGIN = date(2010, 1, 1)
"""Before the first of the notices (紫阳, November 2011): whoever is in office now was then, so that each can be played
on its own days."""
REGULATIONS = Path(__file__).parents[3] / "regulations"


@dataclass(frozen=True)
class Loaded:
    """How much was new."""

    federations: int
    rows: int
    regulations: int


def load_demo(now: datetime, *, issuer: str, publish: bool = True, without: Collection[str] = ()) -> Loaded:
    """Federations, calendar, units, people, grants, accounts and the regulations. Raises NotLoopback off this machine.

    publish=False leaves the regulations to whoever plays their publishing, `without` those of these files.
    """
    refuse_unless_loopback(issuer)
    with db.public() as session:
        known = set(session.scalars(text("select code from tenant")))
    rows, since = 0, min(at(BEGIN), now)
    for each in reading.federations():
        tenants.found_by_command(
            each["code"], each["parent"], name=each["name"], short_name=each["short_name"], by=OPERATOR, now=now,
            valid_from=day_of(since),
        )  # fmt: skip
        rows += _fill(each["code"], since)
    calendar.load_days("00", seed.announced_days(), confirmed=seed.CONFIRMED, by=OPERATOR, now=now)
    _open_accounts()
    published = publish_all(now=now, without=without) if publish else 0
    new = [each for each in reading.federations() if each["code"] not in known]
    return Loaded(len(new), rows, published)


def _fill(code: str, now: datetime) -> int:
    """Units and people by the system admin, grants by the security admin."""
    security, system = _admins(code, now)
    steps = (
        (system, ImportKind.UNITS, reading.unit_rows(code, day_of(now))),
        (system, ImportKind.PEOPLE, reading.person_rows(code)),
        (security, ImportKind.GRANTS, [row for row in reading.grant_rows(code) if _is_for_others(row.values)]),
    )
    taken = 0
    for who, kind, rows in steps:
        outcome = imports.take_in(who, kind, rows, now=now)
        if outcome.faults:
            raise ValueError(f"demo data of {code}: {outcome.faults[:3]}")
        taken += outcome.taken
    return taken


def _is_for_others(values: object) -> bool:
    """The two first admins have their roles before anybody can grant."""
    return not str(values["username"]).endswith((".security", ".system"))  # type: ignore[index]


def _admins(code: str, now: datetime) -> tuple[Principal, Principal]:
    """The first security admin and system admin, made when they are missing."""
    people = reading.people_of(code)
    security, system = (_with_role(people, role) for role in (Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN))
    with db.read(code) as session:
        found = {
            row.username: row.subject
            for row in session.execute(
                text("select username, subject from person where tenant = :t and username = any(:names)"),
                {"t": code, "names": [security.username, system.username]},
            )
        }
    if not found:
        first, second = (grants.Newcomer(each.username, Facts(each.name, each.phone)) for each in (security, system))
        return grants.appoint_first_admins(code, first, second, by=OPERATOR, now=now)
    return (
        Principal(found[security.username], security.name, code, (Grant(Role.SECURITY_ADMIN),)),
        Principal(found[system.username], system.name, code, (Grant(Role.SYSTEM_ADMIN),)),
    )


def _with_role(people: Iterable[DemoPerson], role: Role) -> DemoPerson:
    return next(each for each in people if role in each.roles)


def _open_accounts() -> None:
    with db.transaction("00") as session:
        names = [each.username for each in reading.demo_people()]
        waiting = session.scalar(
            text("select exists (select 1 from issuer.account where username = any(:names) and not is_demo)"),
            {"names": names},
        )
        if waiting:
            accounts.set_shared_password(session, names, DEMO_PASSWORD)


def publish_all(*, now: datetime, without: Collection[str] = ()) -> int:
    """Each file for the federation it names, superiors first, as history: they were in force before the demo began."""
    order = [each["code"] for each in reading.federations()]
    files = sorted(path for path in REGULATIONS.glob("*.yaml") if path.name not in without)
    texts = [path.read_text(encoding="utf-8") for path in files]
    known = [(order.index(code), text_) for text_ in texts if (code := _tenant_in(text_)) in order]
    return sum(_publish(order[place], text_, now) for place, text_ in sorted(known))


def _publish(code: str, text_: str, now: datetime) -> bool:
    regulation_id, _title = named_in(text_)
    with db.read(code) as session:
        latest = session.scalar(
            text("select max(version) from regulation_version where tenant = :t and regulation_id = :id"),
            {"t": code, "id": regulation_id},
        )
    if latest is not None:
        return False
    regulations.publish_text(_rule_keeper(code), text_, now=now, is_history=True)
    return True


def _rule_keeper(code: str) -> Principal:
    person = _with_role(reading.people_of(code), Role.TENANT_ADMIN)
    with db.read(code) as session:
        subject = session.scalar(
            text("select subject from person where tenant = :t and username = :u"), {"t": code, "u": person.username}
        )
    return Principal(str(subject), person.name, code, (Grant(Role.TENANT_ADMIN),))


def _tenant_in(text_: str) -> str:
    """The federation that the file names, in or out of quotation marks."""
    line = next((line for line in text_.splitlines() if line.startswith("tenant:")), "")
    return line.partition(":")[2].strip().strip("\"'")
