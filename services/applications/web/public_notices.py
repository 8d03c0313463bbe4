"""Publicity on the public site: the notice, the objection, its answer by receipt (A5)."""

from uuid import UUID

from flask import Response, g, redirect, request
from flask import session as browser
from flask.typing import ResponseReturnValue

from services.applications.limits import objection_limit
from services.applications.models.meeting import NoticeRow
from services.applications.papers import printed
from services.applications.queries import notices as queries
from services.applications.queries.honour_papers import notice_of, opening_of, period_of, programme_of
from services.applications.service.objecting import FILES_AT_MOST, Raised, raise_objection
from services.applications.store import db
from services.applications.web.blueprint_honours import now, pdf, shown, uploads
from services.applications.web.blueprint_public import blueprint
from services.applications.web.notice_list import notice_list
from services.applications.words.honours import OBJECTIONS
from services.common import directory
from services.common.clock import day_of
from services.common.documents import notice
from services.common.errors import DomainError, Invalid, NotFound
from services.common.http.asking import public
from services.common.http.once import FIELD


@blueprint.get("/notices")
@public
def notices(tenant: str) -> Response:
    return shown("public_notices.html", **notice_list(tenant))


@blueprint.get("/notices/<uuid:notice_id>")
@public
def notice_(tenant: str, notice_id: UUID) -> Response:
    return _page(tenant, notice_id)


def _page(tenant: str, notice_id: UUID, faults: dict[str, str] | None = None, status: int = 200) -> Response:
    today = day_of(now())
    with db.read(tenant) as session:
        row, entries = queries.find_notice(session, notice_id), queries.entries_of(session, notice_id)
        days = directory.calendar(session, around=row.issued_on)
        programme = programme_of(session, row)
        passed = days.working_days_between(row.issued_on, min(today, row.ends_on))
    listed = [entry for entry in entries if entry.outcome != "stopped"]
    opening = opening_of(g.tenant.name, row, programme, len(listed), listed[0].subject_name if listed else "")
    return shown(
        "public_notice.html",
        status,
        notice=row,
        entries=listed,
        opening=opening,
        period=period_of(row),
        passed=passed,
        is_scored=any(entry.score is not None for entry in listed),
        is_running=_is_running(row),
        choices=[(str(entry.application_id), _label(entry)) for entry in listed if entry.outcome == "listed"],
        files_at_most=FILES_AT_MOST,
        faults=faults or {},
        given=request.form,
    )


def _is_running(row: NoticeRow) -> bool:
    return row.status == "running" and day_of(now()) <= row.ends_on


def _label(entry: object) -> str:
    employer = getattr(entry, "employer_name", "")
    name = f"{getattr(entry, 'ordinal', '')}　{getattr(entry, 'subject_name', '')}"
    return f"{name}，{employer}" if employer else name


@blueprint.post("/notices/<uuid:notice_id>/objections")
@public
def object_to(tenant: str, notice_id: UUID) -> ResponseReturnValue:
    form = request.form
    said = Raised(
        form.get("application_id", ""),
        form.get("facts", ""),
        form.get("name", ""),
        form.get("contact", ""),
        uploads("files"),
    )
    try:
        with objection_limit():
            receipt = raise_objection(tenant, notice_id, said, now=now(), key=form.get(FIELD, "")[:200])
    except Invalid as refused:
        return _page(tenant, notice_id, dict(refused.faults), 422)
    except DomainError as refused:
        return _page(tenant, notice_id, {"facts": refused.says}, 409)
    # Shown once to this browser; it stands in no address that a log could keep.
    browser["receipt"] = receipt
    return redirect(f"/applications/{tenant}/public/receipt", 303)


@blueprint.get("/notices/<uuid:notice_id>/objections")
@public
def back_to_notice(tenant: str, notice_id: UUID) -> ResponseReturnValue:
    """The address of a faulty objection, opened again."""
    return redirect(f"/applications/{tenant}/public/notices/{notice_id}", 303)


@blueprint.get("/receipt")
@public
def receipt(tenant: str) -> Response:
    return shown("public_receipt.html", receipt=browser.get("receipt", ""), found=None, words=OBJECTIONS, missing=False)


@blueprint.post("/receipt")
@public
def follow(tenant: str) -> Response:
    code = request.form.get("code", "")[:40]
    try:
        with objection_limit("60 per hour"), db.read(tenant) as session:
            found = queries.follow(session, code)
    except NotFound:
        return shown("public_receipt.html", 404, receipt="", found=None, words=OBJECTIONS, missing=True)
    return shown("public_receipt.html", receipt="", found=found, words=OBJECTIONS, missing=False)


@blueprint.get("/notices/<uuid:notice_id>/notice.pdf")
@public
def notice_file(tenant: str, notice_id: UUID) -> Response:
    with db.read(tenant) as session:
        sheet = notice_of(session, queries.find_notice(session, notice_id))
    return pdf(printed(notice, sheet), "notice")
