"""岗位授权: who holds what where; granting on a person's page, revoking here and there."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common.errors import Invalid, allow
from services.common.http import asking
from services.common.roles import NAMES, Role
from services.common.web import page
from services.identity import rules
from services.identity.queries import people
from services.identity.service import grants as use
from services.identity.store import db
from services.identity.web import given
from services.identity.web.people import person_page

blueprint = Blueprint("grants", __name__, url_prefix="/identity/<tenant>")


@blueprint.get("/grants")
def listing(tenant: str) -> ResponseReturnValue:
    who = asking()
    allow(rules.may_see_grants(who), "may_not_see_grants")
    role = request.args.get("role", "")
    with db.read(tenant) as session:
        found = people.find_grants(session, role=role, on=given.today(), after=given.place(tenant))
    lines, cursor = given.cut(tenant, found, lambda line: (line.role, line.id))
    return page(
        "identity/grants.html", "main", lines=lines, cursor=cursor, role=role, roles=NAMES, subject=who.subject,
        tabs=given.tabs(who, "grants"), may_grant=rules.may_grant(who),
    )  # fmt: skip


@blueprint.post("/people/<uuid:person_id>/grants")
def grant(tenant: str, person_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        role = request.form.get("role", "")
        if role not in list(Role):
            raise Invalid({"role": _("请选择岗位")})
        use.grant_role(
            asking(),
            person_id,
            Role(role),
            org_unit_id=given.id_in("org_unit_id"),
            valid_from=given.day_or_none("valid_from"),
            valid_to=given.day_or_none("valid_to"),
            now=given.now(),
        )
        flash(_("已授予“%(role)s”", role=NAMES[Role(role)]), "ok")
        return redirect(f"/identity/{tenant}/people/{person_id}", 303)

    return given.trying(act, lambda faults: person_page(person_id, faults, open_form="grant"))


@blueprint.post("/grants/<uuid:grant_id>/revoke")
def revoke(tenant: str, grant_id: UUID) -> ResponseReturnValue:
    revoked = use.revoke_grant(asking(), grant_id, now=given.now())
    flash(_("已收回“%(role)s”", role=NAMES[revoked.role]), "ok")
    return redirect(f"/identity/{tenant}/people/{revoked.person_id}", 303)
