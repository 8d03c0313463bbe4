"""工作日历: a year at a glance; the province sets announced days and confirms the year."""

import calendar as months
from collections.abc import Mapping
from datetime import date

from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common.errors import Invalid, NotFound
from services.common.http import asking, expected_version
from services.common.web import page
from services.identity import rules
from services.identity.domain.calendar import works_by_week
from services.identity.queries import calendar
from services.identity.queries.rows import tenant_row
from services.identity.service import calendar as use
from services.identity.store import db
from services.identity.web import given

blueprint = Blueprint("calendar", __name__, url_prefix="/identity/<tenant>/calendar")


@blueprint.get("")
def this_year(tenant: str) -> ResponseReturnValue:
    return redirect(f"/identity/{tenant}/calendar/{given.today().year}", 303)


@blueprint.get("/<int:year>")
def year(tenant: str, year: int) -> ResponseReturnValue:
    return _page(year, {})


def _page(year: int, faults: Mapping[str, str]) -> Response:
    if not 2000 <= year <= 2100:
        raise NotFound("not_found")
    who = asking()
    with db.read(who.tenant) as session:
        announced = {day.day: day for day in calendar.days_of(session, year)}
        known = calendar.year_of(session, year)
        federation = tenant_row(session, who.tenant)
    weeks = months.Calendar()
    grid = [(month, weeks.monthdatescalendar(year, month)) for month in range(1, 13)]
    rest = {day for _month, rows in grid for row in rows for day in row if not works_by_week(day)}
    return page(
        "identity/calendar.html", year=year, grid=grid, announced=announced, rest=rest, known=known,
        faults=faults, said=request.form.to_dict(), may_edit=rules.may_edit_calendar(who, federation.to_directory()),
    )  # fmt: skip


@blueprint.post("/<int:year>/days")
def set_day(tenant: str, year: int) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        day: date = given.day_in("day")
        kind = request.form.get("is_working", "")
        if kind not in ("yes", "no"):
            raise Invalid({"is_working": _("请选择放假还是上班")})
        if day.year != year:
            raise Invalid({"day": _("请填 %(year)s 年的日期，例如 %(year)s-04-08", year=year)})
        use.set_day(
            asking(),
            day,
            is_working=kind == "yes",
            title=given.words_in("title", 20),
            seen=expected_version(),
            now=given.now(),
        )
        flash(_("已调整 %(day)s", day=day.isoformat()), "ok")
        return redirect(f"/identity/{tenant}/calendar/{day.year}", 303)

    return given.trying(act, lambda faults: _page(year, faults))


@blueprint.post("/<int:year>/confirm")
def confirm(tenant: str, year: int) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        use.confirm_year(asking(), year, seen=expected_version(), now=given.now())
        flash(_("已确认 %(year)s 年工作日历", year=year), "ok")
        return redirect(f"/identity/{tenant}/calendar/{year}", 303)

    return given.trying(act, lambda faults: _page(year, faults))
