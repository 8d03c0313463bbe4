"""The number of a case: L-2025-0031, by the initial of the federation's short name, the year and a running number."""

import os

# The phrase tables would take 45 MB for the sake of one initial; how characters read in names of places is told below.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")

from pypinyin import Style, lazy_pinyin, load_single_dict

IN_PLACES = {"长": "cháng", "重": "chóng", "单": "shàn", "朝": "cháo", "乐": "lè"}
load_single_dict({ord(character): reading for character, reading in IN_PLACES.items()})


def initial_of(short_name: str) -> str:
    """L for 来安, C for 长兴: 长 reads chang, as in names of places."""
    letters = lazy_pinyin(short_name, style=Style.FIRST_LETTER) or [""]
    return letters[0][:1].upper() if letters[0][:1].isalpha() else "A"


def case_number(short_name: str, year: int, running: int) -> str:
    return f"{initial_of(short_name)}-{year}-{running:04d}"
