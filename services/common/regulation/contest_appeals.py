"""Appeals: within how long, to whom, whose ruling is final."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from services.common.regulation.contest_nouns import ARBITERS
from services.common.regulation.date_shapes import SpanShape
from services.common.regulation.dates import Span
from services.common.regulation.fault import Complaint
from services.common.regulation.shapes import Choice
from services.common.regulation.words import Key

RULINGS = {"final": "裁决为最终裁决", "may_go_on": "不服裁决的，可以再申诉一次"}


@dataclass(frozen=True, kw_only=True)
class Appeals:
    """Counted from the publication of the results; hours run to the minute, days to their end."""

    within: Annotated[Span, Key("申诉期限", SpanShape())]
    to: Annotated[str, Key("向谁申诉", Choice(ARBITERS))]
    ruling: Annotated[str, Key("裁决效力", Choice(RULINGS))] = "final"
    then: Annotated[str | None, Key("再向谁申诉", Choice(ARBITERS))] = None

    def check(self) -> Iterator[Complaint]:
        if (self.ruling == "may_go_on") != (self.then is not None):
            says = "可以再申诉的，要写明再向谁申诉（then），由其作最终裁决；最终裁决的不写 then。"
            yield Complaint("then", "no_final_ruling", says)
        elif self.then == self.to:
            yield Complaint("then", "no_final_ruling", "再申诉不能仍向同一个机构提出，请改正。")

    @property
    def final_by(self) -> str:
        """Whose ruling is final."""
        return self.then or self.to

    def sentences(self) -> Iterator[str]:
        further = f"；不服的再向{ARBITERS[self.then]}申诉一次" if self.then else ""
        yield f"成绩公布后 {self.within.phrase()}内向{ARBITERS[self.to]}书面申诉{further}。"
        yield f"{ARBITERS[self.final_by]}的裁决为最终裁决。"
