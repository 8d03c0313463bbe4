"""A contest's rule with some of its words changed, to be tried on the same marks before anybody is bound by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from services.common.errors import Invalid
from services.competitions.frozen import contest_of

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Word:
    """What can be changed: its name in a form, and what the rule says now."""

    name: str
    kind: str
    of: str
    value: str


def words_of(frozen: Document) -> tuple[Word, ...]:
    """Weights of parts, how judges' scores are combined, what level entrants are given, and how many awards."""
    return tuple(_words(_contest(frozen)))


def _words(contest: Mapping[str, Any]) -> Iterator[Word]:
    for part in _parts(contest):
        if "weight" in part:
            yield Word(f"weight-{part['id']}", "weight", part["id"], str(part["weight"]).removesuffix("%"))
    for part in _parts(contest):
        if int(part.get("judges", 1)) > 2 and "drop" not in part:
            yield Word(f"combine-{part['id']}", "combine", part["id"], str(part.get("combine", "mean")))
    for number, award in enumerate(contest.get("awards", ()), 1):
        name = next(iter(award))
        if isinstance(award[name], int):
            yield Word(f"award-{number}", "award", name, str(award[name]))
    if "tie" in contest:
        yield Word("tie", "tie", "", str(contest["tie"]))


def supposed(frozen: Document, said: Mapping[str, str]) -> dict[str, Any]:
    """The same document with what was said; words left empty stay as they are. Raises Invalid where it is no rule."""
    changed = deepcopy(dict(frozen))
    contest = _contest(changed)
    for word in words_of(frozen):
        value = said.get(word.name, "").strip().removesuffix("%")
        if value and value != word.value:
            _put(contest, word, value)
    try:
        contest_of(changed)
    except ValueError as wrong:
        raise Invalid({"": "这样改不成一条规则：各项权重合计应为 100%，奖项名额应为整数，请改正后再试算。"}) from wrong
    return changed


def _put(contest: dict[str, Any], word: Word, value: str) -> None:
    match word.kind:
        case "weight":
            _part(contest, word.of)["weight"] = f"{value}%"
        case "combine":
            _part(contest, word.of)["combine"] = value
        case "award":
            if not (value.isascii() and value.isdigit()) or len(value) > 4:
                raise Invalid({word.name: "请填名额的人数，例如 2"})
            contest["awards"][int(word.name.removeprefix("award-")) - 1][word.of] = int(value)
        case _:
            contest["tie"] = value


def _contest(frozen: Document) -> Any:
    return next(iter(frozen["contests"].values()))


def _parts(contest: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for each in contest["rounds"]:
        yield from each["parts"]


def _part(contest: Mapping[str, Any], part_id: str) -> dict[str, Any]:
    return next(each for each in _parts(contest) if each["id"] == part_id)
