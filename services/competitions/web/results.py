"""Places: for those concerned when the scores are frozen, for everybody when they are published; appeals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common import directory
from services.common.clock import day_of
from services.common.errors import Invalid, NotFound
from services.common.http import asking
from services.common.http.answering import PDF, XLSX, download, trying
from services.common.http.asking import public
from services.common.http.given import now, settings
from services.common.web import page
from services.competitions.domain.contests import appeal_until
from services.competitions.domain.running import Duty, Status
from services.competitions.queries.contests import Loaded, load
from services.competitions.queries.rounds import team_results
from services.competitions.queries.scores import ResultLine, appeals, awards, results, team_awards
from services.competitions.rules import contests as rules
from services.competitions.seeing import look, results_for
from services.competitions.service.contests import appealing, awarding, printing, taking
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.contests import id_in
from services.competitions.web.ways import ways
from services.competitions.words import contests as words


@blueprint.get("/contests/<uuid:contest_id>/results")
def contest_results(tenant: str, contest_id: UUID) -> Response:
    return _page(contest_id, {})


def _page(contest_id: UUID, faults: Mapping[str, str]) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        seen = look(session, who, contest_id)
        lines = results_for(session, who, seen.loaded)
        made = awards(session, contest_id)
        asked = appeals(session, contest_id)
        teams, team_made = team_results(session, contest_id), team_awards(session, contest_id)
    me = who.person_id
    own = [
        line.entry
        for line in lines
        if rules.may_enter_for(who, line.entry.unit_path) or (me and str(line.entry.person_id) == me)
    ]
    rules_on = seen.duty is not None and seen.duty.duty == Duty.ARBITER
    numbers = {line.entry.id: line.entry for line in lines}
    return page(
        "competitions/results.html", seen=seen, ways=ways(who, seen), contest=seen.loaded.row, rule=seen.loaded.rules,
        groups=grouped(seen.loaded, lines), awards=made, words=words, faults=faults, rules_on=rules_on,
        parts=[part for each in seen.loaded.rules.rounds for part in each.parts], typed=request.form,
        appeals=[each for each in asked if seen.organises or rules_on or each.entry_id in {one.id for one in own}],
        entries=numbers, own=own, until=until(seen.loaded), teams=teams, team_made=team_made,
        may_appeal=bool(own) and not seen.organises and seen.loaded.status is Status.FROZEN,
    )  # fmt: skip


def grouped(loaded: Loaded, lines: list[ResultLine]) -> list[tuple[str, list[ResultLine]]]:
    """Places count within a trade or a class: each with its own heading, where there are several."""
    found: dict[str, list[ResultLine]] = {}
    for line in lines:
        found.setdefault(taking.group_says(loaded, line.result.ranked_apart), []).append(line)
    return list(found.items())


def until(loaded: Loaded) -> datetime | None:
    """Up to when an appeal is taken."""
    row, rule = loaded.row, loaded.rules.appeals
    if rule is None or row.frozen_at is None:
        return None
    with db.read(row.tenant) as session:
        days = directory.calendar(session, around=day_of(row.frozen_at))
    return appeal_until(rule, row.frozen_at, days.add_working_days)


@blueprint.get("/contests/<uuid:contest_id>/results.xlsx")
def results_workbook(tenant: str, contest_id: UUID) -> Response:
    title, content = taking.results_workbook(asking(), contest_id, now=now())
    return download(content, f"{title}.xlsx", XLSX)


@blueprint.post("/contests/<uuid:contest_id>/appeals")
def post_appeal(tenant: str, contest_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        entry = id_in("entry_id")
        if entry is None:
            raise Invalid({"entry_id": _("请选择选手")})
        appealing.appeal(asking(), contest_id, entry, request.form.get("grounds", "")[:2000], now=now())
        flash(_("申诉已提交仲裁人"), "ok")
        return redirect(url_for(".contest_results", tenant=tenant, contest_id=contest_id), 303)

    return trying(act, lambda faults: _page(contest_id, faults))


@blueprint.post("/contests/<uuid:contest_id>/appeals/<uuid:appeal_id>/decision")
def post_ruling(tenant: str, contest_id: UUID, appeal_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        upheld = request.form.get("upheld", "")
        if upheld not in ("yes", "no"):
            raise Invalid({f"upheld-{appeal_id}": _("请选择申诉成立或不成立")})
        ruling = request.form.get("ruling", "")[:2000]
        appealing.rule_on_appeal(asking(), contest_id, appeal_id, upheld=upheld == "yes", ruling=ruling, now=now())
        flash(_("已裁决，裁决为最终裁决"), "seal")
        return redirect(url_for(".contest_results", tenant=tenant, contest_id=contest_id), 303)

    def again(faults: Mapping[str, str]) -> Response:
        return _page(contest_id, {f"ruling-{appeal_id}" if name == "ruling" else name: faults[name] for name in faults})

    return trying(act, again)


@blueprint.post("/contests/<uuid:contest_id>/awards/<uuid:award_id>/removal")
def post_award_removal(tenant: str, contest_id: UUID, award_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        why = request.form.get("why", "")[:500]
        moved = awarding.withdraw_award(asking(), contest_id, award_id, why, now=now())
        flash(_("奖项已撤销，依次递补 %(n)s 项", n=moved), "ok")
        return redirect(url_for(".contest_results", tenant=tenant, contest_id=contest_id), 303)

    return trying(act, lambda faults: _page(contest_id, faults))


@blueprint.get("/contests/<uuid:contest_id>/certificates/<uuid:entry_id>.pdf")
def contest_certificate(tenant: str, contest_id: UUID, entry_id: UUID) -> Response:
    name, content = printing.certificate_pdf(asking(), contest_id, entry_id, origin=settings().origin)
    return download(content, name, PDF, inline=True)


@blueprint.get("/public/contests/<uuid:contest_id>")
@public
def public_results(tenant: str, contest_id: UUID) -> Response:
    """What anybody may see of a published contest; a certificate's code leads here."""
    with db.read(tenant) as session:
        loaded = load(session, contest_id)
        if loaded.status is not Status.PUBLISHED:
            raise NotFound("not_found")
        lines, made = results(session, contest_id), awards(session, contest_id)
        teams, team_made = team_results(session, contest_id), team_awards(session, contest_id)
    number = request.args.get("number", "")[:60]
    asked = next((each for each in (*made.values(), *team_made.values()) if each.number == number), None)
    return page(
        "competitions/public_results.html", contest=loaded.row, rule=loaded.rules, awards=made, words=words,
        groups=grouped(loaded, [line for line in lines if line.entry.id in made]), number=number, asked=asked,
        holder=next((line.entry for line in lines if asked and line.entry.id == asked.entry_id), None),
        team=next((each for each in teams if asked and not asked.entry_id and each.unit_id == asked.unit_id), None),
        teams=[each for each in teams if each.unit_id in team_made], team_made=team_made,
    )  # fmt: skip
