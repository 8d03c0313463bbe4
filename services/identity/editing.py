"""A draft laid out for the structured editor: its words, the superior's below them, its faults, its locks (X1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from services.common import directory
from services.common.regulation import Checked, Regulation
from services.common.regulation.editor import Desk
from services.common.regulation.editor_fields import Around, Sent
from services.common.regulation.editor_inherit import differences
from services.common.regulation.editor_places import ids_of
from services.common.regulation.editor_text import Rewritten, rewrite
from services.common.regulation.inherit import laid_over
from services.common.regulation.kinds import kinds_and_titles
from services.common.regulation.nodes import Table, UnreadableError, from_plain, parse, to_plain
from services.identity.checking import check, published, superior_in
from services.identity.store import db


@dataclass(frozen=True)
class LaidOut:
    """`superior` is the name of the federation whose rules lie below; empty where the draft stands on its own."""

    text: str
    own: Table
    desk: Desk
    checked: Checked
    base: Regulation | None = None
    superior: str = ""

    def saying(self, wanted: dict[str, Any]) -> Rewritten:
        """The draft's text so that the whole reads as wanted."""
        if self.base is not None:
            wanted = differences(self.base, to_plain(self.own), wanted)
        return rewrite(self.text, wanted)


def lay_out(tenant: str, text: str, typed: Sent | None = None) -> LaidOut | None:
    """None where the text is no table of words: it can be mended as text only."""
    try:
        own = parse(text)
    except UnreadableError:
        return None
    if not isinstance(own, Table):
        return None
    checked = check(tenant, text)
    base, superior = _below(tenant, text)
    tree = laid_over(base, own) if base else own
    locks = base.locked if base else frozenset()
    around = Around(checked.faults, locks, kinds_and_titles(tree), typed, ids_of(tree))
    above = from_plain(base.to_document()) if base else None
    return LaidOut(text, own, Desk(tree, around, above), checked, base, superior)


def _below(tenant: str, text: str) -> tuple[Regulation | None, str]:
    """The superior's version that the draft is based on, and who published it; only those above may be read."""
    said = superior_in(text)
    if said is None:
        return None, ""
    with db.public() as session:
        names = {each.code: each.name for each in directory.lineage(session, tenant)[1:]}
    if said.tenant not in names:
        return None, ""
    return published(said.tenant, said.regulation_id, said.version), names[said.tenant]
