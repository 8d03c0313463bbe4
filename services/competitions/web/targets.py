"""One target: who reported what, shares, the form to report, by hand or by workbook, and to correct."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common.errors import NotFound
from services.common.http import asking, expected_version
from services.common.http.answering import XLSX, download
from services.common.http.given import now, today
from services.common.regulation.campaign_targets import Counted, Rated
from services.common.web import page
from services.competitions.domain.campaigns.figures import standing_reports
from services.competitions.queries.campaigns.bodies import bodies
from services.competitions.queries.campaigns.figures import reports, shares, told
from services.competitions.queries.campaigns.finding import find_campaign, find_target
from services.competitions.queries.campaigns.progress import standings
from services.competitions.rules import campaigns as rules
from services.competitions.service.campaigns import importing, reporting, sharing
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.doing import CAMPAIGN, Faults, doing
from services.competitions.web.typed import a_day, a_figure, a_number, a_workbook, kept_files
from services.competitions.words import campaigns as said

TARGET = f"{CAMPAIGN}/targets/<target_id>"


@blueprint.get(TARGET)
def target(tenant: str, campaign_id: UUID, target_id: str) -> ResponseReturnValue:
    return target_page(campaign_id, target_id, {})


def target_page(campaign_id: UUID, target_id: str, faults: Faults) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        row = find_campaign(session, campaign_id)
        found = find_target(row, row.rules, target_id)
        standing = next(each for each in standings(session, row, today=today()) if each.target.id == target_id)
        listed = reports(session, campaign_id, target_id)
        below = told(session, campaign_id, target_id)
        share = shares(session, campaign_id).get((target_id, ""))
        places = [] if isinstance(found, Counted) else bodies(session, found.reported_by, on=today())
    standing_ids = {each.id for each in standing_reports(each.to_domain() for each in listed)}
    here = [each for each in places if each.is_unit or not each.key]
    return page(
        "competitions/campaigns/target.html",
        row=row,
        aim=found,
        standing=standing,
        listed=listed[::-1],
        below=below[::-1],
        names={each.key: each.name for each in (*here, *(line.body for line in standing.lines))},
        standing_ids=standing_ids,
        correctable={each.key for each in here if rules.may_correct_for(who, each.unit_path)},
        reporters=[(each.key, each.name) for each in here if rules.may_report_for(who, each.unit_path)],
        is_rate=isinstance(found, Rated),
        is_counted=isinstance(found, Counted),
        share=share,
        takes=bool(row.from_tenant and found.split in ("raised", "own") and rules.may_run(who)),
        offers=bool(found.split and rules.may_run(who) and any(not line.body.is_unit for line in standing.lines)),
        said=said,
        faults=faults,
        typed=request.form,
    )


@blueprint.post(f"{TARGET}/figures")
def report_figure(tenant: str, campaign_id: UUID, target_id: str) -> ResponseReturnValue:
    def act() -> None:
        who, as_of = asking(), a_day(request.form.get("as_of", ""), "as_of")
        reporting.report_figure(
            who, campaign_id, target_id, request.form.get("body", ""), a_figure(), as_of=as_of, now=now(),
            note=request.form.get("note", "")[:500], evidence=kept_files(who, "evidence"),
        )  # fmt: skip

    said_ = _("已上报，逐级汇总的数随之更新")
    return doing(act, said_, _at(campaign_id, target_id), lambda faults: target_page(campaign_id, target_id, faults))


@blueprint.get(f"{TARGET}/figures/template.xlsx")
def figures_template(tenant: str, campaign_id: UUID, target_id: str) -> Response:
    title, content = importing.template(asking(), campaign_id, target_id, on=today())
    return download(content, f"{title}上报.xlsx", XLSX)


@blueprint.post(f"{TARGET}/figures/import")
def import_figures(tenant: str, campaign_id: UUID, target_id: str) -> ResponseReturnValue:
    def act() -> None:
        who, (name, blob) = asking(), a_workbook("workbook")
        importing.report_from_workbook(
            who, campaign_id, target_id, name, blob, now=now(), evidence=kept_files(who, "proofs")
        )

    said_ = _("表中各行均已上报，逐级汇总的数随之更新")
    return doing(act, said_, _at(campaign_id, target_id), lambda faults: target_page(campaign_id, target_id, faults))


@blueprint.get(f"{CAMPAIGN}/figures/<uuid:report_id>/correction")
def correction(tenant: str, campaign_id: UUID, report_id: UUID) -> ResponseReturnValue:
    return correction_page(campaign_id, report_id, {})


def correction_page(campaign_id: UUID, report_id: UUID, faults: Faults) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        row = find_campaign(session, campaign_id)
        old = next((each for each in reports(session, campaign_id) if each.id == report_id), None)
        if old is None:
            raise NotFound("not_found")
        found = find_target(row, row.rules, old.target_id)
        places = [] if isinstance(found, Counted) else bodies(session, found.reported_by, on=today())
    name = next((each.name for each in places if each.key == old.body), "")
    return page(
        "competitions/campaigns/correction.html",
        row=row,
        aim=found,
        old=old,
        name=name,
        is_rate=isinstance(found, Rated),
        said=said,
        faults=faults,
        typed=request.form,
    )


@blueprint.post(f"{CAMPAIGN}/figures/<uuid:report_id>/correction")
def correct_figure(tenant: str, campaign_id: UUID, report_id: UUID) -> ResponseReturnValue:
    def act() -> None:
        who, reason = asking(), request.form.get("reason", "")[:500]
        reporting.correct_figure(
            who, campaign_id, report_id, a_figure(), reason, now=now(), evidence=kept_files(who, "evidence")
        )

    said_, there = (
        _("已更正，原数留存备查；上级的汇总数随之更正"),
        url_for(".campaign", tenant=tenant, campaign_id=campaign_id),
    )
    return doing(act, said_, there, lambda faults: correction_page(campaign_id, report_id, faults))


@blueprint.post(f"{TARGET}/shares")
def offer_shares(tenant: str, campaign_id: UUID, target_id: str) -> ResponseReturnValue:
    def act() -> None:
        prefix = "share-"
        names = [name for name in request.form if name.startswith(prefix) and request.form[name].strip()]
        amounts = {name.removeprefix(prefix): a_number(request.form[name], name) for name in names}
        sharing.offer_shares(asking(), campaign_id, target_id, amounts, expected=expected_version(), now=now())

    said_ = _("任务已分配，下级总工会已收到")
    return doing(act, said_, _at(campaign_id, target_id), lambda faults: target_page(campaign_id, target_id, faults))


@blueprint.post(f"{TARGET}/share")
def take_share(tenant: str, campaign_id: UUID, target_id: str) -> ResponseReturnValue:
    def act() -> None:
        amount = a_number(request.form.get("taken", ""), "taken")
        sharing.take_on(asking(), campaign_id, target_id, amount, expected=expected_version(), now=now())

    said_ = _("已承接，上级总工会已收到")
    return doing(act, said_, _at(campaign_id, target_id), lambda faults: target_page(campaign_id, target_id, faults))


def _at(campaign_id: UUID, target_id: str) -> str:
    return url_for(".target", tenant=asking().tenant, campaign_id=campaign_id, target_id=target_id)
