"""Prometheus and Alertmanager over the processes of this deployment."""

import json
import shutil
from functools import partial
from pathlib import Path

from deploy.native.children import Child, answers
from deploy.native.needed import program
from deploy.native.ports import Ports
from deploy.native.processes import scrape_targets

DEPLOY = Path(__file__).parents[1]
RETENTION = "15d"


def children(folder: Path, ports: Ports, *, has_keycloak: bool) -> list[Child]:
    """Their configuration is copied beside their data, with files of what there is to ask."""
    for name in ("prometheus", "alertmanager"):
        shutil.copytree(DEPLOY / name, folder / name, dirs_exist_ok=True)
    targets = folder / "prometheus" / "targets"
    targets.mkdir(exist_ok=True)
    keycloak = [_target(ports.keycloak_management, part="keycloak", __metrics_path__="/auth/metrics")]
    for name, listed in {
        "pioneer": scrape_targets(ports),
        "parts": keycloak if has_keycloak else [],
        "prometheus": [_target(ports.prometheus)],
        "alertmanager": [_target(ports.alertmanager)],
    }.items():
        (targets / f"{name}.json").write_text(json.dumps(listed, indent=1), encoding="utf-8")
    return [_prometheus(folder, ports.prometheus), _alertmanager(folder, ports.alertmanager)]


def _target(port: int, **labels: str) -> dict[str, object]:
    return {"targets": [f"127.0.0.1:{port}"], "labels": labels}


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
