"""The list costs the same at 50 and at 5 000 cases: statements, not rows, are counted."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from tests.integration.assessment.conftest import County

COPIES = """
insert into assessment (tenant, id, object_type, object_id, round, year, regulation_id, regulation_version,
  sheet_id, sheet,
  title, subject_name, subject_path, answering_path, self_score_required, assessors_at_least, opened_at, status)
select tenant, gen_random_uuid(), object_type, 'copy-' || n, round, year, regulation_id, regulation_version,
  sheet_id, sheet,
  title, subject_name || n, subject_path, answering_path, true, 2, opened_at, 'self_scoring'
from assessment, generate_series(cast(:first as int), cast(:last as int)) n where tenant = :t and object_id not like 'copy-%'
"""


def fill(county: County, first: int, last: int) -> None:
    with county.place.db.transaction(county.code) as session:
        session.execute(text(COPIES), {"t": county.code, "first": first, "last": last})
        session.execute(
            text(
                "insert into score_card (tenant, id, assessment_id, kind, number)"
                " select a.tenant, gen_random_uuid(), a.id, 'self', 0 from assessment a"
                " where a.tenant = :t and not exists (select 1 from score_card c where c.assessment_id = a.id)"
            ),
            {"t": county.code},
        )


@pytest.mark.parametrize("who", ["secretary", "applicant", "assessor"])
def test_the_list_takes_the_same_statements_at_any_size(county: County, count_statements: Any, who: str) -> None:
    county.open()
    person = {"secretary": county.secretary, "applicant": county.applicant, "assessor": county.assessors[0]}[who]
    fill(county, 1, 49)

    def cost() -> int:
        with count_statements(county.place.db) as counted:
            page = county.client.get(f"/assessment/{county.code}/", headers=person.headers)
            api = county.get(person, "/assessments")
        assert (page.status_code, api.status_code) == (200, 200)
        return int(counted.number)

    small = cost()
    fill(county, 50, 4999)
    large = cost()

    assert small == large
    assert small <= 20
    total = county.get(county.secretary, "/assessments").json["counts"]["all"]
    assert total == 5000


def test_pages_follow_each_other_without_gap_or_repeat(county: County) -> None:
    county.open()
    fill(county, 1, 119)
    seen: list[str] = []
    cursor = ""
    for _ in range(5):
        page = county.get(county.secretary, f"/assessments?cursor={cursor}").json
        seen += [row["id"] for row in page["rows"]]
        cursor = page["next_cursor"] or ""
        if not cursor:
            break

    assert len(seen) == len(set(seen)) == 120


def test_filters_narrow_the_list(county: County) -> None:
    first = county.open(subject_unit_name="半塔水务 抢修班")
    county.open(subject_unit_name="恒远纺织 细纱乙班")
    county.score_self(first)

    def ids(query: str) -> list[str]:
        return [row["subject_name"] for row in county.get(county.secretary, f"/assessments?{query}").json["rows"]]

    assert ids("text=抢修") == ["半塔水务 抢修班"]
    assert ids("text=%25") == []
    assert ids("year=2024") == []
    assert len(ids("year=2025")) == 2
    assert ids("status=appointing") == ["半塔水务 抢修班"]
    assert ids("status=mine") == ["半塔水务 抢修班"]
    assert ids("passed=yes") == []
