"""Prometheus and Alertmanager over the processes of this deployment."""

import json
import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from deploy.native.children import Child, answers
from deploy.native.needed import program
from deploy.native.ports import Ports
from deploy.native.processes import scrape_targets

if TYPE_CHECKING:
    from deploy.native.deployment import Wanted

DEPLOY = Path(__file__).parents[1]
RETENTION = "15d"


def children(folder: Path, ports: Ports, wanted: "Wanted") -> list[Child]:
    """Their configuration is copied beside their data, with files of what there is to ask.

    A Prometheus whose address is given reads the folder's `prometheus/` itself: nobody can tell it by its address.
    """
    for name in ("prometheus", "alertmanager"):
        shutil.copytree(DEPLOY / name, folder / name, dirs_exist_ok=True)
    targets = folder / "prometheus" / "targets"
    targets.mkdir(exist_ok=True)
    keycloak = [_target(_here(ports.keycloak_management), part="keycloak", __metrics_path__="/auth/metrics")]
    for name, listed in {
        "pioneer": scrape_targets(ports),
        "parts": keycloak if wanted.has_own_keycloak else [],
        "prometheus": [_target(_place(wanted.given.prometheus) or _here(ports.prometheus))],
        "alertmanager": [_target(_place(wanted.given.alertmanager) or _here(ports.alertmanager))],
    }.items():
        (targets / f"{name}.json").write_text(json.dumps(listed, indent=1), encoding="utf-8")
    ours = [] if wanted.given.prometheus else [_prometheus(folder, ports.prometheus)]
    return ours if wanted.given.alertmanager else [*ours, _alertmanager(folder, ports.alertmanager)]


def _target(place: str, **labels: str) -> dict[str, object]:
    return {"targets": [place], "labels": labels}


def _here(port: int) -> str:
    return f"127.0.0.1:{port}"


def _place(url: str) -> str:
    return urlsplit(url).netloc


def _prometheus(folder: Path, port: int) -> Child:
    command = [
        program("prometheus"),
        f"--config.file={folder / 'prometheus' / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'prometheus' / 'data'}",
        f"--storage.tsdb.retention.time={RETENTION}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--log.level=warn",
    ]
    return Child("prometheus", command, partial(answers, f"http://127.0.0.1:{port}/-/ready"))


def _alertmanager(folder: Path, port: int) -> Child:
    command = [
        program("prometheus-alertmanager"),
        f"--config.file={folder / 'alertmanager' / 'alertmanager.yml'}",
        f"--storage.path={folder / 'alertmanager' / 'data'}",
        # Longer than the longest pause between two notices of the same.
        "--data.retention=240h",
        f"--web.listen-address=127.0.0.1:{port}",
        # Alone: it looks for no others.
        "--cluster.listen-address=",
        "--log.level=warn",
    ]
    return Child("alertmanager", command, partial(answers, f"http://127.0.0.1:{port}/-/ready"))
