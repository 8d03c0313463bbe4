"""Words that would act if anything took them for more than words: in pages, in SQL, in Excel, in PDF, in templates."""

import io
from datetime import date

import openpyxl
import pytest
from bs4 import BeautifulSoup

from tests.integration.attacks.conftest import COUNTY

pytestmark = pytest.mark.xdist_group("deployment")

API = f"/api/v1/tenants/{COUNTY}"
SCRIPT = "<script>window.hurt=1</script>"
IMAGE = '"><img src=x onerror=hurt()>'
SQL = "甲'); drop table application; --"
FORMULA = '=HYPERLINK("http://evil.example")'
TEMPLATE = "{{ 7*7*191 }}{% raw %}"
TYPST = '#read("/etc/passwd") $x$ #import "x"'
ALL = [SCRIPT, IMAGE, SQL, FORMULA, TEMPLATE, TYPST]


@pytest.fixture(scope="module")
def planted(played):
    """A draft of 来安 whose every free text is a canary, and a unit and a person named by one."""
    played.at(date(2025, 9, 10))
    unit = played.one("identity", "select id from org_unit where tenant = %s and name = '管网抢修班'", COUNTY)
    who = "laian.applicant.xinan"
    begun = played.ask(
        "POST", f"{API}/applications/cases", who, json={"programme": "worker-pioneer", "subject_unit_id": str(unit)}
    )
    assert begun.status_code == 201, begun.text
    case = begun.json()
    said = {
        "form": {"leader": SCRIPT[:20], "leader_trade": FORMULA[:20], "post_leader": IMAGE[:20], "address": IMAGE},
        "texts": {},
        "opinions": {"employer": {"text": "".join(ALL), "signer": SQL}},
    }
    rules = played.ask("GET", f"{API}/applications/programmes", who).json()["rows"][0]
    said["conditions"] = {each["id"]: " ".join(ALL) for each in rules["conditions"]}
    said["texts"] = {each["id"]: " ".join(ALL) for each in rules["materials"]}
    path = f"{API}/applications/cases/{case['id']}"
    kept = played.ask("PATCH", path, who, json=said, version=case["version"])
    assert kept.status_code == 200, kept.text
    for name in (FORMULA, SCRIPT, TEMPLATE):
        made = played.ask(
            "POST", f"{API}/identity/units", "laian.system", json={"name": name, "kind": "township", "parent_id": None}
        )
        assert made.status_code in (201, 422), made.text
    played.settle()
    yield case["id"]
    played.at(None)


def acts(html):
    """Elements that only a canary could have made."""
    soup = BeautifulSoup(html, "html5lib")
    scripts = [each for each in soup.find_all("script") if "hurt" in each.text]
    events = [each for each in soup.find_all(True) if any(name.startswith("on") for name in each.attrs)]
    return [str(each)[:100] for each in scripts + events]


def test_pages_show_the_words_and_run_none(played, planted):
    """Every page of the people who can see them."""
    seen, wrong = 0, {}
    pages = [
        *(f"/applications/{COUNTY}/cases/{planted}{rest}" for rest in ("", "/form", "/review")),
        f"/applications/{COUNTY}/",
        f"/identity/{COUNTY}/units",
        f"/portal/{COUNTY}/",
        f"/portal/{COUNTY}/started",
        *(
            f"/applications/{COUNTY}/?q={word}"
            for word in ("%3Cscript%3Ewindow.hurt=1%3C/script%3E", "%22%3E%3Cimg%20src=x%20onerror=hurt()%3E")
        ),
        f"/portal/{COUNTY}/search?q=%3Cscript%3Ewindow.hurt=1%3C/script%3E",
        f"/portal/{COUNTY}/roll?q=%22%3E%3Cimg%20src=x%20onerror=hurt()%3E",
        f"/portal/{COUNTY}/verify?number=%3Cscript%3Ewindow.hurt=1%3C/script%3E",
    ]
    for path in pages:
        for who in ("laian.applicant.xinan", "laian.system", "laian.secretary1"):
            answer = played.ask("GET", path, who)
            assert answer.status_code < 500, (path, answer.text[:300])
            seen += SCRIPT.replace("<", "&lt;").replace(">", "&gt;") in answer.text
            if acts(answer.text) or str(7 * 7 * 191) in answer.text:
                wrong[path] = acts(answer.text)

    assert wrong == {}
    assert seen >= 3, "the canaries were nowhere on the pages: nothing was shown"


def test_the_printed_form_prints_the_words(played, planted):
    answer = played.ask("GET", f"/applications/{COUNTY}/cases/{planted}/form.pdf", "laian.applicant.xinan")

    assert answer.status_code == 200, answer.text[:300]
    assert answer.content.startswith(b"%PDF")
    assert b"root:" not in answer.content


@pytest.mark.parametrize(
    ("path", "who"),
    [
        (f"/applications/{COUNTY}/cases.xlsx", "laian.secretary1"),
        (f"/applications/{COUNTY}/cases.xlsx", "laian.applicant.xinan"),
        (f"/assessment/{COUNTY}/results.xlsx", "laian.secretary1"),
        (f"/identity/{COUNTY}/imports/units/export.xlsx", "laian.system"),
        (f"/identity/{COUNTY}/imports/people/export.xlsx", "laian.system"),
        (f"/portal/{COUNTY}/figures/export", "laian.secretary1"),
    ],
)
def test_no_cell_of_an_export_is_a_formula(played, planted, path, who):
    answer = played.ask("GET", path, who)

    assert answer.status_code == 200, answer.text[:300]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    formulas = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == []


@pytest.mark.parametrize(
    "word",
    [
        "' or 1=1 --",
        "%",
        "_",
        "\\",
        "%%' union select body from outbox --",
        "a" * 60,
        "\u202e",
        "焊接' and '1'='1",
        "🙂",
    ],
    ids=ascii,
)
def test_a_search_finds_what_was_asked_and_not_everything(played, planted, word):
    everything = played.ask("GET", f"{API}/applications/cases", "laian.secretary1").json()["total"]
    for path, key in (
        (f"{API}/applications/cases", "q"),
        (f"{API}/applications/honours", "q"),
        (f"{API}/identity/units", "q"),
        (f"{API}/identity/people", "q"),
        (f"{API}/portal/roll", "q"),
    ):
        who = "laian.system" if "identity" in path else "laian.secretary1"
        answer = played.ask("GET", path, who, params={key: word})
        assert answer.status_code in (200, 422), (path, answer.text[:300])
        if path.endswith("/cases") and answer.status_code == 200 and "or 1" in word:
            assert answer.json()["total"] == 0 < everything


@pytest.mark.parametrize("word", ["\x00", "a\x00b", "\ud800", "\x1b[31m"], ids=ascii)
def test_what_no_column_can_hold_is_a_fault_of_the_input(played, planted, word):
    body = (
        '{"programme": "worker-pioneer", "subject_unit_id": "00000000-0000-7000-8000-000000000000", "subject_name": %s}'
    )
    import json

    answer = played.ask(
        "POST",
        f"{API}/applications/cases",
        "laian.applicant.xinan",
        data=body % json.dumps(word),
        headers={"Content-Type": "application/json"},
    )

    assert answer.status_code in (403, 404, 409, 422), answer.text
