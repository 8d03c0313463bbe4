"""Who sees what: the union its own, an assessor his cases and nobody's score but his own until the end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from services.assessment import queries, rules
from services.assessment.queries import Filter
from services.assessment.queries.loading import load_any
from services.common.principal import load_principal
from services.common.roles import Role
from tests.integration.assessment.conftest import NOW_DAY, County


@pytest.fixture
def scored(county: County) -> tuple[County, UUID]:
    """One of two has signed."""
    id_ = county.open()
    county.score_self(id_)
    county.appoint(id_, *county.assessors[:2])
    county.score(county.assessors[0], id_, documents={"missing": ["总结"]})
    return county, id_


def totals(case: Any) -> list[str | None]:
    return [card.get("total") for card in case["assessors"]]


def test_nobody_who_scores_sees_a_fellows_score_before_the_end(scored: tuple[County, UUID]) -> None:
    county, id_ = scored
    first, second = county.assessors[:2]

    case = county.case(second, id_)

    assert [card["is_signed"] for card in case["assessors"]] == [True, False]
    assert totals(case)[0] is None
    assert "findings" not in case["assessors"][0]
    assert case["self_score"]["total"] == "100.00"
    county.score(second, id_)
    assert totals(county.case(second, id_)) == ["95.00", "100.00"]
    assert totals(county.case(first, id_)) == ["95.00", "100.00"]


def test_the_union_sees_its_self_score_and_the_rest_after_the_end_without_names(scored: tuple[County, UUID]) -> None:
    county, id_ = scored

    before = county.case(county.applicant, id_)

    assert before["self_score"]["total"] == "100.00"
    assert totals(before) == [None, None]
    assert [card["name"] for card in before["assessors"]] == ["", ""]
    county.score(county.assessors[1], id_)
    after = county.case(county.applicant, id_)
    assert totals(after) == ["95.00", "100.00"]
    assert [card["name"] for card in after["assessors"]] == ["", ""]


def test_the_secretary_follows_signed_scores_but_no_drafts(scored: tuple[County, UUID]) -> None:
    county, id_ = scored

    case = county.case(county.secretary, id_)

    assert totals(case) == ["95.00", None]
    assert [card["name"] for card in case["assessors"]] == ["许文静", "龚思齐"]


def test_the_auditor_reads_and_writes_nothing(scored: tuple[County, UUID]) -> None:
    county, id_ = scored
    auditor = county.place.person("方知远", Role.AUDITOR)

    case = county.case(auditor, id_)
    people = {"person_ids": [str(county.assessors[2].person_id)]}
    refused = county.send("POST", auditor, f"/assessments/{id_}/assessors", people, version=case["version"])

    assert totals(case) == ["95.00", None]
    assert (refused.status_code, refused.json["code"]) == (403, "may_not_appoint")
    assert len(county.get(auditor, f"/assessments/{id_}/log").json["rows"]) >= 5


def test_the_draft_of_the_self_score_is_the_unions_alone(county: County) -> None:
    id_ = county.open()
    card = county.case(county.applicant, id_)["self_score"]
    rows = {"rows": {"documents": {"missing": ["总结"]}}}
    county.send("PUT", county.applicant, f"/assessments/{id_}/self-score", rows, version=card["version"])

    assert "findings" in county.case(county.applicant, id_)["self_score"]
    assert "findings" not in county.case(county.secretary, id_)["self_score"]


def test_the_same_predicate_lists_and_opens(county: County) -> None:
    """SQL and Python say the same for everybody and every case."""
    place = county.place
    other_union = place.unit("皖嘉新材料有限公司工会", "employer_union", county.township)
    ids = [county.open(), county.open(self_scoring_unit_path=other_union.path, subject_unit_path=other_union.path)]
    county.score_self(ids[0])
    county.appoint(ids[0], *county.assessors[:2])
    people = {
        "secretary": (county.secretary, [True, True]),
        "applicant": (county.applicant, [True, False]),
        "other applicant": (place.person("钱四", (Role.APPLICANT, other_union)), [False, True]),
        "township applicant": (place.person("赵一", (Role.APPLICANT, county.township)), [True, True]),
        "appointed": (county.assessors[0], [True, False]),
        "not appointed": (county.assessors[2], [False, False]),
        "reviewer": (place.person("孙二", (Role.REVIEWER, county.township)), [False, False]),
        "auditor": (place.person("李三", Role.AUDITOR), [True, True]),
        "system admin": (place.person("周五", Role.SYSTEM_ADMIN), [False, False]),
    }
    for name, (who, expected) in people.items():
        with place.db.read(county.code) as session:
            principal = load_principal(session, who.subject, who.name, on=NOW_DAY)
            listed = {line.id for line in queries.find(session, principal, Filter())}
            counted = queries.counts(session, principal)["all"]
            opened = [rules.may_see(principal, load_any(session, id_).assessment) for id_ in ids]
        assert opened == expected, name
        assert [id_ in listed for id_ in ids] == expected, name
        assert counted == sum(expected), name
        assert [county.get(who, f"/assessments/{id_}").status_code == 200 for id_ in ids] == expected, name


def test_the_export_holds_what_the_list_holds(scored: tuple[County, UUID]) -> None:
    county, id_ = scored
    county.score(county.assessors[1], id_)

    for who, status in ((county.secretary, 200), (county.applicant, 403), (county.assessors[0], 403)):
        assert county.get(who, "/results.xlsx").status_code == status
    with county.place.db.read(county.code) as session:
        principal = load_principal(session, county.secretary.subject, "何立言", on=NOW_DAY)
        assert [row.id for row in queries.results(session, principal, 2025)] == [id_]
        assert queries.results(session, principal, 2024) == []
