"""人员: list, one person with its grants; registering, changing, revealing a phone, a first password, leaving."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common.errors import NotFound, allow
from services.common.http import asking, expected_version
from services.common.roles import NAMES as ROLE_NAMES
from services.common.web import page
from services.identity import rules
from services.identity.domain.grants import WHOLE_TENANT
from services.identity.domain.people import Facts
from services.identity.queries import people, units
from services.identity.secrecy import keep_no_answer
from services.identity.service import people as use
from services.identity.store import db
from services.identity.web import given

blueprint = Blueprint("people", __name__, url_prefix="/identity/<tenant>/people")


@blueprint.get("")
def listing(tenant: str) -> ResponseReturnValue:
    who = asking()
    allow(rules.may_see_people(who), "may_not_see_units")
    words = request.args.get("q", "").strip()
    with db.read(tenant) as session:
        found = people.find_people(session, words, after=given.place(tenant))
    lines, cursor = given.cut(tenant, found, lambda line: (line.name, line.id))
    return page(
        "identity/people.html", "main", lines=lines, cursor=cursor, words=words, tabs=given.tabs(who, "people"),
        may_change=rules.may_change_people(who),
    )  # fmt: skip


@blueprint.get("/new")
def new(tenant: str) -> ResponseReturnValue:
    return _new_page({})


def _new_page(faults: Mapping[str, str]) -> Response:
    who = asking()
    allow(rules.may_change_people(who), "may_not_change_people")
    with db.read(who.tenant) as session:
        choices = units.choices(session)
    return page(
        "identity/person_new.html", faults=faults, said=request.values.to_dict(), choices=choices,
        tabs=given.tabs(who, "people"),
    )  # fmt: skip


def _facts() -> Facts:
    said = {name: request.form.get(name, "").strip() for name in ("name", "phone", "email", "born")}
    return Facts(said["name"], said["phone"], said["email"], said["born"], given.id_in("org_unit_id"))


@blueprint.post("")
def register(tenant: str) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        username = request.form.get("username", "").strip().lower()
        person = use.register_person(asking(), username, _facts(), now=given.now())
        flash(_("已登记 %(name)s", name=person.name), "ok")
        return redirect(f"/identity/{tenant}/people/{person.id}", 303)

    return given.trying(act, _new_page)


@blueprint.get("/<uuid:person_id>")
def person(tenant: str, person_id: UUID) -> ResponseReturnValue:
    return person_page(person_id, {})


def person_page(person_id: UUID, faults: Mapping[str, str], *, open_form: str = "", **more: Any) -> Response:
    who = asking()
    allow(rules.may_see_people(who), "may_not_see_units")
    with db.read(who.tenant) as session:
        line = people.person_line(session, person_id)
        if line is None:
            raise NotFound("not_found")
        grants = people.grants_of(session, person_id) if rules.may_see_grants(who) else []
        wants_choices = rules.may_change_people(who) or rules.may_grant(who)
        choices = units.choices(session) if wants_choices else []
    values: dict[str, Any] = {"password": None, "phone": None, "differences": [], **more}
    response = page(
        "identity/person.html", person=line, grants=grants, choices=choices, faults=faults, open_form=open_form,
        said=request.form.to_dict(), tabs=given.tabs(who, "people"), roles=ROLE_NAMES,
        role_choices=[(role.value, word) for role, word in ROLE_NAMES.items()],
        whole=[str(ROLE_NAMES[role]) for role in ROLE_NAMES if role in WHOLE_TENANT],
        may_change=rules.may_change_people(who) and line.valid_to is None,
        may_grant=rules.may_grant(who) and line.valid_to is None and line.subject != who.subject,
        may_reveal=rules.may_reveal_phone(who), may_see_grants=rules.may_see_grants(who), **values,
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/<uuid:person_id>")
def change(tenant: str, person_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        use.change_person(asking(), person_id, _facts(), version=expected_version(), now=given.now())
        flash(_("已保存"), "ok")
        return redirect(f"/identity/{tenant}/people/{person_id}", 303)

    def again(faults: Mapping[str, str]) -> Response:
        return person_page(person_id, faults, open_form="change", differences=_differences(person_id))

    return given.trying(act, again)


def _differences(person_id: UUID) -> list[tuple[str, str, str]]:
    """What is kept now and what was typed, field by field where they are not the same."""
    with db.read(asking().tenant) as session:
        line = people.person_line(session, person_id)
        if line is None or str(line.version) == request.form.get("version", ""):
            return []
        names = {str(key): name for key, name in units.choices(session)}
    words = {
        "name": _("姓名"),
        "phone": _("电话"),
        "email": _("邮箱"),
        "born": _("出生年月"),
        "org_unit_id": _("所在组织"),
    }
    pairs = [(name, str(getattr(line, name) or ""), request.form.get(name, "").strip()) for name in words]
    return [
        (words[name], names.get(kept, kept) or "—", names.get(typed, typed) or "—")
        for name, kept, typed in pairs
        if kept != typed
    ]


@blueprint.post("/<uuid:person_id>/phone")
def reveal(tenant: str, person_id: UUID) -> ResponseReturnValue:
    """Shown once, on this answer only; the log says who has seen it."""
    keep_no_answer()
    phone = use.reveal_phone(asking(), person_id, now=given.now())
    return person_page(person_id, {}, phone=phone)


@blueprint.post("/<uuid:person_id>/password")
def first_password(tenant: str, person_id: UUID) -> ResponseReturnValue:
    """Shown once; whoever lost it sets another."""
    keep_no_answer()
    password = use.set_first_password(asking(), person_id, now=given.now())
    return person_page(person_id, {}, password=password)


@blueprint.post("/<uuid:person_id>/end")
def end(tenant: str, person_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        use.end_person(asking(), person_id, on=given.today(), version=expected_version(), now=given.now())
        flash(_("已办理离任，岗位和登录随之终止"), "ok")
        return redirect(f"/identity/{tenant}/people/{person_id}", 303)

    return given.trying(act, lambda faults: person_page(person_id, faults, open_form="end"))
