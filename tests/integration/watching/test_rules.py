"""Rules, routes, dashboard and runbook fit each other and what the services export, by Prometheus' own tools."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY

from services.common import metrics
from services.common.rpc import breaker
from services.identity.keycloak import sync

ROOT = Path(__file__).parents[3]
RULES = sorted((ROOT / "deploy/prometheus/rules").glob("*.yml"))
TESTS = sorted((ROOT / "deploy/prometheus/tests").glob("*.yml"))
ROUTES = ROOT / "deploy/alertmanager/alertmanager.yml"
DASHBOARD = ROOT / "deploy/grafana/pioneer.json"
RUNBOOK = (ROOT / "docs/runbook.md").read_text(encoding="utf-8")
OURS = re.compile(r"(?<![:\w])pioneer_\w+")
RECORDED = re.compile(r"\w+:pioneer_\w+:\w+")


def tool(name: str) -> str:
    found = shutil.which(name)
    if found:
        return found
    says = f"NOT TESTED BY PROMETHEUS' TOOLS: {name} is missing (apt-get install prometheus prometheus-alertmanager)"
    if os.environ.get("CI"):
        pytest.fail(says, pytrace=False)
    pytest.skip(says)


def run(*command: object) -> str:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def rules(kind: str) -> dict[str, dict[str, Any]]:
    """By name; kind is alert or record."""
    groups = [group for file in RULES for group in yaml.safe_load(file.read_text(encoding="utf-8"))["groups"]]
    return {rule[kind]: rule for group in groups for rule in group["rules"] if kind in rule}


def exported() -> set[str]:
    """Every name that a scrape of ours can show."""
    assert metrics
    assert breaker
    assert sync
    return {name for found in REGISTRY._collector_to_names.values() for name in found if name.startswith("pioneer_")}


def panels() -> list[str]:
    board = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    return [target["expr"] for panel in board["panels"] for target in panel.get("targets", [])]


def test_the_rules_are_rules() -> None:
    assert "SUCCESS" in run(tool("promtool"), "check", "rules", *RULES)


def test_each_alert_fires_where_it_should_and_not_beside_it() -> None:
    said = run(tool("promtool"), "test", "rules", *TESTS)

    assert said.count("SUCCESS") == len(TESTS)


def test_every_alert_has_a_test_that_makes_it_fire() -> None:
    fired = {
        asked["alertname"]
        for file in TESTS
        for case in yaml.safe_load(file.read_text(encoding="utf-8"))["tests"]
        for asked in case["alert_rule_test"]
        if asked["exp_alerts"]
    }
    assert fired == set(rules("alert"))


def test_every_alert_has_its_page_in_the_runbook() -> None:
    pages = set(re.findall(r"^## (\w+)$", RUNBOOK, re.MULTILINE))
    assert pages == set(rules("alert"))
    for name, rule in rules("alert").items():
        assert rule["annotations"]["runbook"] == f"docs/runbook.md#{name.lower()}"
        page = RUNBOOK.split(f"## {name}\n")[1].split("\n## ")[0]
        assert [word for word in ("**Means.**", "**Look.**", "**Do.**") if word not in page] == [], name


def test_rules_and_dashboard_ask_only_for_what_is_exported() -> None:
    asked = [rule["expr"] for kind in ("alert", "record") for rule in rules(kind).values()] + panels()
    names = {name for text in asked for name in OURS.findall(text)}

    assert names - exported() == set()
    assert len(names) >= 15


def test_rules_and_dashboard_ask_only_for_what_is_recorded() -> None:
    asked = [rule["expr"] for rule in rules("alert").values()] + panels()

    assert {name for text in asked for name in RECORDED.findall(text)} == set(rules("record"))


def test_each_panel_can_be_asked(tmp_path: Path) -> None:
    """Every question of the dashboard is one that Prometheus understands."""
    asked = [
        {"record": f"panel:number:{at}", "expr": text.replace("$tenant", ".*")} for at, text in enumerate(panels())
    ]
    file = tmp_path / "panels.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": asked}]}), encoding="utf-8")

    assert f"{len(asked)} rules found" in run(tool("promtool"), "check", "rules", file)


@pytest.mark.parametrize(
    ("severity", "receiver"), [("page", "on-call"), ("ticket", "tickets"), ("office", "office"), ("", "tickets")]
)
def test_an_alert_reaches_whom_it_concerns(severity: str, receiver: str) -> None:
    told = run(tool("amtool"), "config", "routes", "test", f"--config.file={ROUTES}", f"severity={severity}")

    assert told.strip() == receiver


def test_every_severity_has_a_route() -> None:
    config = yaml.safe_load(ROUTES.read_text(encoding="utf-8"))
    routed = {matcher.split('"')[1] for route in config["route"]["routes"] for matcher in route["matchers"]}

    assert {rule["labels"]["severity"] for rule in rules("alert").values()} - routed == {"ticket"}
    assert "SUCCESS" in run(tool("amtool"), "check-config", ROUTES)
