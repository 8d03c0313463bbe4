"""Checks a regulation's text in its place: the federation's own rules, or the differences from a superior's (X1)."""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import text as sql

from services.common import directory
from services.common.regulation import Checked, Fault, Known, Regulation, inherit, read
from services.common.regulation.nodes import Node, Scalar, Table, UnreadableError, parse
from services.identity.store import db


@dataclass(frozen=True)
class Superior:
    """What a text says it is based on, with the line where it says so."""

    tenant: str
    regulation_id: str
    version: int
    line: int


def check(tenant: str, text: str) -> Checked:
    """The regulation, or every fault with line and path."""
    with db.public() as session:
        known = Known(frozenset(session.scalars(sql("select code from tenant"))), tenant)
        above = [each.code for each in directory.lineage(session, tenant)][1:]
    said = superior_in(text)
    if said is None:
        return read(text, known=known)
    if said.tenant not in above:
        return Checked(
            None, (Fault(said.line, "based_on.tenant", "not_superior", "只能依据上级总工会的规则，请核对代码。"),)
        )
    found = published(said.tenant, said.regulation_id, said.version)
    if found is None:
        says = f"上级（{said.tenant}）没有发布过“{said.regulation_id}”第 {said.version} 版，请核对。"
        return Checked(None, (Fault(said.line, "based_on.regulation", "no_such_version", says),))
    return _own(inherit(found, text), tenant)


def published(tenant: str, regulation_id: str, version: int) -> Regulation | None:
    """A superior's published version. Published regulations are notices: those below may read them."""
    with db.read(tenant) as session:
        document = session.scalar(
            sql("select document from regulation_version where tenant = :t and regulation_id = :id and version = :v"),
            {"t": tenant, "id": regulation_id, "v": version},
        )
    return Regulation.from_document(document) if document is not None else None


def superior_in(text: str) -> Superior | None:
    """What `based_on` says; none where it is absent or unreadable (then reading says what is wrong)."""
    tree = _tree(text)
    said = tree.get("based_on") if isinstance(tree, Table) else None
    if not isinstance(tree, Table) or not isinstance(said, Table):
        return None
    tenant, regulation, version = (_text(said.get(key)) for key in ("tenant", "regulation", "version"))
    if not tenant or not regulation or not (version or "1").isdigit():
        return None
    return Superior(tenant, regulation, int(version or "1"), tree.line_of("based_on"))


def is_table(text: str) -> bool:
    """Can it be edited word by word, whatever is wrong in it?"""
    return isinstance(_tree(text), Table)


def named_in(text: str) -> tuple[str, str]:
    """Id and title as far as the text says them; it may be wrong elsewhere."""
    tree = _tree(text)
    if not isinstance(tree, Table):
        return "", ""
    return _text(tree.get("regulation"))[:60], _text(tree.get("title"))[:120]


@lru_cache(maxsize=16)
def _tree(text: str) -> Node | None:
    """Trees are frozen; a text is asked for several times in a row."""
    try:
        return parse(text)
    except UnreadableError:
        return None


def _text(node: object) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _own(checked: Checked, tenant: str) -> Checked:
    found = checked.regulation
    if found is None or found.tenant == tenant:
        return checked
    says = f"这份规则是“{found.tenant}”的，您所在的是“{tenant}”，不能载入别处的规则。"
    return Checked(None, (Fault(1, "tenant", "other_tenant", says),))
