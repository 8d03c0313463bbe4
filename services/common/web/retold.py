"""What was said in Chinese, once for everybody, told again in the language of who reads it.

Tasks, messages and reasons are kept as sentences, and a regulation explains itself in sentences. Their patterns are
in the catalogue (`spoken`): a sentence is known by its pattern, what fills it is retold in its turn, and what a
person or a tenant's own regulation wrote is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from babel.dates import format_date
from flask_babel import gettext as _
from markupsafe import Markup

from services.common.web.i18n import html_language
from services.common.web.spoken import SPOKEN

HAN = re.compile(r"[\u4e00-\u9fff]")
PLACE = re.compile(r"%\((\w+)\)s")
NUMBERS = frozenset("nmk")
DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
BY_DAY = re.compile(f"{DAY.pattern}前")
SEPARATORS = (
    (" / ", " / "), ("。", ". "), ("；", "; "), ("，", ", "), ("：", ": "), ("、", ", "),
    (" + ", " + "), (" × ", " × "),
)  # fmt: skip


def retold(said: str | None) -> str:
    """The sentence in the language of the request; itself where it is Chinese, or nobody's but its writer's."""
    if not said or isinstance(said, Markup) or html_language() != "en" or not HAN.search(said):
        return said or ""
    return "\n".join(_line(each) for each in said.split("\n"))


def _line(said: str) -> str:
    told = _told(said.strip())
    return told[:1].upper() + told[1:] if told != said.strip() else said


def _told(said: str) -> str:
    bare = said.rstrip("。")
    whole = _whole(bare)
    if whole is not None:
        return whole + ("." if bare != said else "")
    for separator, mark in SEPARATORS:
        parts = said.split(separator)
        if len(parts) > 1:
            told = list(_in_turn(parts, separator))
            if told != parts:
                return mark.join(told).rstrip()
    return said


def _in_turn(parts: list[str], separator: str) -> Iterator[str]:
    """The parts told again, as many of them together as make one known word."""
    at = 0
    while at < len(parts):
        for end in range(len(parts) if at else len(parts) - 1, at + 1, -1):
            known = _whole(separator.join(parts[at:end]))
            if known is not None:
                yield known
                at = end
                break
        else:
            yield _told(parts[at])
            at += 1


def _whole(said: str) -> str | None:
    """By the word or the pattern it is; None where it is none."""
    if not HAN.search(said):
        return said.replace("、", ", ")
    if (word := _(said)) != said:
        return str(word)
    if day := DAY.fullmatch(said):
        return _day(*day.groups())
    if by_day := BY_DAY.fullmatch(said):
        return str(_("%(day)s前", day=_day(*by_day.groups())))
    for source, shape in _shapes():
        if found := shape.fullmatch(said):
            return str(_(source, **{name: _told(value) for name, value in found.groupdict().items()}))
    return None


def _day(year: str | None, month: str, day: str) -> str:
    known = date(int(year or 2000), int(month), int(day))
    return str(format_date(known, "d MMMM y" if year else "d MMMM", locale="en"))


@cache
def _shapes() -> list[tuple[str, re.Pattern[str]]]:
    """The patterns with places, the most telling first."""
    found = [source for source in SPOKEN if PLACE.search(source)]
    found.sort(key=lambda source: len(PLACE.sub("", source)), reverse=True)
    return [(source, re.compile("".join(_pieces(source)), re.DOTALL)) for source in found]


def _pieces(source: str) -> Iterator[str]:
    for at, piece in enumerate(PLACE.split(source)):
        if at % 2 == 0:
            yield re.escape(piece.replace("%%", "%"))
        else:
            yield f"(?P<{piece}>{'[0-9.,]+%?' if piece in NUMBERS else '.+?'})"
