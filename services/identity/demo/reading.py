"""The data files as rows of the imports."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from services.common.roles import Role
from services.common.spreadsheet import Row
from services.identity.domain.imports import COLUMNS, KIND_WORDS, ROLE_WORDS, SEPARATOR, ImportKind
from services.identity.domain.units import UnitKind

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class DemoPerson:
    """Who can sign in. `at` is the unit for which the roles hold, "" for the federation."""

    tenant: str
    username: str
    name: str
    phone: str
    unit: str
    roles: tuple[Role, ...]
    at: str


def federations() -> list[dict[str, str]]:
    """Code, parent, name and short name, from the top."""
    found: list[dict[str, str]] = _load(FOLDER / "tree.yaml")
    return found


@cache
def demo_people() -> tuple[DemoPerson, ...]:
    """Everybody of the demo, federation by federation."""
    return tuple(person for each in federations() for person in people_of(each["code"]))


def people_of(code: str) -> list[DemoPerson]:
    return [_person(code, said) for said in _file(code)["people"]]


def _person(code: str, said: dict[str, Any]) -> DemoPerson:
    roles: dict[str, str] = {}
    for role in said["roles"]:
        roles |= role if isinstance(role, dict) else {role: ""}
    return DemoPerson(
        code, said["username"], said["name"], said["phone"], said.get("unit", ""), tuple(map(Role, roles)),
        next(iter(roles.values())),
    )  # fmt: skip


def unit_rows(code: str, since: date) -> list[Row]:
    """The units were there before the platform was."""
    said = ({**each, "valid_from": since} for each in _units(_file(code)["units"], ""))
    return _rows(ImportKind.UNITS, said)


def person_rows(code: str) -> list[Row]:
    said = [
        {"name": each.name, "username": each.username, "phone": each.phone, "unit": each.unit}
        for each in people_of(code)
    ]
    return _rows(ImportKind.PEOPLE, said)


def grant_rows(code: str) -> list[Row]:
    said = [
        {"username": each.username, "role": ROLE_WORDS[role], "unit": each.at}
        for each in people_of(code)
        for role in each.roles
    ]
    return _rows(ImportKind.GRANTS, said)


def _units(said: list[dict[str, Any]], way: str) -> Iterator[dict[str, str]]:
    for unit in said:
        here = f"{way}{SEPARATOR}{unit['name']}" if way else unit["name"]
        yield {"name": unit["name"], "kind": KIND_WORDS[UnitKind(unit["kind"])], "parent": way}
        if "employer" in unit:
            yield {"name": unit["employer"], "kind": KIND_WORDS[UnitKind.EMPLOYER], "parent": here}
        for team in unit.get("teams", ()):
            yield {"name": team, "kind": KIND_WORDS[UnitKind.TEAM], "parent": here}
        yield from _units(unit.get("below", []), here)


def _rows(kind: ImportKind, said: Iterable[dict[str, Any]]) -> list[Row]:
    names = [column.name for column in COLUMNS[kind]]
    return [Row(number, {name: each.get(name) or None for name in names}) for number, each in enumerate(said, 2)]


def _file(code: str) -> dict[str, Any]:
    found: dict[str, Any] = _load(FOLDER / "federations" / f"{code}.yaml")
    return found


@cache
def _load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
