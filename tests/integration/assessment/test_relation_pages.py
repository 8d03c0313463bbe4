"""Declared relations come a page at a time, newest first, and each page knows where it ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.assessment.models import RelationRow
from services.common.ids import new_id
from services.common.paging import SIZE
from tests.conftest import NOW
from tests.integration.assessment.conftest import County


def declared(county: County, number: int) -> list[str]:
    """So many relations of the first assessor, oldest first; their words."""
    who, words = county.assessors[0], [f"关系{place:03}" for place in range(number)]
    with county.place.db.transaction(county.code) as session:
        for place, says in enumerate(words):
            session.add(
                RelationRow(
                    tenant=county.code, id=new_id(), subject=who.subject, unit_id=county.union.id,
                    unit_path=county.union.path, unit_name=county.union.name, says=says, declared_by=who.subject,
                    declared_at=NOW + timedelta(seconds=place), ended_at=None,
                )
            )  # fmt: skip
    return words


@pytest.mark.parametrize(("number", "pages"), [(SIZE, [SIZE]), (SIZE + 1, [SIZE, 1])])
def test_every_relation_is_on_one_page(a_county: Any, number: int, pages: list[int]) -> None:
    county, neighbour = a_county(), a_county()
    words = declared(county, number)
    declared(neighbour, 3)

    found, lengths, cursor = [], [], ""
    while cursor is not None:
        page = county.get(county.secretary, f"/relations?cursor={cursor}").json
        found += [row["says"] for row in page["rows"]]
        lengths.append(len(page["rows"]))
        cursor = page["next_cursor"]

    assert (found, lengths) == (words[::-1], pages)


def test_the_page_leads_on_and_back(a_county: Any, services: Any) -> None:
    from tests import issuer
    from tests.pages import PageClient

    county = a_county()
    words = declared(county, SIZE + 1)
    client = PageClient(services.of("assessment").app, headers=issuer.bearer(county.secretary.subject))

    first = client.get(f"/assessment/{county.code}/relations")
    second = client.get(str(first.select('a[rel="next"]')[0]["href"]))

    assert words[0] not in first.text
    assert words[0] in second.text
    assert second.select('a[rel="prev"]')[0]["href"] == f"/assessment/{county.code}/relations"


def test_a_forged_cursor_is_refused(a_county: Any) -> None:
    county = a_county()

    refused = county.get(county.secretary, "/relations?cursor=x")

    assert (refused.status_code, refused.json["code"]) == (422, "bad_cursor")
