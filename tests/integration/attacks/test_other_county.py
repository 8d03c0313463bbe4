"""Into another county: by lists, counts, searches, exports, cursors, keys, and by naming it in every other way (rule 1)."""

import io

import openpyxl
import pytest

from tests.integration.attacks.conftest import COUNTY, NEIGHBOUR

pytestmark = pytest.mark.xdist_group("deployment")

APPLICATIONS = f"/api/v1/tenants/{COUNTY}/applications"
NEIGHBOURS = f"/api/v1/tenants/{NEIGHBOUR}/applications"
INTRUDERS = ["changxing.secretary1", "changxing.system", "changxing.security", "changxing.auditor", "changxing.admin"]

PAGE_ROWS = 50


@pytest.fixture(scope="module")
def secrets(played):
    """Words that stand in the county's rows and in nobody else's: names of people and units, ids of everything."""
    said = set()
    for service, table, column in (
        ("applications", "application", "id"),
        ("applications", "honour", "id"),
        ("applications", "docket", "id"),
        ("applications", "evidence", "sha256"),
        ("assessment", "assessment", "id"),
        ("identity", "org_unit", "id"),
        ("identity", "org_unit", "name"),
        ("identity", "person", "id"),
        ("identity", "person", "name"),
        ("identity", "person", "phone"),
    ):
        rows = played.rows(service, f"select tenant, {column}::text as word from {table} where {column} is not null")
        ours = {each["word"] for each in rows if each["tenant"] == COUNTY and len(each["word"]) > 1}
        others = " ".join(each["word"] for each in rows if each["tenant"] != COUNTY)
        said |= {word for word in ours if word not in others}
    assert len(said) > 200
    return said


def lists(deployment):
    """Every address of a tenant that asks for nothing more: lists, counts, figures, searches and exports."""
    return sorted(
        route["rule"]
        for route in deployment.routes()
        if "GET" in route["methods"] and set(route["converters"]) in ({"tenant"}, {"tenant", "kind"})
    )


@pytest.mark.parametrize("intruder", INTRUDERS)
def test_no_list_search_or_export_of_the_neighbour_holds_a_word_of_the_county(played, secrets, intruder):
    found, seen = {}, 0
    for rule in lists(played):
        path = rule.replace("<tenant>", NEIGHBOUR).replace("<kind>", "people")
        answer = played.ask(
            "GET", path, intruder, params={"q": "焊接", "tenant": COUNTY, "number": "来安工荣〔2024〕002 号"}
        )
        seen += answer.status_code == 200
        words = words_of(answer)
        leaked = {word for word in secrets if word in words}
        if leaked:
            found[path] = leaked

    assert seen > 8
    assert found == {}


def words_of(answer):
    if "spreadsheet" in answer.headers.get("Content-Type", ""):
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        return " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    return answer.text


def test_the_count_of_the_neighbour_is_its_own(played):
    there = played.one("applications", "select count(*) from application where tenant = %s", COUNTY)
    own = played.one("applications", "select count(*) from application where tenant = %s", NEIGHBOUR)

    answer = played.ask("GET", f"{NEIGHBOURS}/cases", "changxing.secretary1")

    assert there >= 5
    assert (answer.json()["total"], len(answer.json()["rows"])) == (own, min(own, PAGE_ROWS))


@pytest.mark.parametrize(
    "named",
    [
        {"headers": {"X-Tenant": COUNTY}},
        {"headers": {"X-Pioneer-Tenant": COUNTY, "pioneer-tenant": COUNTY}},
        {"headers": {"X-Original-URL": f"{APPLICATIONS}/cases", "X-Rewrite-URL": f"{APPLICATIONS}/cases"}},
        {"headers": {"X-Forwarded-Prefix": f"/api/v1/tenants/{COUNTY}", "X-Forwarded-User": "laian.secretary1"}},
        {"headers": {"X-HTTP-Method-Override": "DELETE", "Cookie": f"tenant={COUNTY}"}},
        {"params": {"tenant": COUNTY, "tenant_code": COUNTY}},
        {"params": [("tenant", NEIGHBOUR), ("tenant", COUNTY)]},
    ],
    ids=["header", "our header", "rewrite", "forwarded", "override", "query", "query twice"],
)
def test_naming_the_county_anywhere_but_in_the_path_changes_nothing(played, named):
    plain = played.ask("GET", f"{NEIGHBOURS}/cases", "changxing.secretary1")
    answer = played.ask("GET", f"{NEIGHBOURS}/cases", "changxing.secretary1", **named)

    assert (answer.status_code, answer.json()) == (200, plain.json())


@pytest.mark.parametrize(
    "path",
    [
        f"/api/v1/tenants/{NEIGHBOUR}/../{COUNTY}/applications/cases",
        f"/api/v1/tenants/{NEIGHBOUR}%2f..%2f{COUNTY}/applications/cases",
        f"/api/v1/tenants/{COUNTY}%00/applications/cases",
        f"/api/v1/tenants/{COUNTY}%20/applications/cases",
        f"/api/v1/tenants/{COUNTY}'--/applications/cases",
        "/api/v1/tenants/%/applications/cases",
        "/api/v1/tenants//applications/cases",
        f"/applications/{COUNTY};x/",
        f"/api/v1/tenants/{NEIGHBOUR}/applications/../../{COUNTY}/applications/cases",
    ],
)
def test_a_bent_path_opens_nothing(played, path):
    answer = played.ask_raw(path, "changxing.secretary1")

    assert answer.status in (303, 308, 400, 403, 404, 422)
    assert "焊接一班" not in answer.read().decode()


def test_what_its_own_people_may_read_is_not_found_from_next_door(played, ids):
    """The file and the PDF are really there: the same address answers its own people."""
    case_id, evidence = ids("applications", "case_id"), None
    evidence = played.rows(
        "applications",
        "select id, application_id from evidence where tenant = %s and removed_at is null limit 1",
        COUNTY,
    )[0]
    honour = ids("applications", "honour_id")
    sent = played.one("applications", "select id from dossier where tenant = %s and direction = 'sent'", COUNTY)
    for rest in (
        f"cases/{case_id}",
        f"cases/{evidence['application_id']}/evidence/{evidence['id']}",
        f"honours/{honour}/certificate.pdf",
        f"dossiers/{sent}/file",
        f"dossiers/{sent}/contents",
    ):
        assert played.ask("GET", f"{APPLICATIONS}/{rest}", "laian.secretary1").status_code == 200, rest
        swapped = played.ask("GET", f"{NEIGHBOURS}/{rest}", "changxing.secretary1")
        assert (swapped.status_code, swapped.json()["code"]) == (404, "not_found"), rest


def test_the_level_above_sees_a_dossier_that_was_sent_and_nothing_else_of_the_county(played, ids):
    city = "/api/v1/tenants/3411/applications"
    sent = played.one("applications", "select id from dossier where tenant = %s and direction = 'sent'", COUNTY)

    assert played.ask("GET", f"{city}/dossiers/{sent}/contents", "chuzhou.secretary1").status_code == 200
    for rest in ("cases", "honours", "dockets", "objections"):
        assert played.ask("GET", f"{APPLICATIONS}/{rest}", "chuzhou.secretary1").status_code == 403
    for case in played.rows("applications", "select id from application where tenant = %s", COUNTY):
        assert played.ask("GET", f"{city}/cases/{case['id']}", "chuzhou.secretary1").status_code == 404


def test_a_cursor_of_the_county_is_no_cursor_next_door(played):
    first = played.ask("GET", f"/api/v1/tenants/{COUNTY}/identity/log", "laian.auditor").json()
    cursor = first["next_cursor"]
    assert cursor, "the county's log has more than one page"

    answer = played.ask(
        "GET", f"/api/v1/tenants/{NEIGHBOUR}/identity/log", "changxing.auditor", params={"cursor": cursor}
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")


@pytest.mark.parametrize("cursor", ["x", "WyIzNDExMjIiLCIwIl0", "WyIzMzA1MjIiLCIwIl0.AAAA", "' or 1=1", "\x00"])
def test_a_made_up_cursor_is_refused(played, cursor):
    answer = played.ask("GET", f"{NEIGHBOURS}/cases", "changxing.secretary1", params={"cursor": cursor})

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")


def test_a_key_used_in_the_county_answers_nothing_next_door(played):
    key = played.rows(
        "applications",
        "select key, encode(body, 'escape') as body from idempotency_key where tenant = %s and status = 200 limit 1",
        COUNTY,
    ) or played.rows(
        "applications", "select key from idempotency_key where tenant = %s and body is not null limit 1", COUNTY
    )

    answer = played.ask(
        "POST",
        f"{NEIGHBOURS}/cases",
        "changxing.secretary1",
        json={"programme": "none", "subject_unit_id": "0" * 8 + "-0000-7000-8000-" + "0" * 12},
        headers={"Idempotency-Key": key[0]["key"]},
    )

    assert "Idempotent-Replayed" not in answer.headers
    assert answer.status_code in (403, 404, 409, 422)


def test_the_county_s_files_are_not_to_be_had_by_their_hash(played):
    """The store's key is the tenant and the hash: nothing in an address, a name or a form chooses either."""
    sha = played.one("applications", "select sha256 from evidence where tenant = %s limit 1", COUNTY)
    for path in (
        f"/static/pioneer/../files/{COUNTY}/{sha[:2]}/{sha}",
        f"/static/pioneer/%2e%2e/files/{COUNTY}/{sha[:2]}/{sha}",
        f"/files/{COUNTY}/{sha[:2]}/{sha}",
        f"{NEIGHBOURS}/evidence/{sha}",
        f"/applications/{NEIGHBOUR}/files/{sha}",
        f"{NEIGHBOURS}/dossiers/{sha}/file",
    ):
        assert played.ask_raw(path, "changxing.secretary1").status in (403, 404), path
