"""The columns of the statistics, the same on the page, in Excel and by API."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.common.regulation.bodies import LEVELS
from services.common.spreadsheet import Column, ColumnKind
from services.common.web.retold import retold
from services.portal.domain.figure import Measure
from services.portal.queries.figures import Figures

COLUMNS = (
    (Measure.APPLIED, _l("申报")),
    (Measure.RECOMMENDED, _l("已推荐")),
    (Measure.ENDED, _l("未命名")),
    (Measure.CONFERRED, _l("已命名")),
    (Measure.VALID, _l("在册有效")),
    (Measure.KEPT, _l("复查保持")),
    (Measure.RECTIFYING, _l("整改中")),
    (Measure.REVOKED, _l("已撤销")),
    (Measure.FORWARDED, _l("已上报")),
)


def excel_columns() -> list[Column]:
    """The first two say what a row is about."""
    counted = [Column(measure.value, str(word), ColumnKind.INTEGER, width=10) for measure, word in COLUMNS]
    return [Column("about", _("工会"), width=24), Column("level", _("荣誉层级"), width=12), *counted]


def excel_rows(found: Figures) -> Iterator[dict[str, Any]]:
    """By level, then by the federations directly below, then the sum."""
    for level, counts in found.by_level.items():
        yield _row(found.about.name, retold(LEVELS.get(level, level)), counts)
    for below in found.below:
        name = _("%(name)s（本级）", name=below.name) if below.is_own else below.name
        yield _row(name, _("各级合计"), below.values)
    yield _row(_("%(name)s 合计", name=found.about.name), _("各级合计"), found.total)


def _row(about: str, level: str, counts: Any) -> dict[str, Any]:
    return {"about": about, "level": level, **{measure.value: counts.get(measure, 0) for measure, _word in COLUMNS}}
