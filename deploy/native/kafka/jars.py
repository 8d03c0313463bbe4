"""The broker's jars: fetched by Maven once, kept outside the work tree, compared with the sums committed here."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).parent
POM = HERE / "pom.xml"
VERSION = str(ElementTree.parse(POM).getroot().findtext("{http://maven.apache.org/POM/4.0.0}version"))  # noqa: S314
FETCH_SECONDS = 900


class Unavailable(RuntimeError):
    """What this machine lacks, in one line, with what to install."""


def java() -> str:
    """The runtime to start brokers with; raises Unavailable."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=f"{home}/bin") if home else None
    found = found or shutil.which("java")
    if not found:
        raise Unavailable("Kafka needs Java 17 or newer: on Debian, apt-get install default-jre-headless")
    return found


def jars() -> Path:
    """The folder with every jar of `jars.sha256`, fetched where it is missing or damaged. Raises Unavailable."""
    kept = _cache() / f"kafka-{VERSION}"
    if not _whole(kept):
        _fetch(kept)
    return kept


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pioneer"


def _sums() -> dict[str, str]:
    lines = (HERE / "jars.sha256").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def _whole(folder: Path) -> bool:
    return all(_is(folder / name, digest) for name, digest in _sums().items())


def _is(file: Path, digest: str) -> bool:
    return file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == digest


def _fetch(kept: Path) -> None:
    """Into a folder beside it first: a broken download never becomes the cache, and two at once do no harm."""
    maven = shutil.which("mvn")
    if not maven:
        raise Unavailable("Kafka's jars are fetched by Maven: on Debian, apt-get install maven default-jre-headless")
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as name:
        fresh = Path(name) / "jars"
        command = [maven, "-q", "-B", "-f", str(POM), "dependency:copy-dependencies", f"-DoutputDirectory={fresh}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=FETCH_SECONDS, check=False)
        if done.returncode:
            said = (done.stdout + done.stderr).strip()[-800:]
            raise Unavailable(f"Maven could not fetch Kafka {VERSION}:\n{said}")
        if not _whole(fresh):
            raise Unavailable(f"the jars of Kafka {VERSION} are not those of deploy/native/kafka/jars.sha256")
        shutil.rmtree(kept, ignore_errors=True)
        fresh.replace(kept)
