"""The full profile as people and operators meet it: the journey with a dead service in its midst, kills, one origin."""

import re
from pathlib import Path

import requests

from deploy.native.children import until
from services.embedded import SERVICES
from tests.integration.full.conftest import start

COUNTY = "341122"
CASES = f"/api/v1/tenants/{COUNTY}/applications/cases"
SECRETARY = "laian.secretary1"


def test_the_name_climbs_to_the_nation_although_a_service_died_on_the_way(full):
    assert full.story["stands"], full.story["transcript"]


def test_a_dead_service_is_said_clearly_and_when_to_come_again(played):
    seen = played.story["seen"]

    assert seen["codes"] == [[503, "service_away"]] * 5
    assert all(1 <= seconds <= 5 for seconds in seen["retry_after"])
    assert seen["says"] == "相关服务暂时没有应答，内容没有改变，请稍后再试。"


def test_after_three_silences_it_is_not_asked_for_a_while(played):
    assert played.story["seen"]["circuit"] == 1.0


def test_what_needs_no_call_went_on_meanwhile(played):
    assert (played.story["seen"]["reads"], played.story["seen"]["reads_there"]) == (200, 200)


def test_a_page_whose_service_is_away_is_ours_and_the_others_go_on(played):
    played.ask("hold", "web-portal")
    try:
        page = played.get("/")
        problem = played.get(f"/api/v1/tenants/{COUNTY}/portal/worklist")
        other = played.get(f"/applications/{COUNTY}/public/notices")
        style = played.get("/static/pioneer/theme.css")
    finally:
        played.ask("release", "web-portal")

    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "<h1>服务暂时没有应答</h1>" in page.text
    assert (problem.status_code, problem.headers["Content-Type"]) == (503, "application/problem+json; charset=utf-8")
    assert problem.json()["code"] == "service_away"
    assert (other.status_code, style.status_code) == (200, 200)
    assert played.get("/").status_code == 200


def test_processes_that_were_killed_are_started_again(played):
    before = {name: played.ask("pid", name) for name in ("web-assessment", "worker-portal", "rpc-identity", "nginx")}
    for name in before:
        played.ask("kill", name)
    for name in before:
        played.ask("ready", name)

    after = {name: played.ask("pid", name) for name in before}
    assert all(after[name] not in (0, before[name]) for name in before)


def test_the_database_is_killed_and_nobody_has_to_start_the_services_again(played):
    pids = {name: played.ask("pid", name) for name in ("web-applications", "worker-applications", "rpc-applications")}
    bearer = {"Authorization": f"Bearer {played.ask('token', SECRETARY)}"}
    played.ask("hold", "postgres")
    try:
        away = played.get(CASES, headers=bearer)
    finally:
        played.ask("release", "postgres")

    assert (away.status_code, away.headers["Retry-After"], away.json()["code"]) == (503, "5", "database_away")
    assert until(lambda: played.get(CASES, headers=bearer).status_code == 200, 300)
    assert {name: played.ask("pid", name) for name in pids} == pids


def test_the_broker_is_killed_and_acts_go_on(played):
    before = played.ask("pid", "kafka")
    played.ask("kill", "kafka")

    assert played.get(CASES, SECRETARY).status_code == 200
    played.ask("ready", "kafka")
    assert played.ask("pid", "kafka") not in (0, before)


def test_figures_and_readiness_are_not_for_the_outside(played):
    for service in SERVICES:
        assert played.get(f"/{service}/metrics").status_code == 404
        assert played.get(f"/{service}/readyz").status_code == 404
        assert played.get(f"/{service}/healthz").json() == {"status": "ok"}


def test_static_files_are_kept_where_their_address_says_their_content(played):
    named = played.get("/static/pioneer/theme.css?v=abc")
    plain = played.get("/static/pioneer/theme.css")

    assert named.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert plain.headers["Cache-Control"] == "no-cache"
    assert named.headers["X-Content-Type-Options"] == "nosniff"
    assert played.get("/static/pioneer/../../../config.py").status_code in (400, 404)


def test_an_answer_s_etag_stays_strong_however_it_is_packed(played):
    """If-Match must be given back what was seen."""
    case = played.get(CASES, SECRETARY).json()["rows"][0]

    one = played.get(f"{CASES}/{case['id']}", SECRETARY, headers={"Accept-Encoding": "gzip"})

    assert len(one.content) > 1024
    assert one.headers["ETag"] == f'"{one.json()["version"]}"'


def test_nobody_tells_the_services_who_he_is_by_a_header(played):
    """What a client says of itself in forwarding headers is replaced at the origin."""
    said = {
        "X-Forwarded-Host": "elsewhere.example",
        "X-Forwarded-Proto": "https",
        "Forwarded": "host=elsewhere.example",
    }

    answer = played.get(f"/applications/{COUNTY}/", headers=said)

    assert answer.status_code == 303
    assert "elsewhere.example" not in answer.headers["Location"]


def test_too_large_a_body_is_refused_before_it_reaches_a_service(played):
    answer = requests.post(
        f"{played.origin}/api/v1/tenants/{COUNTY}/applications/cases", data=b"0" * (41 * 1024 * 1024), timeout=120
    )

    assert answer.status_code == 413
    assert "内容超过上限" in answer.content.decode()


def test_prometheus_sees_every_process(played):
    targets = f"http://127.0.0.1:{played.port + 53}/api/v1/targets"

    def up():
        found = requests.get(targets, timeout=60).json()["data"]["activeTargets"]
        return {(each["labels"].get("service"), each["labels"].get("part")): each["health"] for each in found}

    expected = {
        (service, part) for service in ("identity", "applications", "assessment") for part in ("web", "rpc", "worker")
    }
    expected |= {("portal", "web"), ("portal", "worker")}
    assert until(lambda: {place for place, health in up().items() if health == "up"} >= expected, 300, pause=1)


def test_secrets_are_readable_by_their_owner_only(played):
    for file in (played.folder / "keys", *(played.folder / "settings").iterdir()):
        assert file.stat().st_mode & 0o077 == 0, file


def test_what_was_laid_aside_is_named_mended_brought_back_and_replayed(played, fussy_portal):
    """The operator's commands while everything runs, on the real Kafka."""
    units = f"/api/v1/tenants/{COUNTY}/identity/units"
    kind = {"kind": "employer_union"}
    # Other tests have just killed what it stands on.
    assert until(lambda: played.get(units, "laian.system", params=kind).status_code == 200, 300)
    parents = played.get(units, "laian.system", params=kind).json()["rows"]
    asked = {"parent_id": parents[0]["id"], "kind": "team", "name": "流水线（待核）"}
    assert played.post(units, "laian.system", asked).status_code == 201

    assert until(lambda: played.pioneer("events", "dead", "portal").returncode == 1, 300, pause=1)
    dead = played.pioneer("events", "dead", "portal")
    assert "identity.directory  pioneer.identity.v1.OrgUnitChanged" in dead.stdout, dead.stderr
    assert "not_yet" in dead.stdout
    amiss = played.pioneer("verify", "portal", "--no-replay")
    assert amiss.returncode == 1, amiss.stdout + amiss.stderr
    assert "1 条事件在死信中（events redrive portal）：identity.directory OrgUnitChanged" in amiss.stdout
    tried = []
    redriven = lambda: tried.append(played.pioneer("events", "redrive", "portal")) or tried[-1].returncode == 1  # noqa: E731
    assert until(redriven, 120, pause=2), tried[-1].stdout + tried[-1].stderr
    # A worker that lost its partitions in between lays an event aside twice; brought back, it has its effect once.
    assert re.search(r"[1-9]\d* 条仍失败 / failed again", tried[-1].stdout)

    fussy_portal.execute("alter table org_unit drop constraint not_yet")
    mended = played.pioneer("events", "redrive", "portal")
    assert mended.returncode == 0, mended.stdout + mended.stderr
    assert re.search(r"portal: 1 条已处理 / handled, \d+ 条早已处理 / had been before, 0 条仍失败", mended.stdout)

    replayed = played.pioneer("events", "replay", "--to", "portal")
    assert replayed.returncode == 0, replayed.stdout + replayed.stderr
    assert "0 条补办 / caught up" in replayed.stdout
    assert "0 条未成 / failed" in replayed.stdout
    holds = played.pioneer("verify")
    assert holds.returncode == 0, holds.stdout + holds.stderr
    assert holds.stdout.splitlines()[-1] == "一切相符 / everything holds"


def test_a_warm_start_finds_everything_as_it_was_and_every_process_ends(played):
    """Last: it ends the deployment and starts it again on the same folder."""
    names = played.ask("names")
    pids = [played.ask("pid", name) for name in names]

    assert played.close() == 0

    assert not [pid for pid in pids if is_running(pid)]
    again = start(played.folder, played.port)
    try:
        assert again.story["stands"]
        assert "装入" not in again.story["transcript"]
    finally:
        assert again.close() == 0


def is_running(pid):
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "zombie" not in status.read_text(encoding="utf-8")
