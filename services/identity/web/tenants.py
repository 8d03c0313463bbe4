"""下级总工会: those directly below; founding, renaming, ending."""

from collections.abc import Mapping

from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common.errors import allow
from services.common.http import asking, expected_version
from services.common.regulation.bodies import LEVELS
from services.common.web import page
from services.identity import rules
from services.identity.queries import tenants
from services.identity.queries.rows import tenant_row
from services.identity.service import tenants as use
from services.identity.store import db
from services.identity.web import given

blueprint = Blueprint("tenants", __name__, url_prefix="/identity/<tenant>/tenants")


@blueprint.get("")
def listing(tenant: str) -> ResponseReturnValue:
    return _page({})


def _page(faults: Mapping[str, str]) -> Response:
    who = asking()
    allow(rules.may_see_units(who), "may_not_see_units")
    with db.read(who.tenant) as session:
        own, found = tenant_row(session, who.tenant).to_domain(), tenants.below(session, who.tenant)
    return page(
        "identity/tenants.html", own=own, lines=found, faults=faults, said=request.form.to_dict(), levels=LEVELS,
        tabs=given.tabs(who, "tenants"), may_change=rules.may_change_tenants(who),
    )  # fmt: skip


@blueprint.post("")
def found(tenant: str) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        made = use.found_tenant(
            asking(),
            given.words_in("code", 6),
            name=given.words_in("name"),
            short_name=given.words_in("short_name", 20),
            valid_from=given.day_or_none("valid_from"),
            now=given.now(),
        )
        flash(_("已建立 %(name)s，首任权限管理员由运维人员任命", name=made.name), "ok")
        return redirect(f"/identity/{tenant}/tenants", 303)

    return given.trying(act, _page)


@blueprint.post("/<code>/rename")
def rename(tenant: str, code: str) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        name, short_name = given.words_in("name"), given.words_in("short_name", 20)
        use.rename_tenant(asking(), code, name=name, short_name=short_name, version=expected_version(), now=given.now())
        flash(_("已更名"), "ok")
        return redirect(f"/identity/{tenant}/tenants", 303)

    return given.trying(act, _page)


@blueprint.post("/<code>/end")
def end(tenant: str, code: str) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        use.end_tenant(asking(), code, on=given.today(), version=expected_version(), now=given.now())
        flash(_("已撤销"), "ok")
        return redirect(f"/identity/{tenant}/tenants", 303)

    return given.trying(act, _page)
