"""Evidence files through this service's doors: looked at, stored, given back."""

from typing import IO, BinaryIO, cast
from urllib.parse import quote
from uuid import UUID

from flask import Response

from services.applications.domain.evidence import LIMIT_BYTES, Evidence
from services.applications.queries.case import find_case, find_file
from services.applications.service.fill import Upload
from services.applications.service.protected import Attached
from services.applications.store import db
from services.common.errors import NotFound
from services.common.files import DOCUMENTS, Accepted, FileKey, FileMissing, Store, inspect
from services.common.principal import Principal


def accept(filename: str, stream: IO[bytes]) -> Accepted:
    """A PDF or a picture of at most 10 MB. Raises FileRefused."""
    return inspect(filename, cast(BinaryIO, stream), allowed=DOCUMENTS, limit_bytes=LIMIT_BYTES)


def put(store: Store, tenant: str, proves: str, accepted: Accepted, caption: str = "") -> Upload:
    store.put(tenant, accepted.content)
    return Upload(proves, accepted, caption)


def give(store: Store, who: Principal, case_id: UUID | str, evidence_id: UUID | str) -> Response:
    """The file to whoever may see the case; raises NotFound otherwise."""
    with db.read(who.tenant) as session:
        case = find_case(session, who, case_id)
        file = find_file(session, case.application.id, evidence_id)
    try:
        content = store.get(FileKey(who.tenant, file.sha256))
    except FileMissing as missing:
        raise NotFound("not_found") from missing
    return download(content, file)


def download(content: bytes, file: Evidence) -> Response:
    return _shown(content, file.file_name, file.mime)


def given_out(file: Attached, content: bytes) -> Response:
    """A file of an objector, to its handler."""
    return _shown(content, file.name, file.mime)


def _shown(content: bytes, name: str, mime: str) -> Response:
    response = Response(content, content_type=mime)
    kind = "inline" if mime in ("application/pdf", "image/png", "image/jpeg") else "attachment"
    response.headers["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def named(content: bytes, name: str, mime: str) -> Response:
    """Something made here, to take away."""
    response = Response(content, content_type=mime)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Cache-Control"] = "private, no-store"
    return response


PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
