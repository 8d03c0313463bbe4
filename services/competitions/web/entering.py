"""Entering people on screen: one by one, oneself, by workbook; taking an entry back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from services.common import directory
from services.common.errors import Invalid, allow
from services.common.http import asking, expected_version
from services.common.http.answering import XLSX, download, trying
from services.common.http.given import now
from services.common.web import page
from services.competitions.api.entries import take_in, uploaded
from services.competitions.queries.entries import own_entries
from services.competitions.rules import contests as rules
from services.competitions.seeing import look
from services.competitions.service.contests import entering, importing
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.contests import day_in, id_in
from services.competitions.web.entries import entries_page, is_open
from services.competitions.web.ways import may_enter_self, ways
from services.competitions.words import contests as words


@blueprint.get("/contests/<uuid:contest_id>/entries/new")
def new_entry(tenant: str, contest_id: UUID) -> Response:
    return _form(contest_id, {})


@blueprint.get("/contests/<uuid:contest_id>/entries/own")
def own_entry(tenant: str, contest_id: UUID) -> Response:
    return _own_form(contest_id, {})


def _form(contest_id: UUID, faults: Mapping[str, str]) -> Response:
    """One person more, for a unit that the principal enters people of."""
    who = asking()
    with db.read(who.tenant) as session:
        seen = look(session, who, contest_id)
        allow(bool(rules.entering_paths(who)), "may_not_enter_for")
        below = [unit for path in rules.entering_paths(who) for unit in directory.units_below(session, path)]
    units = {str(unit.id): unit.name for unit in below}
    return page(
        "competitions/entry_new.html", seen=seen, ways=ways(who, seen), contest=seen.loaded.row, faults=faults,
        rule=seen.loaded.rules, words=words, units=list(units.items()), said=request.form, is_open=is_open(seen),
        own=None,
    )  # fmt: skip


def _own_form(contest_id: UUID, faults: Mapping[str, str]) -> Response:
    """The same for oneself: name and unit are the platform's, and what stands already is shown."""
    who = asking()
    with db.read(who.tenant) as session:
        seen = look(session, who, contest_id)
        allow(may_enter_self(who, seen), "may_not_enter_self")
        unit = directory.find_unit(session, who.org_unit_path.rstrip("/").rpartition("/")[2])
        mine = own_entries(session, who, contest_id)
    return page(
        "competitions/entry_new.html", seen=seen, ways=ways(who, seen), contest=seen.loaded.row, faults=faults,
        rule=seen.loaded.rules, words=words, said=request.form, is_open=is_open(seen),
        own={"name": who.name, "unit": unit, "entries": mine},
    )  # fmt: skip


@blueprint.post("/contests/<uuid:contest_id>/entries")
def post_entry(tenant: str, contest_id: UUID) -> ResponseReturnValue:
    """By a unit's union, or (`by_self`) by the person."""
    by_self = request.form.get("by_self") == "yes"
    where: dict[str, Any] = {"tenant": tenant, "contest_id": contest_id}

    def act() -> ResponseReturnValue:
        if by_self:
            entering.enter_self(asking(), contest_id, _said(contest_id), now=now())
            flash(_("您的报名已收下"), "ok")
            return redirect(url_for(".own_entry", **where), 303)
        entering.enter(asking(), contest_id, _said(contest_id), now=now())
        flash(_("%(name)s 的报名已收下", name=request.form.get("name", "")), "ok")
        return redirect(url_for(".new_entry" if request.form.get("act") == "more" else ".entries", **where), 303)

    return trying(act, lambda faults: (_own_form if by_self else _form)(contest_id, faults))


def _said(contest_id: UUID) -> entering.Entering:
    form, unit = request.form, id_in("unit_id")
    if unit is None:
        raise Invalid({"unit_id": _("请选择所在的单位或班组")})
    with db.read(asking().tenant) as session:
        rule = look(session, asking(), contest_id).loaded.rules
    licences = {licence: day_in(f"licence_{n}") for n, licence in enumerate(rule.entry.licences, 1)}
    days = form.get("practice_days", "").strip()
    if days and not (days.isascii() and days.isdigit() and len(days) < 7):
        raise Invalid({"practice_days": _("请填整数，例如 12")})
    only = next(iter(rule.trade_titles)) if len(rule.trade_titles) == 1 else ""
    return entering.Entering(
        name=form.get("name", "")[:40], unit_id=unit, trade=form.get("trade", only)[:40],
        class_=form.get("class", "")[:40], sex=form.get("sex", "")[:2], born_on=day_in("born_on"),
        grade=form.get("grade", "none") if form.get("grade") in words.GRADES else "none",
        licences={name: until for name, until in licences.items() if until}, practice_days=int(days) if days else None,
        industry=form.get("industry", "")[:40], leader=form.get("leader", "")[:40], phone=form.get("phone", "")[:40],
    )  # fmt: skip


@blueprint.get("/contests/<uuid:contest_id>/entries/import")
def import_entries(tenant: str, contest_id: UUID) -> Response:
    return _workbook(contest_id, {})


def _workbook(contest_id: UUID, faults: Mapping[str, str]) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        seen = look(session, who, contest_id)
        allow(bool(rules.entering_paths(who)), "may_not_enter_for")
    wrong = by_row(says for name, says in faults.items() if name.startswith("row-"))
    other = {name: says for name, says in faults.items() if not name.startswith("row-")}
    return page(
        "competitions/entries_import.html", seen=seen, ways=ways(who, seen), contest=seen.loaded.row,
        rule=seen.loaded.rules, faults=other, wrong=wrong, is_open=is_open(seen),
    )  # fmt: skip


ROW = re.compile(r"第 (\d+) 行(?:“([^”]*)”)?：?(.*)", re.DOTALL)


def by_row(faults: Iterable[str]) -> list[tuple[str, str, list[str]]]:
    """(row, the name or column that is wrong, what is wrong) of each row of the file, in its order."""
    found: dict[tuple[str, str], list[str]] = {}
    for says in faults:
        said = ROW.fullmatch(str(says))
        row, about, why = said.groups(default="") if said else ("", "", str(says))
        found.setdefault((row, about), []).append(why)
    return [(row, about, whys) for (row, about), whys in found.items()]


@blueprint.post("/contests/<uuid:contest_id>/entries/import")
def post_workbook(tenant: str, contest_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        taken = take_in(contest_id, *uploaded())
        flash(ngettext("已导入 %(num)d 人", "已导入 %(num)d 人", taken), "ok")
        return redirect(url_for(".entries", tenant=tenant, contest_id=contest_id), 303)

    return trying(act, lambda faults: _workbook(contest_id, faults))


@blueprint.get("/contests/<uuid:contest_id>/entries/template.xlsx")
def entries_template(tenant: str, contest_id: UUID) -> Response:
    title, content = importing.template(asking(), contest_id)
    return download(content, f"{title}报名.xlsx", XLSX)


@blueprint.post("/contests/<uuid:contest_id>/entries/<uuid:entry_id>/withdrawal")
def post_withdrawal(tenant: str, contest_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    by_self = request.form.get("by_self") == "yes"

    def act() -> ResponseReturnValue:
        why = request.form.get("why", "")[:500]
        entering.withdraw_entry(asking(), contest_id, entry_id, why, expected=expected_version(), now=now())
        flash(_("报名已撤回"), "ok")
        there = ".own_entry" if by_self else ".entries"
        return redirect(url_for(there, tenant=tenant, contest_id=contest_id), 303)

    return trying(act, lambda faults: (_own_form if by_self else entries_page)(contest_id, faults))
