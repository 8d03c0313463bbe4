"""A word is one class: its fields, its title, its place in the editor come from it alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import pytest

from services.common.regulation.editor_fields import Around, Field, drawn
from services.common.regulation.form_agree import AGREE
from services.common.regulation.form_fields import FIELDS
from services.common.regulation.nodes import Table, parse
from services.common.regulation.reading import Reading, read_one_of
from services.common.regulation.requirements import REQUIREMENTS
from services.common.regulation.shapes import Count, Text
from services.common.regulation.sheet_earning import EARNING
from services.common.regulation.sheet_losing import LOSING
from services.common.regulation.stages import STAGES, Publicise
from services.common.regulation.words import Family, Key, slots

FAMILIES = (STAGES, FIELDS, AGREE, LOSING, EARNING, REQUIREMENTS)


def test_every_family_knows_its_words() -> None:
    assert {family.name: sorted(family.words) for family in FAMILIES} == {
        "stage": ["apply", "approve", "assess", "clearance", "confer", "publicise", "review", "shortlist"],
        "field": [
            "choice",
            "contact",
            "count",
            "day",
            "decimal",
            "education",
            "long_text",
            "month",
            "person_name",
            "phone",
            "political_status",
            "postcode",
            "repeat",
            "sex",
            "text",
            "unit",
            "yes_no",
        ],
        "agree": ["order", "sum"],
        "lose": ["late_per_day", "measure", "per_case", "per_missing", "veto_if", "zero_if"],
        "earn": ["best_of", "by_kind", "per_piece", "rate"],
        "requirement": [
            "all_of",
            "any_of",
            "figure",
            "honour",
            "in_principle",
            "its_unit",
            "running",
            "share_of",
            "without",
        ],
    }


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_word_has_a_chinese_title_and_titled_fields(family: Family) -> None:
    for name, word in family:
        assert not family.titles[name].isascii()
        for slot in slots(word):
            assert slot.key.title, (name, slot.name)


def test_the_editor_learns_a_word_from_its_class() -> None:
    entries = {each.name: each for each in drawn(Publicise, Table(0), "", Around())}
    assert list(entries) == ["id", "by", "due", "title", "for", "objections", "next_in_rank_fills"]
    span = entries["for"]
    assert isinstance(span, Field)
    assert (span.title, span.widget, span.is_required, span.hint) == ("公示期", "span", True, "")
    assert span.choices == {"days": "天", "working_days": "个工作日", "hours": "小时", "months": "个月", "years": "年"}


def test_a_new_word_is_one_class() -> None:
    family = Family("greeting", "问候", tag="say")

    @family.word("hello", "问好")
    @dataclass(frozen=True)
    class Hello:
        to: Annotated[str, Key("对谁", Text(4))]
        times: Annotated[int, Key("几次", Count(1, 3))] = 1

    reading = Reading()
    assert read_one_of(family, parse("{say: hello, to: 职工}"), "", reading) == Hello("职工")
    assert reading.faults == []


def test_a_word_cannot_be_registered_twice() -> None:
    family = Family("greeting", "问候")
    family.word("hello", "问好")(int)
    with pytest.raises(ValueError, match="twice"):
        family.word("hello", "问好")(str)
