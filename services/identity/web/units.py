"""组织: the tree, a unit with its history, people and grants; creating, renaming, moving, merging, ending."""

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
from services.identity.domain.units import NAMES, PLACES, UnitKind
from services.identity.queries import people, units
from services.identity.service import units as use
from services.identity.store import db
from services.identity.web import given

blueprint = Blueprint("units", __name__, url_prefix="/identity/<tenant>/units")


@blueprint.get("")
def tree(tenant: str) -> ResponseReturnValue:
    who = asking()
    allow(rules.may_see_units(who), "may_not_see_units")
    words, kind = request.args.get("q", "").strip(), request.args.get("kind", "")
    with db.read(tenant) as session:
        after = given.place(tenant)
        if words or kind:
            found = units.search(session, words, kind=kind, after=after)
        else:
            found = units.children(session, None, after=after)
    lines, cursor = given.cut(tenant, found, lambda line: (line.name, line.id))
    return page(
        "identity/units.html", "main", lines=lines, cursor=cursor, words=words, kind=kind, kinds=NAMES,
        tabs=given.tabs(who, "units"), may_change=rules.may_change_units(who),
    )  # fmt: skip


@blueprint.get("/<uuid:unit_id>")
def unit(tenant: str, unit_id: UUID) -> ResponseReturnValue:
    return _unit_page(unit_id, {})


def _unit_page(unit_id: UUID, faults: Mapping[str, str], open_form: str = "") -> Response:
    who = asking()
    allow(rules.may_see_units(who), "may_not_see_units")
    with db.read(who.tenant) as session:
        line = units.line(session, unit_id)
        if line is None:
            raise NotFound("not_found")
        values: dict[str, Any] = {
            "unit": line,
            "way": units.way_to(session, line.path)[:-1],
            "children": units.children(session, unit_id),
            "past": units.past_of(session, unit_id),
            "people": people.find_people(session, unit_id=unit_id),
            "grants": people.find_grants(session, unit_id=unit_id, on=given.today())
            if rules.may_see_grants(who)
            else [],
            "into": units.way_to(session, f"/{line.merged_into_id}/") if line.merged_into_id else [],
            "choices": units.choices(session) if rules.may_change_units(who) else [],
        }
    kind = UnitKind(line.kind)
    return page(
        "identity/unit.html", faults=faults, open_form=open_form, said=request.form.to_dict(),
        tabs=given.tabs(who, "units"), kinds=NAMES, roles=ROLE_NAMES,
        may_change=rules.may_change_units(who) and line.valid_to is None,
        kind_below=_below(kind), actions=ACTIONS(), **values,
    )  # fmt: skip


def _below(kind: UnitKind | None) -> list[tuple[str, str]]:
    return [(each.value, str(NAMES[each])) for each in UnitKind if kind in PLACES[each]]


def ACTIONS() -> dict[str, str]:  # noqa: N802 — a table whose words follow the page's language
    return {
        "created": _("成立"),
        "renamed": _("更名"),
        "moved": _("划转"),
        "merged": _("并入其他组织"),
        "ended": _("撤销"),
    }


@blueprint.get("/new")
def new(tenant: str) -> ResponseReturnValue:
    return _new_page({})


def _new_page(faults: Mapping[str, str]) -> Response:
    who = asking()
    allow(rules.may_change_units(who), "may_not_change_units")
    with db.read(who.tenant) as session:
        choices = units.choices(session)
    said = request.values.to_dict()
    return page(
        "identity/unit_new.html", faults=faults, said=said, choices=choices, tabs=given.tabs(who, "units"),
        kinds=[(kind.value, word) for kind, word in NAMES.items()],
    )  # fmt: skip


@blueprint.post("")
def create(tenant: str) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        made = use.create_unit(
            asking(),
            parent_id=given.id_in("parent_id"),
            kind=UnitKind(request.form.get("kind", ""))
            if request.form.get("kind") in list(UnitKind)
            else UnitKind.TEAM,
            name=given.words_in("name"),
            on=given.day_or_none("valid_from") or given.today(),
            now=given.now(),
        )
        flash(_("已设立 %(name)s", name=made.name), "ok")
        return redirect(f"/identity/{tenant}/units/{made.id}", 303)

    return given.trying(act, _new_page)


@blueprint.post("/<uuid:unit_id>/rename")
def rename(tenant: str, unit_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        use.rename_unit(asking(), unit_id, given.words_in("name"), version=expected_version(), now=given.now())
        return _back(tenant, unit_id, _("已更名"))

    return given.trying(act, lambda faults: _unit_page(unit_id, faults, "rename"))


@blueprint.post("/<uuid:unit_id>/move")
def move(tenant: str, unit_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        use.move_unit(
            asking(), unit_id, given.id_in("to_id"), on=given.today(), version=expected_version(), now=given.now()
        )
        return _back(tenant, unit_id, _("已划转，下属组织和岗位范围随之变更"))

    return given.trying(act, lambda faults: _unit_page(unit_id, faults, "move"))


@blueprint.post("/<uuid:unit_id>/merge")
def merge(tenant: str, unit_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        into = given.id_needed("into_id", _("请选择并入哪个组织"))
        use.merge_unit(asking(), unit_id, into, on=given.today(), version=expected_version(), now=given.now())
        return _back(tenant, unit_id, _("已合并，下属组织和人员已转入"))

    return given.trying(act, lambda faults: _unit_page(unit_id, faults, "merge"))


@blueprint.post("/<uuid:unit_id>/end")
def end(tenant: str, unit_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        on = given.day_or_none("on") or given.today()
        use.end_unit(asking(), unit_id, on=on, version=expected_version(), now=given.now())
        return _back(tenant, unit_id, _("已撤销"))

    return given.trying(act, lambda faults: _unit_page(unit_id, faults, "end"))


def _back(tenant: str, unit_id: UUID, said: str) -> ResponseReturnValue:
    flash(said, "ok")
    return redirect(f"/identity/{tenant}/units/{unit_id}", 303)
