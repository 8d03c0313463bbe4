"""Kinds of candidate that a programme speaks of: each must be known, and found somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from services.common.regulation.fault import Complaint, nearest
from services.common.regulation.form import Form
from services.common.regulation.kinds import Kind
from services.common.regulation.programme import Programme
from services.common.regulation.stages import Assess, ClearanceStage


def kind_complaints(programme: Programme, form: Form | None) -> Iterator[Complaint]:
    known = programme.kind_titles
    for at, kind in _spoken_of(programme, form):
        if kind not in known:
            like = nearest(kind, known)
            tail = f"，是不是想写“{like}”？" if like else f"，请在 kinds 里写明，或从这里选：{'、'.join(known)}。"
            yield Complaint(at, "unknown_word", f"不认识对象类别“{kind}”{tail}", like)
    for kind_ in programme.kinds:
        yield from _answered(kind_, form)


def spoken_of(programme: Programme, form: Form | None) -> frozenset[str]:
    """Every kind that makes a difference in this programme."""
    quota = programme.quota
    counted = {part.of for part in quota.composition} if quota else set()
    counted |= {kind for pool in quota.pools for kind in pool.kinds} if quota else set()
    return frozenset({kind for _, kind in _spoken_of(programme, form)} | counted)


def _spoken_of(programme: Programme, form: Form | None) -> Iterator[tuple[str, str]]:
    for number, each in enumerate(programme.eligible.scope, 1):
        yield f"eligible.scope.{number}", each
    for number, clearance in enumerate(programme.eligible.clearances, 1):
        if clearance.when:
            yield f"eligible.clearances.{number}.when", clearance.when
    for name, words in (("conditions", programme.conditions), ("materials", programme.materials)):
        for word in words:
            if word.when:
                yield f"{name}.{word.id}.when", word.when
    for stage in programme.stages:
        for asked in stage.offices if isinstance(stage, ClearanceStage) else ():
            if asked.when:
                yield f"stages.{stage.key}.offices", asked.when
        for number, other in enumerate(stage.sheets if isinstance(stage, Assess) else (), 1):
            yield f"stages.{stage.key}.sheets.{number}.when", other.when
    reinspect = programme.tenure.reinspect if programme.tenure else None
    for number, other in enumerate(reinspect.sheets if reinspect else (), 1):
        yield f"tenure.reinspect.sheets.{number}.when", other.when
    for number, part in enumerate(programme.quota.composition if programme.quota else (), 1):
        if part.within:
            yield f"quota.composition.{number}.within", part.within
    for opinion in form.opinions if form else ():
        if opinion.when:
            yield "form", opinion.when


def _answered(kind: Kind, form: Form | None) -> Iterator[Complaint]:
    if kind.field is None:
        return
    fields = {each.id: each for each in form.fields} if form else {}
    found = fields.get(kind.field)
    if found is None:
        like = nearest(kind.field, fields)
        tail = f"，是不是想写“{like}”？" if like else "，请核对。"
        yield Complaint(f"kinds.{kind.id}.field", "unknown_reference", f"申报表里没有“{kind.field}”这一栏{tail}", like)
        return
    options = getattr(found, "options", None)
    for answer in kind.is_:
        if options is not None and answer not in options:
            says = f"“{found.title}”一栏没有“{answer}”可选，可选的是：{'、'.join(options)}。"
            yield Complaint(f"kinds.{kind.id}.is", "unknown_word", says, nearest(answer, options))
