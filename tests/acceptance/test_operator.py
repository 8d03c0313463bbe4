"""What an operator calls, against a running deployment: found by its folder, read and not changed."""

import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

from services.common.bus import load_topics
from services.embedded import SERVICES
from tests.live import ROOT, Deployment

pytestmark = pytest.mark.xdist_group("deployment")


def pioneer(deployment: Deployment, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PIONEER_")}
    return subprocess.run(
        [sys.executable, "-m", "services.cli.main", "--data", str(deployment.folder), *words],
        capture_output=True, text=True, timeout=300, check=False, cwd=ROOT, env=environment,
    )  # fmt: skip


def test_everything_holds_after_the_journey(played: Deployment) -> None:
    told = pioneer(played, "verify")

    assert told.returncode == 0, told.stdout + told.stderr
    assert "✗" not in told.stdout
    copying = [name for name in SERVICES if find_spec(f"services.{name}.projections")]
    assert told.stdout.count("✓") == 2 * len(SERVICES) + len(load_topics()) + len(copying) + 1
    assert told.stdout.splitlines()[-1] == "一切相符 / everything holds"


def test_the_federations_are_listed_with_what_they_hold(played: Deployment) -> None:
    told = pioneer(played, "tenants", "list", "--below", "3411", "--plain")

    assert told.returncode == 0, told.stderr
    rows = {row.split("\t")[0]: row.split("\t") for row in told.stdout.splitlines()}
    assert set(rows) == {"3411", "341122"}
    assert rows["341122"][1:4] == ["3411", "来安县总工会", "county"]
    people = played.one("identity", "select count(*) from person where tenant = '341122'")
    assert rows["341122"][5] == str(people)


def test_one_federation_is_shown_without_anybody_s_name(played: Deployment) -> None:
    told = pioneer(played, "tenants", "show", "341122")
    names = {row["name"] for row in played.rows("identity", "select name from person")}

    assert "341122  来安县总工会 ← 滁州市总工会 ← 安徽省总工会 ← " in told.stdout
    assert "laian-worker-pioneer v1" in told.stdout
    assert {name for name in names if name in told.stdout} == set()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("verify", "payroll"), 2, "没有这个服务"),
        (("tenants", "show", "999999"), 1, "没有这个工会"),
    ],
)
def test_what_is_not_there_is_told(played: Deployment, words: tuple[str, ...], code: int, says: str) -> None:
    told = pioneer(played, *words)

    assert (told.returncode, says in told.stderr) == (code, True)


def test_a_folder_that_is_none_is_told() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "services.cli.main", "--data", "tests", "tenants", "list"],
        capture_output=True, text=True, timeout=120, check=False, cwd=ROOT,
    )  # fmt: skip

    assert told.returncode == 2
    assert "identity.env is missing" in told.stderr


@pytest.mark.parametrize(
    "words", [("--help",), ("verify", "--help"), ("tenants", "--help"), ("tenants", "list", "--help")]
)
def test_help_speaks_both_languages(words: tuple[str, ...]) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "services.cli.main", *words],
        capture_output=True, text=True, timeout=120, check=False, cwd=ROOT,
    )  # fmt: skip

    assert told.returncode == 0
    assert " / " in told.stdout
