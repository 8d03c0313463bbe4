"""A file made to say something else keeps the lines, the quotes and the comments of what did not change."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.regulation.editor_text import rewrite
from services.common.regulation.nodes import parse, to_plain

FILES = sorted((Path(__file__).parents[3] / "regulations").glob("*.yaml"))

TEXT = """\
# 来安县
regulation: laian   # 代号
tenant: "341122"

programmes:
  worker:                                  # 荣誉
    honour: 工人先锋号
    round: {opens: 01-01, closes: 12-31}
    conditions:                            # 五项
      - id: quality
        title: 一流素质
        # 佐证
        evidence: {at_least: 1}
      # 第二项
      - {id: work, title: 一流工作}
      - {id: service, title: 一流服务}
    scope: [front_line, window]
    quota: none                            # 名额不限
"""


def said(text: str) -> Any:
    return to_plain(parse(text))


def changed(change: Any) -> str:
    wanted = said(TEXT)
    change(wanted["programmes"]["worker"])
    made = rewrite(TEXT, wanted)
    assert said(made.text) == wanted
    assert made.kept_comments
    return made.text


def test_nothing_changed_is_the_same_text() -> None:
    assert rewrite(TEXT, said(TEXT)).text == TEXT


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (lambda p: p.update(honour="五一奖状"), "honour: 工人先锋号", "honour: 五一奖状"),
        (lambda p: p["round"].update(closes="10-31"), "closes: 12-31}", "closes: 10-31}"),
        (lambda p: p["round"].update(every="year"), "closes: 12-31}", "closes: 12-31, every: year}"),
        (lambda p: p["round"].pop("closes"), "{opens: 01-01, closes: 12-31}", "{opens: 01-01}"),
        (lambda p: p.update(scope=["window"]), "[front_line, window]", "[window]"),
        (lambda p: p["conditions"][0].pop("evidence"), "        evidence: {at_least: 1}\n", ""),
        (lambda p: p["conditions"][0].pop("id"), "- id: quality\n        title", "- title"),
        (lambda p: p["conditions"][1].update(title="甲, 乙"), "title: 一流工作", 'title: "甲, 乙"'),
        (lambda p: p["conditions"][2].update(title="341122"), "title: 一流服务", 'title: "341122"'),
        (lambda p: p.update(quota={"total": 20}), "quota: none ", "quota: {total: 20} "),
        (lambda p: p.pop("quota"), "    quota: none                            # 名额不限\n", ""),
        (
            lambda p: p["conditions"][0].update(text="说明"),
            "evidence: {at_least: 1}\n",
            "evidence: {at_least: 1}\n        text: 说明\n",
        ),
        (
            lambda p: p["conditions"].append({"id": "new", "title": "新"}),
            "- {id: service, title: 一流服务}\n",
            "- {id: service, title: 一流服务}\n      - {id: new, title: 新}\n",
        ),
        (lambda p: p["conditions"].pop(1), "      # 第二项\n      - {id: work, title: 一流工作}\n", ""),
        (
            lambda p: p["conditions"].insert(2, p["conditions"].pop(1)),
            "      # 第二项\n      - {id: work, title: 一流工作}\n      - {id: service, title: 一流服务}\n",
            "      - {id: service, title: 一流服务}\n      # 第二项\n      - {id: work, title: 一流工作}\n",
        ),
    ],
)
def test_only_what_changed_is_written(change: Any, old: str, new: str) -> None:
    assert TEXT.count(old) == 1

    assert changed(change) == TEXT.replace(old, new)


def test_a_list_can_be_emptied_and_filled_again() -> None:
    empty = changed(lambda p: p.update(conditions=[]))

    assert "conditions: " in empty.replace("#", " #")
    assert said(rewrite(empty, said(TEXT)).text) == said(TEXT)


def places(value: Any) -> list[Any]:
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [value, *(place for each in below for place in places(each))]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        "yes",
        "none",
        "341122",
        "90.00",
        "- 甲",
        "甲: 乙",
        "#",
        "“五小”",
        "{a",
        "~",
        "true",
        "2/3",
        "95%",
        " 甲 ",
        "甲\n乙",
    ]
)
PLAIN = st.recursive(
    TEXTS | st.integers(0, 999999999) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(FILES), st.data())
def test_whatever_is_wanted_is_what_the_file_says_then(file: Path, drawn: st.DataObject) -> None:
    text = file.read_text("utf-8")
    wanted = said(text)
    for _ in range(drawn.draw(st.integers(1, 3))):
        place = drawn.draw(st.sampled_from([each for each in places(wanted) if isinstance(each, dict | list)]))
        if isinstance(place, dict):
            if place and drawn.draw(st.booleans()):
                place.pop(drawn.draw(st.sampled_from(sorted(place))))
            else:
                place[drawn.draw(st.sampled_from([*sorted(place), "new"]))] = drawn.draw(PLAIN)
        elif place and drawn.draw(st.booleans()):
            moved = place.pop(drawn.draw(st.integers(0, len(place) - 1)))
            if drawn.draw(st.booleans()):
                place.insert(drawn.draw(st.integers(0, len(place))), moved)
        else:
            place.insert(drawn.draw(st.integers(0, len(place))), drawn.draw(PLAIN))
    made = rewrite(text, wanted)

    assert said(made.text) == wanted
    assert made.kept_comments
