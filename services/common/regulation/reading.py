"""Reading a tree into words: faults are collected with line and path, and reading goes on."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from services.common.regulation.fault import Complaint, Fault, nearest
from services.common.regulation.nodes import Items, Node, Scalar, Table
from services.common.regulation.words import Family, Slot, slots

T = TypeVar("T")


class MisreadError(Exception):
    """This place cannot be read; its faults are already in the reading."""


@dataclass
class Reading:
    """The faults so far, and the line of every path that was read."""

    faults: list[Fault] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()
    """Kinds of candidate that the file names itself."""

    def refuse(self, line: int, at: str, code: str, says: str, known: str | None = None) -> MisreadError:
        """Record a fault; the caller raises what is returned."""
        self.faults.append(Fault(line, at, code, says, known))
        return MisreadError()

    def line_of(self, path: str) -> int:
        """The line of a path, or of the closest one above it that is in the file."""
        while path and path not in self.lines:
            path = path.rpartition(".")[0]
        return self.lines.get(path, 1)

    def complain(self, at: str, complaints: Any) -> bool:
        """Record what a word found wrong in itself; True if there was anything."""
        found: list[Complaint] = list(complaints)
        for each in found:
            path = join(at, each.at)
            self.faults.append(Fault(self.line_of(path), path, each.code, each.says, each.nearest))
        return bool(found)


def join(at: str, name: str) -> str:
    return f"{at}.{name}" if at and name else at or name


def name_of_item(node: Node, position: int) -> str:
    """How an item of a list is called in a path: its id, its stage, or its number from 1."""
    if isinstance(node, Table):
        for key in ("id", "stage"):
            named = node.get(key)
            if isinstance(named, Scalar) and named.text:
                return named.text
    return str(position)


def table(node: Node, at: str, reading: Reading) -> Table:
    if not isinstance(node, Table):
        raise reading.refuse(node.line, at, "not_table", "这里要写成若干行“名称: 内容”，请参照范本。")
    return node


def items(node: Node, at: str, reading: Reading) -> Items:
    if not isinstance(node, Items):
        raise reading.refuse(node.line, at, "not_list", "这里要写成一个列表：每项一行，前面加“- ”，或写在 [ ] 里。")
    return node


def scalar(node: Node, at: str, reading: Reading) -> str:
    if not isinstance(node, Scalar):
        raise reading.refuse(node.line, at, "not_single", "这里只能填一个值，不能再分项。")
    text = node.text.strip()
    if not text or (text in ("~", "null") and not node.is_quoted):
        raise reading.refuse(node.line, at, "blank", "冒号后面没有填写内容，请补上，或整行删去。")
    return text


def read_word(
    word: type[T],
    node: Node,
    at: str,
    reading: Reading,
    *,
    tag: str | None = None,
    given: Mapping[str, Any] | None = None,
) -> T:
    """One word from one table; every wrong key is named, then MisreadError. `given` comes from outside the table."""
    rows = table(node, at, reading)
    for key in rows.keys:
        reading.lines.setdefault(join(at, key), rows.line_of(key))
    misspelt = _unknown(word, rows, at, reading, tag)
    is_wrong = bool(misspelt)
    values: dict[str, Any] = dict(given or {})
    for slot in slots(cast(Hashable, word)):
        if slot.name in misspelt.values():
            # Its name is written wrongly: that it is missing need not be said too.
            continue
        try:
            if (found := _read_slot(slot, rows, at, reading)) is not _ABSENT:
                values[slot.attribute] = found
        except MisreadError:
            is_wrong = True
    if is_wrong:
        raise MisreadError
    made = word(**values)
    if reading.complain(at, getattr(made, "check", tuple)()):
        raise MisreadError
    return made


_ABSENT = object()


def _read_slot(slot: Slot, rows: Table, at: str, reading: Reading) -> Any:
    inline = slot.key.shape.inline
    if inline:
        if not any(key in inline for key in rows.keys):
            if slot.is_required:
                says = f"缺少{slot.key.title}，请用 {'、'.join(inline)} 之一写明。"
                raise reading.refuse(rows.line, at, "missing_key", says)
            return _ABSENT
        kept = Table(rows.line, tuple(row for row in rows.rows if row[0] in inline))
        return slot.key.shape.read(kept, at, reading)
    value = rows.get(slot.name)
    if value is not None:
        return slot.key.shape.read(value, join(at, slot.name), reading)
    if slot.is_required:
        says = f"缺少“{slot.name}”（{slot.key.title}），请补上。"
        raise reading.refuse(rows.line, join(at, slot.name), "missing_key", says)
    return _ABSENT


def _unknown(word: type, rows: Table, at: str, reading: Reading, tag: str | None) -> dict[str, str | None]:
    """Keys that are no words here, with the nearest that is; each is a fault."""
    known = {name for slot in slots(cast(Hashable, word)) for name in (slot.key.shape.inline or (slot.name,))}
    known |= {tag} if tag else set()
    unknown = {key: nearest(key, known) for key in rows.keys if key not in known}
    for key in unknown:
        refuse_unknown(key, known, rows.line_of(key), join(at, key), reading)
    return unknown


def refuse_unknown(word: str, known: Any, line: int, at: str, reading: Reading) -> MisreadError:
    """A word that is not in the language, with the nearest one that is."""
    like = nearest(word, known)
    if like:
        says = f"不认识“{word}”，是不是想写“{like}”？"
    else:
        says = f"不认识“{word}”。这里可以写：{'、'.join(sorted(known)) or '（无）'}。"
    return reading.refuse(line, at, "unknown_word", says, like)


def read_one_of(family: Family, node: Node, at: str, reading: Reading) -> Any:
    """The word of a family that the tag or the first known key names."""
    rows = table(node, at, reading)
    if family.tag:
        named = rows.get(family.tag)
        if named is None:
            says = f"缺少“{family.tag}”，要写明是哪一种{family.title}：{'、'.join(family.words)}。"
            raise reading.refuse(rows.line, join(at, family.tag), "missing_key", says)
        name = scalar(named, join(at, family.tag), reading)
        if name not in family.words:
            raise refuse_unknown(name, family.words, named.line, join(at, family.tag), reading)
        return read_word(family.words[name], rows, at, reading, tag=family.tag)
    name = next((key for key in rows.keys if key in family.words), "")
    if not name:
        first = rows.keys[0] if rows.keys else ""
        raise refuse_unknown(first, family.words, rows.line, join(at, first), reading)
    return read_word(family.words[name], rows, at, reading)
