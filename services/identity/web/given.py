"""What the pages share: the clock, a refused form shown again, the way on, the tabs of the organisation pages."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from flask import current_app, request
from flask_babel import gettext as _

from services.common.errors import Invalid, NotFound
from services.common.http.answering import trying as trying
from services.common.http.given import now as now
from services.common.http.given import today as today
from services.common.paging import SIZE, Cursors
from services.common.principal import Principal
from services.identity import rules

Line = TypeVar("Line")


def day_in(name: str) -> date:
    """A day that a form must give; raises Invalid at the field."""
    try:
        return date.fromisoformat(request.form.get(name, "").strip())
    except ValueError as error:
        raise Invalid({name: _("请填日期，例如 2026-04-08")}) from error


def day_or_none(name: str) -> date | None:
    return day_in(name) if request.form.get(name, "").strip() else None


def words_in(name: str, longest: int = 60) -> str:
    """Words that a form must give."""
    said = request.form.get(name, "").strip()
    if not 1 <= len(said) <= longest:
        raise Invalid({name: _("请填写，最多 %(n)s 个字", n=longest)})
    return said


def id_in(name: str) -> UUID | None:
    """A chosen id; none where nothing is chosen. NotFound for anything else."""
    said = request.form.get(name, "").strip()
    try:
        return UUID(said) if said else None
    except ValueError as error:
        raise NotFound("not_found") from error


def id_needed(name: str, says: str) -> UUID:
    found = id_in(name)
    if found is None:
        raise Invalid({name: says})
    return found


def place(tenant: str) -> list[str] | None:
    cursors: Cursors = current_app.extensions["cursors"]
    return cursors.read(tenant, request.args.get("cursor"))


def cut(tenant: str, lines: Sequence[Line], key: Callable[[Line], Sequence[Any]]) -> tuple[Sequence[Line], str | None]:
    """A page of lines and the cursor of the next page."""
    cursors: Cursors = current_app.extensions["cursors"]
    if len(lines) <= SIZE:
        return lines, None
    return lines[:SIZE], cursors.sign(tenant, key(lines[SIZE - 1]))


def tabs(who: Principal, current: str) -> list[dict[str, Any]]:
    """The pages of the organisation that this principal may open."""
    at = f"/identity/{who.tenant}"
    known = [
        ("units", _("组织"), f"{at}/units", rules.may_see_units(who)),
        ("people", _("人员"), f"{at}/people", rules.may_see_people(who)),
        ("grants", _("岗位授权"), f"{at}/grants", rules.may_see_grants(who)),
        ("tenants", _("下级总工会"), f"{at}/tenants", rules.may_see_units(who)),
        ("imports", _("导入导出"), f"{at}/imports", rules.may_change_units(who) or rules.may_grant(who)),
        ("log", _("操作日志"), f"{at}/log", rules.may_see_log(who)),
    ]
    return [{"word": word, "href": href, "current": key == current} for key, word, href, may in known if may]
