"""The text of a file made to say something else, line by line: what did not change keeps its place and its comments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import yaml

from services.common.regulation.editor_yaml import WIDEST, block, flow, item, said, scalar
from services.common.regulation.nodes import Scalar, from_plain, parse, to_plain
from services.common.regulation.reading import name_of_item


@dataclass(frozen=True)
class Rewritten:
    text: str
    kept_comments: bool = True


def rewrite(text: str, wanted: dict[str, Any]) -> Rewritten:
    """`text` is readable YAML of a table. Where the places cannot be found, the whole is written anew."""
    root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert root is not None
    made = _Text(text).made_to_say(root, wanted)
    if to_plain(parse(made)) == wanted:
        return Rewritten(made)
    return Rewritten(block(wanted, 0) + "\n", kept_comments="#" not in text)  # pragma: no cover


@dataclass(frozen=True)
class Edit:
    start: int
    end: int
    text: str


class _Text:
    """One text, and where its nodes stand in it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def made_to_say(self, root: yaml.Node, wanted: Any) -> str:
        return self._with(self._edits(root, wanted, None), 0, len(self.text))

    def _with(self, edits: list[Edit], start: int, end: int) -> str:
        """The stretch with its edits in place."""
        made, at = [], start
        for edit in sorted(edits, key=lambda each: (each.start, each.end)):
            made += [self.text[at : edit.start], edit.text]
            at = edit.end
        return "".join([*made, self.text[at:end]])

    def _edits(self, node: yaml.Node, wanted: Any, key: yaml.Node | None) -> list[Edit]:
        """`key`: the value may begin right after this key's colon; none in lists and within brackets."""
        if plain_of(node) == wanted:
            return []
        if isinstance(node, yaml.MappingNode) and isinstance(wanted, dict):
            edits = self._of_flow(node, wanted) if node.flow_style else self._of_table(node, wanted)
        elif isinstance(node, yaml.SequenceNode) and isinstance(wanted, list):
            edits = self._of_flow(node, wanted) if node.flow_style else self._of_list(node, wanted)
        else:
            edits = [Edit(self._start(node), self.end(node), flow(wanted))]
        is_whole = len(edits) == 1 and edits[0].start == self._start(node) and edits[0].end == self.end(node)
        return [self._whole(node, wanted, key, edits[0])] if is_whole else edits

    def _whole(self, node: yaml.Node, wanted: Any, key: yaml.Node | None, edit: Edit) -> Edit:
        """A value that is replaced whole may need a line break, or only a space."""
        if key is None:
            return edit if self.text[: edit.start][-1:].strip(" \n[{,") == "" else replace(edit, text=f" {edit.text}")
        colon = self.text.index(":", self.end(key)) + 1
        if self.text[colon : edit.start].strip():
            # A comment stands between the key and its value: it stays where it is.
            return edit
        is_flat = edit.text.startswith(("{", "[")) and len(edit.text) + key.start_mark.column <= WIDEST
        return Edit(colon, edit.end, f" {edit.text}" if is_flat else said(wanted, key.start_mark.column + 2))

    # Within brackets.

    def _of_flow(self, node: yaml.Node, wanted: Any) -> list[Edit]:
        """Written anew, each part that did not change as it stood."""
        return [Edit(self._start(node), self.end(node), self._flow(node, wanted))]

    def _flow(self, node: yaml.Node, wanted: Any) -> str:
        if plain_of(node) == wanted:
            return self.text[self._start(node) : self.end(node)]
        if isinstance(node, yaml.MappingNode) and isinstance(wanted, dict) and node.value:
            old = {key.value: value for key, value in node.value}
            rows = [
                f"{scalar(key)}: {self._flow(old[key], each) if key in old else flow(each)}"
                for key, each in wanted.items()
            ]
            return "{" + ", ".join(rows) + "}"
        if isinstance(node, yaml.SequenceNode) and isinstance(wanted, list):
            sources = aligned([plain_of(each) for each in node.value], wanted)
            parts = [
                flow(each) if at is None else self._flow(node.value[at], each)
                for at, each in zip(sources, wanted, strict=True)
            ]
            return "[" + ", ".join(parts) + "]"
        return flow(wanted)

    # Line by line.

    def _of_table(self, node: yaml.MappingNode, wanted: dict[str, Any]) -> list[Edit]:
        rows: list[tuple[yaml.Node, yaml.Node]] = node.value
        stays = [position for position, (key, _) in enumerate(rows) if key.value in wanted]
        if not stays:
            anew = block(wanted, node.start_mark.column).lstrip(" ") if wanted else "{}"
            return [Edit(self._start(node), self.end(node), anew)]
        edits = self._without_first(rows, stays[0])
        for position, (key, value) in enumerate(rows):
            if key.value in wanted:
                edits += self._edits(value, wanted[key.value], key)
            elif position > stays[0] or not edits:
                edits.append(Edit(self._line_start(self._start(key)), self._line_end(self.end(value)), ""))
        return edits + self._new_rows(node, wanted, rows[stays[0]][0])

    def _without_first(self, rows: list[tuple[yaml.Node, yaml.Node]], first_stay: int) -> list[Edit]:
        """Rows that go, the first of them on the line of a dash: the one that stays takes its place there."""
        start = self._start(rows[0][0])
        if first_stay and self.text[self._line_start(start) : start].strip():
            return [Edit(start, self._start(rows[first_stay][0]), "")]
        return []

    def _new_rows(self, node: yaml.MappingNode, wanted: dict[str, Any], first: yaml.Node) -> list[Edit]:
        """Each after the row it follows in what is wanted, where that one is in the text already."""
        column, edits = node.start_mark.column, []
        where = {key.value: (key, value) for key, value in node.value}
        last: str | None = None
        waiting: list[str] = []
        for name in wanted:
            if name in where:
                last = name
                continue
            row = f"{scalar(name)}:{said(wanted[name], column + 2)}"
            if last is None:
                waiting.append(row)
            else:
                end = self._content_end(where[last][1], where[last][0])
                edits.append(Edit(end, end, f"\n{' ' * column}{row}"))
        if waiting:
            start = self._start(first)
            edits.insert(0, Edit(start, start, "".join(f"{row}\n{' ' * column}" for row in waiting)))
        return edits

    def _of_list(self, node: yaml.SequenceNode, wanted: list[Any]) -> list[Edit]:
        items: list[yaml.Node] = node.value
        if not wanted:
            return [Edit(self._start(node), self.end(node), "[]")]
        sources = aligned([plain_of(each) for each in items], wanted)
        if sources == list(range(len(items))):
            return [edit for each, value in zip(items, wanted, strict=True) for edit in self._edits(each, value, None)]
        column = node.start_mark.column
        chunks = [self._chunk(items, position, column) for position in range(len(items))]
        made = []
        for at, value in zip(sources, wanted, strict=True):
            if at is None:
                made.append(f"{' ' * column}-{item(value, column)}\n")
            else:
                start, end = chunks[at]
                made.append(self._closed(self._with(self._edits(items[at], value, None), start, end)))
        start, end = chunks[0][0], chunks[-1][1]
        whole = "".join(made)
        return [Edit(start, end, whole if self.text[:end].endswith("\n") else whole.removesuffix("\n"))]

    def _chunk(self, items: list[yaml.Node], position: int, column: int) -> tuple[int, int]:
        """The lines of an item, with the comments right above it; what is above the first belongs to the list."""
        start = self._dash_line(items[position], column)
        end = self._line_end(self.end(items[position]))
        floor = self._line_end(self.end(items[position - 1])) if position else start
        return min(start, floor), end

    def _closed(self, chunk: str) -> str:
        return chunk if chunk.endswith("\n") else f"{chunk}\n"

    def _dash_line(self, node: yaml.Node, column: int) -> int:
        """Where the line with the dash of an item begins."""
        line = self._line_start(self._start(node))
        while line and self.text[line + column : line + column + 1] != "-":
            line = self._line_start(line - 1)
        return line

    # Places.

    def _start(self, node: yaml.Node) -> int:
        return int(node.start_mark.index)

    def end(self, node: yaml.Node) -> int:
        """Where the content ends; the parser's end of indented things lies at the next one."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end(last[1] if isinstance(last, tuple) else last)
        end = int(node.end_mark.index)
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            return len(self.text[:end].rstrip())
        return end

    def _content_end(self, value: yaml.Node, key: yaml.Node) -> int:
        """The end of the last line of a row, its comment included."""
        end = self._line_end(max(self.end(value), self.end(key)))
        return end - 1 if self.text[:end].endswith("\n") else end

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found + 1


def plain_of(node: yaml.Node) -> Any:
    """As it would be stored."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: plain_of(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain_of(each) for each in node.value]
    is_quoted = getattr(node, "style", None) in ("'", '"', "|", ">")
    return to_plain(Scalar(0, str(node.value), is_quoted))


def aligned(old: list[Any], wanted: list[Any]) -> list[int | None]:
    """Of each wanted item the old one that it was: the same, else of the same name, else in the same place."""
    free = set(range(len(old)))
    found: list[int | None] = [None] * len(wanted)

    def take(is_it: Any) -> None:
        for position, value in enumerate(wanted):
            if found[position] is None:
                at = next(
                    (each for each in sorted(free, key=lambda each: each != position) if is_it(each, position, value)),
                    None,
                )
                if at is not None:
                    found[position] = at
                    free.discard(at)

    take(lambda at, _, value: old[at] == value)
    take(lambda at, _, value: _name(value) != "" and _name(old[at]) == _name(value))
    if len(old) == len(wanted):
        take(lambda at, position, _: at == position)
    return found


def _name(value: Any) -> str:
    return name_of_item(from_plain(value), 0).removesuffix("0") if isinstance(value, dict) else ""
