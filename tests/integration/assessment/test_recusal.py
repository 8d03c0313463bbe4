"""Recusal by API: the related are refused by name of the rule, who declares a conflict is out (rule 9)."""

from __future__ import annotations

from typing import Any

import pytest

from services.common.roles import Role
from tests.integration.assessment.conftest import County


def a_related(county: County, how: str) -> Any:
    place = county.place
    match how:
        case "related_same_unit":
            return place.person("程小满", Role.ASSESSOR, at=county.union)
        case "related_recommends":
            return place.person("顾长青", Role.ASSESSOR, at=county.township)
        case "related_acts_for":
            return place.person("苏若水", Role.ASSESSOR, (Role.REVIEWER, county.township))
        case _:
            who = place.person("田春禾", Role.ASSESSOR)
            unit = {"unit_id": str(county.union.id), "says": "配偶在该单位工作"}
            assert county.send("POST", who, "/relations", unit).status_code == 201
            return who


SAYS = {
    "related_same_unit": "与申报班组同单位，按规则回避",
    "related_recommends": "所在工会推荐了该班组，按规则回避",
    "related_acts_for": "承办过该班组的申报或审核，按规则回避",
    "related_declared": "已申明与该单位有利害关系，按规则回避",
}


@pytest.mark.parametrize("how", list(SAYS))
def test_the_related_is_refused_by_the_rule(county: County, how: str) -> None:
    related, apart = a_related(county, how), county.assessors[0]
    id_ = county.open()
    county.score_self(id_)

    refused = county.appoint(id_, apart, related)

    assert (refused.status_code, refused.json["code"], refused.json["detail"]) == (403, how, SAYS[how])
    assert county.case(county.secretary, id_)["assessors"] == []
    listed = county.get(county.secretary, f"/assessments/{id_}/candidates").json["rows"]
    assert {row["name"]: row["reason"] for row in listed if not row["may_assess"]} == {related.name: SAYS[how]}


def test_who_steps_back_is_out_and_another_is_needed(county: County) -> None:
    id_ = county.open()
    county.score_self(id_)
    first, second, third = county.assessors
    county.appoint(id_, first, second)

    gone = county.send("POST", first, f"/assessments/{id_}/recusal", {"reason": "配偶在该单位工作"})

    assert gone.status_code == 204
    assert county.get(first, f"/assessments/{id_}").status_code == 404
    assert county.case(county.secretary, id_)["status"] == "appointing"
    assert county.appoint(id_, first).json["code"] == "already_appointed"
    assert county.appoint(id_, third).json["status"] == "scoring"


def test_a_relation_that_came_up_after_the_appointment_stops_the_score(county: County) -> None:
    who = county.place.person("田春禾", Role.ASSESSOR)
    id_ = county.open()
    county.score_self(id_)
    county.appoint(id_, who, county.assessors[0])
    unit = {"unit_id": str(county.union.id), "says": "持有该单位股份"}
    assert county.send("POST", who, "/relations", unit).status_code == 201

    version = county.mine(who, id_)["version"]
    refused = county.send("PUT", who, f"/assessments/{id_}/scores", {"rows": {}}, version=version)

    assert (refused.status_code, refused.json["code"]) == (403, "related_declared")


def test_nobody_declares_for_somebody_else_but_the_secretary(county: County) -> None:
    first, second = county.assessors[:2]
    unit = {"unit_id": str(county.union.id), "says": "配偶在该单位工作", "subject": second.subject}

    assert county.send("POST", first, "/relations", unit).json["code"] == "may_not_declare"
    made = county.send("POST", county.secretary, "/relations", unit)

    assert made.status_code == 201
    assert county.get(first, "/relations").json["rows"] == []
    assert [row["unit_name"] for row in county.get(second, "/relations").json["rows"]] == [county.union.name]


def test_a_secretary_of_the_same_union_leaves_the_appointing_to_others(county: County) -> None:
    own = county.place.person("程怀远", Role.SECRETARY, at=county.union)
    id_ = county.open()
    county.score_self(id_)
    version = county.case(own, id_)["version"]

    people = {"person_ids": [str(who.person_id) for who in county.assessors[:2]]}
    refused = county.send("POST", own, f"/assessments/{id_}/assessors", people, version=version)

    assert (refused.status_code, refused.json["code"]) == (403, "may_not_appoint")


def test_only_holders_of_the_role_are_appointed(county: County) -> None:
    stranger = county.place.person("路过人", Role.AUDITOR)
    id_ = county.open()
    county.score_self(id_)

    assert county.appoint(id_, county.assessors[0], stranger).json["code"] == "not_an_assessor"
