"""Places: for those concerned when the scores are frozen, for everybody when they are published; appeals."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common.errors import NotFound, allow
from services.common.http import asking
from services.common.http.answering import PDF, download, trying
from services.common.http.asking import public
from services.common.http.given import now, settings
from services.common.web import page
from services.competitions.domain.running import Duty, Status
from services.competitions.queries.contests import load
from services.competitions.queries.scores import appeals, awards, results
from services.competitions.rules import contests as rules
from services.competitions.seeing import look, results_for
from services.competitions.service.contests import appealing, awarding, printing
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.contests import id_in
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
    me = who.person_id
    own = [
        line.entry
        for line in lines
        if rules.may_enter_for(who, line.entry.unit_path) or (me and str(line.entry.person_id) == me)
    ]
    rules_on = seen.duty is not None and seen.duty.duty == Duty.ARBITER
    numbers = {line.entry.id: line.entry for line in lines}
    return page(
        "competitions/results.html", seen=seen, contest=seen.loaded.row, rule=seen.loaded.rules, lines=lines,
        awards=made, words=words, faults=faults, rules_on=rules_on,
        appeals=[each for each in asked if seen.organises or rules_on or each.entry_id in {one.id for one in own}],
        entries=numbers, own=own, may_appeal=bool(own) and seen.loaded.status is Status.FROZEN,
    )  # fmt: skip


@blueprint.post("/contests/<uuid:contest_id>/appeals")
def post_appeal(tenant: str, contest_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        entry = id_in("entry_id")
        allow(entry is not None, "may_not_appeal_for")
        assert entry is not None
        appealing.appeal(asking(), contest_id, entry, request.form.get("grounds", "")[:2000], now=now())
        flash(_("申诉已提交仲裁人"), "ok")
        return redirect(url_for(".contest_results", tenant=tenant, contest_id=contest_id), 303)

    return trying(act, lambda faults: _page(contest_id, faults))


@blueprint.post("/contests/<uuid:contest_id>/appeals/<uuid:appeal_id>/decision")
def post_ruling(tenant: str, contest_id: UUID, appeal_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        appealing.rule_on_appeal(
            asking(), contest_id, appeal_id, upheld=request.form.get("upheld") == "yes",
            ruling=request.form.get("ruling", "")[:2000], now=now(),
        )  # fmt: skip
        flash(_("已裁决，裁决为最终裁决"), "seal")
        return redirect(url_for(".contest_results", tenant=tenant, contest_id=contest_id), 303)

    return trying(act, lambda faults: _page(contest_id, faults))


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
    number = request.args.get("number", "")[:60]
    asked = next((each for each in made.values() if each.number == number), None)
    return page(
        "competitions/public_results.html", contest=loaded.row, rule=loaded.rules, awards=made, words=words,
        lines=[line for line in lines if line.entry.id in made], number=number, asked=asked,
        holder=next((line.entry for line in lines if asked and line.entry.id == asked.entry_id), None),
    )  # fmt: skip
