"""Entries on screen: the list, who comes up from a lower contest, form 2."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from services.common.errors import Invalid
from services.common.http import asking
from services.common.http.answering import PDF, XLSX, download, trying
from services.common.http.given import now
from services.common.web import page
from services.competitions.domain.running import Status
from services.competitions.models.contest import EntryRow
from services.competitions.queries.contests import leading_to
from services.competitions.rules import contests as rules
from services.competitions.seeing import Seen, entries_for, form_two_for, look
from services.competitions.service.contests import advancing, printing, taking
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.contests import id_in
from services.competitions.web.ways import may_see_entries, ways
from services.competitions.words import contests as words


@blueprint.get("/contests/<uuid:contest_id>/entries")
def entries(tenant: str, contest_id: UUID) -> Response:
    return entries_page(contest_id, {})


def entries_page(contest_id: UUID, faults: Mapping[str, str]) -> Response:
    """The list, as the address asks for it."""
    who = asking()
    text = request.args.get("text", "").replace("\x00", "").strip()[:40]
    status = request.args.get("status", "")
    with db.read(who.tenant) as session:
        seen = look(session, who, contest_id)
        rows = entries_for(session, who, seen.loaded)
        lower = leading_to(session, seen.loaded) if seen.organises else []
    lines = [each for each in rows if is_wanted(each, text, status)]
    return page(
        "competitions/entries.html", seen=seen, ways=ways(who, seen), contest=seen.loaded.row, rule=seen.loaded.rules,
        rows=lines, words=words, entrants=sum(each.status == "entered" for each in rows), text=text, status=status,
        states=[(name, word) for name, (word, _kind) in words.ENTRIES.items()], all=len(rows), faults=faults,
        may_enter=bool(rules.entering_paths(who)), is_open=is_open(seen), may_take=may_see_entries(who, seen),
        lower=[(str(each.id), f"{each.title}（{each.organiser_name}）") for each in lower],
    )  # fmt: skip


def is_wanted(entry: EntryRow, text: str, status: str) -> bool:
    return text in f"{entry.name} {entry.employer} {entry.team}" and status in ("", entry.status)


def is_open(seen: Seen) -> bool:
    """Does the contest take entries at this moment?"""
    closes_at = seen.loaded.row.closes_at
    return seen.loaded.status is Status.OPEN and (closes_at is None or now() < closes_at)


@blueprint.post("/contests/<uuid:contest_id>/entries/winners")
def post_winners(tenant: str, contest_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        lower = id_in("from_contest_id")
        if lower is None:
            raise Invalid({"from_contest_id": _("请选择下级比武")})
        taken = advancing.enter_winners(asking(), contest_id, lower, now=now())
        flash(ngettext("%(num)d 名选手晋级报名", "%(num)d 名选手晋级报名", taken), "ok")
        return redirect(url_for(".entries", tenant=tenant, contest_id=contest_id), 303)

    return trying(act, lambda faults: entries_page(contest_id, faults))


@blueprint.get("/contests/<uuid:contest_id>/entries.xlsx")
def entries_workbook(tenant: str, contest_id: UUID) -> Response:
    title, content = taking.entries_workbook(asking(), contest_id, now=now())
    return download(content, f"{title}.xlsx", XLSX)


@blueprint.get("/contests/<uuid:contest_id>/form-2")
def form_two(tenant: str, contest_id: UUID) -> Response:
    who = asking()
    with db.read(tenant) as session:
        seen = look(session, who, contest_id)
        form = form_two_for(session, who, seen.loaded)
    takes = bool(rules.entering_paths(who)) or rules.sees_all_entries(who, seen.loaded.row)
    return page(
        "competitions/form_two.html", seen=seen, ways=ways(who, seen), contest=seen.loaded.row, form=form,
        may_take=takes, named=printing.unit_of, title=printing.title_of(seen.loaded),
    )  # fmt: skip


@blueprint.get("/contests/<uuid:contest_id>/form-2.xlsx")
def form_two_workbook(tenant: str, contest_id: UUID) -> Response:
    name, content = printing.form_two_workbook(asking(), contest_id, now=now())
    return download(content, f"{name}.xlsx", XLSX)


@blueprint.get("/contests/<uuid:contest_id>/form-2.pdf")
def form_two_pdf(tenant: str, contest_id: UUID) -> Response:
    name, content = printing.form_two_pdf(asking(), contest_id, now=now())
    return download(content, f"{name}.pdf", PDF, inline=True)
