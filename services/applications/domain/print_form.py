"""Form 1 as it is printed (B8): which value stands in which cell. Another form prints its own sections in rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.applications.domain.case_rules import CaseRules
from services.applications.domain.filling import shown
from services.common.documents import Composition, FormCell, FormRow, Leader, TeamForm, team_form_rows
from services.common.regulation import FormField
from services.common.regulation.form_figures import Repeat

LAYOUTS_OF_FORM_1 = frozenset({"form-1", "form1", "team-form"})


def rows_of(rules: CaseRules, values: Mapping[str, Any]) -> tuple[FormRow, ...]:
    form = rules.form
    if form is None:
        return ()
    if form.layout in LAYOUTS_OF_FORM_1:
        return team_form_rows(team_form(values))
    return tuple(row for section in form.sections for row in _pairs(section.fields, values))


def team_form(values: Mapping[str, Any]) -> TeamForm:
    def of(name: str) -> str:
        return str(values.get(name) or "")

    return TeamForm(
        employer=of("employer"),
        employer_founded=month(of("employer_founded")),
        team=of("team"),
        headcount=_count(of("headcount")),
        leader_name=of("post_leader"),
        team_founded=month(of("team_founded")),
        composition=Composition(
            total=_count(of("headcount")),
            men=_count(of("men")),
            women=_count(of("women")),
            party=_count(of("party")),
            league=_count(of("league")),
            mean_age=of("mean_age"),
            mean_skill_grade=of("mean_grade"),
            college=_count(of("college")),
            senior_school=_count(of("senior")),
            junior_school=_count(of("junior")),
        ),
        leader=Leader(
            name=of("leader"),
            sex=of("leader_sex"),
            born=month(of("leader_born")),
            education=of("leader_education"),
            political_status=of("leader_politics"),
            trade=of("leader_trade"),
            in_post_since=month(of("leader_since")),
            contact=of("leader_contact"),
            mobile=of("leader_mobile"),
        ),
        address=of("address"),
        postcode=of("postcode"),
        past_awards=tuple(award(row) for row in values.get("past_awards") or ()),
    )


def award(row: Mapping[str, Any]) -> str:
    """2023年5月，长兴县，县“安康杯”竞赛优胜班组。"""
    parts = [month(str(row.get("when", ""))), str(row.get("where", "")), str(row.get("what", ""))]
    return "，".join(part for part in parts if part) + "；"


def month(text: str) -> str:
    """2009年6月 of 2009-06; what is masked or written otherwise stays."""
    year, dash, rest = text.partition("-")
    return f"{year}年{int(rest[:2])}月" if dash and year.isdigit() and rest[:2].isdigit() else text


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _pairs(fields: Sequence[FormField], values: Mapping[str, Any]) -> list[FormRow]:
    """Two short fields a row on 14 columns; a long one has a row of its own."""
    rows: list[FormRow] = []
    waiting: list[FormCell] = []
    for field in fields:
        text = shown(field, values.get(field.id)) or "—"
        if isinstance(field, Repeat) or field.control == "textarea":
            rows += _closed(waiting)
            waiting = []
            rows.append(FormRow((FormCell(field.title, 3, 1, "label"), FormCell(text, 11, 1, "prose"))))
            continue
        waiting += [FormCell(field.title, 3, 1, "label"), FormCell(text, 4)]
        if len(waiting) == 4:
            rows.append(FormRow(tuple(waiting)))
            waiting = []
    return rows + _closed(waiting)


def _closed(waiting: list[FormCell]) -> list[FormRow]:
    return [FormRow((waiting[0], FormCell(waiting[1].text, 11)))] if waiting else []
