"""Any text at all gives faults with lines, never an exception, and never a moment of pondering."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.regulation import read
from services.common.regulation.nodes import MOST_CHARACTERS
from tests.unit.regulation.notices import SMALL, changed, the_fault

BOMB = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("", 1, "empty"),
        ("# 只有注释\n", 1, "empty"),
        ("只有一句话", 1, "not_table"),
        ("- 列表", 1, "not_table"),
        (changed("    honour: 服务之星", "\thonour: 服务之星"), 7, "tab"),
        (changed("    level: county", "    honour: 另一个"), 8, "duplicate_key"),
        (changed("    level: county", "     level: county"), 8, "colon"),
        (changed("    level: county", "    level: county: 县"), 8, "colon"),
        (changed("    level: county", "    level: &l county"), 8, "alias"),
        (changed("    level: county", "    level: *l"), 8, "alias"),
        (changed("    level: county", "    level: !!python/object:os.system x"), 8, "tag"),
        (changed("scope: [worker]}", "scope: [worker}"), 11, "bracket"),
        (changed("honour: 服务之星", 'honour: "服务之星'), None, "quote"),
        (changed("    level: county", "   level: county"), 8, "indent"),
        (changed("    level: county", "    level\n    subject: person"), None, "no_colon"),
        (changed("    level: county", "    level: county\x00"), 8, "special_character"),
        (changed("    level: county", "    [a]: county"), 8, "key_not_text"),
        (SMALL + "---\n" + SMALL, SMALL.count("\n") + 1, "two_documents"),
        (BOMB, 1, "alias"),
        ("[" * 50, 1, "too_deep"),
        ("[" * 100_000, 1, "too_deep"),
        ("a: " + "x" * MOST_CHARACTERS, 1, "too_long"),
        ("a: [" + "x, " * 30_000 + "]", 1, "too_many"),
        ('a: "\\UFFFFFFFF"', 1, None),
    ],
)
def test_text_that_is_not_a_tree_is_refused_with_a_line(text: str, line: int | None, code: str | None) -> None:
    fault = the_fault(text)
    if code:
        assert fault.code == code
    if line:
        assert fault.line == line
    assert fault.says.endswith("。")


LINES = SMALL.splitlines()


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gives_faults(text: str) -> None:
    checked = read(text)
    assert checked.regulation is None
    assert checked.faults
    assert all(1 <= fault.line <= text.count("\n") + len(text.splitlines()) + 1 for fault in checked.faults)


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, len(LINES) - 1),
    st.lists(st.sampled_from([*"[]{}:,-#&*!|>'%@`? 1\t\n", '"', "yes", "none", "at_least", "。"]), max_size=8),
    st.integers(0, 60),
)
def test_any_damage_to_a_good_file_gives_faults_or_a_regulation(position: int, damage: list[str], column: int) -> None:
    line = LINES[position]
    damaged = "\n".join([*LINES[:position], line[:column] + "".join(damage) + line[column:], *LINES[position + 1 :]])
    checked = read(damaged)
    assert (checked.regulation is None) == bool(checked.faults)


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
        max_leaves=12,
    ),
    st.sampled_from(["programmes", "forms", "sheets", "locked", "based_on", "contests", "effective", "title"]),
)
def test_any_value_in_any_place_gives_faults_or_a_regulation(value: object, key: str) -> None:
    import yaml

    document = yaml.safe_load(SMALL)
    text = yaml.safe_dump({**document, key: value}, allow_unicode=True)
    checked = read(text)
    assert (checked.regulation is None) == bool(checked.faults)
