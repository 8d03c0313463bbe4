"""Programs of a federation: they ask in their own name, and may do what they are granted like anybody else."""

import re
from datetime import datetime

from flask_babel import gettext as _

from services.common.audit import Actor
from services.common.errors import Invalid
from services.common.ids import new_id
from services.identity import accounts
from services.identity.domain import people as domain
from services.identity.domain.people import Facts, Person
from services.identity.models import PersonRow
from services.identity.service.people import note
from services.identity.store import db

_CLIENT_ID = re.compile(r"(?!pioneer)[a-z][a-z0-9.-]{2,39}")


def register_program(tenant: str, client_id: str, name: str, *, by: Actor, now: datetime) -> tuple[Person, str]:
    """The operator's way. Its subject is its client id; returns its secret too, which is told this once."""
    if not _CLIENT_ID.fullmatch(client_id):
        raise Invalid(
            {"client_id": _("程序标识用小写字母开头，由小写字母、数字、点和短横组成，3 至 40 位，不以 pioneer 开头")}
        )
    with db.transaction(tenant) as session:
        person = domain.register(new_id(), client_id, "", Facts(name))
        secret = accounts.open_program(session, client_id, name=name)
        session.add(PersonRow(tenant=tenant).apply(person))
        note(session, by, "registered", person, now)
        return person, secret
