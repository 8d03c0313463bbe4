"""Federations in a tree by GB/T 2260 code: national 00, province 34, city 3411, county 341122."""

import re
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _

from services.common.errors import DomainError, Invalid

NATIONAL = "00"
LEVELS = {2: "province", 4: "city", 6: "county"}
_CODE = re.compile(r"[0-9]{2}([0-9]{2}([0-9]{2})?)?")


@dataclass(frozen=True)
class Tenant:
    """`valid_to` is the last day on which the federation existed; none while it does."""

    code: str
    parent_code: str
    name: str
    short_name: str
    level: str
    valid_from: date
    valid_to: date | None = None
    version: int = 1

    def is_valid(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def level_of(code: str) -> str:
    """Raises Invalid for what is no code of GB/T 2260."""
    if not _CODE.fullmatch(code):
        raise Invalid({"code": _("行政区划代码为 2 位、4 位或 6 位数字，全国为 00，例如 341122")})
    return "national" if code == NATIONAL else LEVELS[len(code)]


def found(code: str, *, parent: Tenant | None, name: str, short_name: str, valid_from: date) -> Tenant:
    """A federation under the one whose code its own begins with; provinces stand under the national one.

    A county may stand directly under its province, as 110101 under 11.
    """
    level = level_of(code)
    if level == "national":
        if parent is not None:
            raise DomainError("national_has_no_parent")
        return Tenant(code, "", name, short_name, level, valid_from)
    if parent is None:
        raise DomainError("parent_needed", code=code)
    if not is_below(code, parent.code):
        raise DomainError("code_not_below_parent", code=code, parent=parent.code)
    if not parent.is_valid(valid_from):
        raise DomainError("parent_not_valid", name=parent.name)
    return Tenant(code, parent.code, name, short_name, level, valid_from)


def is_below(code: str, above: str) -> bool:
    """Whether the code can stand directly under the other."""
    if above == NATIONAL:
        return len(code) == 2 and code != NATIONAL
    return code != above and code.startswith(above)


def rename(tenant: Tenant, *, name: str, short_name: str) -> Tenant:
    return replace(tenant, name=name, short_name=short_name, version=tenant.version + 1)


def end(tenant: Tenant, *, on: date, has_living_below: bool) -> Tenant:
    """The federation exists up to and including the day. Those under it must have ended or moved before."""
    if tenant.valid_to is not None:
        raise DomainError("tenant_already_ended", name=tenant.name)
    if on < tenant.valid_from:
        raise DomainError("ends_before_it_begins")
    if has_living_below:
        raise DomainError("tenant_has_others_below", name=tenant.name)
    return replace(tenant, valid_to=on, version=tenant.version + 1)
