"""A table of sums against the form and the sheets: what it is by must be told somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from services.common.regulation.conferring import Reward
from services.common.regulation.fault import Complaint, nearest
from services.common.regulation.form import Form
from services.common.regulation.form_figures import CountField, DecimalField
from services.common.regulation.money import Sum
from services.common.regulation.programme import Programme
from services.common.regulation.sheet import Sheet
from services.common.regulation.stages import Approve, Assess, Confer


def reward_complaints(programme: Programme, form: Form | None, sheets: Mapping[str, Sheet]) -> Iterator[Complaint]:
    for stage in programme.stages:
        if isinstance(stage, Confer) and stage.reward and stage.reward.sum:
            at = f"stages.{stage.key}.reward.sum"
            yield from _field(stage.reward, form, at)
            yield from _told(stage.reward, programme, sheets, at)


def _field(reward: Reward, form: Form | None, at: str) -> Iterator[Complaint]:
    money = reward.sum
    if money is None or money.of is None:
        return
    fields = {each.id: each for each in form.fields} if form else {}
    found = fields.get(money.of)
    if found is None:
        like = nearest(money.of, fields)
        tail = f"，是不是想写“{like}”？" if like else "，请核对。"
        yield Complaint(f"{at}.of", "unknown_reference", f"申报表里没有“{money.of}”这一栏{tail}", like)
    elif money.by != "trade" and not isinstance(found, (CountField, DecimalField)):
        says = f"金额要按“{found.title}”计算，这一栏填的不是数，请改看填数的一栏。"
        yield Complaint(f"{at}.of", "unknown_reference", says)
    elif money.by == "trade":
        yield from _known(money.table, getattr(found, "options", None), f"“{found.title}”一栏", at)


def _told(reward: Reward, programme: Programme, sheets: Mapping[str, Sheet], at: str) -> Iterator[Complaint]:
    by, rows = (reward.sum.by, reward.sum.table) if reward.sum else (None, ())
    if by == "band":
        named = {each for stage in programme.stages if isinstance(stage, Assess) for each in stage.sheet_ids}
        bands = [band.title for name in sorted(named & set(sheets)) for band in sheets[name].bands]
        yield from _known(rows, bands, "评价表", at)
    if by == "place" and not any(isinstance(stage, Approve) for stage in programme.stages):
        says = "奖励按名次分档，而前面没有审批环节排出名次，请补上 approve，或改按别的分档。"
        yield Complaint(f"{at}.by", "event_never_announced", says)


def _known(rows: tuple[Sum, ...], known: Sequence[str] | None, where: str, at: str) -> Iterator[Complaint]:
    for row in rows if known is not None else ():
        if row.for_ not in (known or ()):
            says = f"{where}没有“{row.for_}”这一档，有的是：{'、'.join(known or ()) or '（无）'}。"
            yield Complaint(f"{at}.table", "unknown_word", says, nearest(row.for_, known or ()))
