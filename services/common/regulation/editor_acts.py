"""What a page of the editor sent: its fields first, then what the pressed button asked for."""

from __future__ import annotations

from typing import Any, Final

from services.common.regulation.editor import Desk
from services.common.regulation.editor_changes import add, choose, deny, fill, may_be_chosen, move, take_out
from services.common.regulation.editor_fields import Sent, taken
from services.common.regulation.editor_places import Path, Place, find
from services.common.regulation.nodes import Node, Table, from_plain, to_plain
from services.common.regulation.shapes import is_id
from services.common.regulation.word_shapes import ListOf, MapOf, OneOf

SAVE: Final = "save"


class ActError(Exception):
    """What was asked for cannot be done; `says` goes to the field."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(field)
        self.field, self.says = field, says


def acted(desk: Desk, at: Path, sent: Sent) -> tuple[dict[str, Any], Path]:
    """The document that is wanted, and the page that comes next. KeyError where a path leads nowhere."""
    place = find(desk.tree, at)
    wanted = to_plain(desk.tree)
    if place.word is not None:
        wanted = fill(desk.tree, at, taken(place.word, place.table, sent, place.named, desk.around))
    verb, _, where = (sent.get("act") or [SAVE])[-1].partition(":")
    if verb == SAVE:
        return wanted, at
    return _done(from_plain(wanted), verb, tuple(where.split("/")), at, sent)


def _done(tree: Node, verb: str, where: Path, at: Path, sent: Sent) -> tuple[dict[str, Any], Path]:
    place = find(tree, where)
    if not _may(verb, place, find(tree, where[:-1])):
        raise KeyError(verb)
    named = (sent.get(f"name:{'/'.join(where)}") or [""])[-1].strip()
    if verb == "add":
        return add(tree, where, _new_name(place, named))
    if verb == "choose":
        return choose(tree, where, _new_name(place, named)), where
    if verb in ("up", "down"):
        return move(tree, where, -1 if verb == "up" else 1), at
    if verb == "none":
        return deny(tree, where), at
    without = take_out(tree, where)
    return without, _nearest(without, where[:-1] if at[: len(where)] == where else at)


def _may(verb: str, place: Place, above: Place) -> bool:
    """Does the place have such a button at all? What is forged leads nowhere."""
    is_item = isinstance(above.shape, ListOf) and above.word is None
    return {
        "add": place.word is None and isinstance(place.shape, (ListOf, MapOf)),
        "choose": isinstance(place.shape, OneOf) and not is_item,
        "up": is_item,
        "down": is_item,
        "none": bool(getattr(place.shape, "nothing", False)),
        "remove": not place.is_absent,
    }.get(verb, False)


def _nearest(document: dict[str, Any], at: Path) -> Path:
    """The page, or the nearest above it that is still one: a list that lost its last item is none."""
    tree = from_plain(document)
    while at:
        try:
            place = find(tree, at)
        except KeyError:
            place = None
        if place is not None and (place.node is not None or place.word is not None):
            return at
        at = at[:-1]
    return at


def _new_name(place: Place, named: str) -> str:
    """The chosen word of a family, or the new id; ActError at its field."""
    field = f"name:{'/'.join(place.at)}"
    if isinstance(place.shape, MapOf) and place.word is None:
        if not is_id(named):
            raise ActError(field, "请填代号，只用小写英文字母、数字和“-”“_”，例如 worker-pioneer。")
        if isinstance(place.node, Table) and place.node.get(named) is not None:
            raise ActError(field, f"已经有代号为“{named}”的一项，请另取一个。")
        return named
    words = may_be_chosen(place)
    if words and named not in words:
        raise ActError(field, "请选择要增加哪一种。")
    return named
