"""The services as processes behind one origin, with a real Keycloak: for what only the real one shows.

Mark what uses it `@pytest.mark.xdist_group("full")`, so that one worker starts servers.
"""

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest
import requests
from keycloak import KeycloakAdmin, KeycloakOpenIDConnection
from psycopg.rows import dict_row

from deploy.native.keycloak.server import ADMIN
from deploy.native.ports import Ports
from deploy.native.signed_in import SignedIn
from services.common.ids import new_id
from services.identity.demo import DEMO_PASSWORD
from services.identity.issuer import client_secret
from tests.live import ROOT

PATIENCE_SECONDS = 300.0


def until(holds: Callable[[], Any], seconds: float = PATIENCE_SECONDS) -> Any:
    """What `holds` answers when it is at last true; fails when it never is."""
    end = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < end, f"not so within {seconds:.0f} s"
        time.sleep(0.3)
    return found


@dataclass
class Site:
    """The running site. Its people are the demo's; their second factors are kept in `totp`."""

    origin: str
    keycloak: str
    folder: Path
    databases: dict[str, str]
    _master_key: str = field(repr=False)
    _people: dict[str, SignedIn] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return f"{self.origin}/auth/realms/pioneer"

    @property
    def totp(self) -> Path:
        return self.folder / "tests-totp.json"

    def secret(self, name: str) -> str:
        return client_secret(self._master_key, name)

    def person(self, username: str, password: str = DEMO_PASSWORD) -> SignedIn:
        """Somebody who signs in anew."""
        return SignedIn(self.issuer, username, password, self.totp)

    def token(self, username: str) -> str:
        """Of somebody who stays signed in over the tests."""
        kept = self._people.setdefault(username, self.person(username))
        return kept.token()

    def ask(self, method: str, path: str, who: str = "", *, token: str = "", **more: Any) -> requests.Response:
        """One call as the person, or with the token; never following a redirect."""
        headers = {"Idempotency-Key": str(new_id())} if method == "POST" else {}
        if who or token:
            headers["Authorization"] = f"Bearer {token or self.token(who)}"
        version = more.pop("version", None)
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return requests.request(method, self.origin + path, headers=headers, timeout=120, allow_redirects=False, **more)

    def granted(self, client: str, **asked: str) -> requests.Response:
        """The token endpoint's answer to a confidential client."""
        return requests.post(
            f"{self.issuer}/protocol/openid-connect/token", asked, auth=(client, self.secret(client)), timeout=60
        )

    def rows(self, service: str, statement: str, *values: Any) -> list[dict[str, Any]]:
        """Rows of a service's database as the superuser sees them."""
        with psycopg.connect(self.databases[service], autocommit=True, row_factory=dict_row) as connection:
            return connection.execute(statement, values or None).fetchall()  # type: ignore[arg-type]

    def settled(self) -> None:
        """Keycloak has heard of everything that could be done."""
        until(lambda: not self.rows("identity", "select id from issuer.due where failures = 0"))

    @property
    def operator(self) -> KeycloakAdmin:
        """Somebody who works in Keycloak itself."""
        connection = KeycloakOpenIDConnection(
            server_url=f"{self.keycloak}/", username=ADMIN, password=self.secret(f"keycloak {ADMIN}"),
            realm_name="pioneer", user_realm_name="master", client_id="admin-cli", timeout=60,
        )  # fmt: skip
        return KeycloakAdmin(connection=connection)

    def kill(self, name: str) -> int:
        """-9; whoever watches the processes starts it again. Returns the dead process's id."""
        pid = int(until(lambda: self.pid_of(name)))
        os.kill(pid, signal.SIGKILL)
        return pid

    def pid_of(self, name: str) -> int:
        """0 while it is being started again."""
        try:
            return int((self.folder / "run" / f"{name}.pid").read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return 0


def _given(file: Path) -> Site:
    told = json.loads(file.read_text(encoding="utf-8"))[1]
    return Site(told["origin"], told["keycloak"], Path(told["folder"]), told["databases"], told["master_key"])


def reachable() -> Path:
    """A folder for servers with a user of their own: pytest closes its folders to others whenever a run begins."""
    folder = Path(tempfile.mkdtemp(prefix="pioneer-servers-"))
    folder.chmod(0o755)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """Started for this run, or one that runs already: PIONEER_TEST_SITE is the file with what its process said."""
    if os.environ.get("PIONEER_TEST_SITE"):
        yield _given(Path(os.environ["PIONEER_TEST_SITE"]))
        return
    folder = reachable()
    command = [sys.executable, "-m", "tests.keycloak_process", str(folder), str(free_range(20_000, 25_000))]
    with (folder / "errors").open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "proto" / "gen")])},
        )  # fmt: skip
    assert process.stdout is not None
    assert process.stdin is not None
    said = process.stdout.readline()
    kind, told = json.loads(said) if said else ("failed", (folder / "errors").read_text(encoding="utf-8")[-3000:])
    if kind == "ready":
        yield Site(told["origin"], told["keycloak"], folder, told["databases"], told["master_key"])
    process.stdin.close()
    try:
        process.wait(300)
    except subprocess.TimeoutExpired:
        process.kill()
    if kind == "unavailable" and not os.environ.get("CI"):
        pytest.skip(f"NOT TESTED ON KEYCLOAK: {told}")
    if kind != "ready":
        pytest.fail(f"no Keycloak to test on: {told}", pytrace=False)


def free_range(first: int, last: int) -> int:
    """The first of the ports that a deployment takes, all below those that outgoing connections take.

    Deployments that start side by side look in ranges of their own.
    """
    chance = Random()
    for _ in range(100):
        port = chance.randrange(first, last, 100)
        try:
            Ports(port).refuse_busy()
        except OSError:
            continue
        return port
    pytest.fail(f"no free ports between {first} and {last}")
