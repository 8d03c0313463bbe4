"""Sealed files to and from a deployment that is not ours: by API and from the command line (X2)."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from services.applications.domain.honour import Honour
from services.applications.models.dossier import DossierRow
from services.applications.queries.keys import published
from services.applications.service.confer import confer
from services.common.clock import SettableClock
from services.common.dossier import (
    DecisionContents,
    DossierContents,
    Outcome,
    SigningKey,
    Stage,
    Subject,
    generate_key,
    read_decision,
    seal,
    seal_decision,
    verify,
)
from services.common.ids import new_id
from services.common.roles import Role
from tests.conftest import NOW, Services
from tests.factories import Who, a_code
from tests.integration.applications.honour_world import HonourWorld, told
from tests.integration.applications.ladder_world import Ladder, a_ladder
from tests.integration.applications.test_dossier_api import Api

LATER = NOW + timedelta(days=14)


@pytest.fixture
def ladder(honours: HonourWorld, clock: SettableClock) -> Ladder:
    clock.set(LATER)
    return a_ladder(honours)


@pytest.fixture
def api(case_app: Flask) -> Api:
    return Api(case_app.test_client())


def a_foreign_dossier(key: SigningKey, to_tenant: str, **record: Any) -> DossierContents:
    """As a county of another deployment would seal it."""
    said = {"level": "county", "standing": "valid", "honour_id": str(new_id()), "number": "邻县〔2025〕7 号", **record}
    return DossierContents(
        dossier_id=str(new_id()),
        from_tenant=key.tenant,
        to_tenant=to_tenant,
        created_at=NOW,
        honour="工人先锋号",
        subject=Subject("team", "", "炉前班", "邻县铸造有限公司"),
        stages=(Stage("apply", "申报", {"form.json": b'{"sections":[]}'}),),
        honour_record=said,
    )


def trust(api: Api, ladder: Ladder, tenant: str, key: SigningKey) -> Who:
    place = next(each for each in (ladder.city, ladder.honours.world.place) if each.code == tenant)
    admin = place.person("唐守正", Role.SECURITY_ADMIN)
    said = {"key": key.public.to_json(), "title": "邻省某县总工会"}
    api.ask("POST", tenant, "/keys", admin, json=said, expect=201)
    return admin


def bring(api: Api, tenant: str, who: Who, blob: bytes, expect: int = 201) -> Any:
    sent = {"file": (io.BytesIO(blob), "案卷.dossier")}
    return api.ask("POST", tenant, "/dossiers/import", who, data=sent, expect=expect)


def test_a_foreign_dossier_becomes_a_case_and_its_decision_a_file(api: Api, ladder: Ladder) -> None:
    city, secretary = ladder.city.code, ladder.people[ladder.city.code]
    key = generate_key(a_code())
    trust(api, ladder, city, key)
    blob = seal(a_foreign_dossier(key, city), key)

    taken = bring(api, city, secretary, blob)
    assert (taken["status"], taken["from_name"], taken["subject_name"]) == (
        "received",
        "邻省某县总工会",
        "邻县铸造有限公司 炉前班",
    )
    path = f"/dossiers/{taken['id']}/decision-file"
    assert api.ask("POST", city, path, secretary, expect=409)["code"] == "nothing_decided"
    case = ladder.received(city, taken["id"])
    assert case is not None
    ladder.at_confer(case)
    honour = confer(ladder.secretary(city, LATER), case.id, expected=None, now=LATER)

    file = api.ask("POST", city, path, secretary).get_data()
    with ladder.city.db.read(city) as session:
        own = published(session)
    assert own is not None
    said = read_decision(file, trusted={own.key_id: own}).contents
    assert (said.outcome, said.from_tenant, said.to_tenant, said.dossier_sha256) == (
        Outcome.CONFERRED,
        city,
        key.tenant,
        taken["sha256"],
    )
    assert said.record["number"] == honour.number
    assert told(ladder.city.db, city, "DossierDecided") == []


@pytest.mark.parametrize(
    ("record", "code"),
    [({"level": "city"}, "wrong_level"), ({"standing": "revoked"}, "not_standing")],
)
def test_a_foreign_dossier_that_is_not_ours_to_take_is_refused(
    api: Api, ladder: Ladder, record: dict[str, Any], code: str
) -> None:
    city, secretary = ladder.city.code, ladder.people[ladder.city.code]
    key = generate_key(a_code())
    trust(api, ladder, city, key)

    refused = bring(api, city, secretary, seal(a_foreign_dossier(key, city, **record), key), 409)

    assert refused["code"] == "dossier_refused_here"
    assert refused["detail"].startswith("不能受理这个案卷：")
    assert api.ask("GET", city, "/dossiers", secretary)["rows"] == []


def test_a_key_that_nobody_trusts_or_no_longer_trusts_opens_nothing(api: Api, ladder: Ladder) -> None:
    city, secretary = ladder.city.code, ladder.people[ladder.city.code]
    key = generate_key(a_code())
    blob = seal(a_foreign_dossier(key, city), key)
    refused = bring(api, city, secretary, blob, 409)
    assert "密钥不在信任名单上" in refused["detail"]

    admin = trust(api, ladder, city, key)
    api.ask("DELETE", city, f"/keys/{key.key_id}", admin, expect=204)
    assert bring(api, city, secretary, blob, 409)["code"] == "dossier_broken"


def test_the_trust_of_one_federation_is_not_its_neighbours(api: Api, ladder: Ladder) -> None:
    key = generate_key(a_code())
    trust(api, ladder, ladder.county, key)

    refused = bring(
        api, ladder.city.code, ladder.people[ladder.city.code], seal(a_foreign_dossier(key, ladder.city.code), key), 409
    )

    assert refused["code"] == "dossier_broken"


def test_the_same_foreign_dossier_is_taken_once(api: Api, ladder: Ladder) -> None:
    city, secretary = ladder.city.code, ladder.people[ladder.city.code]
    key = generate_key(a_code())
    trust(api, ladder, city, key)
    blob = seal(a_foreign_dossier(key, city), key)
    bring(api, city, secretary, blob)

    assert bring(api, city, secretary, blob, 409)["code"] == "dossier_known"
    assert len(api.ask("GET", city, "/dossiers", secretary)["rows"]) == 1


def test_a_dossier_of_our_own_deployment_comes_by_event_only(api: Api, ladder: Ladder, honour: Honour) -> None:
    dossier = ladder.forward(honour, now=LATER)
    blob = ladder.blob(ladder.county, ladder.dossier(ladder.county, dossier).sha256)

    assert bring(api, ladder.city.code, ladder.people[ladder.city.code], blob, 409)["code"] == "sent_by_event"


@pytest.fixture
def honour(ladder: Ladder) -> Honour:
    return ladder.honours.conferred(["焊接二班"], now=NOW)[0]


@pytest.fixture
def outside(ladder: Ladder) -> SigningKey:
    """The county's parent is no tenant here: only its code and its key are known."""
    key = generate_key(a_code())
    with ladder.city.db.transaction(ladder.county) as session:
        asked = text("update tenant set parent_code = :parent where code = :code")
        session.execute(asked, {"parent": key.tenant, "code": ladder.county})
    return key


def a_decision(key: SigningKey, row: DossierRow, **changes: Any) -> bytes:
    values: dict[str, Any] = {
        "decision_id": str(new_id()),
        "dossier_id": str(row.id),
        "dossier_sha256": row.sha256,
        "from_tenant": key.tenant,
        "to_tenant": row.tenant,
        "decided_at": LATER,
        "outcome": Outcome.CONFERRED,
        "reason": "",
        "record": {"level": "city"},
    }
    return seal_decision(DecisionContents(**{**values, **changes}), key)


def test_a_name_goes_outside_as_a_file_and_the_decision_comes_back(
    api: Api, ladder: Ladder, honour: Honour, outside: SigningKey
) -> None:
    county, secretary = ladder.county, ladder.people[ladder.county]
    trust(api, ladder, county, outside)
    sent = api.forwarded(ladder, honour)
    assert (sent["to_tenant"], sent["to_name"]) == (outside.tenant, "邻省某县总工会")
    assert told(ladder.city.db, county, "DossierForwarded") == []
    file = api.ask("GET", county, f"/dossiers/{sent['id']}/file", secretary).get_data()
    with ladder.city.db.read(county) as session:
        own = published(session)
    assert own is not None
    assert verify(file, trusted={own.key_id: own}).manifest.to_tenant == outside.tenant

    row = ladder.dossier(county, sent["id"])
    decision = a_decision(outside, row)
    done = bring(api, county, secretary, decision)
    assert (done["status"], [step["decision"] for step in done["steps"]]) == ("conferred", ["conferred"])
    assert bring(api, county, secretary, decision, 409)["code"] == "decision_not_ours"
    rungs = api.ask("GET", county, f"/cases/{honour.application_id}/rungs", secretary)["rungs"]
    assert [(rung["name"], rung["level"], rung["says"]) for rung in rungs] == [
        ("来安县总工会", "county", "已命名"),
        ("邻省某县总工会", "city", "已命名"),
    ]


@pytest.mark.parametrize(
    "changes", [{"dossier_sha256": "0" * 64}, {"to_tenant": "999999"}, {"dossier_id": str(new_id())}]
)
def test_a_decision_on_another_file_is_not_ours(
    api: Api, ladder: Ladder, honour: Honour, outside: SigningKey, changes: dict[str, str]
) -> None:
    trust(api, ladder, ladder.county, outside)
    sent = api.forwarded(ladder, honour)
    blob = a_decision(outside, ladder.dossier(ladder.county, sent["id"]), **changes)

    refused = bring(api, ladder.county, ladder.people[ladder.county], blob, 409)

    assert refused["code"] == "decision_not_ours"
    assert ladder.dossier(ladder.county, sent["id"]).status == "sent"


def test_another_trusted_key_cannot_decide_in_its_place(
    api: Api, ladder: Ladder, honour: Honour, outside: SigningKey
) -> None:
    other = generate_key(a_code())
    trust(api, ladder, ladder.county, other)
    sent = api.forwarded(ladder, honour)
    blob = a_decision(other, ladder.dossier(ladder.county, sent["id"]))

    assert bring(api, ladder.county, ladder.people[ladder.county], blob, 409)["code"] == "decision_not_ours"


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def pioneer(services: Services) -> Run:
    """The command as an operator calls it, in a process of its own."""
    settings = services.parts("applications").settings
    told_ = {
        f"PIONEER_{name}".upper(): str(value) for name, value in settings.model_dump().items() if name != "service"
    }
    told_.pop("PIONEER_RPC_TARGETS")

    def run(*words: object, configured: bool = True) -> "subprocess.CompletedProcess[str]":
        bare = {name: value for name, value in os.environ.items() if not name.startswith("PIONEER_")}
        command = [sys.executable, "-m", "services.cli.main", "dossier", *map(str, words)]
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
            env={**bare, **(told_ if configured else {})},
        )

    return run


def test_the_operator_exports_and_anybody_verifies_off_line(
    ladder: Ladder, honour: Honour, pioneer: Run, tmp_path: Path
) -> None:
    dossier = ladder.forward(honour, now=LATER)
    file, key = tmp_path / "名.dossier", tmp_path / "来安.key"
    exported = pioneer("export", ladder.county, dossier, file)
    assert exported.returncode == 0, exported.stderr
    key.write_text(exported.stdout.splitlines()[-1], encoding="utf-8")

    whole = pioneer("verify", file, "--key", key, configured=False)
    assert (whole.returncode, whole.stdout.splitlines()[-1]) == (0, "无改动 / whole")

    blob = bytearray(file.read_bytes())
    blob[blob.index("同意推荐".encode())] ^= 1
    file.write_bytes(bytes(blob))
    broken = pioneer("verify", file, "--key", key, configured=False)
    assert broken.returncode == 1
    assert broken.stderr.splitlines()[-1] == "changed_file in review"
    assert broken.stderr.startswith("“镇乡、主管局工会审核推荐”环节：文件“")

    stranger = tmp_path / "他.key"
    stranger.write_text(generate_key(a_code()).public.to_json(), encoding="utf-8")
    unknown = pioneer("verify", file, "--key", stranger, configured=False)
    assert (unknown.returncode, unknown.stderr.splitlines()[-1]) == (1, "unknown_key")


def test_the_operator_imports_a_foreign_dossier_and_exports_the_decision(
    api: Api, ladder: Ladder, pioneer: Run, tmp_path: Path
) -> None:
    city = ladder.city.code
    key = generate_key(a_code())
    trust(api, ladder, city, key)
    contents = a_foreign_dossier(key, city)
    file, back = tmp_path / "邻.dossier", tmp_path / "邻.decision"
    file.write_bytes(seal(contents, key))

    taken = pioneer("import", file, "--tenant", city)
    assert (taken.returncode, taken.stdout.strip()) == (0, f"已导入 / imported: {contents.dossier_id}"), taken.stderr
    again = pioneer("import", file, "--tenant", city)
    assert (again.returncode, again.stderr.strip()) == (1, "这个案卷已经收到过，不能重复报送。")

    case = ladder.received(city, contents.dossier_id)
    assert case is not None
    ladder.at_confer(case)
    confer(ladder.secretary(city, LATER), case.id, expected=None, now=LATER)
    assert pioneer("export-decision", city, contents.dossier_id, back).returncode == 0
    seen = pioneer("verify", back, "--tenant", city)
    assert (seen.returncode, seen.stdout.splitlines()[-1]) == (0, "无改动 / whole"), seen.stderr


def test_a_missing_setting_is_named(pioneer: Run, tmp_path: Path) -> None:
    told_ = pioneer("key", "341122", configured=False)

    assert told_.returncode == 1
    assert "PIONEER_DATABASE_URL" in told_.stderr
