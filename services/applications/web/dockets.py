"""The chairmen's meeting: what waits for it, the docket with its votes, the signature (A5)."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications.domain.docket import Decision, Docket, DocketCase, Presence, voters
from services.applications.queries import dockets as queries
from services.applications.queries.docket_page import docket_page
from services.applications.queries.minute_bytes import minutes_bytes
from services.applications.rules import honours as rules
from services.applications.service import docket
from services.applications.store import db
from services.applications.web.blueprint_honours import blueprint, now, number_said, pdf, shown
from services.applications.web.paged import after, one_of, turns, year_asked
from services.applications.words.honours import DECISIONS, DOCKETS
from services.common.clock import SHANGHAI
from services.common.errors import DomainError, Invalid, allow
from services.common.http import asking, expected_version
from services.common.principal import Principal


def seer() -> Principal:
    who = asking()
    allow(rules.may_see_dockets(who), "may_not_keep_dockets")
    return who


@blueprint.get("/dockets")
def dockets(tenant: str) -> Response:
    who = seer()
    wanted = queries.DocketQuery(one_of("status", list(DOCKETS)), year_asked())
    with db.read(tenant) as session:
        waiting = queries.waiting_rounds(session)
        rows, more = queries.dockets(session, wanted, after=after(tenant))
    return shown(
        "dockets.html",
        waiting=waiting,
        rows=rows,
        wanted=wanted,
        statuses=[(key, word[0]) for key, word in DOCKETS.items()],
        words=DOCKETS,
        may_keep=rules.may_keep_dockets(who),
        **turns(tenant, ("status", "year"), more),
    )


@blueprint.post("/dockets")
def make_docket(tenant: str) -> ResponseReturnValue:
    form = request.form
    made = docket.make_docket(
        asking(), form.get("regulation_id", ""), number_said("regulation_version"), form.get("programme", ""),
        number_said("year"), now=now(),
    )  # fmt: skip
    return redirect(f"/applications/{tenant}/dockets/{made}", 303)


@blueprint.get("/dockets/<uuid:docket_id>")
def docket_(tenant: str, docket_id: UUID) -> Response:
    return _page(tenant, docket_id)


def _page(tenant: str, docket_id: UUID, faults: dict[str, str] | None = None) -> Response:
    who = seer()
    with db.read(tenant) as session:
        found = docket_page(session, docket_id)
    is_open = found["status"] == "open"
    presiding = next((each["name"] for each in found["members"] if each["subject"] == found["presiding"]), "")
    return shown(
        "docket.html",
        422 if faults else 200,
        docket=found,
        words=DECISIONS,
        presiding=presiding,
        plain=sum(
            case["decision"] == "open" and not case["remarks"] and not case["must_recuse"] for case in found["cases"]
        ),
        counts={key: sum(case["decision"] == key for case in found["cases"]) for key in DECISIONS},
        may_keep=is_open and rules.may_keep_dockets(who),
        may_sign=is_open and rules.may_sign_docket(who) and found["presiding"] == who.subject,
        faults=faults or {},
    )


@blueprint.post("/dockets/<uuid:docket_id>/meeting")
def record_meeting(tenant: str, docket_id: UUID) -> ResponseReturnValue:
    form = request.form
    presences = {
        name.removeprefix("presence-"): (Presence(said), form.get(f"reason-{name.removeprefix('presence-')}", ""))
        for name, said in form.items()
        if name.startswith("presence-") and said in set(Presence)
    }
    try:
        docket.record_meeting(
            asking(), docket_id, presences, presiding=form.get("presiding", ""),
            held_at=_moment(form.get("held_at", "")), place=form.get("place", "")[:100],
            expected=expected_version(), now=now(),
        )  # fmt: skip
    except Invalid as refused:
        return _page(tenant, docket_id, dict(refused.faults))
    except DomainError as refused:
        if refused.code != "absence_without_reason":
            raise
        return _page(tenant, docket_id, {"meeting": refused.says})
    flash(_("已记录到会情况"), "ok")
    return _back(tenant, docket_id)


def _moment(said: str) -> datetime | None:
    if not said:
        return None
    try:
        return datetime.fromisoformat(said).replace(tzinfo=SHANGHAI)
    except ValueError:
        raise Invalid({"held_at": _("请填会议时间，例如 2026-11-26 15:00。")}) from None


@blueprint.post("/dockets/<uuid:docket_id>/decisions")
def record_decisions(tenant: str, docket_id: UUID) -> ResponseReturnValue:
    who = asking()
    with db.read(tenant) as session:
        before = queries.load_docket(session, queries.find(session, docket_id))
    told = {case.application_id: _told(before, case, request.form) for case in before.cases}
    docket.record_decisions(who, docket_id, told, expected=expected_version(), now=now())
    flash(_("已记录表决"), "ok")
    return _back(tenant, docket_id)


def _told(before: Docket, case: DocketCase, form: Any) -> DocketCase:
    """Without figures, all who may vote are taken to be for what was decided."""
    key = str(case.application_id)
    said = form.get(f"d-{key}", "open")
    decision = Decision(said) if said in set(Decision) else Decision.OPEN
    changed = replace(
        case,
        decision=decision,
        reason=form.get(f"reason-{key}", "")[:500],
        return_to=form.get(f"to-{key}", case.return_to)[:40],
        recused=frozenset(form.getlist(f"recused-{key}")),
    )
    figures = [form.get(f"{name}-{key}", "").strip() for name in ("for", "against", "abstain")]
    if any(figures) and decision is not Decision.OPEN:
        numbers = [int(each) if each.isascii() and each.isdigit() else 0 for each in figures]
        return replace(changed, in_favour=numbers[0], against=numbers[1], abstained=numbers[2])
    may = voters(before, changed)
    is_against = decision is Decision.DISAGREE
    of_all = 0 if decision is Decision.OPEN else may
    return replace(changed, in_favour=0 if is_against else of_all, against=of_all if is_against else 0, abstained=0)


@blueprint.post("/dockets/<uuid:docket_id>/plain")
def agree_to_plain(tenant: str, docket_id: UUID) -> ResponseReturnValue:
    docket.agree_to_plain(asking(), docket_id, expected=expected_version(), now=now())
    flash(_("无异常的已记为同意"), "ok")
    return _back(tenant, docket_id)


@blueprint.post("/dockets/<uuid:docket_id>/signature")
def sign(tenant: str, docket_id: UUID) -> ResponseReturnValue:
    docket.sign_docket(asking(), docket_id, expected=expected_version(), now=now())
    flash(_("会议纪要已签发，同意的已开始公示"), "seal")
    return _back(tenant, docket_id)


@blueprint.get("/dockets/<uuid:docket_id>/minutes.pdf")
def minutes_file(tenant: str, docket_id: UUID) -> Response:
    seer()
    return pdf(minutes_bytes(tenant, docket_id), "minutes")


def _back(tenant: str, docket_id: UUID) -> ResponseReturnValue:
    return redirect(f"/applications/{tenant}/dockets/{docket_id}", 303)
