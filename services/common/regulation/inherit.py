"""A regulation based on a superior's: the file says only the differences; what is locked may not be touched (X1)."""

from __future__ import annotations

from collections.abc import Iterator

from services.common.regulation.dates import UNITS
from services.common.regulation.document import Regulation
from services.common.regulation.fault import Checked
from services.common.regulation.nodes import Items, Node, Scalar, Table, UnreadableError, from_plain, parse, to_plain
from services.common.regulation.paths import is_within
from services.common.regulation.read import checked, read_tree
from services.common.regulation.reading import Reading, join, name_of_item

_ENDS = frozenset({"at_least", "over", "at_most", "under", "between"})
# What every regulation says of itself; a lock never covers it.
OWN = frozenset({"regulation", "title", "tenant", "effective", "source", "based_on", "locked"})


def inherit(base: Regulation, text: str) -> Checked:
    """The superior's rules with the differences laid over; touching a locked path is a fault with its line.

    Locks are inherited: whoever bases on this one is bound by both.
    """
    try:
        node = parse(text)
    except UnreadableError as unreadable:
        return Checked(None, (unreadable.fault,))
    reading = Reading()
    if not isinstance(node, Table):
        return checked(read_tree(node, reading), reading)
    above = from_plain(base.to_document())
    _refuse_locked(base, above, node, reading)
    if node.get("based_on") is None:
        reading.refuse(node.line, "based_on", "missing_key", "缺少“based_on”，请写明依据哪一级的哪份规则。")
    touches_locked = bool(reading.faults)
    regulation = read_tree(laid_over(base, node), reading)
    if touches_locked:
        # A lock on what the lower took out leads nowhere now; that it was taken out is said already.
        reading.faults = [fault for fault in reading.faults if not fault.path.startswith("locked.")]
    return checked(regulation, reading)


def laid_over(base: Regulation, node: Table) -> Table:
    """The superior's rules with the differences laid over; what stands as above has the line 0."""
    merged = _overlay(from_plain(base.to_document()), node)
    assert isinstance(merged, Table)
    locks = dict.fromkeys([*base.locks, *_own_locks(node)])
    rows = [row for row in merged.rows if row[0] != "locked" and not (row[0] == "based_on" and row[1] == 0)]
    if locks:
        rows.append(("locked", node.line_of("locked"), from_plain(list(locks))))
    return Table(node.line, tuple(rows))


def _own_locks(node: Table) -> list[str]:
    written = to_plain(node.get("locked") or Items(0))
    return [str(each) for each in written] if isinstance(written, list) else []


def _refuse_locked(base: Regulation, above: Node, node: Table, reading: Reading) -> None:
    for path, line in _touched(above, node, ""):
        for lock in sorted(base.locks):
            if is_within(path, lock) or is_within(lock, path):
                says = f"“{path}”已由上级（{base.tenant}）锁定，本级不得改动，请删去这一处。"
                reading.refuse(line, path, "locked", says)


def _touched(above: Node | None, node: Node, at: str) -> Iterator[tuple[str, int]]:
    """Paths whose value the file changes; repeating what already stands is not a change."""
    if above is not None and to_plain(above) == to_plain(node):
        return
    if _is_removed(node):
        yield at, node.line
    elif isinstance(node, Table) and isinstance(above, Table):
        inner = list(_touched_below(above, node, at))
        # A bound that says less than the one above, and nothing else: that is a change too.
        yield from inner or ([(at, node.line)] if _is_one_value(above, node) else [])
    elif isinstance(node, Items) and isinstance(above, Items) and _has_names(node) and _has_names(above):
        old = _by_name(above)
        for name, item in _by_name(node).items():
            yield from _touched(old.get(name), item, join(at, name))
    else:
        yield at, node.line


def _touched_below(above: Table, node: Table, at: str) -> Iterator[tuple[str, int]]:
    for key, line, value in node.rows:
        if at or key not in OWN:
            deeper = list(_touched(above.get(key), value, join(at, key)))
            # The line of the key where a whole value is replaced, of the inner key where only that is.
            yield from ((path, line if path == join(at, key) else inner_line) for path, inner_line in deeper)


def _overlay(above: Node, node: Node) -> Node:
    """Tables key by key, named lists item by item (`remove: yes` takes one out), everything else replaced."""
    if isinstance(node, Table) and isinstance(above, Table) and not _is_one_value(above, node):
        kept = [
            (key, node.line_of(key) if key in node.keys else line, _over(value, node.get(key)))
            for key, line, value in above.rows
        ]
        return Table(node.line, (*kept, *(row for row in node.rows if above.get(row[0]) is None)))
    if isinstance(node, Items) and isinstance(above, Items) and _has_names(node) and _has_names(above):
        return _overlay_named(above, node)
    return node


def _is_one_value(above: Table, node: Table) -> bool:
    """A bound or a length of time is one value: of {days: 90} and {working_days: 60} the lower one holds, alone."""
    keys = {*above.keys, *node.keys}
    return keys <= set(UNITS) or keys <= _ENDS


def _over(value: Node, other: Node | None) -> Node:
    return value if other is None else _overlay(value, other)


def _overlay_named(above: Items, node: Items) -> Items:
    changes = _by_name(node)
    merged = {name: _over(item, changes.get(name)) for name, item in _by_name(above).items()}
    for name, item in changes.items():
        if name not in merged:
            merged = _put(merged, name, item)
    return Items(node.line, tuple(_without_hints(item) for item in merged.values() if not _is_removed(item)))


def _put(merged: dict[str, Node], name: str, item: Node) -> dict[str, Node]:
    """A new item goes after the one it names with `after:`, else to the end."""
    after = item.get("after") if isinstance(item, Table) else None
    if not isinstance(after, Scalar) or after.text not in merged:
        return {**merged, name: item}
    placed: dict[str, Node] = {}
    for key, value in merged.items():
        placed[key] = value
        if key == after.text:
            placed[name] = item
    return placed


def _is_removed(item: Node) -> bool:
    removed = item.get("remove") if isinstance(item, Table) else None
    return isinstance(removed, Scalar) and removed.text in ("yes", "true", "是")


def _without_hints(item: Node) -> Node:
    if not isinstance(item, Table):
        return item
    return Table(item.line, tuple(row for row in item.rows if row[0] not in ("after", "remove")))


def _has_names(node: Items) -> bool:
    return all(isinstance(item, Table) and (item.get("id") or item.get("stage")) for item in node.items)


def _by_name(node: Items) -> dict[str, Node]:
    return {name_of_item(item, number): item for number, item in enumerate(node.items, 1)}
