"""规则: what is in force, published versions with their explanation, what differs between two."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from services.common.errors import allow
from services.common.http import asking
from services.common.regulation import Regulation, explain
from services.common.web import page
from services.identity import rules
from services.identity.domain.regulations import difference
from services.identity.queries import regulations
from services.identity.store import db
from services.identity.web import given

blueprint = Blueprint("regulations", __name__, url_prefix="/identity/<tenant>/regulations")


@blueprint.get("")
def listing(tenant: str) -> ResponseReturnValue:
    who = asking()
    allow(rules.may_read_regulations(who), "no_grant_here")
    with db.read(tenant) as session:
        found = regulations.versions(session, on=given.today())
        drafts = regulations.drafts(session) if rules.may_see_drafts(who) else []
    return page("identity/regulations.html", versions=found, drafts=drafts, may_edit=rules.may_edit_regulations(who))


@blueprint.get("/<regulation_id>/<int:version>")
def published(tenant: str, regulation_id: str, version: int) -> ResponseReturnValue:
    who = asking()
    with db.read(tenant) as session:
        found = regulations.published(session, regulation_id, version, on=given.today())
        others = regulations.versions(session, regulation_id, on=given.today())
    said = explain(Regulation.from_document(found.document))
    return page(
        "identity/regulation.html", version=found.line, text=found.text, said=said, others=others,
        may_edit=rules.may_edit_regulations(who),
    )  # fmt: skip


@blueprint.get("/<regulation_id>/<int:version>.yaml")
def text(tenant: str, regulation_id: str, version: int) -> ResponseReturnValue:
    """The file as it was published."""
    with db.read(tenant) as session:
        found = regulations.published(session, regulation_id, version, on=given.today())
    response = Response(found.text, content_type="application/yaml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.line.regulation_id}-{version}.yaml"'
    return response


@blueprint.get("/<regulation_id>/<int:before>/compared/<int:after>")
def compared(tenant: str, regulation_id: str, before: int, after: int) -> ResponseReturnValue:
    with db.read(tenant) as session:
        old = regulations.published(session, regulation_id, before, on=given.today())
        new = regulations.published(session, regulation_id, after, on=given.today())
    return page("identity/regulation_diff.html", old=old.line, new=new.line, lines=difference(old.text, new.text))
