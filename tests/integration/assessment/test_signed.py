"""A signed score stands: no use case, no statement of the program changes it but a granted correction."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from services.common.roles import Role
from tests.integration.assessment.conftest import FULL, County

BETTER = {**FULL, "activities": {"missing": ["评比"], "ground": "9 月只有培训和“五小”活动"}}


@pytest.fixture
def scored(county: County) -> tuple[County, UUID]:
    """The first of two has signed 95.00."""
    id_ = county.open()
    county.score_self(id_)
    county.appoint(id_, *county.assessors[:2])
    county.score(county.assessors[0], id_, documents={"missing": ["总结"]})
    return county, id_


def ask(county: County, id_: UUID) -> str:
    first = county.assessors[0]
    pointer = {"row_id": "activities", "word": "活动台账", "href": f"/applications/{county.code}/x"}
    assert county.send("POST", first, f"/assessments/{id_}/evidence/pointers", pointer).status_code == 200
    body = {"rows": BETTER, "reason": "总结已补交，漏看了评比"}
    asked = county.send("POST", first, f"/assessments/{id_}/corrections", body)
    assert asked.status_code == 200, asked.get_data(as_text=True)
    return str(county.get(first, f"/assessments/{id_}/corrections").json["rows"][-1]["id"])


def test_a_signed_score_is_not_saved_over(scored: tuple[County, UUID]) -> None:
    county, id_ = scored
    first = county.assessors[0]
    version = county.mine(first, id_)["version"]

    refused = county.send("PUT", first, f"/assessments/{id_}/scores", {"rows": FULL}, version=version)

    assert (refused.status_code, refused.json["code"]) == (409, "score_signed")


@pytest.mark.parametrize(
    "change", ["total = 100", "findings = '{}'", "subject = 's-other'", "total = 100, version = version + 1"]
)
def test_the_database_keeps_a_signed_score(scored: tuple[County, UUID], change: str) -> None:
    county, _id = scored
    with pytest.raises(IntegrityError, match="never changes"), county.place.db.transaction(county.code) as session:
        session.execute(
            text(f"update score_card set {change} where tenant = :t and kind = 'assessor' and total = 95"),
            {"t": county.code},
        )


def test_the_database_keeps_a_result_and_lets_nothing_go(scored: tuple[County, UUID]) -> None:
    county, id_ = scored
    county.score(county.assessors[1], id_)
    with pytest.raises(IntegrityError, match="never changes"), county.place.db.transaction(county.code) as session:
        session.execute(text("update assessment set score = 100, passed = true where tenant = :t"), {"t": county.code})
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        county.place.db.transaction(county.code) as session,
    ):
        session.execute(text("delete from score_card where tenant = :t"), {"t": county.code})


def test_a_granted_correction_keeps_both_scores(scored: tuple[County, UUID]) -> None:
    county, id_ = scored
    correction = ask(county, id_)
    assert county.mine(county.assessors[0], id_)["total"] == "95.00"

    done = county.send(
        "POST", county.secretary, f"/assessments/{id_}/corrections/{correction}/decision", {"grant": True}
    )

    assert done.status_code == 200
    assert county.mine(county.assessors[0], id_)["total"] == "97.00"
    (kept,) = county.get(county.secretary, f"/assessments/{id_}/corrections").json["rows"]
    assert (kept["status"], kept["total_before"], kept["total_after"]) == ("granted", "95.00", "97.00")
    county.score(county.assessors[1], id_)
    assert county.case(county.applicant, id_)["result"]["score"] == "98.50"


def test_a_refused_correction_says_why_and_changes_nothing(scored: tuple[County, UUID]) -> None:
    county, id_ = scored
    path = f"/assessments/{id_}/corrections/{ask(county, id_)}/decision"

    silent = county.send("POST", county.secretary, path, {"grant": False})
    said = county.send("POST", county.secretary, path, {"grant": False, "reason": "台账已在打分时查阅"})

    assert (silent.status_code, silent.json["faults"][0]["field"]) == (422, "reason")
    assert said.status_code == 200
    assert county.mine(county.assessors[0], id_)["total"] == "95.00"


def test_the_result_waits_for_the_decision(scored: tuple[County, UUID]) -> None:
    county, id_ = scored
    correction = ask(county, id_)

    assert county.score(county.assessors[1], id_).json["status"] == "scoring"
    assert county.told("AssessmentCompleted") == []
    county.send("POST", county.secretary, f"/assessments/{id_}/corrections/{correction}/decision", {"grant": True})

    assert county.case(county.secretary, id_)["status"] == "completed"
    assert len(county.told("AssessmentCompleted")) == 1


def test_nobody_grants_his_own_correction(scored: tuple[County, UUID]) -> None:
    county, _id = scored
    both = county.place.person("万能手", Role.SECRETARY, Role.ASSESSOR)
    other = county.open()
    county.score_self(other)
    county.appoint(other, both, county.assessors[1])
    county.score(both, other)
    body = {"rows": {**FULL}, "reason": "写错"}
    assert county.send("POST", both, f"/assessments/{other}/corrections", body).status_code == 200
    (asked,) = county.get(both, f"/assessments/{other}/corrections").json["rows"]

    refused = county.send("POST", both, f"/assessments/{other}/corrections/{asked['id']}/decision", {"grant": True})

    assert (refused.status_code, refused.json["code"]) == (403, "may_not_decide_correction")
