"""Reading a file whole: text to tree, tree to words, words against one another. Never raises on bad input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from services.common.regulation.cross_check import complaints
from services.common.regulation.document import Regulation, read_document
from services.common.regulation.fault import Checked, Fault, nearest
from services.common.regulation.nodes import Node, UnreadableError, parse, to_plain
from services.common.regulation.reading import MisreadError, Reading


@dataclass(frozen=True)
class Known:
    """What exists outside the file; an empty set is not asked."""

    tenants: frozenset[str] = frozenset()
    tenant: str | None = None
    """The tenant that is loading the file: a file for another one is refused."""


def read(text: str, *, known: Known | None = None) -> Checked:
    """The regulation, or every fault with its line."""
    try:
        node = parse(text)
    except UnreadableError as unreadable:
        return Checked(None, (unreadable.fault,))
    reading = Reading()
    regulation = read_tree(node, reading)
    if regulation and known:
        for fault in _outside(regulation, known, reading):
            reading.faults.append(fault)
    return checked(regulation, reading)


def read_tree(node: Node, reading: Reading) -> Regulation | None:
    """From a tree, with the checks of words against one another."""
    try:
        regulation = read_document(node, reading, _document(node))
    except MisreadError:
        return None
    reading.complain("", complaints(regulation))
    return regulation


def _document(node: Node) -> dict[str, Any]:
    plain = to_plain(node)
    return plain if isinstance(plain, dict) else {}


def checked(regulation: Regulation | None, reading: Reading) -> Checked:
    """Faults in the order of the file, each once."""
    faults = sorted(dict.fromkeys(reading.faults), key=lambda fault: (fault.line, fault.path))
    # A file that could not be read must say why, whatever the reason.
    if regulation is None and not faults:
        faults = [Fault(1, "", "not_regulation", "文件无法读成规则，请从范本重新开始。")]
    return Checked(None if faults else regulation, tuple(faults))


def _outside(regulation: Regulation, known: Known, reading: Reading) -> list[Fault]:
    faults = []
    named = [("tenant", regulation.tenant)]
    if regulation.based_on:
        named.append(("based_on.tenant", regulation.based_on.tenant))
    for path, tenant in named:
        if known.tenants and tenant not in known.tenants:
            says = f"没有代码为“{tenant}”的总工会，请核对行政区划代码。"
            faults.append(Fault(reading.line_of(path), path, "unknown_tenant", says, nearest(tenant, known.tenants)))
    if known.tenant is not None and regulation.tenant != known.tenant:
        says = f"这份规则是“{regulation.tenant}”的，您所在的是“{known.tenant}”，不能载入别处的规则。"
        faults.append(Fault(reading.line_of("tenant"), "tenant", "other_tenant", says))
    return faults
