"""The widgets of single values: what a browser shows of a node, and the node that is made of what comes back.

A shape names its widget; a widget has named parts, one input each. A shape that names none of ours, and a value that
its widget cannot draw, is written on one line as in the text: nothing is out of reach.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from services.common.regulation.editor_yaml import flow
from services.common.regulation.nodes import Items, Node, Scalar, Table, UnreadableError, as_flag, parse, to_plain
from services.common.regulation.shapes import Shape
from services.common.regulation.word_shapes import ListOf

Shown = Mapping[str, str | list[str]]
"""What stands in the inputs: the part's name (none where there is but one), and its text or what is ticked."""

Draw = Callable[[Shape, Node], Shown | None]
Take = Callable[[Shape, Shown], Any]

_PLAIN: Final = frozenset({"text", "count", "decimal", "day", "month_day"})
_FIGURE: Final = re.compile(r"-?(0|[1-9][0-9]{0,8})\Z")
LOW: Final = {"at_least": "以上（含）", "over": "超过（不含）"}
HIGH: Final = {"at_most": "以下（含）", "under": "不满（不含）"}


@dataclass(frozen=True)
class Widget:
    """`parts` that are lists of ticked words or lines are named in `many`."""

    parts: tuple[str, ...]
    draw: Draw
    take: Take
    many: frozenset[str] = frozenset()

    @property
    def empty(self) -> Shown:
        return {part: [] if part in self.many else "" for part in self.parts}


def figure(text: str) -> int | str:
    """A typed figure as it is stored: whole ones as numbers, decimals as their digits."""
    return int(text) if _FIGURE.match(text) else text


def _one(shape: Shape, node: Node) -> Shown | None:
    return {"": node.text} if isinstance(node, Scalar) else None


def _word(shape: Shape, node: Node) -> Shown | None:
    """A chosen word may be written by its title."""
    if not isinstance(node, Scalar):
        return None
    by_title = [word for word, title in shape.choices.items() if title == node.text]
    return {"": by_title[0] if len(by_title) == 1 and node.text not in shape.choices else node.text}


def _text(shape: Shape, shown: Shown) -> Any:
    return shown[""] or None


def _figure(shape: Shape, shown: Shown) -> Any:
    return figure(str(shown[""])) if shown[""] else None


def _flag(shape: Shape, node: Node) -> Shown | None:
    flag = as_flag(node.text) if isinstance(node, Scalar) else None
    return None if flag is None else {"": "yes" if flag else "no"}


def _percent(shape: Shape, node: Node) -> Shown | None:
    return {"": node.text.removesuffix("%")} if isinstance(node, Scalar) else None


def _as_percent(shape: Shape, shown: Shown) -> Any:
    return f"{str(shown['']).rstrip('%％ ')}%" if shown[""] else None


def _target(shape: Shape, node: Node) -> Shown | None:
    if not isinstance(node, Scalar):
        return None
    return {"": node.text.removesuffix("%"), "unit": "%" if node.text.endswith("%") else ""}


def _as_target(shape: Shape, shown: Shown) -> Any:
    text = str(shown[""]).rstrip("%％ ")
    return (f"{text}%" if shown["unit"] == "%" else figure(text)) if text else None


def _bound(shape: Shape, node: Node) -> Shown | None:
    ends = _ends(node)
    if ends is None:
        return None
    low = next((name for name in LOW if name in ends), "at_least")
    high = next((name for name in HIGH if name in ends), "at_most")
    if len({low, high} | set(ends)) > 2:
        return None
    figures = ends.get(low, ""), ends.get(high, "")
    return {
        "low": figures[0].removesuffix("%"),
        "low_word": low,
        "high": figures[1].removesuffix("%"),
        "high_word": high,
        "unit": "%" if any(each.endswith("%") for each in figures) else "",
    }


def _ends(node: Node) -> dict[str, str] | None:
    """The ends by name, `between` as the two that it stands for."""
    found: dict[str, str] = {}
    for key, _, value in node.rows if isinstance(node, Table) else ():
        if key == "between" and isinstance(value, Items) and len(value.items) == 2:
            pair = [each.text for each in value.items if isinstance(each, Scalar)]
            found |= dict(zip(("at_least", "at_most"), pair, strict=False))
        elif isinstance(value, Scalar) and key in (*LOW, *HIGH):
            found[key] = value.text
        else:
            return None
    return found if isinstance(node, Table) else None


def _as_bound(shape: Shape, shown: Shown) -> Any:
    ends = {}
    for end in ("low", "high"):
        text = str(shown[end]).rstrip("%％ ")
        if text:
            ends[str(shown[f"{end}_word"])] = f"{text}%" if shown["unit"] == "%" else figure(text)
    return ends or None


def _share(shape: Shape, node: Node) -> Shown | None:
    if not isinstance(node, Table) or len(node.rows) != 1 or node.rows[0][0] not in LOW:
        return None
    word, _, value = node.rows[0]
    return {"": value.text, "word": word} if isinstance(value, Scalar) else None


def _as_share(shape: Shape, shown: Shown) -> Any:
    return {str(shown["word"]): str(shown[""])} if shown[""] else None


def _span(shape: Shape, node: Node) -> Shown | None:
    if isinstance(node, Scalar):
        return {"": node.text, "unit": ""}
    if not isinstance(node, Table) or len(node.rows) != 1:
        return None
    unit, _, value = node.rows[0]
    return {"": value.text, "unit": unit} if isinstance(value, Scalar) else None


def _as_span(shape: Shape, shown: Shown) -> Any:
    if not shown[""]:
        return None
    return {str(shown["unit"]): figure(str(shown[""]))} if shown["unit"] else figure(str(shown[""]))


def _every(shape: Shape, node: Node) -> Shown | None:
    if isinstance(node, Scalar):
        return {"": "1", "unit": f"{node.text}s"} if node.text in ("year", "month") else None
    return _span(shape, node)


def _as_every(shape: Shape, shown: Shown) -> Any:
    if shown[""] == "1":
        return str(shown["unit"]).removesuffix("s") or "year"
    return _as_span(shape, {**shown, "unit": shown["unit"] or "years"})


def _days(shape: Shape, node: Node) -> Shown | None:
    if not isinstance(node, Table):
        return None
    ends = {key: value.text for key, _, value in node.rows if isinstance(value, Scalar)}
    return {part: ends.get(part, "").replace("today", "今天") for part in ("at_least", "at_most")}


def _as_days(shape: Shape, shown: Shown) -> Any:
    return {part: str(text).replace("今天", "today") for part, text in shown.items() if text} or None


def _listed(shape: Shape, node: Node) -> Shown | None:
    texts = [each.text for each in node.items if isinstance(each, Scalar)] if isinstance(node, Items) else None
    if texts is None or len(texts) != len(getattr(node, "items", ())):
        return None
    by_title = {title: word for word, title in shape.choices.items()}
    return {"": [by_title.get(each, each) if each not in shape.choices else each for each in texts]}


def _one_or_more(shape: Shape, node: Node) -> Shown | None:
    return _listed(shape, Items(node.line, (node,)) if isinstance(node, Scalar) else node)


def _as_one_or_more(shape: Shape, shown: Shown) -> Any:
    listed = _as_listed(shape, shown)
    return listed[0] if len(listed) == 1 else listed


def _lines(shape: Shape, node: Node) -> Shown | None:
    listed = _listed(shape, node)
    return None if listed is None or any("\n" in each for each in listed[""]) else {"": "\n".join(listed[""])}


def _as_listed(shape: Shape, shown: Shown) -> Any:
    return list(dict.fromkeys(each for each in shown[""] if each))


def _as_lines(shape: Shape, shown: Shown) -> Any:
    return [each.strip() for each in str(shown[""]).split("\n") if each.strip()]


def _written(shape: Shape, node: Node) -> Shown | None:
    return {"": node.text if isinstance(node, Scalar) else flow(to_plain(node))}


def _as_written(shape: Shape, shown: Shown) -> Any:
    """Brackets are read as in the text; what cannot be is kept as it was typed, for the checker to say."""
    text = str(shown[""])
    try:
        return (to_plain(parse(text)) if text[0] in "[{" else figure(text)) if text else None
    except UnreadableError:
        return text


_ONE: Final = ("",)
_BOUND: Final = ("low_word", "low", "high_word", "high", "unit")
WIDGETS: Final[Mapping[str, Widget]] = {
    "text": Widget(_ONE, _one, _text),
    "day": Widget(_ONE, _one, _text),
    "month_day": Widget(_ONE, _one, _figure),
    "fraction": Widget(_ONE, _one, _text),
    "count": Widget(_ONE, _one, _figure),
    "decimal": Widget(_ONE, _one, _figure),
    "percent": Widget(_ONE, _percent, _as_percent),
    "percent_or_figure": Widget(("", "unit"), _target, _as_target),
    "yes_no": Widget(_ONE, _flag, _text),
    "choice": Widget(_ONE, _word, _text),
    "kind": Widget(_ONE, _word, _text),
    "reference": Widget(_ONE, _one, _text),
    "bound": Widget(_BOUND, _bound, _as_bound),
    "share": Widget(("word", ""), _share, _as_share),
    "span": Widget(("", "unit"), _span, _as_span),
    "every": Widget(("", "unit"), _every, _as_every),
    "day_bound": Widget(("at_least", "at_most"), _days, _as_days),
    "lines": Widget(_ONE, _lines, _as_lines),
    "ticks": Widget(_ONE, _listed, _as_listed, frozenset(_ONE)),
    "choices": Widget(_ONE, _one_or_more, _as_one_or_more, frozenset(_ONE)),
    "ordered": Widget(_ONE, _listed, _as_listed, frozenset(_ONE)),
}
WRITTEN: Final = Widget(_ONE, _written, _as_written)
"""A shape of a new kind is written until it adds its widget above and its inputs to `components/rule_field.html`."""


def widget_of(shape: Shape, node: Node | None = None) -> str:
    """The name of the widget for what stands there; a list of single values is ticked, ordered, or written by lines."""
    name = _named(shape)
    widget = WIDGETS.get(name)
    return name if widget and (node is None or widget.draw(shape, node) is not None) else "written"


def widget_named(name: str) -> Widget:
    return WIDGETS.get(name, WRITTEN)


def _named(shape: Shape) -> str:
    if not isinstance(shape, ListOf):
        return shape.widget
    if shape.item.widget in ("choice", "kind", "reference"):
        return "ordered" if shape.is_ordered else "ticks"
    return "lines" if shape.item.widget in _PLAIN else "written"
