"""Chinese search without a dictionary: a text is kept as its pairs of neighbouring characters."""

import re
import unicodedata

_WORD = re.compile(r"[0-9a-z]+|[\u3400-\u9fff\U00020000-\U0003ffff]+")
LONGEST = 200


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def pairs_of(text: str) -> list[str]:
    """What is stored: each character and pair of a Chinese run; a word of letters or digits and its beginnings."""
    found: set[str] = set()
    for run in _WORD.findall(_plain(text)[:LONGEST]):
        if run.isascii():
            found.update(run[:length] for length in range(1, len(run) + 1))
        else:
            found.update(run)
            found.update(run[at : at + 2] for at in range(len(run) - 1))
    return sorted(found)


def asked_of(text: str) -> list[str]:
    """What must all be there for a text to match: the pairs of each run, or its single character."""
    asked: set[str] = set()
    for run in _WORD.findall(_plain(text)[:LONGEST]):
        if run.isascii() or len(run) == 1:
            asked.add(run)
        else:
            asked.update(run[at : at + 2] for at in range(len(run) - 1))
    return sorted(asked)


def number_of(text: str) -> str:
    """A plaque's or certificate's number as typed by a visitor: full width, spaces and bracket forms do not matter."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return re.sub(r"[\s\[\]()〔〕【】〈〉<>《》]", "", plain)[:LONGEST]
