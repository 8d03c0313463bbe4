"""The minutes as a file: the fixed one once signed, a draft before."""

from uuid import UUID

from services.applications import given
from services.applications.papers import printed
from services.applications.queries import dockets
from services.applications.queries.minutes import minutes_of
from services.applications.store import db
from services.common.documents import minutes
from services.common.files import FileKey


def minutes_bytes(tenant: str, docket_id: UUID) -> bytes:
    with db.read(tenant) as session:
        row = dockets.find(session, docket_id)
        if row.minutes_sha256:
            return given.store().get(FileKey(tenant, row.minutes_sha256))
        sheet = minutes_of(session, row, signed_on=None)
    return printed(minutes, sheet)
