"""操作日志: found by person, act, object and day; taken away with all that the hashes are made of."""

import csv
import hashlib
import io
from datetime import date, datetime, timedelta

import orjson

from services.common import audit
from services.common.logbook.asked import Wanted, entries
from services.common.roles import Role
from services.identity.domain.units import UnitKind
from services.identity.service import units
from services.identity.store import db
from tests import issuer
from tests.conftest import NOW, Services
from tests.integration.identity.conftest import Land
from tests.integration.identity.test_pages import a_township, visit

LATER = NOW + timedelta(days=40)


def an_auditor(land: Land):
    return land.person("郑克勤", Role.AUDITOR)


def asked(land: Land, **wanted: object) -> list[audit.LogEntry]:
    with db.read(land.code) as session:
        return entries(session, Wanted(**wanted), limit=500)  # type: ignore[arg-type]


def test_each_condition_holds_with_every_other(land: Land):
    made = a_township(land)
    units.rename_unit(land.system, made, "新河镇工会联合会", version=1, now=LATER)

    def acts(**wanted: object) -> list[tuple[str, str]]:
        return [(each.entry.action, each.entry.object_type) for each in asked(land, **wanted)]

    assert acts(object_id=str(made)) == [("renamed", "org_unit"), ("created", "org_unit")]
    assert acts(object_id=str(made), action="created") == [("created", "org_unit")]
    assert acts(object_type="org_unit", since=LATER.date()) == [("renamed", "org_unit")]
    assert acts(object_type="org_unit", until=NOW.date()) == [("created", "org_unit")]
    assert acts(object_id=str(made), who=land.system.name[:2]) == acts(object_id=str(made))
    assert acts(object_id=str(made), who=land.security.name) == []
    assert acts(object_type="person", object_id=str(made)) == []


def test_a_day_is_one_of_shanghai_and_counts_to_its_end(land: Land):
    last_moment = datetime.fromisoformat("2031-03-05T23:59:59+08:00")
    for name, moment in (("甲镇工会", last_moment), ("乙镇工会", last_moment + timedelta(seconds=1))):
        units.create_unit(
            land.system, parent_id=None, kind=UnitKind.TOWNSHIP, name=name, on=date(2031, 1, 1), now=moment
        )

    the_fifth = asked(land, since=date(2031, 3, 5), until=date(2031, 3, 5))
    the_sixth = asked(land, since=date(2031, 3, 6), until=date(2031, 3, 6))

    assert ([each.entry.at for each in the_fifth], len(the_sixth)) == ([last_moment], 1)
    assert len(asked(land, since=date.min, until=date.max)) == len(asked(land))


def test_the_filter_stays_in_the_address_from_page_to_page(services: Services, land: Land):
    auditor = an_auditor(land)
    for number in range(52):
        units.create_unit(
            land.system, parent_id=None, kind=UnitKind.TOWNSHIP, name=f"第{number}镇工会", on=NOW.date(), now=NOW
        )
    pages = visit(services, auditor)
    first = pages.get(f"/identity/{land.code}/log?act=created&of=org_unit")
    onward = first.links()["下一页"]
    second = pages.get(onward)

    assert (len(first.select(".trail li")), len(second.select(".trail li"))) == (50, 2)
    assert "act=created&of=org_unit&cursor=" in onward
    assert [each["value"] for each in second.select("#q-act option[selected]")] == ["created"]
    none = pages.get(f"/identity/{land.code}/log?act=created&of=org_unit&since=2090-01-01")
    assert "没有符合条件的操作。" in none.text


def test_what_is_taken_away_proves_its_own_hashes(services: Services, land: Land, other_land: Land):
    auditor = an_auditor(land)
    a_township(land)
    theirs = a_township(other_land, "彼镇工会")
    pages = visit(services, auditor)
    held = (
        services.client("identity")
        .get(f"/identity/{land.code}/log/export.csv", headers=issuer.bearer(auditor.subject))
        .data
    )
    rows = list(csv.DictReader(io.StringIO(held.decode("utf-8-sig"))))

    assert [int(row["序号"]) for row in rows] == list(range(1, len(rows) + 1))
    assert [row["本条的哈希值"] for row in rows] == [_hash_of(land.code, row) for row in rows]
    assert [row["前一条的哈希值"] for row in rows[1:]] == [row["本条的哈希值"] for row in rows[:-1]]
    assert str(theirs) not in held.decode()
    assert "导出操作日志" in pages.get(f"/identity/{land.code}/log?act=log_exported").text


def test_only_the_auditor_takes_the_log_away_and_only_his_own(services: Services, land: Land, other_land: Land):
    auditor, client = an_auditor(land), services.client("identity")
    at = "/api/v1/tenants/{}/identity/log/export.xlsx"

    own = client.get(at.format(land.code), headers=issuer.bearer(auditor.subject))
    other = client.get(at.format(other_land.code), headers=issuer.bearer(auditor.subject))
    system = client.get(at.format(land.code), headers=issuer.bearer(land.system.subject))

    assert (own.status_code, own.data[:2]) == (200, b"PK")
    assert (other.status_code, other.get_json()["code"]) == (403, "no_grant_here")
    assert (system.status_code, system.get_json()["code"]) == (403, "may_not_see_log")


def test_a_program_finds_by_the_same_conditions(services: Services, land: Land):
    auditor = an_auditor(land)
    made = a_township(land)
    at = f"/api/v1/tenants/{land.code}/identity/log"
    found = services.client("identity").get(f"{at}?id={made}", headers=issuer.bearer(auditor.subject)).get_json()
    wrong = services.client("identity").get(f"{at}?since=yesterday", headers=issuer.bearer(auditor.subject))

    assert [(row["action"], row["object_id"], row["says"]) for row in found["rows"]] == [
        ("created", str(made), "设立组织")
    ]
    assert wrong.status_code == 422


def _hash_of(tenant: str, row: dict[str, str]) -> str:
    """As anybody outside would work it out: SHA-256 of the columns in the order that the docs give."""
    entry = {
        "at": row["时间（世界时）"],
        "actor": {"subject": row["操作人标识"], "name": row["操作人"]},
        "action": row["操作代码"],
        "object_type": row["对象类别"],
        "object_id": row["对象编号"],
        "detail": orjson.loads(row["明细"]),
        "regulation": row["依据的规则"],
        "regulation_version": int(row["规则版次"]),
    }
    body = orjson.dumps([tenant, int(row["序号"]), row["前一条的哈希值"], entry], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(body).hexdigest()
