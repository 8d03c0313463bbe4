"""统计: figures of a federation and those below it, by year, honour and level, as page and as Excel (X4)."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common.errors import allow
from services.common.http import asking, tenant_code
from services.common.regulation.bodies import LEVELS
from services.common.spreadsheet import write_table
from services.common.web import page
from services.common.web.retold import retold
from services.portal import rules
from services.portal.queries import figures, roll
from services.portal.store import db
from services.portal.web import given, words
from services.portal.web.figure_table import COLUMNS, excel_columns, excel_rows

blueprint = Blueprint("figures", __name__, url_prefix="/portal/<tenant>/figures")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("")
def show(tenant: str) -> ResponseReturnValue:
    who = asking()
    allow(rules.may_see_figures(who), "may_not_see_figures")
    about, wish = given.words("of") or tenant_code(), _wish()
    with db.read(tenant_code()) as session:
        found = figures.read_figures(session, about, wish)
        titles = figures.stage_titles(session)
        unions = roll.honours_by_union(session, wish.year) if about == tenant_code() else []
    return page(
        "portal/figures.html",
        found=found,
        wish=wish,
        unions=unions,
        columns=COLUMNS,
        levels=[(level, retold(word)) for level, word in LEVELS.items()],
        stages=words.stages(found.total, titles),
        month=given.today().month if wish.year == given.today().year else 12,
    )


@blueprint.get("/export")
def export(tenant: str) -> ResponseReturnValue:
    who = asking()
    allow(rules.may_see_figures(who), "may_not_see_figures")
    about, wish = given.words("of") or tenant_code(), _wish()
    with db.read(tenant_code()) as session:
        found = figures.read_figures(session, about, wish)
    title = _("%(name)s %(year)s 年度荣誉统计", name=found.about.name, year=wish.year)
    book = write_table(excel_columns(), excel_rows(found), title=title, sheet_name=_("统计"))
    response = Response(book, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="figures-{about}-{wish.year}.xlsx"'
    return response


def _wish() -> figures.FigureWish:
    level = given.words("level")
    return figures.FigureWish(
        year=given.year() or given.today().year,
        honour=given.words("honour"),
        level=level if level in LEVELS else "",
    )
