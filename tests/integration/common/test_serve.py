"""A process of a service: refuses to start without what it needs, says how it stands, ends when asked."""

import os
import signal
import subprocess
import sys

import pytest
import requests

from deploy.native.children import until
from services.embedded.cluster import BUS
from tests import issuer
from tests.live import ROOT, free_ports

WAIT_SECONDS = 90


def environment(cluster, folder, **more):
    told = {
        "DATABASE_URL": cluster.alchemy_url("portal", "pioneer_portal"),
        "WORKER_DATABASE_URL": cluster.url("portal", "pioneer_portal_worker"),
        "BUS_URL": cluster.url(BUS, "pioneer_portal"),
        "ORIGIN": "http://127.0.0.1:8440",
        "ISSUER": issuer.ISSUER,
        "CLIENT_ID": "pioneer-portal",
        "CLIENT_SECRET": "not used here",
        "SECRET_KEY": "1" * 64,
        "MASTER_KEY": "2" * 64,
        "FILES": str(folder),
        **more,
    }
    path = os.pathsep.join([str(ROOT), str(ROOT / "proto" / "gen")])
    return {"PATH": os.environ["PATH"], "PYTHONPATH": path} | {f"PIONEER_{name}": value for name, value in told.items()}


def started(kind, service, told, log):
    return subprocess.Popen(
        [sys.executable, "-m", "services.serve", kind, service], cwd=ROOT, env=told, stdout=log, stderr=log
    )


@pytest.mark.parametrize("name", ["DATABASE_URL", "MASTER_KEY", "ORIGIN"])
def test_a_missing_setting_stops_the_start_with_its_name(cluster, tmp_path, name):
    told = environment(cluster, tmp_path)
    del told[f"PIONEER_{name}"]

    done = subprocess.run(
        [sys.executable, "-m", "services.serve", "web", "portal"], cwd=ROOT, env=told, capture_output=True, text=True
    )

    assert (done.returncode, done.stderr) == (2, f"PIONEER_{name}: Field required\n")


def test_a_story_s_time_is_refused_off_this_machine(cluster, tmp_path):
    told = environment(cluster, tmp_path, ORIGIN="https://pioneer.example", STORY_CLOCK=str(tmp_path / "clock"))

    done = subprocess.run(
        [sys.executable, "-m", "services.serve", "worker", "portal"], cwd=ROOT, env=told, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert "PIONEER_STORY_CLOCK is for a story played on loopback only" in done.stderr


def test_a_service_that_answers_no_calls_has_no_rpc_process(cluster, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "services.serve", "rpc", "portal"],
        cwd=ROOT,
        env=environment(cluster, tmp_path),
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stderr) == (2, "portal answers no calls: it needs no rpc process\n")


@pytest.mark.parametrize(("kind", "path"), [("web", "/portal/readyz"), ("worker", "/readyz")])
def test_it_stands_and_ends_when_asked(databases, tmp_path, kind, path):
    databases.of("portal")
    (port,) = free_ports(1)
    listen = {"WEB_LISTEN": f"127.0.0.1:{port}", "STATUS_LISTEN": f"127.0.0.1:{port}"}
    with (tmp_path / "log").open("wb") as log:
        process = started(kind, "portal", environment(databases.cluster, tmp_path, **listen), log)

    def is_ready():
        assert process.poll() is None, (tmp_path / "log").read_text()
        try:
            return requests.get(f"http://127.0.0.1:{port}{path}", timeout=5).json()["status"] == "ready"
        except requests.RequestException:
            return False

    try:
        assert until(is_ready, WAIT_SECONDS), (tmp_path / "log").read_text()
        figures = requests.get(f"http://127.0.0.1:{port}{path.replace('readyz', 'metrics')}", timeout=60)
        process.send_signal(signal.SIGTERM)
        code = process.wait(WAIT_SECONDS)
    finally:
        process.kill()

    assert "pioneer_" in figures.text
    assert code == 0
