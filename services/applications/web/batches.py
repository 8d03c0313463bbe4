"""Rank the good ones and recommend the batch (A4); open the assessments of a batch (A5)."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from flask import Response, current_app, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.applications.domain.ranking import moved_down, moved_up, order_version, put_at
from services.applications.queries.assessing import batches_to_assess
from services.applications.queries.batches import BatchKey, load_batch
from services.applications.queries.regulated import programmes_in_force
from services.applications.rules import cases as permits
from services.applications.service import assess, recommend
from services.applications.store import db
from services.applications.web.blueprint_cases import blueprint, clock, go, now
from services.common.errors import ChangedMeanwhile, DomainError, NotFound, Unavailable, allow
from services.common.http import asking, expected_version
from services.common.rpc import Calls
from services.common.web import page


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("not_found") from None


@blueprint.get("/batches/<programme>/<int:year>/<unit>")
def batch(tenant: str, programme: str, year: int, unit: str) -> Response:
    return _shown(BatchKey(programme, year, unit))


def _shown(key: BatchKey, faults: dict[str, str] | None = None, status: int = 200) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        found = load_batch(session, who, key)
        title = found.rules.title if found.rules else _title(session, key.programme)
    response = page(
        "applications/batch.html",
        key=key,
        batch=found,
        title_=title,
        quota=list(found.rules.programme.quota.sentences()) if found.rules and found.rules.programme.quota else [],
        chosen=request.form.getlist("case") if faults else [str(line.id) for line in found.lines],
        version=order_version([line.id for line in found.lines]),
        faults=faults or {},
    )
    response.status_code = status
    return response


def _title(session: Session, programme: str) -> str:
    rules = programmes_in_force(session, on=clock().today())
    return next((each.title for each in rules if each.programme.id == programme), programme)


@blueprint.post("/batches/<programme>/<int:year>/<unit>")
def act_on_batch(tenant: str, programme: str, year: int, unit: str) -> ResponseReturnValue:
    """One form, several buttons: up:<id>, down:<id>, order (typed places), recommend."""
    key, act = BatchKey(programme, year, unit), request.form.get("act", "")
    kind, _colon, id_ = act.partition(":")
    try:
        if kind in ("up", "down"):
            move = moved_up if kind == "up" else moved_down
            change = partial(_moved, move, _id(id_))
            recommend.reorder(asking(), key, change, expected=expected_version(), now=now())
        elif kind == "order":
            _typed_order(key)
        elif kind == "recommend":
            return _recommend(tenant, key)
    except (DomainError, ChangedMeanwhile) as refused:
        return _shown(key, {"": refused.says}, refused.status)
    return go(tenant, f"/batches/{programme}/{year}/{unit}")


def _moved(move: Callable[[Sequence[UUID], UUID], list[UUID]], who: UUID, order: Sequence[UUID]) -> list[UUID]:
    return move(order, who)


def _typed_order(key: BatchKey) -> None:
    """The places as typed; who is put to a place moves the others over, in the order of the list."""
    typed = {
        _id(name.removeprefix("place-")): value.strip()
        for name, value in request.form.items()
        if name.startswith("place-")
    }
    who = asking()
    with db.read(who.tenant) as session:
        before = [line.id for line in load_batch(session, who, key).lines]
    wanted = []
    for number, id_ in enumerate(before, 1):
        said = typed.get(id_, str(number))
        if not (said.isascii() and said.isdigit() and 1 <= int(said) <= len(before)):
            raise DomainError("no_such_place", last=len(before))
        if int(said) != number:
            wanted.append((int(said), id_))
    order = list(before)
    for place, id_ in sorted(wanted):
        order = put_at(order, id_, place)
    recommend.reorder(who, key, lambda _now: order, expected=expected_version(), now=now())


def _recommend(tenant: str, key: BatchKey) -> ResponseReturnValue:
    chosen = [_id(each) for each in request.form.getlist("case")]
    done = recommend.recommend_batch(asking(), key, chosen, now=now())
    flash(_("已推荐 %(count)s 件到总工会。", count=len(done)), "ok")
    return go(tenant, f"/batches/{key.programme}/{key.year}/{key.unit}")


@blueprint.get("/assessing")
def assessing(tenant: str) -> Response:
    who = asking()
    allow(permits.may_open_assessments(who), "may_not_open")
    with db.read(tenant) as session:
        waiting = batches_to_assess(session)
    return page("applications/assessing.html", waiting=waiting)


@blueprint.post("/assessing")
def open_batch(tenant: str) -> ResponseReturnValue:
    programme, year = request.form.get("programme", ""), request.form.get("year", "")
    if not (year.isascii() and year.isdigit()):
        raise NotFound("not_found")
    try:
        done = assess.open_assessments(asking(), programme, int(year), _calls(), now=now())
    except Unavailable as away:
        flash(away.says, "risk")
        return go(tenant, "/assessing")
    left = _("还有 %(left)s 件，请继续。", left=done.left) if done.left else ""
    flash(_("已开始考核 %(opened)s 件。%(left)s", opened=done.opened, left=left), "ok")
    return go(tenant, "/assessing")


def _calls() -> Calls:
    calls: Calls = current_app.extensions["rpc"]
    return calls
