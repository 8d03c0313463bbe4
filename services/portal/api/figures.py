"""Statistics of a federation and those below it (X4)."""

from typing import Any

from services.common.errors import allow
from services.common.http import asking
from services.portal import rules
from services.portal.api import shapes
from services.portal.api.blueprint import blueprint
from services.portal.queries import figures
from services.portal.store import db
from services.portal.web import given


@blueprint.get("/figures")
@blueprint.input(shapes.FigureQuery, location="query")
@blueprint.output(shapes.FiguresOut)
@blueprint.doc(summary="统计")
def read_figures(tenant: str, query_data: shapes.FigureQuery) -> Any:
    allow(rules.may_see_figures(asking()), "may_not_see_figures")
    year = query_data.year or given.today().year
    wish = figures.FigureWish(year, query_data.honour, query_data.level)
    with db.read(tenant) as session:
        found = figures.read_figures(session, query_data.of or tenant, wish)
    return {
        "about": found.about.code,
        "year": year,
        "total": dict(found.total),
        "by_level": {level: dict(counts) for level, counts in found.by_level.items()},
        "below": [
            {"code": each.code, "name": each.name, "is_own": each.is_own, "values": dict(each.values)}
            for each in found.below
        ],
        "this_year": found.this_year,
        "last_year": found.last_year,
    }
