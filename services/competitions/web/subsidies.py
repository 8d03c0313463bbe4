"""Subsidies: the account, what was applied for, the form of a unit, the decision of a clerk."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common import audit
from services.common.errors import allow
from services.common.http import asking, expected_version
from services.common.http.answering import XLSX, download
from services.common.http.given import now
from services.common.regulation.campaign_subsidies import PROOFS
from services.common.web import page
from services.competitions.exporting import subsidy_table
from services.competitions.queries.campaigns.finding import find_campaign
from services.competitions.queries.campaigns.subsidies import held_contests
from services.competitions.queries.campaigns.subsidies import subsidies as all_subsidies
from services.competitions.rules import campaigns as rules
from services.competitions.service.campaigns import subsidising
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.doing import CAMPAIGN, Faults, doing
from services.competitions.web.typed import a_number, an_id, kept_files
from services.competitions.words import campaigns as said

BASE = f"{CAMPAIGN}/subsidies"


@blueprint.get(BASE)
def subsidies(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    return subsidies_page(campaign_id, {})


def subsidies_page(campaign_id: UUID, faults: Faults) -> Response:
    """The federation's clerks see all, a unit its own."""
    who = asking()
    with db.read(who.tenant) as session:
        row = find_campaign(session, campaign_id)
        found = all_subsidies(session, campaign_id)
        held = held_contests(session, row.rules, who)
    sees_all, state = rules.may_export(who), request.args.get("state", "")
    seen = [each for each in found if sees_all or rules.may_report_for(who, each.unit_path)]
    return page(
        "competitions/campaigns/subsidies.html",
        row=row,
        rules=row.rules,
        found=[each for each in seen if state in ("", each.status)],
        waiting=sum(each.status == "applied" for each in seen),
        state_word=state,
        money=subsidising.account_of(row.rules, found),
        contests=[(str(each.id), each.title) for each, _held in held],
        standards=[(each.id, each.title) for each in row.rules.subsidies],
        proofs=[
            (name, title) for name, title in PROOFS.items() if any(name in each.proof for each in row.rules.subsidies)
        ],
        may_decide=rules.may_run(who),
        sees_all=sees_all,
        me=who.subject,
        said=said,
        faults=faults,
        typed=request.form,
        ticked=request.form.getlist("proofs"),
    )


@blueprint.post(BASE)
def apply_for_subsidy(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    def act() -> None:
        who, contest_id, standard = asking(), an_id("contest_id"), request.form.get("standard", "")
        subsidising.apply_for_subsidy(
            who, campaign_id, standard, contest_id, a_number(request.form.get("spent", ""), "spent"),
            request.form.getlist("proofs"), kept_files(who, "files"), now=now(),
        )  # fmt: skip

    here = url_for(".subsidies", tenant=tenant, campaign_id=campaign_id)
    return doing(act, _("申请已送总工会审批"), here, lambda faults: subsidies_page(campaign_id, faults))


@blueprint.post(f"{BASE}/<uuid:subsidy_id>/<any(approval, refusal, payment, recall):step>")
def decide_on_subsidy(tenant: str, campaign_id: UUID, subsidy_id: UUID, step: str) -> ResponseReturnValue:
    def act() -> None:
        who, reason, version = asking(), request.form.get("reason", ""), expected_version()
        if step == "payment":
            subsidising.pay_subsidy(who, subsidy_id, expected=version, now=now())
        elif step == "recall":
            subsidising.recall_subsidy(who, subsidy_id, reason=reason, expected=version, now=now())
        else:
            grant = step == "approval"
            subsidising.decide_on_subsidy(who, subsidy_id, grant=grant, reason=reason, expected=version, now=now())

    here = url_for(".subsidies", tenant=tenant, campaign_id=campaign_id)
    return doing(act, _("已办理，申请单位已收到通知"), here, lambda faults: subsidies_page(campaign_id, faults))


@blueprint.get(f"{BASE}.xlsx")
def subsidies_table(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    who = asking()
    allow(rules.may_export(who), "not_campaign_clerk")
    with db.transaction(tenant) as session:
        row = find_campaign(session, campaign_id)
        found = all_subsidies(session, campaign_id)
        content = subsidy_table(row.title, found, subsidising.account_of(row.rules, found))
        audit.record(session, who, "campaign_exported", "campaign", campaign_id, at=now())
    return download(content, f"{row.title}补助.xlsx", XLSX)
