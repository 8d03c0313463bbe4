"""YAML text to a tree that remembers its lines. Scalars stay text, so no figure is ever a binary float.

Read from parser events, not from a loader: no tags, no anchors, no aliases, bounded size, depth and count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from services.common.regulation.fault import Fault

MOST_CHARACTERS: Final = 256 * 1024
MOST_NODES: Final = 20_000
DEEPEST: Final = 24

_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,8})\Z")
_YES: Final = frozenset({"true", "yes", "是"})
_NO: Final = frozenset({"false", "no", "否"})


@dataclass(frozen=True)
class Scalar:
    line: int
    text: str
    is_quoted: bool = False


@dataclass(frozen=True)
class Items:
    line: int
    items: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Table:
    line: int
    rows: tuple[tuple[str, int, Node], ...] = ()
    """Key, the key's line, value."""

    def get(self, key: str) -> Node | None:
        return next((value for name, _, value in self.rows if name == key), None)

    def line_of(self, key: str) -> int:
        return next((line for name, line, _ in self.rows if name == key), self.line)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(name for name, _, _ in self.rows)


Node = Scalar | Items | Table


class UnreadableError(Exception):
    """The text is not a tree; `fault` says why."""

    def __init__(self, line: int, code: str, says: str) -> None:
        super().__init__(code)
        self.fault = Fault(line, "", code, says)


@dataclass
class _Open:
    """A mapping or list still being filled."""

    line: int
    is_table: bool
    items: list[Node] = field(default_factory=list)
    rows: list[tuple[str, int, Node]] = field(default_factory=list)
    key: tuple[str, int] | None = None

    def add(self, node: Node) -> None:
        if not self.is_table:
            self.items.append(node)
        elif self.key is None:
            self.key = self._key(node)
        else:
            self.rows.append((*self.key, node))
            self.key = None

    def _key(self, node: Node) -> tuple[str, int]:
        if not isinstance(node, Scalar):
            raise UnreadableError(node.line, "key_not_text", "冒号左边只能是一个词，请检查括号和缩进。")
        seen = next((line for name, line, _ in self.rows if name == node.text), None)
        if seen is not None:
            says = f"“{node.text}”在第 {seen} 行已经写过一次，同一处只能写一次，请删去其中一处。"
            raise UnreadableError(node.line, "duplicate_key", says)
        return node.text, node.line

    def close(self) -> Node:
        return Table(self.line, tuple(self.rows)) if self.is_table else Items(self.line, tuple(self.items))


def parse(text: str) -> Node:
    """The tree of one YAML document, or UnreadableError."""
    if len(text) > MOST_CHARACTERS:
        raise UnreadableError(1, "too_long", f"文件超过 {MOST_CHARACTERS // 1024} 千字，请拆成几个规则文件。")
    try:
        return _quickly(text) or _tree(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        line = mark.line + 1 if mark else 1
        raise UnreadableError(line, *_plain_words(str(wrong.problem or wrong.context or ""), text, line)) from None
    except yaml.reader.ReaderError as wrong:
        line = text.count("\n", 0, max(0, wrong.position)) + 1
        says = "这一行有看不见的特殊字符，请删去后重新输入这一行。"
        raise UnreadableError(line, "special_character", says) from None
    except (yaml.YAMLError, ValueError, OverflowError):
        raise UnreadableError(1, "not_yaml", "文件无法读成规则，请从范本重新开始。") from None


def _quickly(text: str) -> Node | None:
    """The C parser takes a tenth of the time; what it cannot read is read again by the one whose words we know."""
    try:
        return _tree(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        return None


def _tree(text: str, loader: Any) -> Node:
    stack: list[_Open] = []
    root: list[Node] = []
    count = 0
    for event in yaml.parse(text, Loader=loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        _refuse_cleverness(event, line)
        node: Node | None = None
        if isinstance(event, yaml.ScalarEvent):
            node = Scalar(line, str(event.value), event.style in ("'", '"', "|", ">"))
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if len(stack) >= DEEPEST:
                raise UnreadableError(line, "too_deep", f"缩进超过 {DEEPEST} 层，请检查这一行的缩进和括号。")
            stack.append(_Open(line, isinstance(event, yaml.MappingStartEvent)))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            node = stack.pop().close()
        elif isinstance(event, yaml.DocumentStartEvent) and root:
            raise UnreadableError(line, "two_documents", "一个文件只写一份规则，请把“---”以下的内容另存为一个文件。")
        if node is not None:
            count += 1
            if count > MOST_NODES:
                raise UnreadableError(line, "too_many", "内容过多，请拆成几个规则文件。")
            stack[-1].add(node) if stack else root.append(node)
    if not root:
        raise UnreadableError(1, "empty", "文件是空的，请从范本开始填写。")
    return root[0]


def _refuse_cleverness(event: Any, line: int) -> None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise UnreadableError(line, "alias", "规则里不能用 & 和 * 引用别处的内容，请把内容写全。")
    if getattr(event, "tag", None):
        raise UnreadableError(line, "tag", "规则里不能用 ! 标记，请删去；文字里的感叹号请加引号。")


def _plain_words(problem: str, text: str, line: int) -> tuple[str, str]:
    """The parser's English problem as a code and a sentence a clerk can act on."""
    written = text.splitlines()
    here = written[line - 1] if 0 < line <= len(written) else ""
    if "\\t" in problem or here.lstrip(" ").startswith("\t"):
        return "tab", "这一行用了制表符（Tab 键），请改用空格缩进。"
    if "mapping values are not allowed" in problem:
        return "colon", "这一行多了一个冒号，或缩进不齐；文字里有冒号时请整句加引号。"
    if "could not find expected ':'" in problem:
        return "no_colon", "上一行缺少冒号，冒号要用英文冒号，后面空一格。"
    if "expected ',' or" in problem or "<stream end>" in problem:
        return "bracket", "括号没有配对，或各项之间缺少英文逗号。"
    if "found unexpected end of stream" in problem or "while scanning a quoted" in problem:
        return "quote", "引号没有配对，请补上另一半。"
    if "block end" in problem:
        return "indent", "这一行的缩进与上面不齐，请与同级内容左对齐。"
    return "not_yaml", "这一行的写法无法识别，请检查缩进、英文冒号、括号和引号。"


def from_plain(value: Any) -> Node:
    """A tree from a stored document; line 0 says that there is no text."""
    if isinstance(value, dict):
        return Table(0, tuple((str(key), 0, from_plain(item)) for key, item in value.items()))
    if isinstance(value, list):
        return Items(0, tuple(from_plain(item) for item in value))
    if isinstance(value, bool):
        return Scalar(0, "true" if value else "false")
    return Scalar(0, str(value), isinstance(value, str) and bool(_WHOLE.match(value)))


def to_plain(node: Node) -> Any:
    """What is stored as JSON: whole numbers and yes/no as such, decimals as text so that no digit is lost."""
    if isinstance(node, Table):
        return {key: to_plain(value) for key, _, value in node.rows}
    if isinstance(node, Items):
        return [to_plain(item) for item in node.items]
    if not node.is_quoted and _WHOLE.match(node.text):
        return int(node.text)
    if not node.is_quoted and node.text in ("true", "false"):
        return node.text == "true"
    return node.text


def as_flag(text: str) -> bool | None:
    return True if text in _YES else False if text in _NO else None
