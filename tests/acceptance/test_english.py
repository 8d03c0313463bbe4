"""English pages are English: whatever Chinese is left on them is what a tenant's regulation or people wrote.

What may stay is taken from the rows themselves, not from a list of words: a run of Chinese that stands in no row of
the played deployment was said by the product, and belongs into the catalogue.
"""

import re
from collections import Counter, defaultdict

import pytest
from bs4 import BeautifulSoup, Comment

from services.embedded import SERVICES

pytestmark = pytest.mark.xdist_group("deployment")

HAN = re.compile(r"[\u4e00-\u9fff]")
# A run of Chinese; Latin punctuation, spaces and digits end it, Chinese punctuation does inside what is compared.
RUN = re.compile(r"[\u4e00-\u9fff]+")
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9_-]{20,}")
DOCUMENT = re.compile(r"\.(pdf|xlsx|csv|zip|json|yaml|svg)\b")
SPOKEN_ATTRIBUTES = ("title", "aria-label", "placeholder", "data-confirm", "alt", "data-label")
# What the product itself said and kept is in these tables and columns: it is told again in English, and proves nothing.
SAID_BY_THE_PRODUCT = {"task", "message", "mail", "outbox", "inbox", "idempotency_key", "alembic_version"}
WHO = {
    "341122": [
        "laian.applicant.chudong",
        "laian.secretary1",
        "laian.reviewer.chahe",
        "laian.chair1",
        "laian.assessor1",
        "laian.supervisor",
        "laian.auditor",
        "laian.admin",
        "laian.system",
        "laian.security",
    ],
    "3411": ["chuzhou.secretary1"],
}
STARTS = [
    "/portal/{code}/",
    "/portal/{code}/done",
    "/portal/{code}/started",
    "/portal/{code}/messages",
    "/portal/{code}/figures",
    "/portal/{code}/public",
    "/applications/{code}/",
    "/assessment/{code}/",
    "/identity/{code}/units",
    "/identity/{code}/regulations",
]


@pytest.fixture(scope="module")
def written(played):
    """Every Chinese text of every row that people or regulations wrote."""
    texts = set()
    for service in SERVICES:
        columns = played.rows(
            service,
            "select table_name, column_name from information_schema.columns where table_schema = 'public'"
            " and data_type in ('text', 'jsonb', 'ARRAY') and table_name <> all(%s)",
            sorted(SAID_BY_THE_PRODUCT),
        )
        for each in columns:
            table, column = each["table_name"], each["column_name"]
            rows = played.rows(service, f'select distinct "{column}"::text as said from "{table}"')
            texts |= {row["said"] for row in rows if row["said"] and HAN.search(row["said"])}
    return "\n".join(texts)


def shape_of(path):
    return re.sub(r"=[^&]*", "=", IDS.sub("#", path))


def pages_of(deployment, who, code, known):
    """The pages this person comes to by links: each kind of address once, and none that three others have seen."""
    waiting, seen = [start.format(code=code) for start in STARTS], set()
    while waiting:
        path = waiting.pop(0)
        shape = shape_of(path)
        if shape in seen or known[shape] >= 3:
            continue
        seen.add(shape)
        known[shape] += 1
        answer = deployment.ask("GET", path, who, headers={"Accept-Language": "en"})
        if answer.status_code != 200 or "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        soup = BeautifulSoup(answer.text, "html5lib")
        yield path, soup
        for link in soup.select("a[href]"):
            href = str(link["href"]).partition("#")[0]
            href = path.partition("?")[0] + href if href.startswith("?") else href
            if href.startswith("/") and "lang=" not in href and "sign-out" not in href and not DOCUMENT.search(href):
                waiting.append(href)


def said_on(soup):
    """The words of a page, what is marked as Chinese, as a document of a federation is, left out."""
    assert soup.html["lang"] == "en"
    for tag in soup.select("script, style, .mark, [lang^=zh]:not(html)"):
        tag.decompose()
    for text in soup.find_all(string=True):
        if not isinstance(text, Comment):
            yield str(text)
    for tag in soup.find_all(True):
        for name in SPOKEN_ATTRIBUTES:
            if isinstance(tag.get(name), str):
                yield tag[name]


def test_what_is_left_in_chinese_was_written_by_people(played, written):
    played.lift_limits()
    known, left, looked_at = Counter(), defaultdict(set), 0
    for code, people in WHO.items():
        for who in people:
            for path, soup in pages_of(played, who, code, known):
                looked_at += 1
                for run in {run for said in said_on(soup) for run in RUN.findall(said)}:
                    if run not in written:
                        left[run].add(path)

    assert looked_at > 100
    assert "\n".join(f"{run}  {min(paths)}" for run, paths in sorted(left.items())) == ""
