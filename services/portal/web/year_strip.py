"""The year in five figures over the worklist, each a link to where it comes from."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from services.common.web.filters import thousands
from services.portal.domain.figure import Measure


def year_strip(totals: Mapping[str, int], tenant: str, year: int) -> list[dict[str, Any]]:
    """Nothing before the first case."""
    if not any(totals.values()):
        return []
    table = f"/portal/{tenant}/figures?year={year}"
    applied, recommended = totals.get(Measure.APPLIED, 0), totals.get(Measure.RECOMMENDED, 0)
    rectifying = totals.get(Measure.RECTIFYING, 0)
    return [
        {"label": _("本年申报"), "figure": thousands(applied), "href": table},
        {"label": _("已推荐"), "figure": thousands(recommended), "of": thousands(applied), "href": table},
        {"label": _("本年命名"), "figure": thousands(totals.get(Measure.CONFERRED, 0)), "href": f"{table}#months"},
        {"label": _("在册有效"), "figure": thousands(totals.get(Measure.VALID, 0)), "href": f"{table}#levels"},
        {
            "label": _("整改中"),
            "figure": thousands(rectifying),
            "href": f"{table}#levels",
            **({"note": _("须按期复查"), "risk": True} if rectifying else {}),
        },
    ]
