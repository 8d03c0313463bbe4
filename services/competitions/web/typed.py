"""What was typed into a form of campaigns, as values; what cannot be one is a fault at its field."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _

from services.common.errors import Invalid
from services.common.http.given import store
from services.common.principal import Principal
from services.competitions.domain.campaigns.figures import Figure
from services.competitions.service.campaigns import keeping
from services.competitions.service.campaigns.keeping import LIMIT


def an_id(field: str) -> UUID:
    try:
        return UUID(request.form.get(field, ""))
    except ValueError as wrong:
        raise Invalid({field: _("请选择")}) from wrong


def a_figure() -> Figure:
    """The amount, and a rate's base where the form has one."""
    whole = request.form.get("whole")
    amount = a_number(request.form.get("amount", ""), "amount")
    return Figure(amount, None if whole is None else a_number(whole, "whole"))


def a_number(text: str, field: str) -> Decimal:
    """Raises Invalid at the field; 1,200 and 1200 are the same."""
    try:
        found = Decimal(text.strip().replace(",", "").replace("，", ""))
        if found.is_finite() and abs(found) < 10**12:
            return found
    except InvalidOperation:
        pass
    raise Invalid({field: _("请填数，例如 1200")})


def a_day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as wrong:
        raise Invalid({field: _("请填日期，例如 2026-06-30")}) from wrong


def kept_files(who: Principal, field: str) -> list[dict[str, Any]]:
    """The uploaded files of a field, each looked at and kept."""
    chosen = [each for each in request.files.getlist(field) if each.filename]
    return [keeping.keep_file(who, each.filename or "", each.stream, store(), field=field) for each in chosen]


def a_workbook(field: str) -> tuple[str, bytes]:
    """(name, content) of the one workbook of a field; one byte more than is allowed, so that too large is seen."""
    file = request.files.get(field)
    if file is None or not file.filename:
        raise Invalid({field: _("请选择填好的 .xlsx 文件")})
    return file.filename, file.read(LIMIT + 1)
