"""The image of the seal on screen: what is printed now, how it will look, what was in use before."""

from datetime import date
from uuid import UUID

from flask import Response, flash, make_response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications.papers import printed
from services.applications.queries import seals as queries
from services.applications.rules import seals as rules
from services.applications.service import seal as service
from services.applications.store import db
from services.applications.web.blueprint_dossiers import blueprint, go, now, shown
from services.applications.web.blueprint_honours import pdf, uploads
from services.applications.web.paged import after, turns
from services.common import directory
from services.common.clock import day_of
from services.common.documents import Notice, SealImage, notice
from services.common.errors import Invalid
from services.common.http import asking


@blueprint.get("/seal")
def seal(tenant: str) -> Response:
    return _page()


def _page(faults: dict[str, str] | None = None) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        rows, more = queries.seals(session, who, after=after(who.tenant))
    return shown(
        "seal.html",
        422 if faults else 200,
        rows=rows,
        current=next((row for row in rows if row.retired_at is None), None),
        may_keep=rules.may_keep_seal(who),
        faults=faults or {},
        **turns(who.tenant, (), more),
    )


@blueprint.post("/seal")
def upload(tenant: str) -> ResponseReturnValue:
    files = uploads("file")
    try:
        service.upload_seal(asking(), files[0] if files else None, now=now())
    except Invalid as refused:
        return _page(dict(refused.faults))
    flash(_("公章图样已启用，此后印制的文书使用这枚印章"), "seal")
    return go(tenant, "seal")


@blueprint.post("/seal/<uuid:seal_id>/retirement")
def retire(tenant: str, seal_id: UUID) -> ResponseReturnValue:
    service.retire_seal(asking(), seal_id, now=now())
    flash(_("公章图样已停用，此后印制的文书留出盖章处"), "ok")
    return go(tenant, "seal")


@blueprint.get("/seal/<uuid:seal_id>/image.png")
def image(tenant: str, seal_id: UUID) -> Response:
    with db.read(tenant) as session:
        found = queries.image_of(queries.find_seal(session, asking(), seal_id))
    response = make_response(found.png)
    response.content_type = "image/png"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.get("/seal/<uuid:seal_id>/sample.pdf")
def sample(tenant: str, seal_id: UUID) -> Response:
    """How a notice of today would carry it."""
    with db.read(tenant) as session:
        found = queries.image_of(queries.find_seal(session, asking(), seal_id))
        body = directory.find_tenant(session, tenant).name
    return pdf(printed(notice, _sample(body, found, day_of(now()))), "sample")


def _sample(body: str, found: SealImage, today: date) -> Notice:
    return Notice(
        body=body,
        number="样张",
        title="公章图样印制样张",
        paragraphs=("本页只用来核对印章的位置和大小，不是正式文书。",),
        issued_on=today,
        seal=found,
    )
