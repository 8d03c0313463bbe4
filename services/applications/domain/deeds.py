"""Awards of contests taken over as deeds, with what proves them: the certificate's number, never typed (A2, B5)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from services.applications.domain.case_rules import CaseRules
from services.applications.domain.filling import Filling, Source
from services.common.regulation.contest_nouns import LEAGUE
from services.common.regulation.form_figures import Repeat

FACT = "contest_award"
AT_MOST = 50


@dataclass(frozen=True)
class Deed:
    """`place` 0: given by a band. `taken_on`: the day on which competitions said so."""

    award_id: str
    contest: str
    level: str
    trade: str
    title: str
    place: int
    number: str
    made_on: str
    person: str = ""
    taken_on: str = ""

    @property
    def says(self) -> str:
        """For pages, prints and the sealed file: 县级焊工技能比武一等奖（第 1 名），2026-07-11，证书编号 JS…."""
        level = "" if self.contest.startswith(LEAGUE.get(self.level, "—")) else LEAGUE.get(self.level, "")
        place = f"（第 {self.place} 名）" if self.place else ""
        who = f"{self.person}，" if self.person else ""
        return f"{who}{level}{self.contest}{self.title}{place}，{self.made_on}，证书编号 {self.number}"


def deeds_of(filling: Filling) -> tuple[Deed, ...]:
    return tuple(Deed(**each) for each in filling.awards)


def takes_deeds(rules: CaseRules) -> bool:
    """Does a condition rest on awards, or has the form a table that they fill?"""
    return any(FACT in each.facts for each in rules.programme.conditions) or bool(_tables(rules))


def take(filling: Filling, rules: CaseRules, found: Sequence[Deed]) -> Filling:
    """All that was won, instead of what was taken before; rows typed by hand stay, no award stands twice."""
    kept = tuple(asdict(each) for each in found[:AT_MOST])
    form, sources = dict(filling.form), dict(filling.sources)
    for table in _tables(rules):
        rows = [row for row in form.get(table.id) or [] if not _is_of(row, deeds_of(filling))]
        rows += [_row(table, each) for each in found[:AT_MOST]]
        if rows != (form.get(table.id) or []):
            form[table.id] = rows
            sources[table.id] = Source("竞赛成绩", found[0].taken_on if found else "")
    return replace(filling, awards=kept, form=form, sources=sources)


def drop(filling: Filling, rules: CaseRules, award_id: str) -> Filling:
    """Without one of them."""
    return take(filling, rules, [each for each in deeds_of(filling) if each.award_id != award_id])


def proofs(rules: CaseRules, filling: Filling, withdrawn: Collection[str]) -> Iterator[str]:
    """A condition that rests on awards has as many pieces less to show as awards stand."""
    standing = [each for each in deeds_of(filling) if each.award_id not in withdrawn]
    for each in rules.programme.conditions:
        if FACT in each.facts:
            yield from [f"condition:{each.id}"] * len(standing)


def _tables(rules: CaseRules) -> list[Repeat]:
    fields = rules.form.fields if rules.form else ()
    return [each for each in fields if isinstance(each, Repeat) and each.fill and each.fill.from_ == "contests"]


def _row(table: Repeat, deed: Deed) -> dict[str, str]:
    facts = {"when": deed.made_on[:7], "where": LEAGUE.get(deed.level, ""), "what": _what(deed)}
    return {inner.id: facts.get(inner.id, "") for inner in table.fields}


def _what(deed: Deed) -> str:
    return f"{deed.contest}{deed.title}，证书编号 {deed.number}"


def _is_of(row: Mapping[str, Any], deeds: Sequence[Deed]) -> bool:
    return row.get("what") in {_what(each) for each in deeds}
