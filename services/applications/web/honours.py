"""The federation's honours: the roll, conferring, one honour with its plaque, reward and life (A5–A9)."""

from typing import Any
from uuid import UUID

from flask import Response, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications import given
from services.applications.domain.tenure import grounds
from services.applications.papers import printed
from services.applications.queries import honours as queries
from services.applications.queries.honour_page import honour_page
from services.applications.queries.honour_papers import certificate_of, plaque_of
from services.applications.queries.honours import RollQuery
from services.applications.rules import cases, dossiers
from services.applications.rules import honours as rules
from services.applications.service import confer, plaque
from services.applications.service.reinspect import programme_of
from services.applications.store import db
from services.applications.web.blueprint_honours import blueprint, day_said, now, number_said, pdf, shown, uploads
from services.applications.web.paged import after, turns, year_asked
from services.applications.words import honours as words
from services.common import audit, documents
from services.common.errors import DomainError, Invalid, NotFound, allow
from services.common.files import FileKey
from services.common.http import asking, expected_version
from services.common.paging import SIZE
from services.common.principal import Principal
from services.common.regulation.bodies import FACTS


@blueprint.get("/honours")
def roll(tenant: str) -> Response:
    who, args = asking(), request.args
    wanted = RollQuery(
        args.get("q", "")[:60],
        args.get("honour", "")[:40],
        year_asked(),
        args.get("standing", "") if args.get("standing") in words.STANDINGS else "",
    )
    with db.read(tenant) as session:
        rows = queries.roll(session, wanted, after=after(tenant), seen=rules.honours_visible_to(who))
        names = queries.honour_names(session)
        waits = confer.waiting_rounds(session) if rules.may_confer(who) else []
    more = (rows[SIZE - 1].conferred_on, rows[SIZE - 1].id) if len(rows) > SIZE else None
    return shown(
        "honours.html",
        rows=rows[:SIZE],
        wanted=wanted,
        names=[(name, name) for name in names],
        words=words.STANDINGS,
        levels=words.LEVELS,
        standings=[(key, word[0]) for key, word in words.STANDINGS.items()],
        waits=waits,
        may_forward=dossiers.may_forward(who),
        may_reinspect=rules.may_open_reinspections(who),
        **turns(tenant, ("q", "honour", "year", "standing"), more),
    )


@blueprint.get("/honours/confer")
def to_confer(tenant: str) -> Response:
    allow(rules.may_confer(asking()), "may_not_confer")
    with db.read(tenant) as session:
        rounds = confer.waiting_rounds(session)
        listed = [
            (each, [row.to_domain() for row in confer.waiting(session, each.programme, each.year)]) for each in rounds
        ]
    return shown("confer.html", rounds=listed)


@blueprint.post("/honours/confer")
def confer_all(tenant: str) -> ResponseReturnValue:
    found = confer.confer_batch(asking(), request.form.get("programme", ""), number_said("year"), now=now())
    flash(_("已命名 %(count)s 个", count=len(found)), "seal")
    return redirect(f"/applications/{tenant}/honours", 303)


@blueprint.get("/honours/<uuid:honour_id>")
def honour(tenant: str, honour_id: UUID) -> Response:
    return _page(honour_id)


def _page(honour_id: UUID, faults: dict[str, str] | None = None) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        found = honour_page(session, who, honour_id)
        row = queries.find(session, honour_id).to_domain()
        log = audit.entries_of(session, "honour", honour_id)
        may = _may(who, found, row)
        whys = [(each, FACTS[each]) for each in grounds(programme_of(session, row))]
    return shown(
        "honour.html",
        422 if faults else 200,
        honour=found,
        full_name=row.full_name,
        may=may,
        grounds=whys,
        ground=FACTS.get(row.revoke_ground, row.revoke_ground),
        words=words,
        log=[_entry(each) for each in log],
        givers=list(words.GIVERS.items()),
        faults=faults or {},
        given=request.form,
    )


def _may(who: Principal, found: dict[str, Any], row: Any) -> set[str]:
    """What this principal can do with it now; the doors ask again."""
    may: set[str] = set()
    hangs = found["plaque"] is not None and found["plaque"]["status"] in ("made", "hung")
    if rules.may_look_after(who, row):
        may |= {"reward"} | ({"hang"} if hangs else set())
    if rules.may_confer(who) and found["plaque"] is not None and found["plaque"]["status"] == "recall_ordered":
        may.add("recall")
    if rules.may_revoke(who) and found["standing"] != "revoked":
        may.add("revoke")
    if rules.may_open_reinspections(who):
        may.add("reinspect")
    if rules.may_report_rectification(who, row):
        may.add("report")
    if cases.reaches(who, row.union_path):
        may.add("archive")
    return may


def _entry(kept: Any) -> dict[str, Any]:
    entry = kept.entry
    said = words.ACTIONS.get(entry.action, entry.action)
    return {"at": entry.at, "who": entry.actor.name, "did": said, "number": kept.seq, "hash": kept.hash}


@blueprint.post("/honours/<uuid:honour_id>/plaque")
def hang(tenant: str, honour_id: UUID) -> ResponseReturnValue:
    photos = uploads("photo")
    try:
        on = day_said("hung_on", _("请填悬挂日期。"))
        where = request.form.get("where", "")[:100]
        plaque.hang_plaque(
            asking(), honour_id, where, on, photos[0] if photos else None, expected=expected_version(), now=now()
        )
    except Invalid as refused:
        return _page(honour_id, dict(refused.faults))
    flash(_("已登记悬挂地点"), "ok")
    return _back(tenant, honour_id)


@blueprint.post("/honours/<uuid:honour_id>/recall")
def recall(tenant: str, honour_id: UUID) -> ResponseReturnValue:
    try:
        on = day_said("recalled_on", _("请填收回日期。"))
        plaque.record_recall(asking(), honour_id, on, request.form.get("note", "")[:300], now=now())
    except Invalid as refused:
        return _page(honour_id, dict(refused.faults))
    flash(_("已登记收回"), "ok")
    return _back(tenant, honour_id)


@blueprint.post("/honours/<uuid:honour_id>/rewards")
def reward(tenant: str, honour_id: UUID) -> ResponseReturnValue:
    form = request.form
    try:
        paid_on = day_said("paid_on", _("请填发放日期。"))
        plaque.record_reward(
            asking(), honour_id, kind=form.get("kind", ""), given_by=form.get("given_by", ""),
            amount=form.get("amount", ""), what=form.get("what", ""), paid_on=paid_on, now=now(),
            spent=form.get("spent", ""),
        )  # fmt: skip
    except Invalid as refused:
        return _page(honour_id, dict(refused.faults))
    except DomainError as refused:
        if refused.code not in ("reward_cause_outside", "reward_too_late", "reward_given", "over_reward_sum"):
            raise
        return _page(honour_id, {"paid_on" if refused.code == "reward_too_late" else "amount": refused.says})
    flash(_("已登记奖励"), "ok")
    return _back(tenant, honour_id)


@blueprint.get("/honours/<uuid:honour_id>/certificate.pdf")
def certificate_file(tenant: str, honour_id: UUID) -> Response:
    with db.read(tenant) as session:
        sheet = certificate_of(session, queries.find_seen(session, asking(), honour_id))
    return pdf(printed(documents.certificate, sheet), "certificate")


@blueprint.get("/honours/<uuid:honour_id>/plaque.pdf")
def plaque_file(tenant: str, honour_id: UUID) -> Response:
    with db.read(tenant) as session:
        sheet = plaque_of(session, queries.find_seen(session, asking(), honour_id))
    return pdf(printed(documents.plaque, sheet), "plaque")


@blueprint.get("/honours/<uuid:honour_id>/photo")
def photo(tenant: str, honour_id: UUID) -> Response:
    with db.read(tenant) as session:
        queries.find_seen(session, asking(), honour_id)
        kept = queries.plaque_of(session, honour_id)
    if kept is None or not kept.photo_sha256:
        raise NotFound("not_found")
    response = make_response(given.store().get(FileKey(tenant, kept.photo_sha256)))
    response.content_type = kept.photo_mime
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _back(tenant: str, honour_id: UUID) -> ResponseReturnValue:
    return redirect(f"/applications/{tenant}/honours/{honour_id}", 303)
