"""Do the rules of a form name fields that exist and that can be added or ordered?"""

from __future__ import annotations

from collections.abc import Iterator

from services.common.regulation.fault import Complaint, nearest
from services.common.regulation.form import Form
from services.common.regulation.form_agree import InOrder
from services.common.regulation.form_figures import CountField, DayField, DecimalField, MonthField


def rule_complaints(form: Form) -> Iterator[Complaint]:
    fields = {field.id: field for field in form.fields}
    for number, section in enumerate(form.sections, 1):
        for position, rule in enumerate(section.agree, 1):
            at = f"sections.{section.id or number}.agree.{position}"
            kinds = (DayField, MonthField) if isinstance(rule, InOrder) else (CountField, DecimalField)
            for name in rule.reads:
                if name not in fields:
                    like = nearest(name, fields)
                    tail = f"，是不是想写“{like}”？" if like else "。"
                    yield Complaint(at, "unknown_reference", f"表里没有代号为“{name}”的栏目{tail}", like)
                elif not isinstance(fields[name], kinds):
                    what = "日期" if isinstance(rule, InOrder) else "数"
                    yield Complaint(at, "wrong_kind", f"“{fields[name].title}”不是{what}，不能这样核对。")
