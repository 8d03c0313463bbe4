"""The workday calendar by API."""

from datetime import date
from typing import Any

from apiflask import APIBlueprint
from flask import Response

from services.common.errors import Invalid, NotFound
from services.common.http import asking
from services.identity.api import answers
from services.identity.api import rule_shapes as shapes
from services.identity.queries import calendar
from services.identity.service import calendar as use
from services.identity.store import db

blueprint = APIBlueprint("calendar_api", __name__, url_prefix=f"{answers.PREFIX}/calendar", tag="工作日历")


@blueprint.get("/<int:year>")
@blueprint.output(shapes.YearOut)
@blueprint.doc(summary="一年的放假和调休上班")
def read(tenant: str, year: int) -> Any:
    asking()
    return _year(year)


def _year(year: int) -> dict[str, Any]:
    if not 2000 <= year <= 2100:
        raise NotFound("not_found")
    with db.public() as session:
        return {
            "year": year,
            "is_confirmed": year in calendar.confirmed_years(session),
            "rows": calendar.days_of(session, year),
        }


@blueprint.put("/days/<day>")
@blueprint.input(shapes.DayIn)
@blueprint.output(shapes.DayOut)
@blueprint.doc(summary="调整一天", description="由省级和全国的规则管理员维护；后写的为准，不需要 If-Match")
def put_day(tenant: str, day: str, json_data: shapes.DayIn) -> Response:
    try:
        known = date.fromisoformat(day)
    except ValueError as error:
        raise Invalid({"day": "2026-04-08"}) from error
    changed = use.set_day(asking(), known, is_working=json_data.is_working, title=json_data.title, now=answers.now())
    return answers.one(shapes.DayOut, changed)


@blueprint.post("/<int:year>/confirm")
@blueprint.output(shapes.YearOut)
@blueprint.doc(summary="确认一年")
def confirm(tenant: str, year: int) -> Any:
    use.confirm_year(asking(), year, now=answers.now())
    return _year(year)


@blueprint.get("/reckon")
@blueprint.input(shapes.ReckonQuery, location="query")
@blueprint.output(shapes.ReckonOut)
@blueprint.doc(summary="推算工作日", description="从 start 的次日数起")
def reckon(tenant: str, query_data: shapes.ReckonQuery) -> Any:
    asking()
    if not 2000 <= query_data.start.year <= 2100:
        raise NotFound("not_found")
    with db.public() as session:
        day, is_confirmed = calendar.reckon(session, query_data.start, query_data.working_days)
    return {"day": day, "is_confirmed": is_confirmed}
