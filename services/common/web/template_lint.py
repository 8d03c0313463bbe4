"""What a template may not contain, found before a browser does.

    python -m services.common.web.template_lint [folder …]

Refused: inline styles and scripts (the CSP would drop them), words outside the catalogue, a POST form without its
token, a field without a label, a bare percent sign in a translated string, a button that says only 提交 or 确定.
A template that opens with `{# document #}` is set in Chinese for good (a printed form), and may hold bare Chinese.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SERVICES = Path(__file__).parents[2]
DOCUMENT = re.compile(r"\A\{#-?\s*document\b")
COMMENT = re.compile(r"\{#.*?#\}", re.S)
ATTRIBUTES = re.compile(r"\{%-? macro \w*_attributes\(.*?\{%-? endmacro -?%\}", re.S)
CLASSES = re.compile(r"\{% block cols %\}.*?\{% endblock %\}", re.S)
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.S)
TAG = re.compile(r"<[a-zA-Z/!][^<>]*>", re.S)
CHINESE = re.compile(r"[一-鿿]+")
LATIN = re.compile(r"\b[A-Za-z]{2,}(?:\s+[A-Za-z]{2,})*\b")
KNOWN_LATIN = {
    "English",
    "OpenAPI",
    "PDF",
    "Excel",
    "QQ",
    "API",
    "YAML",
    "CSV",
    "ID",
    "A4",
    "SHA",
    "JSON",
    "MB",
    "KB",
    "lang",
}
KNOWN_CHINESE = {"先", "先锋", "中文"}
SPOKEN = re.compile(r"\b(?:aria-label|title|placeholder|alt)=\"([^\"]*)\"")
TRANSLATED = re.compile(r"(?<![\w.])(?:_|gettext)\(\s*(\"[^\"]*\"|'[^']*')", re.S)
BARE_PERCENT = re.compile(r"%(?!%|\(\w+\)[sd])")
EMPTY_VERBS = {"提交", "确定", "是", "OK", "确认"}
CONTROL = re.compile(r"<(input|select|textarea)\b[^<>]*>", re.S)
UNLABELLED_TYPES = ("hidden", "submit", "button")


@dataclass(frozen=True)
class Fault:
    path: str
    line: int
    code: str
    says: str


def _blank(pattern: re.Pattern[str], text: str, filler: str = " ") -> str:
    """Each match replaced by one filler, its line breaks kept so that lines still count."""
    return pattern.sub(lambda m: filler + "\n" * m.group().count("\n"), text)


class Template:
    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text
        self.is_document = DOCUMENT.match(text) is not None
        self.code = COMMENT.sub(lambda m: "\n" * m.group().count("\n"), text)
        # A macro named so prints attributes into a tag, a block named so classes: no text.
        self.html = _blank(JINJA, _blank(CLASSES, _blank(ATTRIBUTES, self.code)), "\x01")

    def fault(self, at: int, source: str, code: str, says: str) -> Fault:
        return Fault(self.path, source.count("\n", 0, at) + 1, code, says)

    def faults(self) -> Iterator[Fault]:
        yield from self._inline()
        yield from self._words()
        yield from self._percents()
        yield from self._forms()
        yield from self._labels()
        yield from self._buttons()

    def _inline(self) -> Iterator[Fault]:
        for tag in TAG.finditer(self.html):
            name = tag.group()
            if re.match(r"<style\b", name) or re.search(r"\sstyle\s*=", name):
                yield self.fault(tag.start(), self.html, "inline_style", "样式只写在 theme.css")
            if re.search(r"\son[a-z]+\s*=", name):
                yield self.fault(tag.start(), self.html, "inline_handler", "脚本只写在 pioneer.js，用 data-* 声明")
            if re.match(r"<script\b", name) and "src=" not in name:
                yield self.fault(tag.start(), self.html, "inline_script", "脚本只写在 pioneer.js")

    def _words(self) -> Iterator[Fault]:
        spoken = [(m.start(1), m.group(1)) for tag in TAG.finditer(self.html) for m in _within(SPOKEN, tag)]
        plain = [(m.start(), m.group()) for m in re.finditer(r"[^\x01\n]+", _hide_tags(self.html))]
        for at, words in spoken + plain:
            if not self.is_document:
                for bare in CHINESE.findall(words):
                    if bare not in KNOWN_CHINESE:
                        yield self.fault(at, self.html, "bare_chinese", f"“{bare}”要写成 _(…)")
            for latin in LATIN.findall(re.sub(r"&\w+;", " ", words)):
                if not set(latin.split()) <= KNOWN_LATIN:
                    yield self.fault(at, self.html, "bare_english", f"“{latin}”不是界面用语")

    def _percents(self) -> Iterator[Fault]:
        for found in TRANSLATED.finditer(self.code):
            if BARE_PERCENT.search(found.group(1).replace("%%", "")):
                yield self.fault(found.start(), self.code, "bare_percent", "_(…) 里的百分号写成 %%")

    def _forms(self) -> Iterator[Fault]:
        for found in re.finditer(r"<form\b[^<>]*>", self.html):
            posts = re.search(r"method\s*=\s*[\"']?(post|\x01)", found.group(), re.I)
            body = self.html[found.end() : _end_of(self.html, "</form>", found.end())]
            if posts and "csrf_token" not in body:
                yield self.fault(found.start(), self.html, "no_token", "POST 表单用 form_open，或带 csrf_token")

    def _labels(self) -> Iterator[Fault]:
        marked = self._marked()
        targets = set(re.findall(r"<label\b[^<>]*\bfor=\"([^\"]*)\"", marked))
        for found in CONTROL.finditer(marked):
            tag = found.group()
            kind = re.search(r"\btype=\"(\w+)\"", tag)
            identity = re.search(r"\bid=\"([^\"]*)\"", tag)
            said = "aria-label" in tag or (identity and identity.group(1) in targets)
            inside = marked.rfind("<label", 0, found.start()) > marked.rfind("</label", 0, found.start())
            if not (said or inside or (kind and kind.group(1) in UNLABELLED_TYPES)):
                yield self.fault(found.start(), marked, "no_label", "每个输入框要有 label 或 aria-label")

    def _buttons(self) -> Iterator[Fault]:
        for found in re.finditer(r"<button\b[^<>]*>(.*?)</button>", self.code, re.S):
            words = re.findall(r"_\(\s*[\"']([^\"']+)[\"']", found.group(1)) or [re.sub(r"<[^>]*>", "", found.group(1))]
            if any(word.strip() in EMPTY_VERBS for word in words):
                yield self.fault(found.start(), self.code, "empty_verb", "按钮写明办什么，例如“提交异议”")

    def _marked(self) -> str:
        """Jinja expressions replaced by what they name, so that equal ids stay equal; statements dropped."""
        html = _blank(re.compile(r"\{%.*?%\}", re.S), self.code)
        return re.sub(r"\{\{-?\s*(.*?)\s*-?\}\}", lambda m: "{" + re.sub(r"[^\w.]+", "", m.group(1)) + "}", html)


def _within(pattern: re.Pattern[str], tag: re.Match[str]) -> Iterator[re.Match[str]]:
    return pattern.finditer(tag.string, tag.start(), tag.end())


def _hide_tags(html: str) -> str:
    """Tags as spaces of the same length: places stay, line breaks too."""
    return TAG.sub(lambda m: re.sub(r"[^\n]", "\x01", m.group()), html)


def _end_of(text: str, closing: str, start: int) -> int:
    end = text.find(closing, start)
    return len(text) if end < 0 else end


def check(root: Path = SERVICES) -> list[Fault]:
    files = sorted(p for p in root.rglob("templates/**/*.html") if not p.name.startswith("style"))
    return [f for p in files for f in Template(str(p.relative_to(root.parent)), p.read_text("utf-8")).faults()]


def main(folders: list[str]) -> int:
    faults = [f for folder in (folders or [str(SERVICES)]) for f in check(Path(folder).resolve())]
    for fault in faults:
        print(f"{fault.path}:{fault.line}: {fault.code} {fault.says}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
