"""The regulations that come with the product: each clean, explained, stored and read back, valid by the schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from services.common.regulation import Apply, Confer, Publicise, Regulation, Review, Span, explain, read
from services.common.regulation.bounds import Percent
from services.common.regulation.schema import written

REGULATIONS = Path(__file__).parents[3] / "regulations"
FILES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(REGULATIONS.glob("*.yaml"))}
SCHEMA = json.loads((REGULATIONS / "schema.json").read_text(encoding="utf-8"))


def clean(name: str) -> Regulation:
    checked = read(FILES[name])
    assert checked.faults == ()
    assert checked.regulation is not None
    return checked.regulation


@pytest.mark.parametrize(
    ("name", "tenant", "level"),
    [
        ("laian-worker-pioneer", "341122", "county"),
        ("chuzhou-worker-pioneer", "3411", "city"),
        ("anhui-worker-pioneer", "34", "province"),
        ("national-worker-pioneer", "00", "national"),
        ("changxing-worker-pioneer", "330522", "county"),
    ],
)
def test_the_ladder_has_a_clean_regulation_at_each_level(name: str, tenant: str, level: str) -> None:
    regulation = clean(name)
    (programme,) = regulation.programmes.values()
    assert (regulation.id, regulation.tenant, programme.level) == (name, tenant, level)
    assert (programme.honour, programme.subject) == ("工人先锋号", "team")


def test_each_level_above_the_county_asks_for_the_honour_of_the_level_below() -> None:
    names = ("chuzhou-worker-pioneer", "anhui-worker-pioneer", "national-worker-pioneer")
    asked = [clean(name).programmes["worker-pioneer"].eligible.holds for name in names]
    assert [[(each.honour, each.level, each.standing) for each in holds] for holds in asked] == [
        [("工人先锋号", "county", "good")],
        [("工人先锋号", "city", "good")],
        [("工人先锋号", "province", "good")],
    ]
    assert all(clean(name).programmes["worker-pioneer"].takes_dossiers for name in names)
    assert not clean("laian-worker-pioneer").programmes["worker-pioneer"].takes_dossiers


def test_the_countys_way_is_the_notices() -> None:
    programme = clean("laian-worker-pioneer").programmes["worker-pioneer"]
    assert [(stage.key, stage.by) for stage in programme.stages] == [
        ("apply", "grassroots_union"),
        ("review", "reviewing_union"),
        ("assess", "federation"),
        ("approve", "chairmens_meeting"),
        ("publicise", "federation"),
        ("confer", "federation"),
    ]
    review, publicise, confer = (programme.stage(key) for key in ("review", "publicise", "confer"))
    assert isinstance(review, Review)
    assert (review.must_record, review.ranks, review.may_return_to) == (("workers_heard",), True, ("apply",))
    assert isinstance(publicise, Publicise)
    assert publicise.days == Span(5, "working_days")
    assert isinstance(confer, Confer)
    assert confer.plaque
    assert programme.quota is None
    assert [condition.title for condition in programme.conditions] == [
        "具有一流素质",
        "创造一流工作",
        "提供一流服务",
        "取得一流业绩",
        "形成和谐团队",
    ]


def test_the_way_can_be_walked_stage_by_stage() -> None:
    programme = clean("laian-worker-pioneer").programmes["worker-pioneer"]
    walked, stage = ["apply"], programme.stage("apply")
    assert isinstance(stage, Apply)
    while (after := programme.stage_after(walked[-1])) is not None:
        walked.append(after.key)
    assert walked == ["apply", "review", "assess", "approve", "publicise", "confer"]
    with pytest.raises(KeyError):
        programme.stage("vote")


def test_changxing_forms_are_due_on_the_notices_days() -> None:
    regulation = clean("changxing-worker-pioneer")
    form, sheet = regulation.forms["worker-pioneer-application"], regulation.sheets["four-level-2018"]
    assert form.due is not None
    assert sheet.due is not None
    assert [str(due.on) for due in (form.due, sheet.due)] == ["4月10日", "11月25日"]
    assert len(form.copies) == 3


def test_a_model_home_needs_its_members_content_and_is_nominated_for_another_honour() -> None:
    programme = clean("jiangsu-model-home").programmes["model-home"]
    key = [each for each in programme.eligible.minimum if each.key]
    assert [(each.figure, each.bound.at_least) for each in key] == [("satisfaction", 85)]
    confer = programme.stage("confer")
    assert isinstance(confer, Confer)
    assert [(each.honour, each.effect) for each in confer.linked] == [
        ("五一劳动奖状", "nominate"),
        ("优秀工会干部", "commend_person"),
    ]


def test_an_honour_for_a_person_names_the_rounding_of_its_shares() -> None:
    programme = clean("laian-labour-medal").programmes["labour-medal"]
    assert programme.subject == "person"
    assert programme.quota is not None
    shares = [(part.of, part.rounding) for part in programme.quota.composition if part.bound.is_percent]
    assert shares == [("industrial_worker", "up"), ("leader", "down")]
    assert Percent(programme.quota.composition[0].bound.at_least or 0).places(20, "up") == 7  # type: ignore[arg-type]


@pytest.mark.parametrize("name", FILES)
def test_what_is_stored_reads_back_the_same(name: str) -> None:
    regulation = clean(name)
    stored = json.loads(json.dumps(regulation.to_document()))
    assert Regulation.from_document(stored) == regulation
    assert Regulation.from_document(stored).to_document() == regulation.to_document()


@pytest.mark.parametrize("name", FILES)
def test_it_is_explained_in_whole_chinese_sentences(name: str) -> None:
    for title, sentences in explain(clean(name)):
        assert title
        for sentence in sentences:
            assert sentence.endswith(("。", "：")), sentence
            assert "None" not in sentence
            assert "。。" not in sentence


@pytest.mark.parametrize("name", FILES)
def test_it_is_valid_by_the_schema(name: str) -> None:
    errors = list(Draft202012Validator(SCHEMA).iter_errors(clean(name).to_document()))
    assert [error.json_path for error in errors] == []


def test_the_schema_refuses_an_unknown_word() -> None:
    document = clean("laian-worker-pioneer").to_document()
    document["programmes"]["worker-pioneer"] |= {"honor": "x"}
    assert [error.json_path for error in Draft202012Validator(SCHEMA).iter_errors(document)] == [
        "$.programmes['worker-pioneer']"
    ]


def test_the_schema_is_the_one_made_from_the_words() -> None:
    assert (REGULATIONS / "schema.json").read_text(encoding="utf-8") == written()


def test_what_was_never_clean_is_not_taken_from_the_store() -> None:
    with pytest.raises(ValueError, match="not a regulation"):
        Regulation.from_document({"regulation": "x"})
