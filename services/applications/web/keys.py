"""The keys of federations outside this deployment, kept by the security admin (rule 9)."""

from flask import Response, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications.queries import dossiers
from services.applications.queries.keys import published
from services.applications.rules import dossiers as rules
from services.applications.service import keys
from services.applications.store import db
from services.applications.web.blueprint_dossiers import blueprint, go, now, shown
from services.common.errors import DomainError, Invalid
from services.common.http import asking


@blueprint.get("/dossiers/keys")
def key_list(tenant: str) -> Response:
    return _page()


def _page(faults: dict[str, str] | None = None) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        rows = dossiers.trusted(session, who)
        own = published(session)
    return shown(
        "keys.html",
        422 if faults else 200,
        rows=rows,
        own=own.to_json() if own else "",
        may_trust=rules.may_trust_keys(who),
        faults=faults or {},
        given=request.form,
    )


@blueprint.post("/dossiers/keys")
def trust(tenant: str) -> ResponseReturnValue:
    try:
        keys.trust_key(asking(), request.form.get("key", "")[:1000], request.form.get("title", ""), now=now())
    except Invalid as refused:
        return _page(dict(refused.faults))
    except DomainError as refused:
        return _page({"key": refused.says})
    flash(_("已登记公钥"), "ok")
    return go(tenant, "dossiers/keys")


@blueprint.post("/dossiers/keys/<key_id>/removal")
def distrust(tenant: str, key_id: str) -> ResponseReturnValue:
    keys.distrust_key(asking(), key_id, now=now())
    flash(_("已停用公钥"), "ok")
    return go(tenant, "dossiers/keys")
