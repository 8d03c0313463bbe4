"""The list of cases and its export: the same filter, the same policy."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from flask_babel import gettext as _

from services.applications.domain import Status
from services.applications.domain.case_rules import CaseRules
from services.applications.export import export_cases
from services.applications.queries.batches import waiting_batches
from services.applications.queries.cases import (
    CaseLine,
    Filter,
    count_by_status,
    list_cases,
    years_of,
)
from services.applications.queries.regulated import programmes_in_force
from services.applications.queries.units import reviewing_units
from services.applications.store import db
from services.applications.web.blueprint_cases import blueprint, clock, cursors, now
from services.applications.web.sections import sections
from services.applications.words.cases import STAGES, STATUSES, stage_title, state_of
from services.common.http import asking
from services.common.roles import Role
from services.common.web import page

ASKED = ("programme", "year", "stage", "status", "union", "q")


@blueprint.get("/")
def cases(tenant: str) -> Response:
    who = asking()
    after = cursors().read(tenant, request.args.get("cursor"))
    with db.read(tenant) as session:
        programmes = programmes_in_force(session, on=clock().today())
        units = reviewing_units(session)
        wanted = _wanted({str(unit.id): unit.path for unit in units})
        lines, more = list_cases(session, who, wanted, after=after)
        counts = count_by_status(session, who, wanted)
        years = years_of(session, who)
        batches = waiting_batches(session, who)
    return page(
        "applications/cases.html",
        lines=[_line(each, programmes) for each in lines],
        total=sum(counts.values()),
        strip=_strip(counts),
        wanted=wanted,
        union=request.args.get("union", ""),
        programmes=[(each.programme.id, each.title) for each in programmes],
        years=[(year, str(year)) for year in years],
        units=[(str(unit.id), unit.name) for unit in units],
        stages=list(STAGES.items()),
        statuses=list(STATUSES.items()),
        has_filter=any(request.args.get(name) for name in ASKED),
        query=_query(),
        next=_query(cursor=cursors().sign(tenant, more)) if more else None,
        is_first=after is None,
        batches=batches,
        may_start=bool(who.paths(Role.APPLICANT)),
        sections=sections(who),
    )


def _wanted(paths: dict[str, str]) -> Filter:
    args = request.args
    year = args.get("year", "")
    return Filter(
        programme=args.get("programme", "")[:80],
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        stage=args.get("stage", "")[:40],
        status=args.get("status", "")[:40],
        union_path=paths.get(args.get("union", ""), ""),
        words=args.get("q", "").strip()[:60],
    )


def _query(**more: str) -> str:
    kept = {name: request.args[name] for name in ASKED if request.args.get(name)}
    return urlencode({**kept, **more})


def _line(line: CaseLine, programmes: list[CaseRules]) -> dict[str, Any]:
    rules = next((each for each in programmes if each.programme.id == line.programme), None)
    title = stage_title(rules.programme if rules else None, line.stage)
    return {"case": line, "state": state_of(line.status, title, is_endorsed=line.is_endorsed)}


def _strip(counts: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    """Each figure leads to its list."""

    def of(*statuses: str, stage: str = "") -> int:
        return sum(n for (at, status), n in counts.items() if status in statuses and stage in ("", at))

    figures = [
        (_("全部申报"), sum(counts.values()), {}),
        (_("待审核推荐"), of(Status.OPEN, stage="review"), {"stage": "review", "status": "open"}),
        (_("退回补正"), of(Status.RETURNED), {"status": "returned"}),
        (_("考核中"), of(Status.WAITING_ASSESSMENT), {"status": "waiting_assessment"}),
        (_("已命名"), of(Status.CONFERRED), {"status": "conferred"}),
    ]
    return [{"label": label, "figure": figure, "href": f"?{urlencode(asked)}"} for label, figure, asked in figures]


@blueprint.get("/cases.xlsx")
def export(tenant: str) -> Response:
    who = asking()
    with db.read(tenant) as session:
        wanted = _wanted({str(unit.id): unit.path for unit in reviewing_units(session)})
    return export_cases(who, wanted, now=now())
