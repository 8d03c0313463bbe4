"""Conditions that nobody could ever judge, and exceptions that nobody could tell apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from services.common.regulation.fault import Complaint, nearest
from services.common.regulation.form import Form
from services.common.regulation.form_figures import Repeat
from services.common.regulation.programme import Programme
from services.common.regulation.requirements import UNITS, AllOf, AnyOf, Figure, Holds, InPrinciple, ItsUnit, ShareOf


def requirement_complaints(programme: Programme, form: Form | None) -> Iterator[Complaint]:
    tables = {each.id for each in form.fields if isinstance(each, Repeat)} if form else set()
    for each in programme.requirements:
        if isinstance(each, ShareOf) and each.share_of not in {*UNITS, *tables}:
            like = nearest(each.share_of, {*UNITS, *tables})
            says = f"不知道“{each.share_of}”是哪些单位：可写 {'、'.join(UNITS)}，或申报表中一张表的代号。"
            yield Complaint("eligible.requires", "unknown_reference", says, like)
    for each in programme.requirements:
        of_unit = tuple(each.its_unit.parts()) if isinstance(each, ItsUnit) else ()
        if any(not isinstance(part, (Holds, Figure, AllOf, AnyOf)) for part in of_unit):
            says = "所在单位的条件（its_unit）只写已获荣誉（honour）、指标（figure）和它们的组合，其他条件请写在外面。"
            yield Complaint("eligible.requires", "contradictory_rule", says)
    ids = Counter(each.id for each in programme.requirements if isinstance(each, InPrinciple))
    for twice in sorted(name for name, times in ids.items() if times > 1):
        says = f"有两条“原则上”的规定代号都是“{twice}”，请各取一个不同的 id。"
        yield Complaint("eligible.requires", "duplicate_id", says)
