"""What is wrong with the shape of an API call, in words a person can follow, field by field."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from pydantic import ValidationError

SAYS: dict[str, Callable[[dict[str, Any]], str]] = {
    "missing": lambda of: str(_("必填，请补上。")),
    "string_type": lambda of: str(_("请填文字。")),
    "string_too_short": lambda of: str(_("至少 %(n)s 个字。", n=of["min_length"])),
    "string_too_long": lambda of: str(_("最多 %(n)s 个字。", n=of["max_length"])),
    "string_pattern_mismatch": lambda of: str(_("写法不对，请按示例填写。")),
    "greater_than_equal": lambda of: str(_("不小于 %(n)s。", n=of["ge"])),
    "greater_than": lambda of: str(_("大于 %(n)s。", n=of["gt"])),
    "less_than_equal": lambda of: str(_("不大于 %(n)s。", n=of["le"])),
    "less_than": lambda of: str(_("小于 %(n)s。", n=of["lt"])),
    "too_long": lambda of: str(_("最多 %(n)s 项。", n=of["max_length"])),
    "too_short": lambda of: str(_("至少 %(n)s 项。", n=of["min_length"])),
    "extra_forbidden": lambda of: str(_("没有这一项，请去掉。")),
}
BY_KIND: dict[str, Callable[[], str]] = {
    "int": lambda: str(_("请填整数，例如 12。")),
    "decimal": lambda: str(_("请填数字，例如 96.40。")),
    "float": lambda: str(_("请填数字，例如 96.40。")),
    "bool": lambda: str(_("请填 true 或 false。")),
    "date": lambda: str(_("请填日期，例如 2026-10-31。")),
    "datetime": lambda: str(_("请填时间，例如 2026-10-31T09:00:00+08:00。")),
    "uuid": lambda: str(_("编号的写法不对，请从列表中取用。")),
    "enum": lambda: str(_("不在可选范围内，请从列出的值中选一个。")),
    "literal": lambda: str(_("不在可选范围内，请从列出的值中选一个。")),
    "list": lambda: str(_("请用列表填写。")),
    "dict": lambda: str(_("请用“名称：值”的形式填写。")),
    "model": lambda: str(_("请用“名称：值”的形式填写。")),
}


def cause_of(error: BaseException) -> ValidationError | None:
    """The shape fault behind an error, however deep."""
    seen: BaseException | None = error
    for _depth in range(6):
        if isinstance(seen, ValidationError) or seen is None:
            return seen
        seen = seen.__cause__ or seen.__context__
    return None


def faults_of(error: ValidationError) -> dict[str, str]:
    """Field (dotted) to what to do."""
    return {".".join(map(str, fault["loc"])) or "body": _says(fault) for fault in error.errors()}


def _says(fault: Any) -> str:
    kind = fault["type"]
    if kind in SAYS:
        return SAYS[kind](fault.get("ctx", {}))
    if kind == "value_error":
        return str(fault["ctx"]["error"])
    return BY_KIND.get(kind.split("_")[0], lambda: str(_("写法不对，请按接口说明填写。")))()
