"""The county that is attacked, with everything in it, and the one that attacks."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.live import Deployment

COUNTY, NEIGHBOUR = "341122", "330522"

# Where an address asks for the id of a thing: the service, the table and the column that have one of the county.
IDS = {
    ("applications", "case_id"): "application",
    ("applications", "evidence_id"): "evidence",
    ("applications", "docket_id"): "docket",
    ("applications", "notice_id"): "notice",
    ("applications", "objection_id"): "objection",
    ("applications", "honour_id"): "honour",
    ("applications", "dossier_id"): "dossier",
    ("applications", "reinspection_id"): "reinspection",
    ("applications", "rectification_id"): "rectification",
    ("applications", "exception_id"): "level_exception",
    ("applications", "seal_id"): "seal_image",
    ("assessment", "assessment_id"): "assessment",
    ("assessment", "card_id"): "score_card",
    ("assessment", "evidence_id"): "evidence",
    ("assessment", "correction_id"): "correction",
    ("assessment", "relation_id"): "relation",
    ("identity", "unit_id"): "org_unit",
    ("identity", "person_id"): "person",
    ("identity", "grant_id"): "grant_",
    ("identity", "draft_id"): "regulation_draft",
    ("identity", "import_id"): "import_file",
    ("portal", "message_id"): "message",
}


@pytest.fixture(scope="session")
def ids(played: Deployment) -> Callable[[str, str], str]:
    """`ids(service, parameter)`: the id of a row that really is in the county; any id where there is none."""
    known: dict[tuple[str, str], str] = {}

    def of(service: str, parameter: str) -> str:
        if (service, parameter) not in known:
            table = IDS.get((service, parameter))
            rows = (
                played.rows(service, f"select id from {table} where tenant = %s order by id limit 1", COUNTY)
                if table
                else []
            )
            known[service, parameter] = str(rows[0]["id"]) if rows else str(uuid4())
        return known[service, parameter]

    return of


@pytest.fixture(scope="session")
def address(ids: Callable[[str, str], str]) -> Callable[..., str]:
    """`address(route, tenant)`: the route's path with ids of the county in it, whoever's tenant is named."""

    def of(route: dict[str, Any], tenant: str = COUNTY) -> str:
        path: str = route["rule"]
        for name, converter in route["converters"].items():
            value = {
                "tenant": tenant,
                "code": COUNTY,
                "programme": "worker-pioneer",
                "regulation_id": "laian-worker-pioneer",
                "step": "team",
                "kind": "units",
                "mode": "self",
            }.get(name) or ("2024" if converter == "IntegerConverter" else ids(route["service"], name))
            start = path.index("<")
            end = path.index(">", start)
            if converter == "AnyConverter":
                # One of the few words that the address itself names.
                value = path[start:end].partition("(")[2].partition(")")[0].split(",")[0].strip()
            path = f"{path[:start]}{value}{path[end + 1 :]}"
        return path

    return of
