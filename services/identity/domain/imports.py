"""Rows of units, people and grants as they stand in a workbook, and where a name in them leads."""

from collections.abc import Iterable
from enum import StrEnum

from flask_babel import gettext as _

from services.common.roles import NAMES as ROLE_NAMES
from services.common.roles import Role
from services.common.spreadsheet import Column, ColumnKind
from services.identity.domain.units import NAMES as KIND_NAMES
from services.identity.domain.units import OrgUnit, UnitKind

SEPARATOR = " / "
# Words of the workbook are Chinese whatever the language of the page: made here, outside any request.
KINDS = {str(name): kind for kind, name in KIND_NAMES.items()}
ROLES = {str(name): role for role, name in ROLE_NAMES.items()}
KIND_WORDS = {kind: word for word, kind in KINDS.items()}
ROLE_WORDS = {role: word for word, role in ROLES.items()}


class ImportKind(StrEnum):
    UNITS = "units"
    PEOPLE = "people"
    GRANTS = "grants"


COLUMNS: dict[ImportKind, tuple[Column, ...]] = {
    ImportKind.UNITS: (
        Column("name", "组织名称", required=True, example="汊河镇工会联合会", longest=60, width=30),
        Column("kind", "类别", required=True, example="镇乡（街道、园区）工会", choices=tuple(KINDS), width=22),
        Column("parent", "上级组织", hint="直属总工会的不填；重名的写全，如 甲工会 / 乙工会", longest=200, width=30),
        Column("valid_from", "成立日期", kind=ColumnKind.DATE, hint="不填为导入当天", example="2024-01-01"),
    ),
    ImportKind.PEOPLE: (
        Column("name", "姓名", required=True, example="李示例", longest=30),
        Column("username", "登录名", hint="不登录的不填", example="laian.li", longest=40, width=22),
        Column("phone", "电话", example="13800000000", longest=20),
        Column("email", "邮箱", example="li@example.cn", longest=80, width=24),
        Column("born", "出生年月", kind=ColumnKind.MONTH, example="1985-03"),
        Column("unit", "所在组织", hint="总工会机关的可不填", example="汊河镇工会联合会", width=30),
    ),
    ImportKind.GRANTS: (
        Column("username", "登录名", required=True, example="laian.li", longest=40, width=22),
        Column("role", "岗位", required=True, example="审核工会经办人", choices=tuple(ROLES), width=20),
        Column("unit", "范围", hint="全级总工会的不填", example="汊河镇工会联合会", width=30),
        Column("valid_from", "起始日期", kind=ColumnKind.DATE, hint="不填为导入当天"),
        Column("valid_to", "截止日期", kind=ColumnKind.DATE, hint="长期的不填"),
    ),
}
FILE_NAMES = {ImportKind.UNITS: "组织", ImportKind.PEOPLE: "人员", ImportKind.GRANTS: "岗位"}


class Places:
    """Finds a unit by its name, or by the names on the way to it where several are called so."""

    def __init__(self, units: Iterable[OrgUnit]) -> None:
        self._by_id: dict[object, OrgUnit] = {}
        self._by_name: dict[str, list[OrgUnit]] = {}
        for unit in units:
            self.add(unit)

    def add(self, unit: OrgUnit) -> None:
        self._by_id[unit.id] = unit
        self._by_name.setdefault(unit.name, []).append(unit)

    def find(self, said: str) -> OrgUnit:
        """Raises LookupError with what to do."""
        *way, name = [part.strip() for part in said.split("/")]
        found = [unit for unit in self._by_name.get(name, ()) if self._way(unit)[-len(way) - 1 : -1] == way or not way]
        if not found:
            raise LookupError(_("没有叫“%(name)s”的组织，请核对名称，或先导入组织", name=said))
        if len(found) > 1:
            example = SEPARATOR.join(self._way(found[0]))
            raise LookupError(_("有 %(n)s 个“%(name)s”，请写全，例如 %(way)s", n=len(found), name=said, way=example))
        return found[0]

    def child(self, parent: OrgUnit | None, name: str) -> OrgUnit | None:
        """The unit of that name directly under the parent."""
        above = parent.id if parent else None
        return next((unit for unit in self._by_name.get(name, ()) if unit.parent_id == above), None)

    def _way(self, unit: OrgUnit) -> list[str]:
        names = [unit.name]
        while unit.parent_id is not None and unit.parent_id in self._by_id:
            unit = self._by_id[unit.parent_id]
            names.insert(0, unit.name)
        return names


def kind_of(word: object) -> UnitKind:
    return KINDS[str(word)]


def role_of(word: object) -> Role:
    return ROLES[str(word)]
