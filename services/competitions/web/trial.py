"""A changed rule tried on the marks of a contest: who would move, from which place to which. Nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.common import directory
from services.common.errors import Invalid, NotFound, allow
from services.common.http import asking
from services.common.http.given import today
from services.common.regulation.contest_awards import AWARDS
from services.common.regulation.contest_nouns import AWARD_TIES
from services.common.regulation.sheet_combining import WAYS
from services.common.web import page
from services.competitions.domain.contests import dry_run
from services.competitions.frozen import contest_of, freeze
from services.competitions.queries.contests import Loaded
from services.competitions.queries.scores import results
from services.competitions.seeing import OUT, look
from services.competitions.service.contests.performing import performances
from services.competitions.store import db
from services.competitions.supposing import Word, supposed, words_of
from services.competitions.web.blueprint import blueprint
from services.competitions.web.ways import ways


@blueprint.get("/contests/<uuid:contest_id>/trial")
def trial(tenant: str, contest_id: UUID) -> Response:
    """What was changed stands in the address, so that a trial can be shown to another."""
    who = asking()
    with db.read(tenant) as session:
        seen = look(session, who, contest_id)
        allow(seen.organises, "may_not_organise")
        allow(seen.loaded.status in OUT, "results_not_out")
        loaded, latest = seen.loaded, _latest(session, seen.loaded)
        base = latest if latest is not None and request.args.get("by") == "latest" else loaded.row.rules
        faults, after = _after(base)
        moved = dry_run(loaded.rules, contest_of(after), performances(session, loaded)) if after else ()
        names = {line.entry.id: line for line in results(session, contest_id)}
    changed = _changed(loaded, after) if after else []
    response = page(
        "competitions/trial.html", contest=loaded.row, seen=seen, ways=ways(who, seen), faults=faults, moved=moved,
        fields=[_field(loaded, each) for each in words_of(base)], given=request.args, names=names, changed=changed,
        is_tried=bool(request.args) and after is not None, latest=latest is not None,
    )  # fmt: skip
    if faults:
        response.status_code = 422
    return response


def _latest(session: Session, loaded: Loaded) -> dict[str, Any] | None:
    """The rule as it is in force today, where it is not the contest's own any more."""
    try:
        version = directory.regulation_in_force(session, loaded.row.regulation_id, on=today())
        found = freeze(version.document, loaded.row.rule)
    except NotFound:
        return None
    return found if found["contests"] != loaded.row.rules["contests"] else None


def _after(base: Mapping[str, Any]) -> tuple[Mapping[str, str], dict[str, Any] | None]:
    if not request.args:
        return {}, None
    try:
        return {}, supposed(base, request.args)
    except Invalid as wrong:
        return wrong.faults, None


def _changed(loaded: Loaded, after: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(before, after) of the sentences of the rule that read differently."""
    old, new = list(loaded.rules.sentences()), list(contest_of(after).sentences())
    gone, come = [each for each in old if each not in new], [each for each in new if each not in old]
    most = max(len(gone), len(come))
    return list(zip([*gone, *[""] * (most - len(gone))], [*come, *[""] * (most - len(come))], strict=True))


def _field(loaded: Loaded, word: Word) -> dict[str, Any]:
    """How the word is asked for."""
    shown = {"name": word.name, "value": request.args.get(word.name) or word.value, "options": None, "unit": None}
    match word.kind:
        case "weight":
            return {**shown, "label": _("%(part)s的权重", part=loaded.rules.part(word.of).says), "unit": "%"}
        case "combine":
            says = loaded.rules.part(word.of).says
            return {**shown, "label": _("%(part)s怎样合成", part=says), "options": list(WAYS.items())}
        case "award":
            return {**shown, "label": _("%(award)s的名额", award=AWARDS.titles[word.of]), "unit": _("人")}
        case _:
            return {**shown, "label": _("授奖并列"), "options": list(AWARD_TIES.items())}
