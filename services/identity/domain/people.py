"""People of a federation. Phone and birth month are shown only where a task needs them (X5)."""

import re
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from services.common.errors import DomainError, Invalid

_USERNAME = re.compile(r"[a-z][a-z0-9.-]{2,39}")
_PHONE = re.compile(r"1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_MONTH = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Facts:
    """What is known of a person besides who it is; `born` is a month, 1985-03."""

    name: str
    phone: str = ""
    email: str = ""
    born: str = ""
    org_unit_id: UUID | None = None


@dataclass(frozen=True)
class Person:
    """`subject` is whom the issuer vouches for; `username` is what the person signs in with, if at all."""

    id: UUID
    subject: str
    username: str
    facts: Facts
    valid_to: date | None = None
    version: int = 1

    @property
    def name(self) -> str:
        return self.facts.name


def faults_of(facts: Facts, username: str = "") -> dict[str, str]:
    """Field to what to do; empty when all is well."""
    faults = {}
    if not 2 <= len(facts.name) <= 30:
        faults["name"] = _("请填姓名，2 至 30 个字")
    if username and not _USERNAME.fullmatch(username):
        faults["username"] = _("登录名用小写字母开头，由小写字母、数字、点和短横组成，3 至 40 位，例如 laian.zhang")
    if facts.phone and not _PHONE.fullmatch(facts.phone):
        faults["phone"] = _("请填 11 位手机号码，或带区号的座机，例如 0550-5612345")
    if facts.email and not _EMAIL.fullmatch(facts.email):
        faults["email"] = _("请填完整的邮箱，例如 zhang@example.cn")
    if facts.born and not _MONTH.fullmatch(facts.born):
        faults["born"] = _("请填出生年月，例如 1985-03")
    return faults


def register(person_id: UUID, subject: str, username: str, facts: Facts) -> Person:
    if faults := faults_of(facts, username):
        raise Invalid(faults)
    return Person(person_id, subject, username, facts)


def change(person: Person, facts: Facts) -> Person:
    if person.valid_to is not None:
        raise DomainError("person_ended")
    if faults := faults_of(facts):
        raise Invalid(faults)
    return replace(person, facts=facts, version=person.version + 1)


def end(person: Person, *, on: date) -> Person:
    """The person leaves; what it did stays."""
    if person.valid_to is not None:
        raise DomainError("person_ended")
    return replace(person, valid_to=on, version=person.version + 1)
