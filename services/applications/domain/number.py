"""The number of a case: L-2025-0031, by the initial of the federation's short name, the year and a running number."""

from pypinyin import Style, lazy_pinyin


def initial_of(short_name: str) -> str:
    """L for 来安, C for 长兴: the whole name is read, so that 长 is chang."""
    letters = lazy_pinyin(short_name, style=Style.FIRST_LETTER) or [""]
    return letters[0][:1].upper() if letters[0][:1].isalpha() else "A"


def case_number(short_name: str, year: int, running: int) -> str:
    return f"{initial_of(short_name)}-{year}-{running:04d}"
