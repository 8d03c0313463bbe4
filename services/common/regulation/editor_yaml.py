"""A value said as YAML: short ones on one line, long ones indented; text is quoted only where it must be."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any, Final

import yaml

from services.common.regulation.nodes import Items, Scalar, UnreadableError, parse

WIDEST: Final = 110
_RISKY = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_NEVER_BARE: Final = frozenset({"", "~", "null"})


def said(value: Any, indent: int = 0, room: int = WIDEST) -> str:
    """What stands after `key:` or `-`, with the white space before it. `indent` is that of what lies below."""
    flat = flow(value)
    is_short = len(flat) <= room - indent and not _is_deep(value)
    if not isinstance(value, (dict, list)) or not value or is_short:
        return f" {flat}"
    return "\n" + block(value, indent)


def block(value: dict[str, Any] | list[Any], indent: int) -> str:
    """The lines of a table or a list, each at its indent; the last one without its line break."""
    pad = " " * indent
    if isinstance(value, dict):
        return "\n".join(f"{pad}{scalar(key)}:{said(each, indent + 2)}" for key, each in value.items())
    return "\n".join(f"{pad}-{item(each, indent)}" for each in value)


def item(value: Any, indent: int) -> str:
    """What stands after the dash: a table that does not fit begins on the line of the dash."""
    after = said(value, indent + 2)
    if after.startswith("\n") and isinstance(value, dict):
        return " " + after[1 + indent + 2 :]
    return after


def flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    return scalar(value)


def scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return str(value) if _is_bare(str(value)) else _quoted(str(value))


def _is_deep(value: Any) -> bool:
    """Tables in a list of a table, and longer lists of tables, are read better one below the other."""
    if isinstance(value, list):
        return len(value) > 1 and any(isinstance(each, dict) for each in value)
    return isinstance(value, dict) and any(
        isinstance(each, dict | list) and _holds_tables(each) for each in value.values()
    )


def _holds_tables(value: Any) -> bool:
    each_of = value.values() if isinstance(value, dict) else value
    return any(isinstance(each, dict) for each in each_of)


@lru_cache(maxsize=4096)
def _is_bare(text: str) -> bool:
    """Would it be read back as the same text, on a line and between brackets, and not as a number or a yes?"""
    if text in _NEVER_BARE or text != text.strip() or "\n" in text or _RISKY.search(text) or text.startswith("---"):
        return False
    try:
        tree = parse(f"[{text}]")
        also = parse(f"k: {text}")
    except (UnreadableError, yaml.YAMLError):
        return False
    is_one = isinstance(tree, Items) and len(tree.items) == 1 and tree.items[0] == Scalar(1, text)
    return is_one and getattr(also, "get", lambda _: None)("k") == Scalar(1, text) and not _is_other(text)


def _is_other(text: str) -> bool:
    """Whole numbers and true/false are stored as such, so the text of that look keeps its quotes."""
    return bool(re.fullmatch(r"-?(0|[1-9][0-9]{0,8})", text)) or text in ("true", "false")


def _quoted(text: str) -> str:
    plain = json.dumps(text, ensure_ascii=False)
    return _RISKY.sub(lambda found: f"\\u{ord(found[0]):04x}", plain)
