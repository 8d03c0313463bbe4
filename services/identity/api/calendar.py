"""The workday calendar by API."""

from datetime import date
from typing import Any

from apiflask import APIBlueprint
from flask import Response

from services.common.errors import Invalid, NotFound
from services.common.http import asking, expected_version
from services.identity.api import answers
from services.identity.api import rule_shapes as shapes
from services.identity.queries import calendar
from services.identity.service import calendar as use
from services.identity.store import db

blueprint = APIBlueprint("calendar_api", __name__, url_prefix=f"{answers.PREFIX}/calendar", tag="工作日历")


@blueprint.get("/<int:year>")
@blueprint.output(shapes.YearOut)
@blueprint.doc(
    summary="一年的放假和调休上班", description="ETag 是这一年的版本，调整其中一天或确认这一年时放入 If-Match"
)
def read(tenant: str, year: int) -> Response:
    asking()
    return _year(year)


def _year(year: int) -> Response:
    if not 2000 <= year <= 2100:
        raise NotFound("not_found")
    with db.public() as session:
        known, days = calendar.year_of(session, year), calendar.days_of(session, year)
    rows = [shapes.DayOut.model_validate(day) for day in days]
    return answers.one(shapes.YearOut, {"year": year, "is_confirmed": known.is_confirmed, "rows": rows}, known.version)


@blueprint.put("/days/<day>")
@blueprint.input(shapes.DayIn)
@blueprint.output(shapes.DayOut)
@blueprint.doc(
    summary="调整一天",
    description="由省级和全国的规则管理员维护。If-Match 是这一年的版本：这一天在其后又有人改过的，不会被覆盖",
)
def put_day(tenant: str, day: str, json_data: shapes.DayIn) -> Response:
    try:
        known = date.fromisoformat(day)
    except ValueError as error:
        raise Invalid({"day": "2026-04-08"}) from error
    changed, year = use.set_day(
        asking(),
        known,
        is_working=json_data.is_working,
        title=json_data.title,
        seen=expected_version(),
        now=answers.now(),
    )
    return answers.one(shapes.DayOut, changed, year.version)


@blueprint.post("/<int:year>/confirm")
@blueprint.output(shapes.YearOut)
@blueprint.doc(summary="确认一年")
def confirm(tenant: str, year: int) -> Response:
    use.confirm_year(asking(), year, seen=expected_version(), now=answers.now())
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
