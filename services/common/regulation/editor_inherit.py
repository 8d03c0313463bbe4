"""What a regulation that is based on a superior's must say so that the whole reads as wanted (X1).

What is wanted and stands above already is not said; a key that is left out goes back to the superior's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from services.common.regulation.document import Regulation
from services.common.regulation.inherit import OWN
from services.common.regulation.nodes import from_plain
from services.common.regulation.reading import name_of_item

_SAME: Final = object()


def differences(base: Regulation, own: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """The document of the lower regulation; `own` is what it says now, kept where it still holds."""
    above = base.to_document()
    said = {key: value for key, value in wanted.items() if key in OWN and (key in own or value != above.get(key))}
    if "locked" in said:
        said["locked"] = [lock for lock in said["locked"] if lock not in base.locks]
        if not said["locked"] and "locked" not in own:
            del said["locked"]
    for key, value in wanted.items():
        if key not in OWN:
            made = _difference(above.get(key, _SAME), value, own.get(key, _SAME))
            if made is not _SAME:
                said[key] = made
    return said


def _difference(above: Any, wanted: Any, own: Any) -> Any:
    if above is _SAME:
        return wanted
    if above == wanted and (own is _SAME or own == wanted):
        # What repeats the superior's word for word may stay.
        return own
    if isinstance(above, dict) and isinstance(wanted, dict):
        return _of_table(above, wanted, own if isinstance(own, dict) else {})
    if isinstance(above, list) and isinstance(wanted, list) and _have_names(above) and _have_names(wanted):
        return _of_list(above, wanted, own if isinstance(own, list) else [])
    return _SAME if above == wanted else wanted


def _of_table(above: dict[str, Any], wanted: dict[str, Any], own: dict[str, Any]) -> Any:
    made = {key: _difference(above.get(key, _SAME), value, own.get(key, _SAME)) for key, value in wanted.items()}
    return {key: value for key, value in made.items() if value is not _SAME} or _SAME


def _of_list(above: list[Any], wanted: list[Any], own: list[Any]) -> Any:
    old, said = dict(_named(above)), dict(_named(own))
    new = dict(_named(wanted))
    made: list[Any] = [{**_name(old[name]), "remove": "yes"} for name in old if name not in new]
    before = ""
    for name, item in new.items():
        if name not in old:
            after = said.get(name, {}).get("after") or (before if before != list(old)[-1] else "")
            made.append({**item, "after": after} if after else item)
        else:
            change = _difference(old[name], item, said.get(name, _SAME))
            if change is not _SAME:
                made.append({**_name(item), **change})
        before = name
    return made or _SAME


def _named(items: list[Any]) -> Iterator[tuple[str, Any]]:
    return ((name_of_item(from_plain(item), number), item) for number, item in enumerate(items, 1))


def _name(item: dict[str, Any]) -> dict[str, Any]:
    """What tells an item from the others: its id, else its stage."""
    key = "id" if item.get("id") else "stage"
    return {key: item[key]}


def _have_names(items: list[Any]) -> bool:
    return bool(items) and all(isinstance(item, dict) and (item.get("id") or item.get("stage")) for item in items)
