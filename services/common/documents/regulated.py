"""A regulation's form with its answers, laid out for printing.

The form says its layout by a word: form-1 is the notice's own (B8 form 1), plain puts any fields two to a row. A
tenant that changed the fields of form 1 so that its layout no longer holds them all gets the plain one: nothing that
was filled in may be missing on paper.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from services.common.documents.form import NO_TAIL, ApplicationFormSheet, FormCell, FormRow, OpinionBox, Tail
from services.common.documents.form1 import Composition, Leader, TeamForm, team_form_rows
from services.common.documents.words import day, month
from services.common.regulation.form import Form, Opinion
from services.common.regulation.form_fields import FormField, LongText
from services.common.regulation.form_figures import CountField, DayField, DecimalField, MonthField, Repeat

Answers = Mapping[str, Any]
_FORM_1: Final = frozenset(
    (
        *("employer", "employer_founded", "team", "headcount", "post_leader", "team_founded", "address", "postcode"),
        *("men", "women", "party", "league", "mean_age", "mean_grade", "college", "senior", "junior", "past_awards"),
        *("leader", "leader_sex", "leader_born", "leader_education", "leader_politics", "leader_trade"),
        *("leader_since", "leader_contact", "leader_mobile"),
    )
)


@dataclass(frozen=True)
class Signed:
    """An opinion that was given: its text, who signed, when, and the name on the seal."""

    text: str
    signer: str = ""
    signed_on: date | None = None
    seal: str = ""


def regulated_form(
    form: Form,
    answers: Answers,
    *,
    signed: Mapping[str, Signed] | None = None,
    annex: str = "",
    title: str = "",
    tail: Tail = NO_TAIL,
) -> ApplicationFormSheet:
    """The sheet to print. `answers` by field id as typed or as read, `signed` by the opinion's body."""
    lay = _LAYOUTS.get(form.layout, plain_rows)
    if lay is form_1_rows and {field.id for field in form.fields} != _FORM_1:
        lay = plain_rows
    return ApplicationFormSheet(
        annex=annex,
        title=title or form.title,
        rows=lay(form, answers),
        opinions=tuple(_box(opinion, (signed or {}).get(opinion.by)) for opinion in form.opinions),
        remarks=tuple(_remarks(form)),
        tail=tail,
    )


def answer_text(field: FormField, value: Any) -> str:
    """An answer as it reads on paper: months and days in Chinese, rows one under another."""
    if value is None or value == "":
        return ""
    if isinstance(field, Repeat):
        rows = [[answer_text(inner, row.get(inner.id)) for inner in field.fields] for row in value]
        return "\n".join("，".join(part for part in row if part) + "。" for row in rows)
    if isinstance(field, (MonthField, DayField)):
        return _calendar_text(field, value)
    if isinstance(field, (CountField, DecimalField)) and field.unit:
        return f"{value} {field.unit}"
    return str(value)


def _calendar_text(field: FormField, value: Any) -> str:
    found = re.fullmatch(r"(\d{4})\D(\d{1,2})(?:\D(\d{1,2}))?\D?", str(value))
    if not found:
        return str(value)
    try:
        if isinstance(field, MonthField):
            return month(date(int(found[1]), int(found[2]), 1))
        return day(date(int(found[1]), int(found[2]), int(found[3] or 1)))
    except ValueError:
        # A draft may hold a month 13; it is printed as typed.
        return str(value)


def form_1_rows(form: Form, answers: Answers) -> tuple[FormRow, ...]:
    said = {field.id: answer_text(field, answers.get(field.id)) for field in form.fields}
    bare = {field.id: str(answers.get(field.id) or "　") for field in form.fields}
    return team_form_rows(
        TeamForm(
            employer=said["employer"],
            employer_founded=said["employer_founded"],
            team=said["team"],
            headcount=bare["headcount"],
            leader_name=said["post_leader"],
            team_founded=said["team_founded"],
            composition=Composition(
                total=bare["headcount"],
                men=bare["men"],
                women=bare["women"],
                party=bare["party"],
                league=bare["league"],
                mean_age=bare["mean_age"],
                mean_skill_grade=bare["mean_grade"],
                college=bare["college"],
                senior_school=bare["senior"],
                junior_school=bare["junior"],
            ),
            leader=Leader(
                name=said["leader"],
                sex=said["leader_sex"],
                born=said["leader_born"],
                education=said["leader_education"],
                political_status=said["leader_politics"],
                trade=said["leader_trade"],
                in_post_since=said["leader_since"],
                contact=said["leader_contact"],
                mobile=said["leader_mobile"],
            ),
            address=said["address"],
            postcode=said["postcode"],
            past_awards=tuple(said["past_awards"].splitlines()),
        )
    )


def plain_rows(form: Form, answers: Answers) -> tuple[FormRow, ...]:
    """Any fields: short ones two to a row, long ones alone, each section under its name."""
    rows: list[FormRow] = []
    for section in form.sections:
        if not section.fields:
            continue
        rows.append(FormRow((FormCell(section.title, 14, kind="label"),)))
        waiting: list[FormCell] = []
        for field in section.fields:
            text = answer_text(field, answers.get(field.id))
            if isinstance(field, (LongText, Repeat)) or len(text) > 24:
                rows += _row_of(waiting)
                waiting = []
                rows.append(FormRow((_label(field), FormCell(text, 11, kind="prose"))))
            else:
                waiting += [_label(field), FormCell(text, 4)]
            if len(waiting) == 4:
                rows += _row_of(waiting)
                waiting = []
        rows += _row_of(waiting)
    return tuple(rows)


def _row_of(cells: list[FormCell]) -> list[FormRow]:
    if len(cells) == 2:
        return [FormRow((cells[0], FormCell(cells[1].text, 11)))]
    return [FormRow(tuple(cells))] if cells else []


def _label(field: FormField) -> FormCell:
    return FormCell(field.title, 3, kind="label")


def _box(opinion: Opinion, signed: Signed | None) -> OpinionBox:
    label = opinion.says if len(opinion.says) < 6 else re.sub("意见$", "\n意见", opinion.says)
    given = signed or Signed("")
    return OpinionBox(label, given.text, given.signer, given.signed_on, given.seal)


def _remarks(form: Form) -> Iterator[str]:
    if form.note:
        yield form.note
    if form.copies:
        yield f"此表一式 {len(form.copies)} 份，{'、'.join(form.copies)}各一份。"


_LAYOUTS: Final[Mapping[str, Callable[[Form, Answers], tuple[FormRow, ...]]]] = {
    "form-1": form_1_rows,
    "plain": plain_rows,
}
