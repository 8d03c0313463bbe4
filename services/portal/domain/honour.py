"""An honour as the public sees it: number, holder, standing as of now (A7, A8, A10)."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from services.portal.domain.figure import Counts, Figure, Measure


class Standing(StrEnum):
    VALID = "valid"
    RECTIFYING = "rectifying"
    REVOKED = "revoked"


_MEASURE = {Standing.VALID: Measure.VALID, Standing.RECTIFYING: Measure.RECTIFYING}


@dataclass(frozen=True, kw_only=True)
class Honour:
    id: str
    application_id: str
    honour: str
    level: str
    number: str
    plaque_number: str
    subject_unit_id: str
    subject_name: str
    union_unit_id: str
    conferred_on: date
    year: int
    url: str
    deeds: str = ""
    standing: Standing = Standing.VALID
    rectify_by: date | None = None
    inspected_year: int | None = None
    revoked_on: date | None = None
    ground: str = ""

    def counts(self) -> Counts:
        """Conferring and revoking on their days; what stands now under the year it was conferred in."""
        found = Counter({self._figure(Measure.CONFERRED, self.conferred_on): 1})
        if self.standing is Standing.REVOKED:
            found[self._figure(Measure.REVOKED, self.revoked_on or self.conferred_on)] += 1
        else:
            found[self._figure(_MEASURE[self.standing], self.conferred_on)] += 1
        return found

    def inspection(self, outcome: str, year: int) -> Counts:
        """What a re-inspection adds to its year, besides the change of standing."""
        measure = {"kept": Measure.KEPT, "rectify": Measure.ORDERED}.get(outcome)
        return Counter([Figure(measure, year, 0, self.honour, self.level)] if measure else [])

    def _figure(self, measure: Measure, day: date) -> Figure:
        return Figure(measure, day.year, day.month, self.honour, self.level)


def inspected(honour: Honour, *, year: int, standing: Standing, rectify_by: date | None, on: date) -> Honour:
    """After a re-inspection. What was revoked stays revoked."""
    if honour.standing is Standing.REVOKED:
        return honour
    revoked_on = on if standing is Standing.REVOKED else None
    return replace(
        honour,
        standing=standing,
        inspected_year=year,
        rectify_by=rectify_by if standing is Standing.RECTIFYING else None,
        revoked_on=revoked_on,
    )


def revoked(honour: Honour, *, on: date, ground: str) -> Honour:
    return replace(honour, standing=Standing.REVOKED, revoked_on=on, ground=ground, rectify_by=None)
