"""Bounds that name themselves, percents that name their rounding, shares as exact fractions.

以上 and 以下 include the figure (at_least, at_most), 超过 and 不满 do not (over, under).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

ROUNDINGS: Final = {"up": "有小数即进一", "down": "只取整数", "half_up": "四舍五入"}
_COUNTED: Final = frozenset("人个份字行名场次件")
_MODES: Final = {"up": ROUND_CEILING, "down": ROUND_FLOOR, "half_up": ROUND_HALF_UP}


def plain(value: Decimal | int) -> str:
    """A figure as it is written, never as 1E+2."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


@dataclass(frozen=True)
class Percent:
    """A percentage in points: 35% is Percent(Decimal(35))."""

    points: Decimal

    def of(self, whole: Decimal | int) -> Decimal:
        return self.points * whole / 100

    def places(self, whole: int, rounding: str) -> int:
        """How many people or places the percent makes; the regulation must have named the rounding."""
        return int(self.of(whole).to_integral_value(rounding=_MODES[rounding]))

    def __str__(self) -> str:
        return f"{plain(self.points)}%"


@dataclass(frozen=True)
class Bound:
    """A range of figures; each end is absent, included or excluded."""

    at_least: Decimal | None = None
    over: Decimal | None = None
    at_most: Decimal | None = None
    under: Decimal | None = None
    is_percent: bool = False

    def admits(self, value: Decimal | int) -> bool:
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.over is None or value > self.over)
            and (self.at_most is None or value <= self.at_most)
            and (self.under is None or value < self.under)
        )

    def admits_share(self, part: int, whole: int) -> bool:
        """Is `part` of `whole` within these percents? Compared without dividing, so 2 of 3 is not 66.67 %."""
        low, over, high, under = (
            None if end is None else end * whole for end in (self.at_least, self.over, self.at_most, self.under)
        )
        return Bound(low, over, high, under).admits(part * 100)

    @property
    def is_empty(self) -> bool:
        """Nothing can satisfy it: the low end lies above the high end, or they meet without including."""
        lows = [end for end in (self.at_least, self.over) if end is not None]
        highs = [end for end in (self.at_most, self.under) if end is not None]
        if not lows or not highs:
            return False
        low, high = max(lows), min(highs)
        return low > high or (low == high and (self.over == low or self.under == high))

    def phrase(self, unit: str = "") -> str:
        """In Chinese: 不低于 90、超过 10 且不超过 20."""
        least, less = ("不少于", "少于") if unit in _COUNTED else ("不低于", "低于")
        ends = ((least, self.at_least), ("超过", self.over), ("不超过", self.at_most), (less, self.under))
        mark = "%" if self.is_percent else ""
        tail = f" {unit}" if unit else ""
        if self.at_least is not None and self.at_least == self.at_most:
            return f"等于 {plain(self.at_least)}{mark}{tail}"
        return " 且".join(f"{word} {plain(end)}{mark}{tail}" for word, end in ends if end is not None)


@dataclass(frozen=True)
class ShareBound:
    """A share of people, as exact fractions: at_least 2/3, over 1/2."""

    at_least: Fraction | None = None
    over: Fraction | None = None

    def admits(self, part: int, whole: int) -> bool:
        """Nobody of nobody is not a quorum."""
        if whole <= 0:
            return False
        share = Fraction(part, whole)
        return (self.at_least is None or share >= self.at_least) and (self.over is None or share > self.over)

    def phrase(self) -> str:
        if self.at_least is not None:
            return f"{_in_words(self.at_least)}以上"
        return f"超过{_in_words(self.over or Fraction(0))}"


def _in_words(share: Fraction) -> str:
    known = {Fraction(1, 2): "半数", Fraction(2, 3): "三分之二", Fraction(3, 4): "四分之三", Fraction(1): "全体"}
    return known.get(share, f"{share.numerator}/{share.denominator}")
