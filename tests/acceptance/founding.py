"""An operator founds federations in a running deployment: `python -m tests.acceptance.founding <folder> <plan.json>`.

In a process of its own: each service's database is one object a process. The plan says the day and, of each federation,
code, parent, name and short name; each gets two first admins and a secretary, whose login names are made of its code.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from services.cli.connecting import connected
from services.common.audit import Actor
from services.common.clock import at
from services.common.config import Settings
from services.common.operator import DATA, settings_of
from services.common.roles import Role
from services.identity import accounts
from services.identity.domain.people import Facts
from services.identity.issuer.accounts import DEMO_PASSWORD
from services.identity.issuer.loopback import refuse_unless_loopback
from services.identity.service import grants, people, tenants
from services.identity.store import db
from tests.live import ROOT

OPERATOR = Actor("operator", "运维")


def secretary_of(code: str) -> str:
    return f"of{code}.secretary"


def found(folder: Path, day: date, federations: Sequence[Mapping[str, str]]) -> None:
    """From a test: what is there already stays. Superiors stand before those below."""
    plan = {"day": day.isoformat(), "federations": list(federations)}
    told = subprocess.run(
        [sys.executable, "-m", "tests.acceptance.founding", str(folder.resolve())],
        input=json.dumps(plan), capture_output=True, text=True, timeout=300, check=False, cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PIONEER_")},
    )  # fmt: skip
    assert told.returncode == 0, told.stderr[-3000:]


def main(folder: str) -> None:
    os.environ[DATA] = folder
    plan = json.load(sys.stdin)
    settings = settings_of("identity")
    refuse_unless_loopback(settings.issuer)
    with connected(["identity"]):
        _found_all(settings, date.fromisoformat(plan["day"]), plan["federations"])


def _found_all(settings: Settings, day: date, federations: Sequence[Mapping[str, str]]) -> None:
    accounts.choose(settings)
    now = at(day, 8)
    for number, each in enumerate(federations):
        code = each["code"]
        tenants.found_by_command(
            code, each["parent"], name=each["name"], short_name=each["short_name"], by=OPERATOR, now=now
        )
        newcomers = [
            grants.Newcomer(f"of{code}.{duty}", Facts("程叶白"[place] + "明远", f"1380061{number:02d}{place:02d}"))
            for place, duty in enumerate(("security", "system", "secretary"))
        ]
        security, system = grants.appoint_first_admins(code, newcomers[0], newcomers[1], by=OPERATOR, now=now)
        person = people.register_person(system, newcomers[2].username, newcomers[2].facts, now=now)
        grants.grant_role(security, person.id, Role.SECRETARY, now=now)
    with db.transaction("00") as session:
        accounts.set_shared_password(session, [secretary_of(each["code"]) for each in federations], DEMO_PASSWORD)


if __name__ == "__main__":
    main(sys.argv[1])
